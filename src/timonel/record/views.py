"""What anybody may fetch of the record: checkpoint, keys, tiles, entries, certificates."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from timonel.domain.tiles import parse_path
from timonel.record import queries
from timonel.record.checkpoints import covering
from timonel.record.errors import KeyFault, NotYetSigned
from timonel.record.pages import certificate_pdf

IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=5"


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


@require_safe
def certificate_json(request: HttpRequest, seq: int) -> HttpResponse:
    """Serve the certificate of an entry as JSON, to keep and to check."""
    content = json.dumps(_certificate(seq), ensure_ascii=False, indent=1)
    name = f'attachment; filename="certificate-{seq}.json"'
    return HttpResponse(content, content_type="application/json", headers={"Content-Disposition": name})


@require_safe
def certificate_page(request: HttpRequest, seq: int) -> HttpResponse:
    """Serve the certificate of an entry on one sheet, as PDF."""
    content = certificate_pdf(_certificate(seq), timezone.now())
    name = f'inline; filename="certificate-{seq}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _certificate(seq: int) -> dict[str, Any]:
    """Make the certificate; an entry that no checkpoint covers yet gets one first."""
    if queries.entry(seq) is None:
        raise Http404
    try:
        return queries.certificate(seq)
    except NotYetSigned:
        covering(seq + 1)
    return queries.certificate(seq)
