"""What is set aside for a project's risks, and what stays when it is closed: its lessons and its benefits."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

MOVES = ("set", "draw")
MOVE_STAGES = ("asked", "approved", "refused")


class ReserveMove(models.Model):
    """One move of a project's risk reserve: setting it, or drawing from it, once whoever holds it approves.

    `balance` is what is left after an approved move, and never under nothing. Moves of a project are approved one
    after another; `sequence` counts those approved, from 1.
    """

    project = models.ForeignKey("portfolio.Project", on_delete=models.PROTECT, related_name="reserve_moves")
    what = models.CharField(max_length=10)
    stage = models.CharField(max_length=10)
    sequence = models.PositiveIntegerField(null=True)
    currency = models.CharField(max_length=3)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    balance = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    reason = models.TextField(blank=True)
    rate = models.CharField(max_length=120, blank=True)
    asked_on = models.DateField()
    decided_on = models.DateField(null=True)
    decision = models.TextField(blank=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("project", "id")
        constraints = [
            models.CheckConstraint(condition=Q(what__in=MOVES), name="monitoring_known_move"),
            models.CheckConstraint(condition=Q(stage__in=MOVE_STAGES), name="monitoring_known_move_stage"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="monitoring_move_of_something"),
            models.CheckConstraint(
                condition=Q(balance=None) | Q(balance__gte=0), name="monitoring_reserve_not_overdrawn"
            ),
            models.CheckConstraint(
                condition=Q(stage="approved", sequence__isnull=False, balance__isnull=False)
                | (~Q(stage="approved") & Q(sequence=None, balance=None)),
                name="monitoring_balance_of_what_is_approved",
            ),
            models.UniqueConstraint(fields=["project", "sequence"], name="monitoring_one_move_of_a_sequence"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.what} {self.amount}"

    @property
    def reserved(self) -> frozenset[str]:
        """Name the columns that go into the record as a hash alone."""
        return self.project.reserved_amounts("amount", "balance")


class Closing(models.Model):
    """The closing of a project: what it came to, and what others can learn from it (the case template)."""

    project = models.OneToOneField("portfolio.Project", on_delete=models.PROTECT, related_name="closing")
    closed_on = models.DateField()
    benefits_due_on = models.DateField()
    benefits_reported_on = models.DateField(null=True)
    benefits_said = models.TextField(blank=True)
    context = models.TextField()
    what_was_done = models.TextField()
    what_worked = models.TextField()
    what_did_not = models.TextField()
    evidence = models.TextField()
    advice = models.TextField()
    report = models.ForeignKey("governance.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["benefits_due_on"], name="monitoring_benefits_due")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.closed_on}"


class BenefitMeasure(models.Model):
    """What was measured of a planned benefit on a day, by whom, and where that is seen."""

    project = models.ForeignKey("portfolio.Project", on_delete=models.PROTECT, related_name="benefit_measures")
    benefit = models.CharField(max_length=120)
    value = models.DecimalField(max_digits=19, decimal_places=4)
    measured_on = models.DateField()
    source = models.TextField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("project", "benefit", "measured_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "benefit", "measured_on"], name="monitoring_one_measure_of_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.benefit}: {self.value}"

    @property
    def reserved(self) -> frozenset[str]:
        """Name the columns that go into the record as a hash alone."""
        return frozenset({"value"}) if self.project.reserves else frozenset()
