"""What programs may read of business cases: versions, content, results under the terms in force."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from timonel.businesscases.queries.pages import CasePage, Worked, case_page
from timonel.businesscases.queries.versions import plain_of
from timonel.domain.appraisal import FORMULAS, Result
from timonel.domain.findings import Finding
from timonel.governance.queries.viewers import PUBLIC

router = Router(tags=["business cases"])


class VersionOut(Schema):
    """A version: its place in the count, its hash, the day and the record entry of its adoption."""

    ordinal: int
    sha256: str
    adopted_on: date
    reason: str
    entry: int | None


class ResultOut(Schema):
    """A result by its formula: an amount, numbers (several rates, none), or the code of why there is none."""

    formula: str
    signs: str
    amount: str | None
    currency: str | None
    numbers: list[str]
    reason: str | None


class CaseOut(Schema):
    """A business case at one of its versions, with what follows from it under the terms in force on the day."""

    on: date
    versions: list[VersionOut]
    version: int
    content: dict[str, Any]
    complete: dict[str, Any]
    terms: dict[str, str]
    results: list[ResultOut]
    refused: dict[str, Any] | None
    probability_negative: str | None
    draws: int | None
    seed: int | None


@router.get("/business-cases/{kind}/{number}", response=CaseOut)
def business_case(request: HttpRequest, kind: str, number: str, version: int | None = None) -> dict[str, Any]:
    """Give the business case of a subject, at its version in force or another; what is hidden is not found."""
    _adoption, framework = request.in_force  # type: ignore[attr-defined]
    on: date = request.on  # type: ignore[attr-defined]
    page = case_page(PUBLIC, kind, number, framework=framework, on=on, ordinal=version)
    if page is None or page.version is None or page.complete is None:
        raise HttpError(404, "no such business case")
    return {
        "on": on,
        "versions": [{name: getattr(row, name) for name in VersionOut.model_fields} for row in page.versions],
        "version": page.version.ordinal,
        "content": plain_of(page.version),
        "complete": page.complete.to_plain(),
        **_worked(page),
    }


def _worked(page: CasePage) -> dict[str, Any]:
    worked = page.worked
    if not isinstance(worked, Worked):
        refused = worked.to_plain() if isinstance(worked, Finding) else None
        nothing = dict.fromkeys(("probability_negative", "draws", "seed"))
        return {"terms": {}, "results": [], "refused": refused, **nothing}
    terms, drawn = worked.appraisal.terms, worked.simulation
    return {
        "terms": {name: version.text for name, version in terms.versions},
        "results": [_result(each) for each in worked.appraisal.results],
        "refused": None,
        "probability_negative": str(drawn.negative),
        "draws": drawn.draws,
        "seed": drawn.seed,
    }


def _result(result: Result) -> dict[str, Any]:
    return {
        "formula": result.formula,
        "signs": FORMULAS[result.formula].signs,
        "amount": f"{result.money.amount:f}" if result.money else None,
        "currency": result.money.currency if result.money else None,
        "numbers": [f"{number:f}" for number in result.numbers],
        "reason": result.reason.code if result.reason else None,
    }
