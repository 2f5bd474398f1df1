"""The risk pool: what the largest risks that remain after the responses are expected to cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from timonel.domain.appraisal.case import Case, Risk
from timonel.domain.appraisal.results import money_of
from timonel.domain.appraisal.terms import POOLED, Terms
from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome
from timonel.domain.money import Money


@dataclass(frozen=True, slots=True)
class RiskPool:
    """Hold the sum, undiscounted because it is a budget, and the risks it is made of, the largest first."""

    amount: Money
    risks: tuple[Risk, ...]


def risk_pool(case: Case, terms: Terms) -> RiskPool | Finding:
    """Add up probability times impact of the largest risks, as many as the framework pools; of two as large, by name.

    A refusal that names the parameter where the framework does not say how many.
    """
    if terms.pooled_risks is None:
        return Finding("risk-pool", Outcome.REFUSED, code=DOES_NOT_SET, params={"parameter": POOLED})
    largest = sorted(case.risks, key=lambda risk: (-risk.expected, risk.name))[: terms.pooled_risks]
    total = sum((risk.expected for risk in largest), Decimal(0))
    return RiskPool(money_of(total, case.currency), tuple(largest))
