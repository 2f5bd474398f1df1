"""Pages of business cases: what they say, how versions differ, and where they are written."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from timonel.businesscases import drafts, forms, shown
from timonel.businesscases.access import ADOPT, may_adopt, may_write, writable
from timonel.businesscases.bearers import Matter
from timonel.businesscases.queries.pages import Worked, case_page, compare_page
from timonel.businesscases.sentences import cell_sentence
from timonel.businesscases.sheets import BOUNDS, CellFault, read_workbook, written_case
from timonel.businesscases.wording import PARTS, group_title, part_title, place_title, word
from timonel.domain.appraisal import Case, business_case_is_complete, case_bytes, read_case
from timonel.domain.appraisal.shape import HEAD, ROWS
from timonel.domain.findings import Finding
from timonel.governance import files
from timonel.governance.acting.errors import ActError
from timonel.governance.acting.frame import perform
from timonel.governance.entry import Entry, enters
from timonel.governance.explaining import explanation_of, refusal_of
from timonel.governance.queries.framework_pages.chosen import Asked, Chosen
from timonel.governance.queries.framework_pages.names import Names
from timonel.governance.queries.recorded import file_of
from timonel.governance.queries.titles import language
from timonel.governance.requests import Request
from timonel.governance.sentences import sentence
from timonel.governance.views.acts import asker_of
from timonel.pages import formats

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _names(request: Request) -> Names:
    adoption, framework = request.in_force
    return Names(Chosen(framework, Asked(request.on, request.on), adoption))


@require_safe
@enters(Entry.PUBLIC)
def case(request: Request, kind: str, number: str, ordinal: int | None = None) -> HttpResponse:
    """Show the case of a subject, at its latest version or an earlier one."""
    page = case_page(request.viewer, kind, number, framework=request.in_force[1], on=request.on, ordinal=ordinal)
    if page is None:
        raise Http404
    names, worked = _names(request), page.worked
    given = {"page": page, "writes": may_write(request, page.matter), "word": word, "group_title": group_title}
    if isinstance(worked, Worked) and page.case is not None:
        given |= _worked(page.case.currency, worked, names) | {"figures": shown.key_figures(page, names)}
        given["charts"] = shown.charts(page, worked)
    given["refused"] = explanation_of(worked.to_plain()) if isinstance(worked, Finding) else None
    given["lacks"] = _lacks(page.complete) if page.complete else []
    given["file"] = file_of(request.viewer, "business-case", page.version.case.number) if page.version else []
    return render(request, "businesscases/case.html", {**given, **WORDS})


def _worked(currency: str, worked: Worked, names: Names) -> dict[str, Any]:
    """Give what follows from a case, ready to be drawn."""
    pool = worked.pool
    terms = worked.appraisal.terms
    return {
        "terms": shown.term_lines(terms, names),
        "flows": shown.flow_table(worked, currency),
        "pool": None if isinstance(pool, Finding) else pool,
        "pool_why": shown.why_pool(terms, names),
        "pool_refused": explanation_of(pool.to_plain()) if isinstance(pool, Finding) else None,
    }


def _lacks(complete: Finding) -> list[str]:
    """Say each thing that a case lacks."""
    return [sentence(each.code, _said(each.params)) for each in complete.walk()]


def _lacks_of(case: Case, matter: Matter) -> list[str]:
    return _lacks(business_case_is_complete(case, several_institutions=matter.several_institutions))


def _said(params: Mapping[str, str]) -> dict[str, str]:
    """Give the values of a lack as people read them."""
    amounts = {name: formats.number(Decimal(params[name])) for name in ("financed", "budget") if name in params}
    return {name: word(value) for name, value in params.items()} | amounts


WORDS = {
    "part_title": part_title,
    "place_title": place_title,
    "written": shown.written,
    "rounded": shown.rounded,
    "ROWS": ROWS,
    "HEAD": HEAD,
    "PARTS": PARTS,
    "name_of": forms.name_of,
}


@require_safe
@enters(Entry.PUBLIC)
def compare(request: Request, kind: str, number: str) -> HttpResponse:
    """Show two versions side by side; the last two unless others are asked for."""
    before, after = (_whole(request.GET.get(name, "")) for name in ("before", "after"))
    framework = request.in_force[1]
    page = compare_page(request.viewer, kind, number, framework=framework, on=request.on, before=before, after=after)
    if page is None:
        raise Http404
    context = {"page": page, "figures": shown.compared_figures(page), "changes": shown.compared_places(page)}
    return render(request, "businesscases/compare.html", context)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _writable(request: Request, kind: str, number: str) -> Matter:
    """Give what the case is about to who may write on it; to others it answers like what does not exist."""
    matter = writable(request, kind, number)
    if matter is None:
        raise Http404
    return matter


@require_safe
@enters(Entry.SIGNED_IN)
def edit(request: Request, kind: str, number: str) -> HttpResponse:
    """Show what is being written: how far each part is, the workbook, and the act that adopts it."""
    return _overview(request, _writable(request, kind, number))


def _overview(request: Request, matter: Matter, status: int = 200, **more: Any) -> HttpResponse:
    draft = forms.draft_of(matter.kind, matter.number)
    read = read_case(draft.typed)
    faults = read.faults
    context = {
        "matter": matter,
        "draft": draft,
        "wrong": {part: sum(fault.part == part for fault in faults) for part in PARTS},
        "filled": {part: len(draft.typed.get(part) or []) if part else None for part in PARTS},
        "adopts": may_adopt(request, matter),
        "key": secrets.token_urlsafe(18),
        "refusal": None,
        "reason": "",
        "cell_faults": (),
        "lacks": _lacks(business_case_is_complete(read.case, several_institutions=matter.several_institutions))
        if read.case
        else [],
        **WORDS,
        **more,
    }
    return render(request, "businesscases/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@enters(Entry.SIGNED_IN)
def edit_part(request: Request, kind: str, number: str, name: str) -> HttpResponse:
    """Show one part as typed, and keep what is sent; nothing typed is lost when somebody else kept it meanwhile."""
    matter, part = _writable(request, kind, number), forms.part_named(name)
    if part is None:
        raise Http404
    if request.method != "POST":
        form = forms.form_of(forms.draft_of(kind, number), part, judge="kept" in request.GET)
        return _part(request, matter, form)
    return _keep(request, matter, part)


def _keep(request: Request, matter: Matter, part: str) -> HttpResponse:
    button = request.POST.get("button", "save")
    rows = forms.after_button(forms.rows_sent(part, request.POST), button)
    person = asker_of(request).person
    edition = _whole(request.POST.get("edition", "")) or 0
    kept = drafts.keep_part(matter.kind, matter.number, part, rows if part else rows[0], edition=edition, person=person)
    if kept is None:
        form = forms.form_of(forms.draft_of(matter.kind, matter.number), part, rows=rows, judge=True)
        return _part(request, matter, form, status=409)
    name = forms.name_of(part)
    if button in ("save", "add") or button.startswith("remove-"):
        anchor = "?kept=1" if button == "save" else f"#row-{len(rows)}"
        return redirect(f"{_address('edit-part', matter, name)}{anchor}")
    order = list(PARTS)
    following = order.index(part) + 1
    if following == len(order):
        return redirect(_address("edit", matter))
    return redirect(_address("edit-part", matter, forms.name_of(order[following])))


def _address(name: str, matter: Matter, *more: str) -> str:
    from django.urls import reverse

    return reverse(f"businesscases:{name}", args=[matter.kind, matter.number, *more])


def _part(request: Request, matter: Matter, form: forms.PartForm, status: int = 200) -> HttpResponse:
    context = {"matter": matter, "form": form, "moved": status == 409, **WORDS}
    return render(request, "businesscases/edit_part.html", context, status=status)


@require_safe
@enters(Entry.SIGNED_IN)
def workbook(request: Request, kind: str, number: str) -> HttpResponse:
    """Give the workbook of the case as it is being written: empty it is the template."""
    _writable(request, kind, number)
    answer = HttpResponse(written_case(forms.draft_of(kind, number).typed, language()), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("business-case")}-{number}.xlsx"'
    return answer


@require_POST
@enters(Entry.SIGNED_IN)
def upload(request: Request, kind: str, number: str) -> HttpResponse:
    """Take a filled-in workbook over into the draft; with one fault nothing is taken over and every fault is told."""
    matter = _writable(request, kind, number)
    sent = request.FILES.get("workbook")
    content = sent.read(BOUNDS.octets + 1) if isinstance(sent, UploadedFile) else b""
    read = read_workbook(content)
    if read.faults:
        return _overview(request, matter, 422, cell_faults=[_said_of(fault) for fault in read.faults])
    if not drafts.keep_all(kind, number, read.typed, person=asker_of(request).person):
        return _overview(request, matter, 422, cell_faults=[sentence("sheet-unreadable")])
    messages.success(request, _("The workbook was taken over into the draft."))
    return redirect(_address("edit", matter))


def _said_of(fault: CellFault) -> str:
    return cell_sentence(fault.code, fault.part, fault.row, fault.place, fault.params)


@require_POST
@enters(Entry.SIGNED_IN)
def adopt(request: Request, kind: str, number: str) -> HttpResponseBase:
    """Adopt what is being written as the next version."""
    matter, reason = _writable(request, kind, number), request.POST.get("reason", "").strip()
    draft = forms.draft_of(kind, number)
    read = read_case(draft.typed)
    if read.case is None:
        return _overview(request, matter, 422, reason=reason)
    try:
        answer = _adopted(request, matter, case_bytes(read.case), draft.follows, reason)
    except ActError as error:
        refusal = refusal_of(error, _("The version was not adopted"))
        return _overview(request, matter, error.status, refusal=refusal, reason=reason)
    messages.success(request, _("The version was adopted. Entry %(entry)s of the record.") % {"entry": answer.entry})
    return redirect(_address("case", matter))


def _adopted(request: Request, matter: Matter, content: bytes, follows: int, reason: str) -> Any:
    asker = asker_of(request)
    stored = files.keep(BytesIO(content), f"{matter.kind}-{matter.number}.json", "application/json", asker.person)
    typed = {
        "subject_kind": matter.kind,
        "subject_number": matter.number,
        "follows": follows,
        "file": stored.sha256,
        "reason": reason,
    }
    post = request.POST.get("acting_post") or (request.viewer.post.number if request.viewer.post else "")
    return perform(asker, ADOPT, typed, post=post, key=request.POST.get("idempotency_key", "")[:80] or None)
