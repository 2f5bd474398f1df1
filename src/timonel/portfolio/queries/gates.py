"""Where a project stands in its model: the products of each phase, what is filed, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from timonel.domain.findings import Finding, Outcome
from timonel.portfolio.models import Project


def filed_products(project: Project) -> list[str]:
    """Give the products of the present phase that are filed; those filed before it began count where they fit."""
    rows = project.documents.filter(phase__in=(project.phase, "")).exclude(product="")
    return list(rows.values_list("product", flat=True).distinct())


def evidence_of(project: Project, phase: str) -> list[dict[str, Any]]:
    """List what is filed for a phase: title, product and hash of each document, in order."""
    rows = project.documents.filter(phase__in=(phase, "")).order_by("product", "id")
    return [{"title": row.title, "product": row.product, "sha256": row.file_id} for row in rows]


def warnings_of(recommended: Sequence[str]) -> list[Finding]:
    """Give a finding for each recommended product that is missing: it warns, and stops nothing."""
    return [
        Finding("gate", Outcome.NOT_FOUND, code="recommended-product-missing", params={"product": product})
        for product in recommended
    ]
