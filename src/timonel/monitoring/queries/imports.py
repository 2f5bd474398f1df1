"""Imports of portfolios with their quality reports."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from timonel.governance.queries.viewers import Viewer
from timonel.monitoring.models import ImportDoubt, PortfolioImport


def visible_imports(viewer: Viewer) -> QuerySet[PortfolioImport]:
    """Give the imports a viewer may see: all, for what they brought in is public; the latest first."""
    return PortfolioImport.objects.select_related("file").order_by("-id")


def import_by_number(viewer: Viewer, number: str) -> PortfolioImport | None:
    """Give an import; None when the viewer sees none of that number."""
    return visible_imports(viewer).filter(number=number).first()


def doubts_of(viewer: Viewer, kept: PortfolioImport) -> QuerySet[ImportDoubt]:
    """Give what was doubtful in an import, in the order of the file."""
    return ImportDoubt.objects.filter(portfolio_import=kept).order_by("row", "id")


def doubts_by_rule(viewer: Viewer, kept: PortfolioImport) -> Sequence[tuple[str, str, int]]:
    """Count what was doubtful by rule and by what was done, the most frequent first."""
    rows = doubts_of(viewer, kept).order_by().values("rule", "done").annotate(n=Count("id"))
    return [(row["rule"], row["done"], row["n"]) for row in rows.order_by("-n", "rule", "done")]
