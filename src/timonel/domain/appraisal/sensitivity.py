"""Which assumption matters: the net present value with each group of estimates at its lowest and at its highest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, localcontext

from timonel.domain.appraisal.case import Case
from timonel.domain.appraisal.flows import flows_of
from timonel.domain.appraisal.results import PRECISION, discount_factors, money_of, present_value
from timonel.domain.appraisal.terms import Terms
from timonel.domain.money import Money

Group = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Hold by how much the net present value changes with a group at its lowest and at its highest."""

    group: Group
    at_low: Decimal
    at_high: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """Hold one bar of a tornado: the value with the group at its lowest and at its highest, all else likely."""

    group: Group
    at_low: Money
    at_high: Money

    @property
    def swing(self) -> Decimal:
        """Give how far apart the two are."""
        return abs(self.at_high.amount - self.at_low.amount)


def spreads_of(case: Case, terms: Terms) -> list[Spread]:
    """Give each group of estimates with a range, by its name.

    A group is what varies together: the lines that depend on one assumption, or else all years of one category of cost,
    or of one benefit, in one situation.
    """
    factors = discount_factors(terms.rate, terms.horizon)
    counted = {1: factors, -1: tuple(-factor for factor in factors)}
    found: dict[Group, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for sign, lines in ((-1, case.costs), (1, case.gains)):
        for line in lines:
            step = line.year - case.first_year
            if 0 <= step <= terms.horizon:
                factor = counted[sign if line.situation == "with" else -sign][step]
                ends, estimate = found[line.group], line.amount
                ends[0] -= (estimate.likely - estimate.low) * factor
                ends[1] += (estimate.high - estimate.likely) * factor
    return [Spread(group, low, high) for group, (low, high) in sorted(found.items()) if low or high]


def tornado(case: Case, terms: Terms) -> list[Bar]:
    """Give the bars, the widest first; of two as wide, by name."""
    with localcontext() as context:
        context.prec = PRECISION
        likely = present_value(flows_of(case, terms.horizon).net, discount_factors(terms.rate, terms.horizon))
        bars = [
            Bar(
                spread.group,
                money_of(likely + spread.at_low, case.currency),
                money_of(likely + spread.at_high, case.currency),
            )
            for spread in spreads_of(case, terms)
        ]
    return sorted(bars, key=lambda bar: (-bar.swing, bar.group))
