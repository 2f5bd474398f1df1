"""The pages on which a proposal is written: kept as typed, with what it would require beside it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from timonel.governance.acting import ACTIONS
from timonel.governance.acting.errors import ActError
from timonel.governance.acting.frame import perform
from timonel.governance.entry import Entry, enters
from timonel.governance.explaining import refusal_of
from timonel.governance.forms import FormField, fields_of
from timonel.governance.reasons import sentence_of
from timonel.governance.requests import Request
from timonel.governance.sentences import act_title
from timonel.governance.views.acts import asker_of
from timonel.portfolio.drafts import Conflict, begin_draft, drop_draft, keep
from timonel.portfolio.queries.drafts import (
    FLAG,
    LISTS,
    PAGES,
    draft_of,
    drafts_of,
    flag_questions,
    likes_of,
    panel_of,
    typed_of,
)

PROPOSE = "portfolio.propose_project"
TYPED = "typed-before-signing-in"
"""Under which name the session keeps what was sent by somebody whose sitting at the screen had ended."""
MOST_TYPED = 100_000


def kept_over_sign_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Keep what is sent by who is signed in no more, so that it is there again once they are."""

    @wraps(view)
    def kept(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and request.viewer.is_public and len(request.body) <= MOST_TYPED:
            sent = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
            request.session[TYPED] = {"path": request.path, "sent": sent}
        return view(request, *args, **kwargs)

    return kept


@require_safe
@enters(Entry.SIGNED_IN)
def drafts(request: Request) -> HttpResponse:
    """List one's own drafts."""
    return render(request, "portfolio/drafts.html", {"drafts": drafts_of(request.viewer)})


@require_POST
@enters(Entry.SIGNED_IN)
def new_draft(request: Request) -> HttpResponse:
    """Begin a draft in the post one acts in."""
    post = request.viewer.post
    draft = begin_draft(asker_of(request).person, post) if post is not None else None
    if draft is None:
        messages.error(request, _("A draft is begun in a post, and there is a limit of drafts: finish or forget one."))
        return redirect("portfolio:drafts")
    return redirect("portfolio:draft", draft.pk, PAGES[0][0])


@require_POST
@enters(Entry.SIGNED_IN)
def forget_draft(request: Request, draft: int) -> HttpResponse:
    """Forget a draft of one's own."""
    found = draft_of(request.viewer, draft)
    if found is None:
        raise Http404
    drop_draft(found)
    messages.success(request, _("The draft was forgotten."))
    return redirect("portfolio:drafts")


@require_http_methods(["GET", "HEAD", "POST"])
@kept_over_sign_in
@enters(Entry.SIGNED_IN)
def draft_page(request: Request, draft: int, page: str) -> HttpResponseBase:
    """Show one page of a draft, or keep it as it was typed and go on."""
    found = draft_of(request.viewer, draft)
    if found is None or page not in _names():
        raise Http404
    if found.project is not None:
        return redirect("portfolio:project", found.project.number)
    sent = _sent(request)
    conflicts = keep(found, _answers(page, sent, request), _seen(sent)) if sent is not None else []
    if request.method == "POST" and not conflicts and "hx-request" not in request.headers:
        return _go(request, found.pk, page)
    if "hx-request" in request.headers:
        return render(request, "portfolio/draft_panel.html", {**_beside(request, found), "conflicts": conflicts})
    return _page(request, found, page, conflicts)


@require_http_methods(["GET", "HEAD", "POST"])
@kept_over_sign_in
@enters(Entry.SIGNED_IN)
def review_draft(request: Request, draft: int) -> HttpResponseBase:
    """Show a whole draft with what it would require, or propose it."""
    found = draft_of(request.viewer, draft)
    if found is None:
        raise Http404
    if found.project is not None:
        return redirect("portfolio:project", found.project.number)
    if request.method != "POST":
        return _review(request, found)
    try:
        key = request.POST.get("idempotency_key", "")[:80] or None
        done = perform(asker_of(request), PROPOSE, typed_of(found), post=found.post, key=key)
    except ActError as error:
        return _review(request, found, error)
    messages.success(request, _("Proposed as %(number)s.") % {"number": done.subject_number})
    return redirect("portfolio:project", done.subject_number)


def _names() -> list[str]:
    return [name for name, _label, _inputs in PAGES]


def _go(request: Request, draft: int, page: str) -> HttpResponse:
    """Go to the page that was chosen: another of the draft, its review, or this one again."""
    chosen = request.POST.get("go", page)
    if chosen == "review":
        return redirect("portfolio:review-draft", draft)
    return redirect("portfolio:draft", draft, chosen if chosen in _names() else page)


def _sent(request: Request) -> dict[str, list[str]] | None:
    """Give what was sent now, or what was sent when the sitting had ended; None for neither."""
    if request.method == "POST":
        return {name: request.POST.getlist(name) for name in request.POST}
    held = request.session.get(TYPED)
    if held is None or held.get("path") != request.path:
        return None
    del request.session[TYPED]
    messages.info(request, _("What you typed before you had to sign in again was kept."))
    sent: dict[str, list[str]] = held["sent"]
    return sent


def _seen(sent: dict[str, list[str]]) -> int:
    given = (sent.get("version") or [""])[0]
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _answers(page: str, sent: dict[str, list[str]], request: Request) -> dict[str, Any]:
    """Give the answers of a page, whatever was typed: several for a list, else the text as it is."""
    _name, _label, inputs = PAGES[_names().index(page)]
    found: dict[str, Any] = {}
    for name in inputs:
        if name in LISTS:
            lines = [line.strip() for text in sent.get(name, []) for line in text.splitlines()]
            found[name] = [line for line in lines if line]
        elif name in sent:
            found[name] = sent[name][0].replace("\r\n", "\n")
    if page == "marks":
        asked = [FLAG + flag for flag, _words in flag_questions(request.in_force[1])]
        found |= {name: sent[name][0] for name in asked if name in sent}
    return found


def _beside(request: Request, draft: Any) -> dict[str, Any]:
    return {
        "draft": draft,
        "panel": panel_of(draft, request.on),
        "likes": likes_of(request.viewer, draft),
        "conflicts": [],
        "reason": lambda each: sentence_of(each.code, each.params),
    }


def _page(request: Request, draft: Any, page: str, conflicts: Sequence[Conflict]) -> HttpResponse:
    fields = _fields(request, draft, {each.name: each.here for each in conflicts})
    inputs = PAGES[_names().index(page)][2]
    context = {
        **_beside(request, draft),
        "page": page,
        "pages": [(name, label) for name, label, _inputs in PAGES],
        "following": [*_names()[1:], "review"][_names().index(page)],
        "fields": [fields[name] for name in inputs],
        "flags": flag_questions(request.in_force[1]) if page == "marks" else [],
        "flag": FLAG,
        "conflicts": [(each, fields[each.name].label if each.name in fields else each.name) for each in conflicts],
        "title": draft.answers.get("name") or _("New project"),
    }
    return render(request, "portfolio/draft.html", context, status=409 if conflicts else 200)


def _fields(request: Request, draft: Any, typed: dict[str, Any], faults: Sequence[Any] = ()) -> dict[str, FormField]:
    """Give the inputs of the act that proposes, with what the draft holds of each."""
    found = fields_of(ACTIONS[PROPOSE], request.viewer, {**draft.answers, **typed}, faults)
    return {each.name: each for each in found}


def _review(request: Request, draft: Any, error: ActError | None = None) -> HttpResponse:
    fields = _fields(request, draft, {}, error.fields if error else ())
    context = {
        **_beside(request, draft),
        "pages": [(name, label, [fields[each] for each in inputs]) for name, label, inputs in PAGES],
        "flags": [(words, draft.answers.get(FLAG + flag, "")) for flag, words in flag_questions(request.in_force[1])],
        "title": draft.answers.get("name") or _("New project"),
        "key": secrets.token_urlsafe(18),
        "refusal": refusal_of(error, _("Not done: %(act)s") % {"act": act_title(PROPOSE)}) if error else None,
    }
    return render(request, "portfolio/draft_review.html", context, status=error.status if error else 200)
