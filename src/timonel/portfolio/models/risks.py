"""What may go wrong with a project, who answers for it, and what stands in its way."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from timonel.portfolio.models.projects import Project


class RiskAssessment(models.Model):
    """The answers to one version of a questionnaire, and the score and class that follow from them alone."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="assessments")
    questionnaire = models.CharField(max_length=60)
    answers = models.JSONField()
    score = models.PositiveSmallIntegerField()
    risk_class = models.CharField(max_length=40)
    reasons = models.TextField(blank=True)
    assessed_on = models.DateField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("assessed_on", "id")

    def __str__(self) -> str:
        return f"{self.risk_class} ({self.score})"


class Risk(models.Model):
    """One risk of a project: what may happen, who owns it, what is done, and whether what remains was accepted.

    `opinion` is what the security and data protection adviser said of it; empty while nobody has said anything.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="risks")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    family = models.CharField(max_length=20)
    probability = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    response = models.TextField(blank=True)
    owner = models.ForeignKey("governance.Post", on_delete=models.PROTECT, related_name="+")
    opinion = models.TextField(blank=True)
    opinion_on = models.DateField(null=True)
    stage = models.CharField(max_length=20, default="open")
    accepted_on = models.DateField(null=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=["project", "place"], name="portfolio_one_risk_of_a_place"),
            models.CheckConstraint(
                condition=Q(probability__gte=1, probability__lte=5, impact__gte=1, impact__lte=5),
                name="portfolio_risk_from_1_to_5",
            ),
            models.CheckConstraint(condition=Q(stage__in=("open", "accepted", "closed")), name="portfolio_risk_stage"),
        ]

    def __str__(self) -> str:
        return self.title


class Obstacle(models.Model):
    """An instrument that stands in the way of a project: which, where in it, how, and how it was cleared."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="obstacles")
    place = models.PositiveSmallIntegerField()
    instrument = models.CharField(max_length=120)
    where = models.CharField(max_length=120, blank=True)
    description = models.TextField()
    logged_on = models.DateField()
    cleared_on = models.DateField(null=True)
    how_cleared = models.TextField(blank=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["project", "place"], name="portfolio_one_obstacle_of_a_place")]
        indexes = [models.Index(fields=["instrument"], name="portfolio_obstacle_instrument")]

    def __str__(self) -> str:
        return f"{self.instrument}: {self.description[:60]}"
