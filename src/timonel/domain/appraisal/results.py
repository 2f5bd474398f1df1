"""What follows from a case: its results in exact decimals, each by its formula, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import lru_cache
from typing import Final

from timonel.domain.appraisal.case import Case, Risk
from timonel.domain.appraisal.flows import Flows, Series, flows_of
from timonel.domain.appraisal.rates import internal_rates, sign_changes
from timonel.domain.appraisal.terms import Terms
from timonel.domain.findings import Reason
from timonel.domain.money import Money

PRECISION: Final = 50
_CENT: Final = Decimal(1).scaleb(-4)
_PLACES: Final = Decimal(1).scaleb(-6)


@dataclass(frozen=True, slots=True)
class Result:
    """Hold one result by its formula: money, numbers (a ratio, years, rates as shares of one), or why there is none."""

    formula: str
    money: Money | None = None
    numbers: tuple[Decimal, ...] = ()
    reason: Reason | None = None
    facts: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def number(self) -> Decimal | None:
        """Give the number; None where there is none or there are several."""
        return self.numbers[0] if len(self.numbers) == 1 else None


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Hold the flows of a case and all its results under some terms."""

    flows: Flows
    terms: Terms
    net_present_value: Result
    expected_value: Result
    benefit_cost_ratio: Result
    internal_rate: Result
    payback: Result
    discounted_payback: Result
    annual_worth: Result

    @property
    def results(self) -> tuple[Result, ...]:
        """Give every result, in the order in which people read them."""
        return (
            self.net_present_value,
            self.expected_value,
            self.benefit_cost_ratio,
            self.internal_rate,
            self.payback,
            self.discounted_payback,
            self.annual_worth,
        )


def appraise(case: Case, terms: Terms) -> Appraisal:
    """Work out every result of a case at its likely values; the expected value weighs ranges and risks too."""
    with localcontext() as context:
        context.prec = PRECISION
        flows = flows_of(case, terms.horizon)
        factors = discount_factors(terms.rate, terms.horizon)
        net = flows.net
        discounted = tuple(amount * factor for amount, factor in zip(net, factors, strict=True))
        value = sum(discounted, Decimal(0))
        return Appraisal(
            flows,
            terms,
            Result("net-present-value", money_of(value, case.currency)),
            Result("expected-value", money_of(value + _beyond_likely(case, terms, factors), case.currency)),
            _ratio(flows, factors),
            internal_rate(net),
            payback(net, "payback"),
            payback(discounted, "discounted-payback"),
            Result("annual-worth", money_of(value * recovery_factor(terms.rate, terms.horizon), case.currency)),
        )


@lru_cache(maxsize=64)
def discount_factors(rate: Decimal, horizon: int) -> tuple[Decimal, ...]:
    """Give what one unit of each year is worth in year 0, which is not discounted."""
    with localcontext() as context:
        context.prec = PRECISION
        factors = [Decimal(1)]
        for _year in range(horizon):
            factors.append(factors[-1] / (1 + rate))
        return tuple(factors)


@lru_cache(maxsize=64)
def recovery_factor(rate: Decimal, horizon: int) -> Decimal:
    """Give the equal yearly amount, of years 1 to the horizon, that one unit of year 0 is worth."""
    with localcontext() as context:
        context.prec = PRECISION
        return 1 / sum(discount_factors(rate, horizon)[1:], Decimal(0))


def money_of(amount: Decimal, currency: str) -> Money:
    """Round an amount to four decimals, half to even."""
    return Money(amount.quantize(_CENT, ROUND_HALF_EVEN), currency)


def present_value(series: Series, factors: Sequence[Decimal]) -> Decimal:
    """Give what a series of yearly amounts is worth in year 0."""
    return sum((amount * factor for amount, factor in zip(series, factors, strict=True)), Decimal(0))


def _beyond_likely(case: Case, terms: Terms, factors: Sequence[Decimal]) -> Decimal:
    """Give what the ranges add to the likely value, less what the risks are expected to cost.

    The mean of an estimate is (low + 4 likely + high) / 6, so a range adds (low + high - 2 likely) / 6.
    """
    sixths = [Decimal(0)] * (terms.horizon + 1)
    for adds, lines in (("without", case.costs), ("with", case.gains)):
        for line in lines:
            step = line.year - case.first_year
            if 0 <= step <= terms.horizon:
                estimate = line.amount
                skew = estimate.low + estimate.high - 2 * estimate.likely
                sixths[step] += skew if line.situation == adds else -skew
    expected = sum((risk.expected * factors[step] for risk, step in counted_risks(case, terms)), Decimal(0))
    return present_value(tuple(sixths), factors) / 6 - expected


def counted_risks(case: Case, terms: Terms) -> list[tuple[Risk, int]]:
    """Give the risks whose year the results count, each with its step from year 0."""
    steps = [(risk, risk.year - case.first_year) for risk in case.risks]
    return [(risk, step) for risk, step in steps if 0 <= step <= terms.horizon]


def _ratio(flows: Flows, factors: Sequence[Decimal]) -> Result:
    gains, costs = present_value(flows.extra_gains, factors), present_value(flows.extra_costs, factors)
    if costs <= 0:
        return Result("benefit-cost-ratio", reason=Reason("no-ratio-without-costs"))
    return Result("benefit-cost-ratio", numbers=((gains / costs).quantize(_PLACES),))


def internal_rate(net: Series) -> Result:
    """Give the internal rate; that there is none, or that there are several and no one of them is *the* rate."""
    rates = internal_rates(net)
    changes = str(sign_changes(net))
    if len(rates) == 1:
        return Result("internal-rate", numbers=rates, facts={"changes": changes})
    code = "internal-rates-several" if rates else "internal-rate-none"
    return Result("internal-rate", numbers=rates, reason=Reason(code, {"changes": changes, "count": str(len(rates))}))


def payback(series: Series, formula: str) -> Result:
    """Give the years after year 0 from which on the sum of a series stays at nought or above until the horizon.

    Within the year that brings it there, the flow is taken as even.
    """
    sums: list[Decimal] = []
    for amount in series:
        sums.append((sums[-1] if sums else Decimal(0)) + amount)
    below = [step for step, total in enumerate(sums) if total < 0]
    if not below:
        return Result(formula, numbers=(Decimal(0),))
    last = below[-1]
    if last == len(sums) - 1:
        return Result(formula, reason=Reason("never-paid-back", {"years": str(last)}))
    part = -sums[last] / series[last + 1]
    return Result(formula, numbers=((last + part).quantize(_PLACES),))
