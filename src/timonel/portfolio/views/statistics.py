"""Projects compared by the same fields, and what their risks and stops show together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from timonel.domain.bands import bands
from timonel.domain.mandates import Framework
from timonel.governance.entry import Entry, enters
from timonel.governance.requests import Request
from timonel.pages import formats
from timonel.pages.charts import Bar, bars_chart
from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing
from timonel.pages.texts import Text
from timonel.portfolio.queries.statistics import comparable_projects, risk_shares, stops_around_changes
from timonel.portfolio.queries.words import phase_names, sector_names
from timonel.portfolio.views.load import IN_NO_BAND, band_text
from timonel.portfolio.views.projects import LISTING
from timonel.portfolio.views.words import RISK_CLASSES, STAGE_TONES, STAGES, STOP_REASONS


@require_safe
@enters(Entry.PUBLIC)
def comparison(request: Request) -> HttpResponseBase:
    """Show every project with the fields by which it compares with others, as a page or as a file."""
    framework = request.in_force[1]
    rows = comparable_projects(request.viewer, framework, request.on)
    return _listing(framework, request.on).respond(request, rows, "portfolio/comparison.html")


@require_safe
@enters(Entry.PUBLIC)
def statistics(request: Request) -> HttpResponse:
    """Show the share of each class of risk, and the stops beside the changes of the head of government."""
    assessed, shares = risk_shares(request.viewer)
    named = [(RISK_CLASSES.get(each.risk_class, each.risk_class), each) for each in shares]
    bars = [Bar(name, each.projects, formats.percent(each.share)) for name, each in named]
    title = _("Projects by class at their latest assessment")
    context = {
        "assessed": assessed,
        "shares": named,
        "chart": bars_chart("chart-risk", title, bars, of=_("Risk class"), amount=_("Projects")) if bars else None,
        "stops": stops_around_changes(request.viewer, request.in_force[1], request.on),
        "reasons": STOP_REASONS,
    }
    return render(request, "portfolio/statistics.html", context)


def _listing(framework: Framework, on: date) -> Listing:
    """Declare the list in the words of the framework in force: its sectors, its phases, its thresholds."""
    sectors, phases = sector_names(framework), phase_names(framework)
    sizes: dict[int, Text] = {each.number: band_text(each, framework.currency) for each in bands(framework, on)}
    sizes |= IN_NO_BAND
    return Listing(
        name="comparison",
        caption=_("Comparison of projects"),
        order="name",
        counted=LISTING.counted,
        columns=[
            *LISTING.columns[:1],
            Column(key="number", label=_("Number"), field="number", sort=""),
            Column(key="sector", label=_("Sector"), field="sector", words=sectors, sort=""),
            Column(key="size", label=_("Size"), field="size", words=sizes, sort=""),
            Column(key="phase", label=_("Phase"), field="phase", words=phases, sort=""),
            Column(key="stage", label=_("Stage"), field="stage", kind=Kind.TAG, words=STAGES, tones=STAGE_TONES),
            Column(key="risk", label=_("Risk class"), field="risk_class", words=RISK_CLASSES, sort=""),
            _money("original", _("Cost of the original plan"), "cost_first"),
            _money("approved", _("Cost of the plan in force"), "cost_planned"),
            _money("now", _("Cost as it came about or is expected"), "cost_by_now"),
            Column(key="slipped", label=_("Days late"), field="days_late", kind=Kind.NUMBER, sort=""),
            Column(key="plans", label=_("Plans replaced"), field="rebaselines", kind=Kind.NUMBER, sort=""),
            Column(key="stopped", label=_("Why it was stopped"), field="stop_reason", words=STOP_REASONS, sort=""),
        ],
        filters=[
            *LISTING.filters[:1],
            _choice("sector", _("Sector"), sectors),
            _choice("size", _("Size"), {str(number): words for number, words in sizes.items()}),
            _choice("phase", _("Phase"), phases),
            _choice("stage", _("Stage"), STAGES),
        ],
    )


def _money(key: str, label: Text, field: str) -> Column:
    return Column(key=key, label=label, field=field, kind=Kind.MONEY, currency_field="currency", sort="")


def _choice(key: str, label: Text, words: Mapping[str, Text]) -> Filter:
    return Filter(key=key, label=label, kind=FilterKind.CHOICE, lookups=(key,), choices=lambda: list(words.items()))
