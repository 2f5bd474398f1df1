"""How imports of portfolios are named, found and shown to the rooms above and below."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timonel.governance.subjects import SubjectKind, register
from timonel.monitoring.models import PortfolioImport
from timonel.monitoring.queries.imports import visible_imports

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
