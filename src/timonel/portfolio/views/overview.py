"""The page of the whole portfolio, and the time axis of all projects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from timonel.domain.mandates import Framework
from timonel.governance.entry import Entry, enters
from timonel.governance.queries.titles import post_kind_title
from timonel.governance.requests import Request
from timonel.pages import formats
from timonel.pages.charts import Bar, Chart, GateMark, ScheduleRow, bars_chart, schedule_chart
from timonel.pages.lists import Column, Kind, Listing
from timonel.pages.lists.page import ListPage
from timonel.pages.texts import Text
from timonel.portfolio.queries.axis import OnAxis, on_axis, running_projects
from timonel.portfolio.queries.overview import Portfolio, Tally, portfolio_on
from timonel.portfolio.queries.projects import listed_projects
from timonel.portfolio.queries.words import decider_name, phase_names, sector_names
from timonel.portfolio.sections import overview_parts
from timonel.portfolio.views.projects import LISTING
from timonel.portfolio.views.words import RISK_CLASSES, STAGES, amount_text

FIRST = 12
"""How many projects the page of the portfolio puts on the axis; the others stand on the page of the axis."""
DECIDERS = 20
"""How many bars a drawing of deciders or sectors has at most; the table has them all."""
SCHEDULE = Listing(
    name="schedule",
    caption=_("Time axis of the projects"),
    order="name",
    counted=LISTING.counted,
    size=30,
    columns=[
        Column(
            key="name", label=_("Name"), field="name", sort="sort_key", link="portfolio:project", link_field="number"
        ),
        Column(key="number", label=_("Number"), field="number", sort=""),
        Column(key="institution", label=_("Institution"), field="institution_name", sort=""),
        Column(key="stage", label=_("Stage"), field="stage", kind=Kind.TAG, words=STAGES, sort=""),
        Column(key="from", label=_("From"), field="first_on", kind=Kind.DAY, sort=""),
        Column(key="to", label=_("To"), field="last_on", kind=Kind.DAY, sort=""),
    ],
    filters=LISTING.filters,
)


@require_safe
@enters(Entry.PUBLIC)
def portfolio(request: Request) -> HttpResponse:
    """Show how many projects there are, how much money they need, what waits for whom, and when they run."""
    found, framework = portfolio_on(request.viewer, request.on), request.in_force[1]
    keys = list(running_projects(request.viewer).values_list("pk", flat=True)[:FIRST])
    context = {
        "portfolio": found,
        "tables": _tables(found, framework),
        "risk": RISK_CLASSES,
        "names": Names(framework),
        "axis": axis_chart("axis", on_axis(request.viewer, keys), framework, request.on) if keys else None,
        "parts": overview_parts(request.viewer, request.on),
    }
    return render(request, "portfolio/overview.html", context)


@require_safe
@enters(Entry.PUBLIC)
def schedule(request: Request) -> HttpResponseBase:
    """Show all projects on one time axis with their gates, as far as they are not filtered out."""
    rows = listed_projects(request.viewer, request.on).annotate(
        first_on=Coalesce("start_actual_on", "start_planned_on"),
        last_on=Coalesce("end_actual_on", "end_latest_on", "end_planned_on"),
    )

    def drawn(page: ListPage) -> Mapping[str, Any]:
        found = on_axis(request.viewer, page.keys)
        return {"axis": axis_chart("axis", found, request.in_force[1], request.on) if found else None}

    return SCHEDULE.respond(request, rows, "portfolio/schedule.html", drawn)


class Names:
    """What deciders and posts are called under a framework, for a template."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework

    def decider(self, decider: tuple[str, str]) -> str:
        """Name who decides."""
        return decider_name(self.framework, *decider)

    def post(self, kind: str) -> str:
        """Name a kind of post."""
        return post_kind_title(self.framework, kind)


def axis_chart(id_: str, rows: Sequence[OnAxis], framework: Framework, on: date) -> Chart:
    """Draw projects on one axis, each with a link to its page."""
    phases = phase_names(framework)
    drawn = [
        ScheduleRow(
            name=row.project.name,
            first=row.first,
            last=row.last,
            gates=[GateMark(phases.get(gate.phase, gate.phase), gate.on, gate.passed) for gate in row.gates],
            original=row.original,
            detail=STAGES[row.project.stage],
            url=reverse("portfolio:project", args=[row.project.number]),
        )
        for row in rows
    ]
    note = _("A gate is named for the phase it ends.")
    return schedule_chart(id_, _("Projects on one time axis"), drawn, on, note)


def amounts_text(tally: Tally) -> str:
    """Write the budgets of a tally, each currency for itself; never one sum of several."""
    written = [amount_text(amount, code) for code, amount in sorted(tally.amounts.items())]
    return "; ".join(written) or "—"


def _tables(portfolio: Portfolio, framework: Framework) -> list[Mapping[str, Any]]:
    sectors = {**sector_names(framework), "": str(_("not stated"))}
    stages = {str(STAGES[stage]): portfolio.by_stage[stage] for stage in STAGES if stage in portfolio.by_stage}
    by_sector = {sectors.get(name, name): tally for name, tally in portfolio.by_sector.items()}
    deciders = {decider_name(framework, *who): tally for who, tally in portfolio.by_decider.items()}
    return [
        _table("stage", _("By stage"), _("Stage"), stages),
        _table("sector", _("By sector"), _("Sector"), by_sector),
        _table("decider", _("By who decides"), _("Who decides"), deciders),
    ]


def _table(id_: str, title: Text, of: Text, tallies: Mapping[str, Tally]) -> Mapping[str, Any]:
    bars = [Bar(name, tally.projects) for name, tally in list(tallies.items())[:DECIDERS]]
    chart = bars_chart(f"chart-{id_}", title, bars, of=of, amount=_("Projects")) if bars else None
    rows = [
        [name, formats.number(each.projects), amounts_text(each), _count(each.reserved), _count(each.not_stated)]
        for name, each in tallies.items()
    ]
    return {"id": id_, "title": title, "of": of, "chart": chart, "rows": rows}


def _count(number: int) -> str:
    return formats.number(number) if number else "—"
