"""How imports of portfolios are named, found and shown to the rooms above and below."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timonel.governance.subjects import SubjectKind, register
from timonel.monitoring.models import PortfolioImport, Review
from timonel.monitoring.queries.consequences import visible_reviews
from timonel.monitoring.queries.imports import visible_imports
from timonel.monitoring.queries.waiting import monitoring_waiting

register(
    SubjectKind(
        "portfolio-import",
        _("Import of a portfolio"),
        PortfolioImport,
        lambda row: f"{row.title} ({row.on})",
        lambda number: reverse("monitoring:import", args=[number]),
        visible_imports,
    )
)
register(
    SubjectKind(
        "review",
        _("Review"),
        Review,
        lambda row: f"{row.number} {row.project.name}",
        lambda number: reverse("monitoring:review", args=[number]),
        visible_reviews,
        monitoring_waiting,
    )
)
