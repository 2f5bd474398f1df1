"""The pages of jobs: one's own, each with how far it is and, at the end, its report."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from timonel.governance import jobs
from timonel.governance.acting import Asker
from timonel.governance.acting.errors import from_answer
from timonel.governance.acting.pace import keep_pace
from timonel.governance.entry import Entry, enters
from timonel.governance.explaining import refusal_of
from timonel.governance.queries.jobs import JobPage, job_lines, job_page
from timonel.governance.requests import Request


@require_safe
@enters(Entry.SIGNED_IN)
def job_list(request: Request) -> HttpResponse:
    """List one's own jobs, the newest first."""
    return render(request, "governance/jobs.html", {"jobs": job_lines(request.viewer)})


@require_safe
@enters(Entry.SIGNED_IN)
def job(request: Request, number: str) -> HttpResponse:
    """Show one of one's own jobs: how far it is, or how it ended, with each faulty place."""
    adoption, _framework = request.in_force
    page = job_page(request.viewer, number, adoption.country)
    if page is None:
        raise Http404
    what = _("Not done: %(act)s") % {"act": page.line.title}
    refused = refusal_of(from_answer(dict(page.refused)), what) if page.refused else None
    return render(request, "governance/job.html", {"page": page, "refusal": refused, "again": _again(page)})


def _again(page: JobPage) -> str:
    """Give the address of the form with what was typed; files are sent anew."""
    typed = jobs.without_files(page.code, page.typed)
    return reverse("governance:act", args=[page.code]) + "?" + urlencode(typed, doseq=True)


def asked_for(request: Request, asker: Asker, code: str, typed: Mapping[str, object]) -> HttpResponse:
    """Ask for an act in the background and lead to its job, done already when it is short."""
    keep_pace(asker)
    own = request.viewer.post.number if request.viewer.post else ""
    post = request.POST.get("acting_post") or own
    key = request.POST.get("idempotency_key", "")[:80] or secrets.token_urlsafe(18)
    asked = jobs.ask(request.user, post, code, typed, key)
    if jobs.is_short(asked):
        jobs.run_one(asked.pk, telling=False)
    return redirect("governance:job", asked.number)
