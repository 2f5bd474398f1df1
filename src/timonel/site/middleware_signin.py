"""What holds for every request of who is signed in: sessions end in time, and a second factor comes first."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from timonel.governance.entry import Entry
from timonel.governance.second_factor import demands_second_factor, has_shown_second_factor
from timonel.governance.signin import BEGAN, SEEN, sign_out_url

Answer = Callable[[HttpRequest], HttpResponse]
WRITE_SEEN_EVERY = 60
"""Seconds between two notes of when a session was last seen, so that not every request writes."""
BEFORE_SECOND_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "claveunica_closed",
        "language",
        "healthz",
    }
)
"""Names of the addresses open to who still owes a second factor: showing it, changing language, leaving, health."""


class SignInMiddleware:
    """End sessions that are over, demand the second factor, and keep out of caches what one sees signed in.

    Stands after the middleware that gives the request its viewer.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on, unless the session has just ended."""
        answer = _ended(request) or self.get_response(request)
        if request.path.startswith("/accounts/") or not (_is_anybody(request) or "Cache-Control" in answer.headers):
            patch_cache_control(answer, private=True, no_cache=True, no_store=True)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send who owes a second factor to set it up, or to show it, before anything else.

        Where a token is borne, a session counts for nothing.
        """
        if getattr(view, "entry", None) is Entry.TOKEN:
            return None
        if _is_anybody(request) or not request.user.is_authenticated or has_shown_second_factor(request):
            return None
        match = request.resolver_match
        if (match is not None and match.view_name in BEFORE_SECOND_FACTOR) or not _owes(request):
            return None
        if request.path.startswith("/api/"):
            sentence = _("One of your posts demands a second factor. Show it first.")
            body = {"code": "second-factor-first", "sentence": sentence, "findings": [], "fields": []}
            return JsonResponse(body, status=403)
        return _lead(request, _with_next(reverse(_where(request)), request))


def outlived(began: int, seen: int, now: int, idle: int) -> bool:
    """Whether a session is over: after so many idle seconds, or twelve hours, both counted in.

    `seen` is up to a minute older than the last request, never younger.
    """
    return now - seen >= idle or now - began >= settings.SESSION_COOKIE_AGE


def _is_anybody(request: HttpRequest) -> bool:
    """Whether the request bears no session at all: then none is looked for, and what is public stays so for caches."""
    return settings.SESSION_COOKIE_NAME not in request.COOKIES


def _ended(request: HttpRequest) -> HttpResponse | None:
    """End a session that is over, or whose account is closed; note when any other was seen."""
    if _is_anybody(request) or SESSION_KEY not in request.session:
        return None
    session, now = request.session, int(time.time())
    if not request.user.is_authenticated:
        where = sign_out_url(request) or reverse("account_inactive")
        session.flush()
        return _after_the_end(request, where, "")
    began, seen = session.setdefault(BEGAN, now), session.setdefault(SEEN, now)
    if outlived(began, seen, now, settings.SESSION_IDLE_SECONDS):
        logout(request)
        where = _with_next(reverse("account_login"), request)
        return _after_the_end(request, where, _("You were signed out, because your session had been open too long."))
    if now - seen >= WRITE_SEEN_EVERY:
        session[SEEN] = now
    return None


def _after_the_end(request: HttpRequest, where: str, sentence: str) -> HttpResponse | None:
    """Lead to a page that says so; a program, and the pages of signing in, go on as anybody."""
    if request.path.startswith(("/api/", "/accounts/")):
        return None
    if sentence:
        messages.info(request, sentence)
    return _lead(request, where)


def _owes(request: HttpRequest) -> bool:
    adoption, framework = request.in_force  # type: ignore[attr-defined]
    return demands_second_factor(request.viewer.posts, adoption, framework)  # type: ignore[attr-defined]


def _where(request: HttpRequest) -> str:
    """Name the page to show a second factor on, or to set one up."""
    has = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    if Authenticator.Type.TOTP in has:
        return "mfa_reauthenticate"
    return "mfa_reauthenticate_webauthn" if Authenticator.Type.WEBAUTHN in has else "mfa_activate_totp"


def _with_next(where: str, request: HttpRequest) -> str:
    """Add the page to come back to: the one asked for, or the one from which a form was sent."""
    if request.method in ("GET", "HEAD") and "HX-Request" not in request.headers:
        return f"{where}?{urlencode({'next': request.get_full_path()})}"
    shown = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(shown, {request.get_host()}):
        return where
    parts = urlsplit(shown)
    page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"{where}?{urlencode({'next': page})}"


def _lead(request: HttpRequest, where: str) -> HttpResponse:
    """Lead the browser to a page; for a part of a page that htmx fetched, the whole page goes there."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": where})
    return HttpResponseRedirect(where)
