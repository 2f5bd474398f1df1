"""What anybody may fetch of the record: checkpoint, keys, tiles, entries, certificates."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal.ratelimit import consume
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from timonel.domain.tiles import parse_path
from timonel.pages.explanations import Refusal
from timonel.record import queries
from timonel.record.checkpoints import CHECKPOINT_EVERY
from timonel.record.errors import KeyFault, NotYetSigned
from timonel.record.pages import certificate_pdf

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=5"
SHEETS = {"sheet": "20/m/ip"}
"""How many sheets of paper who is not signed in is given: so many a minute from one place, over all nodes."""

View = Callable[[HttpRequest, int], HttpResponse]


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Serve the newest checkpoint."""
    found = queries.newest_checkpoint()
    if found is None:
        raise Http404
    return HttpResponse(found.note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": SHORT})


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Serve the public keys, and the statements by which each took over from the one before."""
    try:
        published = queries.published_keys()
    except KeyFault:
        raise Http404 from None
    return JsonResponse(published, headers={"Cache-Control": SHORT}, json_dumps_params={"ensure_ascii": False})


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """Serve a tile of hashes or a bundle of entries; what the record does not hold is not there."""
    asked = parse_path(path)
    content = queries.read_tile(asked) if asked else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="application/octet-stream", headers={"Cache-Control": IMMUTABLE})


def _when_sealed(view: View) -> View:
    """Say when an entry that no checkpoint covers yet will be sealed: who only reads writes no checkpoint."""

    @wraps(view)
    def sealed(request: HttpRequest, seq: int) -> HttpResponse:
        try:
            return view(request, seq)
        except NotYetSigned:
            answer = render(request, "record/unsealed.html", {"seq": seq, "minutes": _minutes()}, status=503)
            answer.headers["Retry-After"] = str(60 * _minutes())
            answer.headers["Cache-Control"] = "no-store"
            return answer

    return sealed


@require_safe
@_when_sealed
def certificate_json(request: HttpRequest, seq: int) -> HttpResponse:
    """Serve the certificate of an entry as JSON, to keep and to check."""
    content = json.dumps(_certificate(seq), ensure_ascii=False, indent=1)
    name = f'attachment; filename="certificate-{seq}.json"'
    return HttpResponse(content, content_type="application/json", headers={"Content-Disposition": name})


@require_safe
@_when_sealed
def certificate_page(request: HttpRequest, seq: int) -> HttpResponse:
    """Serve the certificate of an entry on one sheet, as PDF; to the public only so many a minute, for each costs."""
    document = _certificate(seq)
    if not (request.user.is_authenticated or _is_given_a_sheet(request)):
        return _too_many(request, seq)
    name = f'inline; filename="certificate-{seq}.pdf"'
    content = certificate_pdf(document, timezone.now())
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _certificate(seq: int) -> dict[str, Any]:
    if queries.entry(seq) is None:
        raise Http404
    return queries.certificate(seq)


def _is_given_a_sheet(request: HttpRequest) -> bool:
    given = consume(request, app="timonel.record", action="sheet", config=SHEETS, limit_get=True)
    return given is not None


def _minutes() -> int:
    return int(CHECKPOINT_EVERY.total_seconds() // 60)


def _too_many(request: HttpRequest, seq: int) -> HttpResponse:
    refused = Refusal(
        what=_("Too many sheets for one minute"),
        because=(_("From here, more certificates were asked for on paper than this platform prints at a time."),),
        now=(_("Wait a minute and try again, or fetch the certificate of entry %(seq)s as JSON.") % {"seq": seq},),
    )
    answer = render(request, "errors/refused.html", {"refused": refused, "code": 429}, status=429)
    answer.headers["Retry-After"] = "60"
    return answer
