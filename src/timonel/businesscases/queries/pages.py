"""What the page of a business case shows: the version, its results under the terms in force, what it depends on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from timonel.businesscases.bearers import Matter, matter_of
from timonel.businesscases.models import CaseVersion
from timonel.businesscases.queries.versions import case_in, plain_of, versions_of
from timonel.domain.appraisal import (
    Appraisal,
    Bar,
    Difference,
    RiskPool,
    appraise,
    business_case_is_complete,
    differences,
    risk_pool,
    terms_of,
    tornado,
)
from timonel.domain.appraisal.case import Case
from timonel.domain.appraisal.chances import Simulation, simulate
from timonel.domain.appraisal.terms import Terms
from timonel.domain.findings import Finding
from timonel.domain.mandates import Framework
from timonel.domain.money import Money
from timonel.governance.queries.viewers import Viewer


@dataclass(frozen=True)
class Worked:
    """What follows from a case under some terms."""

    appraisal: Appraisal
    bars: Sequence[Bar]
    simulation: Simulation
    pool: RiskPool | Finding


@dataclass(frozen=True)
class CasePage:
    """All that the page of a case shows. `worked` is the refusal when the framework does not set rate or horizon.

    `at_adoption` is the net present value under the terms of the day on which the version was adopted, when it is
    another than now.
    """

    matter: Matter
    versions: Sequence[CaseVersion]
    version: CaseVersion | None
    case: Case | None
    complete: Finding | None
    worked: Worked | Finding | None
    at_adoption: Money | None


def case_page(
    viewer: Viewer, kind: str, number: str, *, framework: Framework, on: date, ordinal: int | None = None
) -> CasePage | None:
    """Give the page of a case, at its latest version or at another; None where the viewer has nothing to see."""
    matter = matter_of(viewer, kind, number)
    if matter is None:
        return None
    versions = versions_of(kind, number)
    chosen = next((each for each in versions if ordinal in (None, each.ordinal)), None)
    if chosen is None:
        return None if ordinal is not None else CasePage(matter, versions, None, None, None, None, None)
    case = case_in(chosen)
    terms = terms_of(framework, on)
    known = terms if isinstance(terms, Terms) else None
    complete = business_case_is_complete(case, several_institutions=matter.several_institutions, terms=known)
    worked = terms if isinstance(terms, Finding) else worked_out(case, terms)
    earlier = _value_under(case, terms_of(framework, chosen.adopted_on))
    value = worked.appraisal.net_present_value.money if isinstance(worked, Worked) else None
    return CasePage(matter, versions, chosen, case, complete, worked, earlier if earlier != value else None)


def worked_out(case: Case, terms: Terms) -> Worked:
    """Work out all that follows from a case."""
    return Worked(appraise(case, terms), tornado(case, terms), simulate(case, terms), risk_pool(case, terms))


def _value_under(case: Case, terms: Terms | Finding) -> Money | None:
    return appraise(case, terms).net_present_value.money if isinstance(terms, Terms) else None


@dataclass(frozen=True)
class ComparePage:
    """Two versions side by side: their results under today's terms, and every place in which they differ."""

    matter: Matter
    versions: Sequence[CaseVersion]
    before: CaseVersion
    after: CaseVersion
    results: tuple[Appraisal, Appraisal] | None
    budgets: tuple[Money, Money]
    differences: Sequence[Difference]


def compare_page(
    viewer: Viewer, kind: str, number: str, *, framework: Framework, on: date, before: int | None, after: int | None
) -> ComparePage | None:
    """Give two versions side by side: those asked for, else the last two; None where there are not two."""
    matter = matter_of(viewer, kind, number)
    versions = versions_of(kind, number) if matter else []
    by_ordinal = {version.ordinal: version for version in versions}
    latest = max(by_ordinal, default=0)
    new = by_ordinal.get(after if after is not None else latest)
    old = by_ordinal.get(before if before is not None else (new.ordinal - 1 if new else 0))
    if matter is None or old is None or new is None:
        return None
    cases = case_in(old), case_in(new)
    terms = terms_of(framework, on)
    results = (appraise(cases[0], terms), appraise(cases[1], terms)) if isinstance(terms, Terms) else None
    budgets = Money(cases[0].budget, cases[0].currency), Money(cases[1].budget, cases[1].currency)
    found = differences(plain_of(old), plain_of(new))
    return ComparePage(matter, versions, old, new, results, budgets, found)
