"""What rooms above ask of business cases: totals, what lacks, prices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from timonel.businesscases.bearers import BEARERS, matter_of
from timonel.businesscases.models import CaseVersion
from timonel.businesscases.queries.versions import case_in, latest_version
from timonel.domain.appraisal import business_case_is_complete, staff_impact_is_assessed, terms_of
from timonel.domain.appraisal.case import Benefit
from timonel.domain.appraisal.completeness import COMPLETE, STAFF
from timonel.domain.appraisal.terms import Terms
from timonel.domain.findings import Finding, Outcome
from timonel.domain.mandates import Framework
from timonel.domain.money import Money
from timonel.governance.queries.viewers import Viewer


@dataclass(frozen=True)
class CaseTotals:
    """What the version in force says in sum: investment of all years, the dearest year of operation, benefits."""

    total_budget: Money
    annual_cost: Money
    benefits: tuple[str, ...]
    version: int
    sha256: str
    adopted_on: date


def case_totals(viewer: Viewer, kind: str, number: str) -> CaseTotals | None:
    """Give the totals of the case of a subject; None where the viewer sees none or none was adopted."""
    version = latest_version(kind, number) if matter_of(viewer, kind, number) else None
    if version is None:
        return None
    case = case_in(version)
    return CaseTotals(
        Money(case.budget, case.currency),
        Money(case.annual_cost, case.currency),
        tuple(benefit.name for benefit in case.benefits),
        version.ordinal,
        version.sha256,
        version.adopted_on,
    )


def case_finding(
    kind: str, number: str, *, several_institutions: bool, framework: Framework | None = None, on: date | None = None
) -> Finding:
    """Say whether the version in force is complete, or that there is none; whoever asks.

    With a framework and a day, lines that its horizon does not count are named too.
    """
    version = latest_version(kind, number)
    if version is None:
        return Finding(COMPLETE, Outcome.FAILS, code="no-case-version")
    terms = terms_of(framework, on) if framework is not None and on is not None else None
    known = terms if isinstance(terms, Terms) else None
    return business_case_is_complete(case_in(version), several_institutions=several_institutions, terms=known)


def staff_finding(kind: str, number: str) -> Finding:
    """Say whether the version in force assesses the effect on staff, or that there is no version; whoever asks."""
    version = latest_version(kind, number)
    if version is None:
        return Finding(STAFF, Outcome.FAILS, code="no-case-version")
    return staff_impact_is_assessed(case_in(version))


@dataclass(frozen=True)
class CaseProduct:
    """What a version of a case brings to a gate: as which product, of which version, with which hash."""

    product: str
    version: int
    sha256: str


def case_products(kind: str, number: str) -> list[CaseProduct]:
    """Give the products of a project model that the version in force is: the case, and the assessed effect on staff."""
    version = latest_version(kind, number)
    if version is None:
        return []
    assessed = staff_impact_is_assessed(case_in(version)).outcome is Outcome.HOLDS
    names = ["business-case"] + ["staff-impact"] * assessed
    return [CaseProduct(name, version.ordinal, version.sha256) for name in names]


def planned_benefits(kind: str, number: str) -> list[Benefit]:
    """Give the benefits that the version in force declares, in its order; empty without one."""
    version = latest_version(kind, number)
    return list(case_in(version).benefits) if version is not None else []


def prices_by_category(kind: str, number: str) -> dict[str, Money]:
    """Give the investment with the project by category of spend, from the version in force; empty without one."""
    version = latest_version(kind, number)
    if version is None:
        return {}
    case = case_in(version)
    return {category: Money(amount, case.currency) for category, amount in case.prices().items()}


@dataclass(frozen=True)
class Price:
    """What a subject's case says that a category of spend costs."""

    kind: str
    number: str
    category: str
    amount: Money


def price_history(viewer: Viewer, category: str, currency: str, *, most: int = 1000) -> list[Price]:
    """Give what the latest cases say that a category costs, in one currency: those the viewer may see, newest first."""
    found = (price for version in _latest(most) for price in _prices(version, category, currency))
    return [price for price in found if matter_of(viewer, price.kind, price.number)]


def _latest(most: int) -> list[CaseVersion]:
    """Give the version in force of each case, the newest first."""
    rows = CaseVersion.objects.filter(case__subject_kind__in=BEARERS).select_related("case")
    newest = rows.order_by("case_id", "-ordinal").distinct("case_id")
    return list(CaseVersion.objects.filter(pk__in=newest.values("pk")).select_related("case").order_by("-pk")[:most])


def _prices(version: CaseVersion, category: str, currency: str) -> Iterator[Price]:
    case = case_in(version)
    amount = case.prices().get(category)
    if case.currency == currency and amount is not None:
        about = version.case
        yield Price(about.subject_kind, about.subject_number, category, Money(amount, currency))
