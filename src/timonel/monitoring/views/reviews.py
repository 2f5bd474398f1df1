"""The list of reviews, the page of each, and the list of orders that stopped projects."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from timonel.governance.acting.may import buttons
from timonel.governance.entry import Entry, enters
from timonel.governance.queries.recorded import file_of
from timonel.governance.requests import Request
from timonel.monitoring.consequence_words import OPENED_BY, REVIEW_STAGES, REVIEW_TONES, WORDS
from timonel.monitoring.queries.consequences import listed_reviews, listed_stops, review_by_number
from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing
from timonel.portfolio.views.words import STOP_REASONS

ON_REVIEW = {
    "open": ("monitoring.report_review", "monitoring.submit_corrective_plan"),
    "reported": (
        "monitoring.answer_recommendation",
        "monitoring.settle_recommendation",
        "monitoring.submit_corrective_plan",
        "monitoring.close_review",
    ),
    "closed": (),
}
REVIEWS = Listing(
    name="reviews",
    caption=_("Reviews"),
    order="due",
    counted=lambda n: ngettext("%(n)s review", "%(n)s reviews", n),
    columns=[
        Column(key="number", label=_("Review"), field="number", link="monitoring:review", link_field="number"),
        Column(key="project", label=_("Project"), field="project_name", sort=""),
        Column(key="opened_by", label=_("Opened for"), field="opened_by", words=OPENED_BY, sort=""),
        Column(key="stage", label=_("Stage"), field="stage", kind=Kind.TAG, words=REVIEW_STAGES, tones=REVIEW_TONES),
        Column(key="opened", label=_("Opened on"), field="opened_on", kind=Kind.DAY),
        Column(key="due", label=_("Until"), field="due_on", kind=Kind.DAY),
    ],
    filters=[
        Filter(
            key="stage",
            label=_("Stage"),
            kind=FilterKind.CHOICE,
            lookups=("stage",),
            choices=lambda: list(REVIEW_STAGES.items()),
        ),
        Filter(key="institution", label=_("Number of the institution"), lookups=("project__institution__number",)),
    ],
)
STOPS = Listing(
    name="stops",
    caption=_("Projects ordered to stop"),
    order="-ordered",
    counted=lambda n: ngettext("%(n)s order", "%(n)s orders", n),
    columns=[
        Column(
            key="project",
            label=_("Project"),
            field="project_name",
            sort="",
            link="portfolio:project",
            link_field="project_number",
        ),
        Column(key="ordered", label=_("Ordered on"), field="ordered_on", kind=Kind.DAY),
        Column(key="reason", label=_("Reason"), field="reason", words=STOP_REASONS, sort=""),
        Column(key="instrument", label=_("Instrument"), field="instrument", sort=""),
        Column(key="appealed", label=_("Appealed on"), field="appealed_on", kind=Kind.DAY, sort=""),
        Column(key="decided", label=_("Appeal decided on"), field="decided_on", kind=Kind.DAY, sort=""),
    ],
    filters=[
        Filter(
            key="reason",
            label=_("Reason"),
            kind=FilterKind.CHOICE,
            lookups=("reason",),
            choices=lambda: list(STOP_REASONS.items()),
        ),
        Filter(key="institution", label=_("Number of the institution"), lookups=("project__institution__number",)),
    ],
)


@require_safe
@enters(Entry.PUBLIC)
def reviews(request: Request) -> HttpResponseBase:
    """List the reviews of projects."""
    return REVIEWS.respond(request, listed_reviews(request.viewer), "monitoring/reviews.html", {})


@require_safe
@enters(Entry.PUBLIC)
def stops(request: Request) -> HttpResponseBase:
    """List the orders that stopped projects, with what came of each."""
    return STOPS.respond(request, listed_stops(request.viewer), "monitoring/stops.html", {})


@require_safe
@enters(Entry.PUBLIC)
def review(request: Request, number: str) -> HttpResponse:
    """Show a review: what opened it, what it recommends, what was answered, and its file."""
    found = review_by_number(request.viewer, number)
    if found is None:
        raise Http404
    context = {
        "review": found,
        "words": WORDS,
        "buttons": buttons(
            request, *ON_REVIEW[found.stage], over=found.institution, subject="review", number=found.number
        ),
        "file": file_of(request.viewer, "review", number),
    }
    return render(request, "monitoring/review.html", context)
