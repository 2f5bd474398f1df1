"""How a project passes from phase to phase: the documents it shows, and what was decided at each gate."""

from __future__ import annotations

from django.db import models

from timonel.portfolio.models.projects import Project


class Document(models.Model):
    """A file of a project: a product of its model's phase, or anything else worth keeping. Found by its hash."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=300)
    phase = models.CharField(max_length=120, blank=True)
    product = models.CharField(max_length=120, blank=True)
    file = models.ForeignKey("governance.StoredFile", on_delete=models.PROTECT, related_name="+")
    filed_on = models.DateField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("phase", "product", "id")
        constraints = [
            models.UniqueConstraint(fields=["project", "phase", "product", "file"], name="portfolio_document_once")
        ]

    def __str__(self) -> str:
        return self.title


class GatePassage(models.Model):
    """What was decided at a gate: outcome, reasons, the evidence that was seen with its hashes.

    A stop names its reason by a code, and one for political reasons what was spent and what is lost by it.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="passages")
    phase = models.CharField(max_length=120)
    outcome = models.CharField(max_length=20)
    reasons = models.TextField()
    evidence = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    stop_reason = models.CharField(max_length=40, blank=True)
    sunk_cost = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    lost_benefit = models.TextField(blank=True)
    minutes = models.ForeignKey("governance.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField()
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ("decided_on", "id")

    def __str__(self) -> str:
        return f"{self.phase}: {self.outcome}"

    @property
    def reserved(self) -> frozenset[str]:
        """Name the columns that go into the record as a hash alone."""
        return self.project.reserved_amounts("sunk_cost")
