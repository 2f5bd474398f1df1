"""Portfolios that others recorded: each import with its recipe, its file, and what was doubtful in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models

from timonel.governance.rows import SubjectRow


class PortfolioImport(SubjectRow):
    """One import of a portfolio: by which recipe, from which file, what came of it. Its rows are in the manifest."""

    kind: ClassVar[str] = "portfolio-import"

    recipe = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    source = models.JSONField(default=dict)
    file = models.ForeignKey("governance.StoredFile", on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    counts = models.JSONField(default=dict)
    manifest = models.CharField(max_length=64, blank=True)

    def record_facts(self, on: date) -> Mapping[str, Any]:
        """Give recipe, source and counts."""
        return {"recipe": self.recipe, "source": self.source, "counts": self.counts}


class ImportDoubt(models.Model):
    """One doubtful place of an imported file: row, column, what stands there, the rule, and what was done about it."""

    portfolio_import = models.ForeignKey(PortfolioImport, on_delete=models.PROTECT, related_name="doubts")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    rule = models.CharField(max_length=60)
    done = models.CharField(max_length=20)
    instead = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("portfolio_import", "row", "id")
        indexes = [models.Index(fields=["portfolio_import", "rule", "row"], name="monitoring_doubts_by_rule")]

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.rule}"
