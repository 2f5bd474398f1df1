"""Imports of portfolios, each with its quality report; the template of one's own."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from timonel.governance.acting.may import buttons
from timonel.governance.entry import Entry, enters
from timonel.governance.requests import Request
from timonel.monitoring.queries.imports import doubts_by_rule, doubts_of, import_by_number, visible_imports
from timonel.monitoring.recipes import table_schema, template
from timonel.monitoring.views.words import DONE, RULES, WORDS
from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing

DOUBTS = Listing(
    name="doubts",
    caption=_("What was doubtful"),
    order="row",
    counted=lambda n: ngettext("%(n)s doubtful place", "%(n)s doubtful places", n),
    columns=[
        Column(key="row", label=_("Row"), field="row", kind=Kind.NUMBER, sort="row"),
        Column(key="column", label=_("Column"), field="column", sort=""),
        Column(key="value", label=_("What stands there"), field="value", sort=""),
        Column(key="rule", label=_("What is doubtful"), field="rule", words=RULES, sort=""),
        Column(key="done", label=_("What was done"), field="done", words=DONE, sort=""),
        Column(key="instead", label=_("Instead, or what it should be"), field="instead", sort=""),
    ],
    filters=[
        Filter(
            key="rule",
            label=_("What is doubtful"),
            kind=FilterKind.CHOICE,
            lookups=("rule",),
            choices=lambda: list(RULES.items()),
        ),
        Filter(
            key="done",
            label=_("What was done"),
            kind=FilterKind.CHOICE,
            lookups=("done",),
            choices=lambda: list(DONE.items()),
        ),
    ],
)


@require_safe
@enters(Entry.PUBLIC)
def portfolios(request: Request) -> HttpResponse:
    """List the portfolios that were imported, and say how to bring in one."""
    context = {"rows": visible_imports(request.viewer), "buttons": buttons(request, "monitoring.import_portfolio")}
    return render(request, "monitoring/imports.html", context)


@require_safe
@enters(Entry.PUBLIC)
def portfolio(request: Request, number: str) -> HttpResponseBase:
    """Show an import: its source, what came in, and its quality report."""
    kept = import_by_number(request.viewer, number)
    if kept is None:
        raise Http404
    rows = doubts_of(request.viewer, kept)
    context = {"kept": kept, "by_rule": doubts_by_rule(request.viewer, kept), "words": WORDS}
    return DOUBTS.respond(request, rows, "monitoring/import.html", context)


@require_safe
@enters(Entry.PUBLIC)
def template_file(request: Request) -> HttpResponse:
    """Give the template of one's own portfolio as CSV."""
    given = HttpResponse(template(), content_type="text/csv; charset=utf-8")
    given["Content-Disposition"] = 'attachment; filename="portfolio-template.csv"'
    return given


@require_safe
@enters(Entry.PUBLIC)
def table_schema_file(request: Request) -> HttpResponse:
    """Describe the template as a Frictionless Table Schema, in the reader's language."""
    return JsonResponse(table_schema((get_language() or "es")[:2]), json_dumps_params={"ensure_ascii": False})
