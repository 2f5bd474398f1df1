"""What is reported of a project as of a day, the lights that followed from it, and what people think of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.db.models import Q

from timonel.domain.lights import Missing, Standing
from timonel.domain.money import Money

STAGES = ("submitted", "approved", "imported")
AGAINST = ("original", "approved")
BY = ("self", "independent", "not-stated")
OF = ("overall", "cost", "schedule", "benefits")
_MISSING = {each.code: each for each in Missing}


def amount_field() -> Any:
    """Give a column for an amount in the project's currency, exact to four decimals; empty is not stated."""
    return models.DecimalField(max_digits=19, decimal_places=4, null=True)


AMOUNTS: Final = (
    "cost_expected", "cost_to_date", "cost_actual", "benefits_expected", "year_planned", "year_expected",
)  # fmt: skip
"""Columns of a report that tell what a project costs or brings."""


class Report(models.Model):
    """How a project stands as of a day, as its institution reports it and its management approves it.

    What has come about stands in the actual columns, what is expected by the end in the others. `gaps` says of an empty
    column why it is empty: a code of `Missing`. The lights were computed by the framework `lit_under` (its hash) as it
    stands on `lit_on`; `worst_original` and `worst_approved` are the worst of them against each baseline.
    """

    project = models.ForeignKey("portfolio.Project", on_delete=models.PROTECT, related_name="reports")
    as_of = models.DateField()
    due_on = models.DateField(null=True)
    stage = models.CharField(max_length=20)
    currency = models.CharField(max_length=3, blank=True)
    start_actual_on = models.DateField(null=True)
    end_expected_on = models.DateField(null=True)
    end_actual_on = models.DateField(null=True)
    cost_expected = amount_field()
    cost_to_date = amount_field()
    cost_actual = amount_field()
    benefits_expected = amount_field()
    year_planned = amount_field()
    year_expected = amount_field()
    gaps = models.JSONField(default=dict)
    on_schedule = models.TextField(blank=True)
    on_cost = models.TextField(blank=True)
    on_benefits = models.TextField(blank=True)
    baseline = models.PositiveSmallIntegerField(null=True)
    lit_under = models.CharField(max_length=80, blank=True)
    lit_on = models.DateField(null=True)
    worst_original = models.SmallIntegerField(default=0)
    worst_approved = models.SmallIntegerField(default=0)
    submitted_by = models.CharField(max_length=120, blank=True)
    approved_by = models.CharField(max_length=120, blank=True)
    origin = models.CharField(max_length=20, default="act")
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("project", "as_of")
        constraints = [
            models.UniqueConstraint(fields=["project", "as_of"], name="monitoring_one_report_of_a_day"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="monitoring_known_stage"),
        ]
        indexes = [models.Index(fields=["as_of", "project"], name="monitoring_report_day")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.as_of}"

    @property
    def reserved(self) -> frozenset[str]:
        """Name the columns that go into the record as a hash alone."""
        return self.project.reserved_amounts(*AMOUNTS)

    def standing(self) -> Standing:
        """Give what lights look at: what has come about, else what is expected."""
        return Standing(
            self._said(self.end_actual_on or self.end_expected_on, "end"),
            self._said(self._money(self.cost_actual if self.cost_actual is not None else self.cost_expected), "cost"),
            self._said(self._money(self.benefits_expected), "benefits"),
        )

    def _money(self, amount: Decimal | None) -> Money | None:
        return Money(Decimal(amount), self.currency) if amount is not None and self.currency else None

    def _said(self, value: Any, name: str) -> Any:
        return value if value is not None else _MISSING.get(self.gaps.get(name, ""), Missing.NOT_STATED)

    def actual_or_expected_end(self) -> date | None:
        """Give the last day that came about, or else is expected."""
        return self.end_actual_on or self.end_expected_on


class Light(models.Model):
    """What a light showed of a report against a baseline (0 not rated, 1 green, 2 yellow, 3 red), kept by date.

    `missing` is a number of `Missing` where it is not rated, else 0.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="lights")
    light = models.CharField(max_length=60)
    of = models.CharField(max_length=20)
    against = models.CharField(max_length=20)
    colour = models.SmallIntegerField()
    missing = models.SmallIntegerField(default=0)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["report", "light", "against"], name="monitoring_one_light_of_a_kind"),
            models.CheckConstraint(condition=Q(colour__range=(0, 3)), name="monitoring_known_colour"),
            models.CheckConstraint(condition=Q(against__in=AGAINST), name="monitoring_known_baseline"),
        ]

    def __str__(self) -> str:
        return f"{self.light} {self.against}: {self.colour}"


class LightOverride(models.Model):
    """That somebody with the power to do so shows another light than the computed one, with their reason.

    The computed light stays beside it; the last override of a light holds.
    """

    light = models.ForeignKey(Light, on_delete=models.PROTECT, related_name="overrides")
    colour = models.SmallIntegerField()
    reason = models.TextField()
    post = models.CharField(max_length=120)
    on = models.DateField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(colour__range=(1, 3)), name="monitoring_override_with_a_colour")
        ]

    def __str__(self) -> str:
        return f"{self.light_id}: {self.colour}"


class Rating(models.Model):
    """What somebody thinks of a project as of a day: its own institution, or somebody independent of it.

    `degree` is 0 (no concern) to 4 (the gravest), scales of three and five degrees sharing their ends. Where a source
    states a variance instead, it is in `percent` (positive is worse), and `degree` follows from the tolerance.
    """

    project = models.ForeignKey("portfolio.Project", on_delete=models.PROTECT, related_name="ratings")
    as_of = models.DateField()
    by = models.CharField(max_length=20)
    of = models.CharField(max_length=20)
    scale = models.CharField(max_length=60)
    word = models.CharField(max_length=60, blank=True)
    degree = models.SmallIntegerField(null=True)
    percent = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    missing = models.SmallIntegerField(default=0)
    comment = models.TextField(blank=True)
    post = models.CharField(max_length=120, blank=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("project", "as_of", "id")
        constraints = [
            models.UniqueConstraint(fields=["project", "as_of", "by", "of"], name="monitoring_one_opinion_of_a_day"),
            models.CheckConstraint(condition=Q(by__in=BY), name="monitoring_known_giver"),
            models.CheckConstraint(condition=Q(of__in=OF), name="monitoring_known_matter"),
            models.CheckConstraint(condition=Q(degree=None) | Q(degree__range=(0, 4)), name="monitoring_known_degree"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.as_of} {self.by}: {self.word}"
