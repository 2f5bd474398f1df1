"""The first page, my desk, search, my account, and what one chooses: the post and the language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from timonel.governance.entry import Entry, enters
from timonel.governance.queries.desk import desk_of, front_page
from timonel.governance.queries.jobs import recent_jobs
from timonel.governance.queries.people import tokens_of
from timonel.governance.queries.recorded import latest_acts
from timonel.governance.queries.search import found_for
from timonel.governance.queries.viewers import CHOSEN_POST
from timonel.governance.requests import Request
from timonel.governance.saved_views import drop_view, keep_view, views_of
from timonel.governance.views.acts import asker_of

A_YEAR = 365 * 24 * 3600


@require_safe
@enters(Entry.PUBLIC)
def home(request: Request) -> HttpResponse:
    """Say what this is and where to go; who is signed in goes to the desk."""
    if not request.viewer.is_public:
        return redirect("desk")
    return render(
        request, "governance/home.html", {"front": front_page(request.on), "acts": latest_acts(request.viewer, 5)}
    )


@require_safe
@enters(Entry.SIGNED_IN)
def desk(request: Request) -> HttpResponse:
    """Show what waits for the post one acts in, until when, what is overdue, and what changed since yesterday."""
    _adoption, framework = request.in_force
    context = {
        "desk": desk_of(request.viewer, framework, request.on),
        "views": views_of(request.viewer.person),
        "jobs": recent_jobs(request.viewer),
    }
    return render(request, "governance/desk.html", context)


@require_safe
@enters(Entry.PUBLIC)
def search(request: Request) -> HttpResponse:
    """Find institutions, posts, people, instruments and acts by words or by number."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    return render(request, "governance/search.html", {"words": words, "found": found_for(request.viewer, words)})


@require_safe
@enters(Entry.SIGNED_IN)
def my_account(request: Request) -> HttpResponse:
    """Show one's own account, posts and tokens."""
    context = {
        "tokens": tokens_of(request.viewer),
        "account": request.user,
        "views": views_of(request.viewer.person),
    }
    return render(request, "governance/my_account.html", context)


@require_POST
@enters(Entry.SIGNED_IN)
def switch_post(request: Request) -> HttpResponse:
    """Act from now on in another of one's posts."""
    chosen = request.POST.get("post", "")
    if chosen in {post.number for post in request.viewer.posts}:
        request.session[CHOSEN_POST] = chosen
        messages.success(request, _("From now on you act in the post you chose."))
    return redirect(_back(request))


@require_POST
@enters(Entry.SIGNED_IN)
def save_view(request: Request) -> HttpResponse:
    """Keep a list as it is seen now, or forget one that was kept."""
    person = asker_of(request).person
    name = request.POST.get("name", "").replace("\0", "").strip()
    if "forget" in request.POST:
        drop_view(person, name)
        messages.success(request, _("The view was forgotten."))
        return redirect("governance:my-account")
    address = request.POST.get("address", "").replace("\0", "")
    if not keep_view(person, name, address):
        messages.error(request, _("The view was not kept: give it a name of at most 80 characters."))
        return redirect("governance:my-account")
    messages.success(request, _("The view was kept; it stands on your account page and on your desk."))
    return redirect(address)


@require_POST
@enters(Entry.PUBLIC)
def choose_language(request: Request) -> HttpResponse:
    """Read the pages in another language from now on."""
    answer = redirect(_back(request))
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer


def _back(request: Request) -> str:
    """Give the page to come back to: one of ours, or the first."""
    here = request.POST.get("next", "")
    return here if url_has_allowed_host_and_scheme(here, None, request.is_secure()) else "/"
