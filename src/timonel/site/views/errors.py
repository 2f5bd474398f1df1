"""Refusals as pages: each says what was refused, because of what, on which basis, what now."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from timonel.governance.acting.clock import legal_today
from timonel.governance.queries.frameworks import NothingAdopted, framework_in_force
from timonel.pages.explanations import Refusal
from timonel.site.shell import BARE


def refused_page(request: HttpRequest, refused: Refusal, code: int) -> HttpResponse:
    """Show a refusal with its HTTP code."""
    return render(request, "errors/refused.html", {"refused": refused, "code": code}, status=code)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be read (Django's handler400)."""
    refused = Refusal(
        what=_("The request could not be read"),
        because=(_("Something in it is malformed or too large."),),
        now=(_("Go back, reload the page and try again."),),
    )
    return refused_page(request, refused, 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this person, in this post, may not enter (Django's handler403)."""
    refused = Refusal(
        what=_("You may not see or do this"),
        because=(_("The post in which you act does not allow it today."),),
        now=(_("If you hold another post, choose it in the header. If you should be allowed, ask your registrar."),),
    )
    return refused_page(request, refused, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that nothing is here for this viewer; what is hidden answers like what does not exist (handler404)."""
    refused = Refusal(
        what=_("There is nothing at this address"),
        because=(_("It never existed, it moved, or it is not open to you."),),
        now=(_("Check the address, or look for it with the search in the header."),),
    )
    if getattr(request, "in_force", None) is None:
        with suppress(NothingAdopted):
            attach_framework(request)
    return refused_page(request, refused, 404)


def attach_framework(request: HttpRequest) -> None:
    """Give a request the framework in force and its legal day, which the frame of its page needs; `NothingAdopted`."""
    asked: Any = request
    asked.in_force = framework_in_force()
    asked.on = legal_today(asked.in_force[1].time_zone)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old or came from elsewhere (CSRF_FAILURE_VIEW)."""
    refused = Refusal(
        what=_("The form was not accepted"),
        because=(_("It was opened before you signed in, in another window, or your browser sent no cookie."),),
        now=(_("Go back, reload the page and send it again; nothing was changed."),),
    )
    return refused_page(request, refused, 403)


def stale(request: HttpRequest, refused: Refusal) -> HttpResponse:
    """Say that the subject changed meanwhile, or that the same key was used for another act (409)."""
    return refused_page(request, refused, 409)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours (handler500); needs no database and no signed-in person."""
    if not hasattr(request, "shell"):
        bare: Any = request
        bare.shell = BARE
    refused = Refusal(
        what=_("Something failed on our side"),
        because=(_("The fault has been noted; what you asked for was not done."),),
        now=(_("Try again in a few minutes. An act is either wholly recorded or not at all."),),
    )
    return refused_page(request, refused, 500)


def not_begun(request: HttpRequest) -> HttpResponse:
    """Say that the installation has not begun: no framework is adopted yet (503)."""
    refused = Refusal(
        what=_("This installation has not begun"),
        because=(_("No governance framework has been adopted yet."),),
        now=(_("Whoever operates it runs “timonel init”, or “timonel demo” to look at a demonstration."),),
    )
    return refused_page(request, refused, 503)
