"""Reviews of running projects: why they were opened, who holds them, what they recommend, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from timonel.domain.facts import CaseFacts
from timonel.domain.reviews import OPENED_BY
from timonel.governance.rows import Institution, SubjectRow

if TYPE_CHECKING:
    pass

STAGES = ("open", "reported", "closed")
ANSWERS = ("", "accepted", "rejected")


class Review(SubjectRow):
    """A review of a project: what opened it, until when it is to be held, its terms, and what it concluded.

    `opened_by` is one of the triggers, `reds` for reds in a row, or `decision`.
    An external one names its terms of reference and its reviewer, whose
    independence was tested when it was ordered. The corrective plan is what the
    institution answers: the root cause, what it will do, and until when.
    """

    kind: ClassVar[str] = "review"

    project = models.ForeignKey("portfolio.Project", on_delete=models.PROTECT, related_name="reviews")
    opened_by = models.CharField(max_length=20)
    reason = models.TextField()
    external = models.BooleanField(default=False)
    terms = models.TextField(blank=True)
    reviewer = models.CharField(max_length=300, blank=True)
    reviewer_institution = models.ForeignKey(
        "governance.Institution", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_on = models.DateField()
    due_on = models.DateField(null=True)
    stage = models.CharField(max_length=20, default="open")
    conclusion = models.TextField(blank=True)
    report = models.ForeignKey("governance.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    reported_on = models.DateField(null=True)
    root_cause = models.TextField(blank=True)
    plan = models.TextField(blank=True)
    plan_due_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ("project", "opened_on", "id")
        constraints = [
            models.CheckConstraint(condition=Q(opened_by__in=OPENED_BY), name="monitoring_known_trigger"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="monitoring_known_review_stage"),
            models.UniqueConstraint(
                fields=["project", "opened_by"],
                condition=Q(stage="open", external=False),
                name="monitoring_one_open_review_of_a_trigger",
            ),
        ]
        indexes = [models.Index(fields=["stage", "due_on"], name="monitoring_reviews_due")]

    @property
    def institution(self) -> Institution:
        """The institution whose project is reviewed."""
        return self.project.institution

    def case_facts(self, on: date) -> CaseFacts:
        """Give the facts of the project under review."""
        return self.project.case_facts(on)

    def record_facts(self, on: date) -> Mapping[str, Any]:
        """Say of which project it is, and what opened it."""
        return {"project": self.project.number, "opened_by": self.opened_by, "external": self.external}

    def record_finding(self, finding: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a finding as it goes into the record: what the project reserves only as its hash."""
        return self.project.record_finding(finding)


class Recommendation(models.Model):
    """One thing a review recommends, what the institution answered, and how it ended."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="recommendations")
    sequence = models.PositiveSmallIntegerField()
    text = models.TextField()
    answer = models.CharField(max_length=20, blank=True)
    answer_reason = models.TextField(blank=True)
    owner = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    how = models.TextField(blank=True)
    evidence = models.ForeignKey("governance.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("review", "sequence")
        constraints = [
            models.UniqueConstraint(fields=["review", "sequence"], name="monitoring_one_recommendation_of_a_number"),
            models.CheckConstraint(condition=Q(answer__in=ANSWERS), name="monitoring_known_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.sequence}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to come: an answer, or what was accepted to be done."""
        return not self.answer or (self.answer == "accepted" and self.done_on is None)


class StopOrder(models.Model):
    """That a project was ordered to stop: why, by which instrument, where and until when one may appeal, and what came.

    `stage_before` is where the project was, to which it goes back when the order is lifted.
    """

    project = models.ForeignKey("portfolio.Project", on_delete=models.PROTECT, related_name="stop_orders")
    reason = models.CharField(max_length=60)
    explanation = models.TextField()
    instrument = models.CharField(max_length=300)
    sunk_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    lost_benefit = models.TextField(blank=True)
    ordered_on = models.DateField()
    ordered_by = models.CharField(max_length=120)
    orderer = models.CharField(max_length=120)
    stage_before = models.CharField(max_length=20)
    appeal_to = models.CharField(max_length=300)
    appeal_until = models.DateField()
    appealed_on = models.DateField(null=True)
    grounds = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    lifted = models.BooleanField(null=True)
    decision = models.TextField(blank=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("project", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(lifted=None) | Q(lifted=False),
                name="monitoring_one_stop_order_in_force",
            ),
        ]
        indexes = [models.Index(fields=["ordered_on"], name="monitoring_stop_orders")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.reason}"

    @property
    def reserved(self) -> frozenset[str]:
        """Name the columns that go into the record as a hash alone."""
        return self.project.reserved_amounts("sunk_cost")
