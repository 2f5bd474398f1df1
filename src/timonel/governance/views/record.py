"""Pages of the decision record: acts as sentences, one entry with its proof, and checking a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from timonel.domain.text import sort_key
from timonel.governance.choices import instruments
from timonel.governance.entry import Entry, enters
from timonel.governance.forms import label_of_input
from timonel.governance.queries.recorded import as_acts, entry_page
from timonel.governance.queries.search import numbers_named
from timonel.governance.queries.titles import power_titles
from timonel.governance.queries.viewers import Viewer
from timonel.governance.requests import Request
from timonel.governance.sentences import TITLES
from timonel.record.queries import EntryFilter, entries, record_health, verify_certificate

LARGEST_CERTIFICATE = 1_000_000
MOST_NAMED = 8
FILTERS = ("act", "post", "power", "body", "instrument", "outcome", "since", "until")
OUTCOMES = (("done", _("Carried out")), ("refused", _("Refused")))


def _asked(viewer: Viewer, values: Any) -> tuple[EntryFilter, dict[str, str], dict[str, str]]:
    """Read the filters of an address: the filter, what was typed, and what is wrong with each that cannot be read."""
    typed = {name: values.get(name, "").replace("\0", "").strip()[:200] for name in FILTERS}
    read: dict[str, Any] = {name: text for name, text in typed.items() if text}
    faults: dict[str, str] = {}
    for name in read.keys() & {"since", "until"}:
        try:
            read[name] = date.fromisoformat(read[name])
        except ValueError:
            faults[name] = str(_("Write a day that exists."))
    for name, kind in (("body", "institution"), ("post", "post")):
        if name in read:
            meant = numbers_named(viewer, kind, read[name])
            if len(meant) == 1:
                read[name] = meant[0][0]
            else:
                faults[name] = _which(meant)
    return (
        EntryFilter(**{name: value for name, value in read.items() if name not in faults}),
        {name: text for name, text in typed.items() if text},
        faults,
    )


def _which(meant: list[tuple[str, str]]) -> str:
    """Say that nothing is called so, or which of several may be meant."""
    if not meant:
        return str(_("Nothing in the registers has this name or number."))
    listed = "; ".join(f"{title} ({number})" for number, title in meant[:MOST_NAMED])
    return str(_("Several match. Write the number of one: %(listed)s.")) % {"listed": listed}


def _number(values: Any, name: str) -> int | None:
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _ordered(titles: Mapping[str, Any]) -> list[tuple[str, str]]:
    return sorted(((code, str(text)) for code, text in titles.items()), key=lambda pair: sort_key(pair[1]))


@require_safe
@enters(Entry.PUBLIC)
def record(request: Request) -> HttpResponse:
    """List the acts of the record as sentences, newest first, by body, post, power, instrument, act and day."""
    viewer: Viewer = request.viewer
    asked, typed, faults = _asked(viewer, request.GET)
    page = entries(asked, before=_number(request.GET, "before"), after=_number(request.GET, "after"))
    context = {
        "acts": [] if faults else as_acts(viewer, page.entries),
        "typed": typed,
        "faults": faults,
        "older": "?" + urlencode({**typed, "before": page.older_before}) if page.older_before is not None else "",
        "newer": "?" + urlencode({**typed, "after": page.newer_after}) if page.newer_after is not None else "",
        "act_choices": _ordered(TITLES),
        "powers": _ordered(power_titles()),
        "instruments": instruments(),
        "outcomes": OUTCOMES,
    }
    return render(request, "record/list.html", context)


@require_safe
@enters(Entry.PUBLIC)
def record_entry(request: Request, seq: int) -> HttpResponse:
    """Show one entry: the sentence, who in which post, on which basis, what changed, and the proof that it stands."""
    page = entry_page(request.viewer, seq, label_of_input)
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
    adoption, _framework = request.in_force
    here = request.build_absolute_uri("/").rstrip("/")  # a demonstration is served wherever it is tried
    address = here if adoption.demonstration else settings.BASE_URL
    return render(request, "record/state.html", {"health": record_health(), "address": address})
