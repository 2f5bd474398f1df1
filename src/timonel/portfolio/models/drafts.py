"""What an institution writes before it proposes: kept as typed, no act, nobody else's."""

from __future__ import annotations

from django.db import models


class ProjectDraft(models.Model):
    """A proposal being written: the answers as they were typed, in whatever form, and how often they were kept.

    `version` grows with each page kept, so that what two windows write is seen. `kept` says at which version each
    answer was last changed. A draft that was proposed names its project and takes no more answers.
    """

    person = models.ForeignKey("governance.Person", on_delete=models.CASCADE, related_name="project_drafts")
    post = models.CharField(max_length=120)
    answers = models.JSONField(default=dict)
    kept = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(auto_now=True)
    project = models.OneToOneField("portfolio.Project", null=True, on_delete=models.PROTECT, related_name="draft")
    entry = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-kept_at"], name="portfolio_drafts_of_a_person")]

    def __str__(self) -> str:
        return str(self.answers.get("name") or self.pk)
