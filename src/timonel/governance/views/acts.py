"""The web door: the list of acts, and the plain form of each."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from timonel.domain.text import sort_key
from timonel.governance import files, subjects
from timonel.governance.acting import ACTIONS, Action, Answer, Asker
from timonel.governance.acting.errors import ActError, InputFault, retry_after
from timonel.governance.acting.frame import perform
from timonel.governance.acting.locking import seen_in, versions_of, versions_text
from timonel.governance.acting.may import MayAct, acts_open_to
from timonel.governance.entry import Entry, enters
from timonel.governance.explaining import refusal_of
from timonel.governance.forms import fields_of, typed_in
from timonel.governance.queries.titles import power_titles
from timonel.governance.requests import Request
from timonel.governance.sentences import act_sentence, act_title
from timonel.governance.views.jobs import asked_for


@require_safe
@enters(Entry.SIGNED_IN)
def act_index(request: Request) -> HttpResponse:
    """List the acts that the post one acts in may do, by power, and those the law refuses it, with why."""
    _adoption, framework = request.in_force
    acts = acts_open_to(request.viewer, framework, request.on)
    context = {
        "groups": _by_power(act for act in acts if act.allowed),
        "refused": sorted((act for act in acts if not act.allowed), key=_reads),
    }
    return render(request, "governance/acts.html", context)


def _reads(may: MayAct) -> str:
    return sort_key(act_title(may.action.code))


def _by_power(acts: Iterable[MayAct]) -> list[tuple[str, list[MayAct]]]:
    """Put acts under the name of the power they exercise, both in the order in which they read."""
    titles, groups = power_titles(), dict[str, list[MayAct]]()
    for may in sorted(acts, key=_reads):
        groups.setdefault(titles.get(may.action.power, may.action.power), []).append(may)
    return sorted(groups.items(), key=lambda group: sort_key(group[0]))


@require_http_methods(["GET", "HEAD", "POST"])
@enters(Entry.SIGNED_IN)
def act_form(request: Request, code: str) -> HttpResponse:
    """Show the form of an act, or do the act and go to its subject. Nothing typed is lost on a refusal."""
    action = ACTIONS.get(code)
    if action is None:
        raise Http404
    if request.method != "POST":
        typed = {name: value for name, value in request.GET.items() if name in action.inputs.by_name}
        return _form(request, action, typed)
    typed = typed_in(action, request.POST)
    try:
        typed |= _stored(request, action)
        if action.long:
            return asked_for(request, asker_of(request), code, typed)
        answer = perform(
            asker_of(request),
            code,
            typed,
            post=request.POST.get("acting_post") or (request.viewer.post.number if request.viewer.post else ""),
            key=request.POST.get("idempotency_key", "")[:80] or None,
            seen=seen_in(request.POST.get("subject_version", "")),
        )
    except ActError as error:
        return _form(request, action, typed, error)
    return _done(request, action, answer)


def _stored(request: Request, action: Action) -> dict[str, str]:
    """Store the files that were sent and give their hashes, by input."""
    person = asker_of(request).person
    return {
        name: files.keep(upload, upload.name or name, upload.content_type or "", person).sha256
        for name, upload in request.FILES.items()
        if name in action.inputs.by_name and isinstance(upload, UploadedFile)
    }


def asker_of(request: Request) -> Asker:
    """Give who asks through the web: the person of the account."""
    person = request.viewer.person
    assert person is not None, "only who is signed in comes here"
    return Asker(person, f"account:{request.user.pk}", most_a_minute=settings.ACTS_A_MINUTE)


def _form(request: Request, action: Action, typed: dict[str, Any], error: ActError | None = None) -> HttpResponse:
    fields = fields_of(action, request.viewer, typed, error.fields if error else ())
    context = {
        "action": action,
        "title": act_title(action.code),
        "fields": fields,
        "faults": [(f"id_{each.name}", each.label, " ".join(each.errors)) for each in fields if each.errors],
        "refusal": refusal_of(error, _("Not done: %(act)s") % {"act": act_title(action.code)}) if error else None,
        "key": secrets.token_urlsafe(18),
        "version": _versions(action, typed, request.POST.get("subject_version", "")),
        "input_fault": isinstance(error, InputFault),
    }
    page = render(request, "governance/act.html", context, status=error.status if error else 200)
    for name, value in retry_after(error).items():
        page.headers[name] = value
    return page


def _versions(action: Action, typed: dict[str, Any], seen: str) -> str:
    """Write the version of each row that the act changes, as it was when the form was first drawn with it.

    Who then chooses another row has not been shown that one: for it no version counts.
    """
    try:
        drawn = seen_in(seen)
    except InputFault:
        drawn = None
    return versions_text(versions_of(action, typed) | (dict(drawn) if isinstance(drawn, Mapping) else {}))


def _done(request: Request, action: Action, answer: Answer) -> HttpResponse:
    known = subjects.KINDS.get(answer.subject_kind)
    row = known.model._default_manager.filter(number=answer.subject_number).first() if known else None
    title = known.title(row) if known and row else answer.subject_number
    said = act_sentence(action.code, title)
    if answer.reply:
        context = {"said": said, "answer": answer, "reply": sorted(answer.reply.items())}
        return render(request, "governance/act_done.html", context)
    messages.success(request, _("%(said)s. Entry %(entry)s of the record.") % {"said": said, "entry": answer.entry})
    return redirect(subjects.url_of(answer.subject_kind, answer.subject_number) or "governance:acts")
