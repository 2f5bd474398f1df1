"""Pages of the register of institutions, as it stands on any day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from timonel.domain.text import folded
from timonel.governance.acting.may import buttons
from timonel.governance.choices import SCHEME_NAMES
from timonel.governance.entry import Entry, enters
from timonel.governance.queries.focal_points import institutions_with_focal_point, lacking_focal_point
from timonel.governance.queries.institutions import institution_page, institutions_on, ministries_on
from timonel.governance.queries.recorded import file_of
from timonel.governance.queries.titles import institution_title, language, post_kind_titles
from timonel.governance.queries.words import place_names, words_of
from timonel.governance.requests import Request
from timonel.governance.sheets import institution_sheet, write_workbook
from timonel.pages.days import asked_day
from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


FOCAL = [
    ("named", _("named")),
    ("lacking", _("none, and it takes part")),
    ("none", _("none")),
]


def _called(rows: QuerySet[Any], state: str, on: date) -> QuerySet[Any]:
    """Keep the rows of institutions that have a focal point on the day, or have none."""
    if state == "lacking":
        return rows.filter(institution__in=lacking_focal_point(on))
    named = institutions_with_focal_point(on)
    return rows.filter(institution__in=named) if state == "named" else rows.exclude(institution__in=named)


def _named(rows: QuerySet[Any], words: str) -> QuerySet[Any]:
    return rows.filter(
        Q(institution__sort_key__contains=folded(words))
        | Q(institution__number__icontains=words)
        | Q(institution__identifiers__code=words)
    ).distinct()


def listing(on: date) -> Listing:
    """Declare the list of institutions on a day, with the words of the country's register."""
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
                kind=FilterKind.CHOICES,
                lookups=("kind",),
                choices=lambda: sorted(kinds.items()),
            ),
            Filter(
                key="level",
                label=_("Level of government"),
                kind=FilterKind.CHOICES,
                lookups=("level",),
                choices=lambda: sorted(levels.items()),
            ),
            Filter(
                key="ministry",
                label=_("Ministry"),
                kind=FilterKind.CHOICES,
                lookups=("ministry__number",),
                choices=lambda: [(row.institution.number, row.name) for row in ministries_on(on)],
            ),
            Filter(
                key="focal",
                label=_("Focal point"),
                kind=FilterKind.CHOICE,
                choices=lambda: FOCAL,
                apply=lambda rows, state: _called(rows, state, on),
            ),
        ],
    )


ACTS = ("rename_institution", "move_institution", "assign_identifier", "name_focal_point", "close_institution")
ACTS_ON_WHAT_ENDS = ("assign_identifier", "name_focal_point")
"""What may still be done on an institution with a last day; the others could only be refused."""


@require_safe
@enters(Entry.PUBLIC)
def institutions(request: Request) -> HttpResponseBase:
    """List the institutions that exist on a day, today unless another is asked for."""
    on = asked_day(request)
    found = buttons(request, "governance.register_institution", "governance.import_institutions")
    context = {"on": on, "today": request.on, "buttons": found}
    return listing(on).respond(request, institutions_on(request.viewer, on), "governance/institutions.html", context)


@require_safe
@enters(Entry.PUBLIC)
def template(request: Request) -> HttpResponse:
    """Give the spreadsheet in which institutions come in, empty, in the reader's language."""
    adoption, _framework = request.in_force
    sheet = write_workbook(institution_sheet(adoption.country), (), language())
    answer = HttpResponse(sheet, content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="institutions.xlsx"'
    return answer


@require_safe
@enters(Entry.PUBLIC)
def institution(request: Request, number: str) -> HttpResponse:
    """Show an institution on a day: what it is called, where it belongs, its codes, posts, history and file."""
    page = institution_page(request.viewer, number, asked_day(request))
    if page is None:
        raise Http404
    codes = ACTS if page.goes_on else ACTS_ON_WHAT_ENDS
    found = buttons(request, *(f"governance.{code}" for code in codes), over=page.institution, subject="institution")
    context = {
        "page": page,
        "today": request.on,
        "buttons": found,
        "file": file_of(request.viewer, "institution", number),
        "words": {listed: words_of(listed) for listed in ("kind", "level", "sector", "group")},
        "post_titles": post_kind_titles(),
        "places": place_names(),
        "schemes": SCHEME_NAMES,
        "named": {row.number: institution_title(row) for row in page.relatives},
    }
    return render(request, "governance/institution.html", context)
