"""Pages of the register of institutions, as it stands on any day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from timonel.domain.text import folded
from timonel.governance.acting.may import buttons
from timonel.governance.entry import Entry, enters
from timonel.governance.queries.institutions import institution_page, institutions_on, ministries_on
from timonel.governance.queries.words import words_of
from timonel.pages.days import asked_day
from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing


def _ministries() -> Sequence[tuple[str, str | Promise]]:
    return [(row.institution.number, row.name) for row in ministries_on(date.today())]


def _named(rows, words: str):
    return rows.filter(
        Q(institution__sort_key__contains=folded(words))
        | Q(institution__number__icontains=words)
        | Q(institution__identifiers__code=words)
    ).distinct()


def listing() -> Listing:
    """Declare the list of institutions, with the words of the country's register."""
    kinds, levels = words_of("kind"), words_of("level")
    return Listing(
        name="institutions",
        caption=_("Institutions"),
        order="name",
        counted=lambda n: ngettext("%(n)s institution", "%(n)s institutions", n),
        columns=[
            Column(
                key="name",
                label=_("Name"),
                field="name",
                sort="institution__sort_key",
                link="governance:institution",
                link_field="institution__number",
            ),
            Column(key="number", label=_("Number"), field="institution__number"),
            Column(key="kind", label=_("Kind"), field="kind", words=kinds),
            Column(key="level", label=_("Level of government"), field="level", words=levels),
            Column(key="ministry", label=_("Ministry"), field="ministry_name", sort=""),
            Column(key="region", label=_("Region"), field="region"),
            Column(key="group", label=_("Group"), field="group", kind=Kind.TAG, words=words_of("group")),
        ],
        filters=[
            Filter(key="q", label=_("Name or code"), apply=_named),
            Filter(
                key="kind",
                label=_("Kind"),
                kind=FilterKind.CHOICE,
                lookups=("kind",),
                choices=lambda: sorted(kinds.items()),
            ),
            Filter(
                key="level",
                label=_("Level of government"),
                kind=FilterKind.CHOICE,
                lookups=("level",),
                choices=lambda: sorted(levels.items()),
            ),
            Filter(
                key="ministry",
                label=_("Ministry"),
                kind=FilterKind.CHOICE,
                lookups=("ministry__number",),
                choices=_ministries,
            ),
        ],
    )


@require_safe
@enters(Entry.PUBLIC)
def institutions(request: HttpRequest) -> HttpResponseBase:
    """List the institutions that exist on a day, today unless another is asked for."""
    on = asked_day(request)
    context = {"on": on, "buttons": buttons(request, "governance.register_institution", "governance.import_institutions")}
    return listing().respond(request, institutions_on(request.viewer, on), "governance/institutions.html", context)


@require_safe
@enters(Entry.PUBLIC)
def institution(request: HttpRequest, number: str) -> HttpResponse:
    """Show an institution on a day: what it is called, where it belongs, its codes, posts, history and file."""
    page = institution_page(request.viewer, number, asked_day(request))
    if page is None:
        raise Http404
    context = {
        "page": page,
        "buttons": buttons(
            request,
            "governance.rename_institution",
            "governance.move_institution",
            "governance.assign_identifier",
            "governance.name_focal_point",
            "governance.close_institution",
            over=page.institution,
            subject="institution",
        ),
    }
    return render(request, "governance/institution.html", context)
