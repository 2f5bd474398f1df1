"""The form of a report: filled in from the last one, with the light that results before it is sent."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from timonel.governance.acting import ACTIONS
from timonel.governance.acting.errors import InputFault
from timonel.governance.acting.locking import versions_of, versions_text
from timonel.governance.acting.may import may_act
from timonel.governance.entry import Entry, enters
from timonel.governance.forms import FormField, fields_of, typed_in
from timonel.governance.requests import Request
from timonel.monitoring.queries.drafting import Preview, begun_with, preview, project_to_report_on
from timonel.monitoring.views.explaining import explain, name_of
from timonel.monitoring.views.words import WORDS

_ACTION = "monitoring.submit_report"


@require_http_methods(["GET", "HEAD", "POST"])
@enters(Entry.SIGNED_IN)
def report(request: Request, number: str) -> HttpResponse:
    """Show the form; sent to this page it shows the lights that would result, and nothing is kept."""
    project = project_to_report_on(request.viewer, number)
    if project is None:
        raise Http404
    asked = request.method == "POST"
    typed = typed_in(ACTIONS[_ACTION], request.POST) if asked else begun_with(request.viewer, project, request.on)
    framework = request.in_force[1]
    shown, faults = _looked_at(request, framework, project, typed) if asked else (None, [])
    may = may_act(request.viewer, framework, _ACTION, request.on, over=project.institution)
    context = _context(request, project, typed, shown, faults) | {"may": may}
    return render(request, "monitoring/report.html", context, status=422 if faults else 200)


def _looked_at(request: Request, framework: Any, project: Any, typed: dict[str, Any]) -> tuple[Preview | None, Any]:
    """Light what was typed, or say what is wrong with it."""
    try:
        values = ACTIONS[_ACTION].inputs.check({**_UNSAID, **typed, "project": project.number})
    except InputFault as fault:
        return None, fault.fields
    return preview(framework, project, values, request.on), []


_UNSAID = dict.fromkeys(("on_schedule", "on_cost", "on_benefits"), "–")
"""A light can be looked at before the sentences are written."""


def _context(request: Request, project: Any, typed: dict[str, Any], shown: Preview | None, faults: Any) -> Any:
    action, language = ACTIONS[_ACTION], get_language() or "es"
    fields: list[FormField] = fields_of(action, request.viewer, typed, faults)
    return {
        "project": project,
        "fields": [each for each in fields if each.name != "project"],
        "faults": [(f"id_{each.name}", each.label, " ".join(each.errors)) for each in fields if each.errors],
        "shown": shown,
        "explained": [(name_of(lit, language), lit, explain(lit, language)) for lit in shown.lights] if shown else [],
        "key": secrets.token_urlsafe(18),
        "version": versions_text(versions_of(action, {"project": project.number})),
        "words": WORDS,
        "action": action,
    }
