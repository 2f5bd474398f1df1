"""What is turned away before anything reads it: a body too large for any door, and characters nothing can keep."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from timonel.governance.acting.errors import ActError
from timonel.governance.api.acts import error_body
from timonel.governance.files import LARGEST
from timonel.pages.explanations import Refusal
from timonel.site.views.errors import bad_request, refused_page

Answer = Callable[[HttpRequest], HttpResponse]
LARGEST_REQUEST = LARGEST + 1_000_000
"""The largest body of a request, in bytes: a file with its form around it; the limit included."""
ASKS_EXACTLY = ("/api/", "/acts/")
"""Addresses whose queries name rows and are not words to search; the other pages read theirs leniently."""


class RequestMiddleware:
    """Turn away a request that is too large, or whose address holds a NUL; pass over a cookie that holds one.

    A form is read whole before any view sees it, so its size is looked at first:
    otherwise anybody could fill the disk of the node.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 or 400, or go on."""
        if _length(request) > LARGEST_REQUEST:
            return _too_large(request)
        if "\0" in request.path or (request.path.startswith(ASKS_EXACTLY) and "\0" in _query(request)):
            return _unreadable(request)
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\0" not in value}
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 19 else LARGEST_REQUEST + 1


def _query(request: HttpRequest) -> str:
    return unquote_plus(request.META.get("QUERY_STRING", ""))


def _too_large(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(error_body(ActError("body-too-large", most=LARGEST_REQUEST)), status=413)
    refused = Refusal(
        what=_("The request could not be read"),
        because=(_("It is larger than %(most)s bytes.") % {"most": LARGEST_REQUEST},),
        now=(_("Send a smaller file."),),
    )
    return refused_page(request, refused, 413)


def _unreadable(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(error_body(ActError("control-character")), status=400)
    return bad_request(request)
