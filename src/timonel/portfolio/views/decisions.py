"""The page on which an approval is decided: the case on the left, what must be filled in on the right."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from timonel.domain.approving import CHECKS
from timonel.domain.risk_scores import LATEST, QUESTIONNAIRES
from timonel.governance import files
from timonel.governance.acting.errors import ActError
from timonel.governance.acting.frame import perform
from timonel.governance.entry import Entry, enters
from timonel.governance.explaining import explanation_of, refusal_of
from timonel.governance.queries.titles import institution_title, language
from timonel.governance.reasons import sentence_of
from timonel.governance.requests import Request
from timonel.governance.views.acts import asker_of
from timonel.portfolio.queries.approvals import sits
from timonel.portfolio.queries.duplicates import entered_together, likely_duplicates, row_of
from timonel.portfolio.queries.life import ApprovalShown, approval_shown, owners_of, post_names, precedents_of, text_of
from timonel.portfolio.queries.projects import ProjectPage, project_page, sees_figures
from timonel.portfolio.resolutions import resolution_pdf
from timonel.portfolio.views.words import CHECK_NAMES, WORDS

ACTS = {
    "granted": "portfolio.approve_project",
    "conditional": "portfolio.approve_with_conditions",
    "returned": "portfolio.return_project",
    "rejected": "portfolio.reject_project",
    "classified": "portfolio.assess_risk",
}


@require_http_methods(["GET", "HEAD", "POST"])
@enters(Entry.SIGNED_IN)
def decide(request: Request, number: str, approval: str) -> HttpResponse:
    """Show an approval to whoever decides it, or do what they decided. Nothing typed is lost on a refusal."""
    page, found = _asked(request, number, approval)
    if request.method != "POST":
        return _page(request, page, found)
    outcome = request.POST.get("outcome", "")
    if outcome not in ACTS:
        return _page(request, page, found)
    try:
        typed = _typed(request, found, outcome) | {"project": number}
        key = request.POST.get("idempotency_key", "")[:80] or None
        post = request.viewer.post.number if request.viewer.post else ""
        perform(asker_of(request), ACTS[outcome], typed, post=post, key=key)
    except ActError as error:
        return _page(request, page, found, error)
    return redirect("portfolio:project", number)


@require_safe
@enters(Entry.SIGNED_IN)
def resolution(request: Request, number: str, approval: str) -> HttpResponse:
    """Give the draft of the resolution that decides an approval, to be completed and signed."""
    page, found = _asked(request, number, approval)
    content = resolution_pdf(page.project, found, request.in_force[1], request.on)
    name = f'inline; filename="{number}-{approval}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": name})


def _asked(request: Request, number: str, approval: str) -> tuple[ProjectPage, ApprovalShown]:
    """Give the project and the approval; 404 where the project needs none of that name."""
    page = project_page(request.viewer, number, request.on)
    found = approval_shown(request.viewer, page.project, approval, request.in_force[1], request.on) if page else None
    if page is None or found is None:
        raise Http404
    return page, found


def _typed(request: Request, found: ApprovalShown, outcome: str) -> dict[str, Any]:
    """Put what the page sent into the shape of the act."""
    sent = request.POST
    typed: dict[str, Any] = {"reasons": sent.get("reasons", "").strip()}
    upload = request.FILES.get("minutes")
    if isinstance(upload, UploadedFile):
        person = asker_of(request).person
        typed["minutes"] = files.keep(upload, upload.name or "minutes", upload.content_type or "", person).sha256
    if outcome == "classified":
        asked = [question.id for question in QUESTIONNAIRES[LATEST].questions]
        return typed | {"answers": "\n".join(f"{each}={sent.get(f'answer-{each}', '')}" for each in asked)}
    typed |= {"approval": found.row.approval, "checks": _checks(request, found)}
    named = sent.get("precedents", "").replace(",", " ").split()
    if outcome != "returned":
        typed["precedents"] = named
    wanted = {"conditional": ("conditions", "owner", "due_on"), "returned": ("observations",)}.get(outcome, ())
    return typed | {name: sent[name].strip() for name in wanted if sent.get(name, "").strip()}


def _checks(request: Request, found: ApprovalShown) -> str:
    lines = []
    for check in found.row.checks:
        result = request.POST.get(f"check-{check['id']}", "")
        note = " ".join(request.POST.get(f"note-{check['id']}", "").split())
        if result:
            lines.append(f"{check['id']}={result}={note}")
    return "\n".join(lines)


def _page(request: Request, page: ProjectPage, found: ApprovalShown, error: ActError | None = None) -> HttpResponse:
    framework = request.in_force[1]
    likes = likely_duplicates(request.viewer, row_of(page.project), top=6)
    likes = tuple(each for each in likes if each.project.pk != page.project.pk)[:5]
    context = {
        "page": page,
        "approval": found,
        "checks": [(each["id"], check_name(each)) for each in found.row.checks],
        "questions": _questions() if found.row.effect == "classifies" else [],
        "sits": sits(framework, found.row.decider_kind, found.row.decider),
        "likes": likes,
        "together": entered_together(page.project, framework, request.on) if found.mine else (),
        "precedents": precedents_of(page.project, found.row, [each.project.number for each in likes]),
        "owners": owners_of(page.project, request.on),
        "posts": post_names(each["post"] for each in found.row.panel),
        "explained": explanation_of(found.row.why) if _sees_why(request, page, found) else None,
        "typed": request.POST,
        "key": secrets.token_urlsafe(18),
        "words": WORDS,
        "institution_title": institution_title,
        "reason": lambda each: sentence_of(each.code, each.params),
        "refusal": refusal_of(error, _("The decision was not taken")) if error else None,
    }
    return render(request, "portfolio/decide.html", context, status=error.status if error else 200)


def _sees_why(request: Request, page: ProjectPage, found: ApprovalShown) -> bool:
    """Say whether the viewer sees why the approval is demanded, which tells the amounts: who decides it always does."""
    return found.mine or sees_figures(request.viewer, page.project)


def check_name(check: dict[str, Any]) -> str:
    """Name a check: the three of all in our words, the others in the framework's."""
    return str(CHECK_NAMES[check["id"]]) if check["id"] in CHECKS else text_of(check["label"], check["id"])


def _questions() -> list[tuple[str, str, list[tuple[str, str]]]]:
    spanish = language() == "es"
    return [
        (
            question.id,
            question.es if spanish else question.en,
            [(answer, es if spanish else en) for answer, es, en, _points in question.answers],
        )
        for question in QUESTIONNAIRES[LATEST].questions
    ]
