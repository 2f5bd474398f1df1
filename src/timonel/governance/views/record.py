"""Pages of the decision record: acts as sentences, one entry with its proof, and checking a certificate."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from timonel.governance.entry import Entry, enters
from timonel.governance.queries.recorded import as_acts, entry_page
from timonel.governance.queries.titles import power_titles
from timonel.governance.queries.viewers import Viewer
from timonel.governance.requests import Request
from timonel.governance.sentences import ACTS
from timonel.record.queries import EntryFilter, entries, record_health, verify_certificate

LARGEST_CERTIFICATE = 1_000_000
FILTERS = ("act", "post", "power", "body", "instrument", "outcome", "since", "until")
OUTCOMES = (("done", _("Done")), ("refused", _("Refused")))


def _asked(values: Any) -> tuple[EntryFilter, dict[str, str], list[str]]:
    """Read the filters of an address: the filter, what was typed, and which could not be read."""
    typed = {name: values.get(name, "").replace("\0", "").strip()[:200] for name in FILTERS}
    read: dict[str, Any] = {name: text for name, text in typed.items() if text}
    faulty: list[str] = []
    for name in ("since", "until"):
        if name in read:
            try:
                read[name] = date.fromisoformat(read[name])
            except ValueError:
                faulty.append(name)
                del read[name]
    return EntryFilter(**read), {name: text for name, text in typed.items() if text}, faulty


def _number(values: Any, name: str) -> int | None:
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@require_safe
@enters(Entry.PUBLIC)
def record(request: Request) -> HttpResponse:
    """List the acts of the record as sentences, newest first, by body, post, power, instrument, act and day."""
    asked, typed, faulty = _asked(request.GET)
    page = entries(asked, before=_number(request.GET, "before"), after=_number(request.GET, "after"))
    viewer: Viewer = request.viewer
    context = {
        "acts": as_acts(viewer, page.entries),
        "typed": typed,
        "faulty": faulty,
        "older": "?" + urlencode({**typed, "before": page.older_before}) if page.older_before is not None else "",
        "newer": "?" + urlencode({**typed, "after": page.newer_after}) if page.newer_after is not None else "",
        "act_choices": sorted(((code, str(text)) for code, text in ACTS.items()), key=lambda pair: pair[1]),
        "powers": sorted(power_titles().items(), key=lambda pair: pair[1]),
        "outcomes": OUTCOMES,
    }
    return render(request, "record/list.html", context)


@require_safe
@enters(Entry.PUBLIC)
def record_entry(request: Request, seq: int) -> HttpResponse:
    """Show one entry: the sentence, who in which post, on which basis, what changed, and the proof that it stands."""
    page = entry_page(request.viewer, seq)
    if page is None:
        raise Http404
    return render(request, "record/entry.html", {"page": page, "powers": power_titles()})


@require_http_methods(["GET", "HEAD", "POST"])
@enters(Entry.PUBLIC)
def verify(request: Request) -> HttpResponse:
    """Check a certificate that somebody uploads: the entry, its place in the record, the signature; no account."""
    context: dict[str, Any] = {"entry": _number(request.GET, "entry"), "verdict": None, "fault": "", "named": ""}
    status = 200
    if request.method == "POST":
        upload = request.FILES.get("certificate")
        if upload is None or not upload.size:
            context["fault"], status = "certificate-missing", 422
        elif upload.size > LARGEST_CERTIFICATE:
            context["fault"], status = "certificate-too-large", 422
        else:
            context["named"] = upload.name
            context["verdict"] = verify_certificate(upload.read())
    return render(request, "record/verify.html", context, status=status)


@require_safe
@enters(Entry.PUBLIC)
def record_state(request: Request) -> HttpResponse:
    """Say how the record stands and how anybody can audit it: size, root, checkpoint, tiles, the auditor's program."""
    return render(request, "record/state.html", {"health": record_health(), "address": settings.BASE_URL})
