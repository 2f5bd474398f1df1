"""What the project's page shows of this room: lights, opinions and reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language

from timonel.governance.queries.viewers import Viewer
from timonel.monitoring.queries.consequences import consequences_section
from timonel.monitoring.queries.lights import project_lights
from timonel.monitoring.queries.overview import portfolio_lights
from timonel.monitoring.queries.waiting import RUNS, may_report, waits_for
from timonel.monitoring.views.explaining import explain, history_chart, name_of
from timonel.monitoring.views.words import WORDS
from timonel.portfolio.queries.projects import sees_figures
from timonel.portfolio.rows import Project
from timonel.portfolio.sections import OverviewPart, Section, register, register_overview


def lights_section(viewer: Viewer, project: Project, on: date) -> Mapping[str, Any]:
    """Give the lights of a project with their reasons, its reports, and when the next is due.

    Where amounts are reserved, the figures behind a light are not shown to who may not see them.
    """
    lights = project_lights(viewer, project, on)
    language = get_language() or "es"
    figures = sees_figures(viewer, project)
    explained = [
        (name_of(lit, language), lit, kept, explain(lit, language) if figures else None)
        for lit, kept in lights.explained
    ]
    chart = history_chart(lights.reports)
    may = may_report(viewer, project, on)
    latest = lights.latest.report if lights.latest is not None else None
    given = {"lights": lights, "explained": explained, "chart": chart, "figures": figures, "words": WORDS}
    approves = may and latest is not None and waits_for(viewer, latest)
    return {**given, "reports": may and project.stage in RUNS, "approves": approves}


def overview_section(viewer: Viewer, on: date) -> Mapping[str, Any]:
    """Give what the page of the whole portfolio shows of lights, reviews and orders to stop."""
    return {"lights": portfolio_lights(viewer), "words": WORDS}


register(Section("lights", 40, "monitoring/section.html", lights_section))
register(Section("consequences", 50, "monitoring/consequences.html", consequences_section))
register_overview(OverviewPart("lights", 40, "monitoring/overview.html", overview_section))
