"""Where a project stands in its model: the products of each phase, what is filed, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from timonel.businesscases.queries import case_products
from timonel.domain.findings import Finding, Outcome
from timonel.portfolio.models import Project


def filed_products(project: Project) -> list[str]:
    """Give the products of the present phase that are filed; those filed before it began count where they fit.

    The version in force of the business case is one, in every phase; so is the
    effect on staff that it assesses.
    """
    rows = project.documents.filter(phase__in=(project.phase, "")).exclude(product="")
    own = [each.product for each in case_products("project", project.number)]
    return list(dict.fromkeys([*rows.values_list("product", flat=True).distinct(), *own]))


def evidence_of(project: Project, phase: str) -> list[dict[str, Any]]:
    """List what is seen of a phase: each document filed, in order, and the version in force of the business case."""
    rows = project.documents.filter(phase__in=(phase, "")).order_by("product", "id")
    filed = [{"title": row.title, "product": row.product, "sha256": row.file_id} for row in rows]
    case = [
        {"title": f"v{each.version}", "product": each.product, "sha256": each.sha256}
        for each in case_products("project", project.number)
    ]
    return filed + case


def warnings_of(recommended: Sequence[str]) -> list[Finding]:
    """Give a finding for each recommended product that is missing: it warns, and stops nothing."""
    return [
        Finding("gate", Outcome.NOT_FOUND, code="recommended-product-missing", params={"product": product})
        for product in recommended
    ]
