"""The approvals that a project needs, what was decided of each, and on which conditions."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q

from timonel.portfolio.models.projects import Project

WAITING: Final = ("later", "open")
STAGES: Final = (*WAITING, "granted", "conditional", "returned", "rejected", "not-given", "dropped")
POSITIVE: Final = ("granted", "conditional", "not-given")
"""After which the project goes on: granted, with conditions, or not given in time where silence means nothing."""


class Approval(models.Model):
    """One approval that the framework demands of a project, as it stood on the day of submission.

    It is `later` until its moment and its turn come, then `open` from `opened_on` to `due_on` (the last day, in the
    framework's working days; empty where it sets no time). `why` is the finding that demands it. `checks` is what
    must be filled in before a decision, `panel` who takes part beside who decides.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="approvals")
    approval = models.CharField(max_length=120)
    framework = models.CharField(max_length=80)
    power = models.CharField(max_length=60, blank=True)
    decider_kind = models.CharField(max_length=10)
    decider = models.CharField(max_length=120)
    effect = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    at = models.CharField(max_length=40, blank=True)
    gate = models.CharField(max_length=120, blank=True)
    silence = models.CharField(max_length=20, blank=True)
    light_path = models.BooleanField(default=False)
    checks = models.JSONField(default=list)
    panel = models.JSONField(default=list)
    why = models.JSONField(default=dict)
    stage = models.CharField(max_length=20, default="later")
    round = models.PositiveSmallIntegerField(default=1)
    opened_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("order", "id")
        constraints = [
            models.UniqueConstraint(fields=["project", "approval"], name="portfolio_each_approval_once"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="portfolio_known_approval_stage"),
            models.CheckConstraint(
                condition=~Q(stage="open") | Q(opened_on__isnull=False), name="portfolio_open_since_a_day"
            ),
        ]
        indexes = [
            models.Index(
                fields=["decider_kind", "decider", "due_on"],
                condition=Q(stage="open"),
                name="portfolio_waiting_for_a_body",
            ),
            models.Index(fields=["decider", "decided_on"], name="portfolio_decided_by_a_body"),
        ]

    def __str__(self) -> str:
        return self.approval

    @property
    def reserved(self) -> frozenset[str]:
        """Name the columns that go into the record as a hash alone: why it is demanded tells what the project is."""
        return frozenset({"why"}) if self.project.reserves else frozenset()


class Decision(models.Model):
    """What was decided of an approval in one round: outcome, reasons, the checklist as it was filled in.

    `observations` are what must be mended before it is asked again, numbered from 1. `minutes` is the hash of the
    minutes of the body that decided, where a body did.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="decisions")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=20)
    reasons = models.TextField()
    checks = models.JSONField(default=list)
    observations = models.JSONField(default=list)
    precedents = models.JSONField(default=list)
    minutes = models.ForeignKey("governance.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("round",)
        constraints = [models.UniqueConstraint(fields=["approval", "round"], name="portfolio_one_decision_a_round")]

    def __str__(self) -> str:
        return f"{self.approval_id} {self.outcome}"


class Condition(models.Model):
    """Something that an approval or a gate demands still: whose it is, until when; the next gate waits for it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="conditions")
    source = models.CharField(max_length=120)
    text = models.TextField()
    owner = models.ForeignKey("governance.Post", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    met_on = models.DateField(null=True)
    evidence = models.TextField(blank=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("due_on", "id")
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(met_on=None), name="portfolio_conditions_not_met")
        ]

    def __str__(self) -> str:
        return self.text[:60]
