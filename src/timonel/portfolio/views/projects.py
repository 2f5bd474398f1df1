"""The list of projects, and the page of each."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from timonel.domain.text import folded
from timonel.governance.acting.may import buttons, may_act
from timonel.governance.entry import Entry, enters
from timonel.governance.queries.recorded import file_of
from timonel.governance.queries.titles import institution_title
from timonel.governance.requests import Request
from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing
from timonel.portfolio.queries.life import life_of
from timonel.portfolio.queries.projects import listed_projects, project_page
from timonel.portfolio.queries.words import flags_of
from timonel.portfolio.sections import sections_of
from timonel.portfolio.views.words import OBJECTS, ORIGINS, RISK_CLASSES, STAGE_TONES, STAGES, WORDS


def _named(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(Q(sort_key__contains=folded(words)) | Q(number__istartswith=words) | Q(source_key__iexact=words))


def _choice(key: str, label: Any, words: dict[str, Any], lookup: str = "") -> Filter:
    """Filter by one of a closed list."""
    return Filter(
        key=key, label=label, kind=FilterKind.CHOICE, lookups=(lookup or key,), choices=lambda: list(words.items())
    )


LISTING = Listing(
    name="projects",
    caption=_("Projects"),
    order="name",
    counted=lambda n: ngettext("%(n)s project", "%(n)s projects", n),
    columns=[
        Column(
            key="name", label=_("Name"), field="name", sort="sort_key", link="portfolio:project", link_field="number"
        ),
        Column(key="number", label=_("Number"), field="number"),
        Column(key="institution", label=_("Institution"), field="institution_name", sort=""),
        Column(key="stage", label=_("Stage"), field="stage", kind=Kind.TAG, words=STAGES, tones=STAGE_TONES),
        Column(key="risk", label=_("Risk class"), field="risk_class", words=RISK_CLASSES, sort=""),
        Column(
            key="budget",
            label=_("Total budget"),
            field="shown_budget",
            kind=Kind.MONEY,
            currency_field="currency",
            sort="",
        ),
        Column(key="proposed", label=_("Proposed on"), field="proposed_on", kind=Kind.DAY),
    ],
    filters=[
        Filter(key="q", label=_("Name or number"), apply=_named),
        _choice("stage", _("Stage"), STAGES),
        Filter(key="institution", label=_("Number of the institution"), lookups=("institution__number",)),
        _choice("object", _("Kind"), OBJECTS),
        _choice("risk", _("Risk class"), RISK_CLASSES, "risk_class"),
        _choice("origin", _("Origin"), ORIGINS),
    ],
)


@require_safe
@enters(Entry.PUBLIC)
def projects(request: Request) -> HttpResponseBase:
    """List the projects and programmes."""
    found = buttons(request, "portfolio.register_project")
    rows = listed_projects(request.viewer, request.on)
    return LISTING.respond(
        request, rows, "portfolio/projects.html", {"buttons": found, "may_propose": proposes(request)}
    )


def proposes(request: Request) -> bool:
    """Say whether the viewer's post proposes projects of its own institution."""
    own = request.viewer.post.institution if request.viewer.post is not None else None
    may = may_act(request.viewer, request.in_force[1], "portfolio.propose_project", request.on, over=own)
    return own is not None and may is not None and may.allowed


@require_safe
@enters(Entry.PUBLIC)
def project(request: Request, number: str) -> HttpResponse:
    """Show a project: what it is, its plans, what rooms above say of it, and its file."""
    page = project_page(request.viewer, number, request.on)
    if page is None:
        raise Http404
    own = page.project.institution
    offered = _offered(page.project.stage)
    context = {
        "page": page,
        "institution_title": institution_title,
        "buttons": buttons(request, *offered, over=own, subject="project", number=number),
        "life": life_of(request.viewer, page.project, request.in_force[1], request.on),
        "sections": sections_of(request.viewer, page.project, request.on),
        "flags": flags_of(request.in_force[1]),
        "file": file_of(request.viewer, "project", number),
        "words": WORDS,
    }
    return render(request, "portfolio/project.html", context)


LIVING = ("file_document", "record_risk", "meet_condition", "call_for_approval", "log_obstacle", "ask_advice")
WRITING = ("submit_project", "amend_project", "file_document", "log_obstacle", "ask_advice", "withdraw_project")
OFFERED = {
    "proposed": (*WRITING, "give_advice"),
    "returned": (*WRITING, "give_advice"),
    "submitted": ("file_document", "log_obstacle", "note_silence", "withdraw_project", "give_advice"),
    "approved": (*LIVING, "give_advice", "rebaseline"),
    "under-way": (*LIVING, "give_advice", "rebaseline"),
}
"""Stage -> the acts that the page offers; decisions have their own places on it."""


def _offered(stage: str) -> list[str]:
    return [f"portfolio.{code}" for code in OFFERED.get(stage, ())]
