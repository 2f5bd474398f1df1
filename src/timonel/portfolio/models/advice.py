"""Advice that institutions ask for on technology, and what they were told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from timonel.portfolio.models.projects import Project


class Advice(models.Model):
    """A question about choosing, introducing or using technology: answered in writing, with precedents.

    `due_on` is the last day of the answer, where the framework sets a time.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="advice")
    place = models.PositiveSmallIntegerField()
    question = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField(null=True)
    answer = models.TextField(blank=True)
    precedents = models.JSONField(default=list)
    answered_by = models.CharField(max_length=120, blank=True)
    answered_on = models.DateField(null=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("place",)
        constraints = [
            models.UniqueConstraint(fields=["project", "place"], name="portfolio_one_question_of_a_place"),
            models.CheckConstraint(
                condition=Q(answered_on=None) | (~Q(answer="") & ~Q(precedents=[])),
                name="portfolio_answer_in_writing_with_precedent",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(answered_on=None), name="portfolio_advice_open")]

    def __str__(self) -> str:
        return self.question[:60]
