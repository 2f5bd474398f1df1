"""What a business case lacks: with which it cannot be adopted, and of which whoever decides must know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from timonel.domain.appraisal.case import COMMITMENT_LEVELS, Benefit, Case
from timonel.domain.appraisal.flows import lines_outside
from timonel.domain.appraisal.terms import Terms
from timonel.domain.findings import Finding, Outcome, Reason

COMPLETE: Final = "business-case-is-complete"
STAFF: Final = "staff-impact-is-assessed"
ONLY_FLAGGED: Final = frozenset(
    {
        "case-lacks-financing",
        "financing-differs-from-budget",
        "staff-impact-missing",
        "commitment-missing",
        "case-lacks-risks",
        "lines-outside-horizon",
    }
)
"""What is flagged to whoever decides but does not keep a version from being adopted."""


def business_case_is_complete(case: Case, *, several_institutions: bool = False, terms: Terms | None = None) -> Finding:
    """Say whether a case holds all that it must, and name each thing that lacks.

    It needs both situations described, costs and benefits with the project, a source for each assumption, and for each
    benefit its indicator, baseline, target, owner and day. Its sources of finance must add up to its budget, the effect
    on staff must be assessed, its risks named; a project of several institutions needs a commitment at each of three
    levels.
    """
    lacks = tuple(_lacks(case, several_institutions, terms))
    code = "case-lacks" if lacks else "case-complete"
    return Finding(COMPLETE, Outcome.FAILS if lacks else Outcome.HOLDS, code=code, because=lacks)


def case_can_be_adopted(finding: Finding) -> Finding:
    """Keep of a finding of completeness what stands against adopting the version; holds when nothing does."""
    grave = tuple(each for each in finding.because if isinstance(each, Reason) and each.code not in ONLY_FLAGGED)
    code = "case-lacks" if grave else "case-adoptable"
    return Finding(finding.rule, Outcome.FAILS if grave else Outcome.HOLDS, code=code, because=grave)


def staff_impact_is_assessed(case: Case) -> Finding:
    """Say whether somebody has assessed what the project does to organisation and staff: what, who and when."""
    if _staff_is_assessed(case):
        return Finding(STAFF, Outcome.HOLDS, code="staff-impact-assessed")
    return Finding(STAFF, Outcome.FAILS, code="staff-impact-missing")


def _staff_is_assessed(case: Case) -> bool:
    return bool(case.staff_effect and case.staff_assessed_by and case.staff_assessed_on)


def _lacks(case: Case, several: bool, terms: Terms | None) -> Iterator[Reason]:
    for name in ("purpose", "without_project", "with_project"):
        if not getattr(case, name):
            yield Reason(f"case-lacks-{name.replace('_', '-')}")
    if not any(cost.situation == "with" for cost in case.costs):
        yield Reason("case-lacks-costs")
    if not case.benefits:
        yield Reason("case-lacks-benefits")
    yield from _lacks_of_benefits(case)
    for assumption in case.assumptions:
        if not assumption.source:
            yield Reason("assumption-without-source", {"assumption": assumption.name})
    yield from _finance(case)
    if not _staff_is_assessed(case):
        yield Reason("staff-impact-missing")
    if not case.risks:
        yield Reason("case-lacks-risks")
    yield from _commitments(case) if several else ()
    outside = lines_outside(case, terms.horizon) if terms is not None else ()
    if outside:
        yield Reason("lines-outside-horizon", {"years": ", ".join(map(str, outside))})


_OF_A_BENEFIT: Final = ("indicator", "baseline", "target", "owner", "due_on")


def _lacks_of_benefits(case: Case) -> Iterable[Reason]:
    valued = {gain.benefit for gain in case.gains}
    for benefit in case.benefits:
        named = {"benefit": benefit.name}
        yield from (Reason(code, named) for code in _benefit_codes(benefit))
        if benefit.kind == "economic" and benefit.code not in valued:
            yield Reason("economic-benefit-without-value", named)


def _benefit_codes(benefit: Benefit) -> list[str]:
    codes = {
        "indicator": "benefit-without-indicator",
        "baseline": "benefit-without-baseline",
        "target": "benefit-without-target",
        "owner": "benefit-without-owner",
        "due_on": "benefit-without-day",
    }
    return [codes[name] for name in _OF_A_BENEFIT if not getattr(benefit, name)]


def _finance(case: Case) -> Iterator[Reason]:
    if not case.financing:
        yield Reason("case-lacks-financing")
    elif case.financed != case.budget:
        amounts = {"financed": f"{case.financed:f}", "budget": f"{case.budget:f}", "currency": case.currency}
        yield Reason("financing-differs-from-budget", amounts)


def _commitments(case: Case) -> Iterator[Reason]:
    given = {commitment.level for commitment in case.commitments}
    for level in COMMITMENT_LEVELS:
        if level not in given:
            yield Reason("commitment-missing", {"level": level})
