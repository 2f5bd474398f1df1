"""The two situations by year, and what the project adds: with minus without, recomputable from what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from timonel.domain.appraisal.case import Case

Series = tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Flows:
    """Hold costs and benefits of both situations for each year, at likely values.

    Year 0 is the first year of the case; the last is as many years later as the horizon says.
    """

    first_year: int
    costs_with: Series
    costs_without: Series
    gains_with: Series
    gains_without: Series

    @property
    def years(self) -> tuple[int, ...]:
        """Give the calendar years."""
        return tuple(self.first_year + step for step in range(len(self.costs_with)))

    @property
    def extra_costs(self) -> Series:
        """Give the costs that the project adds in each year; negative where it saves some."""
        return tuple(one - other for one, other in zip(self.costs_with, self.costs_without, strict=True))

    @property
    def extra_gains(self) -> Series:
        """Give the benefits that the project adds in each year."""
        return tuple(one - other for one, other in zip(self.gains_with, self.gains_without, strict=True))

    @property
    def net_with(self) -> Series:
        """Give benefits less costs with the project."""
        return tuple(gain - cost for gain, cost in zip(self.gains_with, self.costs_with, strict=True))

    @property
    def net_without(self) -> Series:
        """Give benefits less costs without the project."""
        return tuple(gain - cost for gain, cost in zip(self.gains_without, self.costs_without, strict=True))

    @property
    def net(self) -> Series:
        """Give what the project adds: the net figure with it less the net figure without it."""
        return tuple(one - other for one, other in zip(self.net_with, self.net_without, strict=True))


def flows_of(case: Case, horizon: int) -> Flows:
    """Lay a case out by year, from its first year (year 0) to the horizon, which counts the years after it.

    A line outside those years is left out; ``lines_outside`` names them.
    """
    size = horizon + 1
    sums = {(kind, situation): [Decimal(0)] * size for kind in ("cost", "gain") for situation in ("with", "without")}
    for kind, lines in (("cost", case.costs), ("gain", case.gains)):
        for line in lines:
            step = line.year - case.first_year
            if 0 <= step < size:
                sums[kind, line.situation][step] += line.amount.likely
    return Flows(
        case.first_year,
        tuple(sums["cost", "with"]),
        tuple(sums["cost", "without"]),
        tuple(sums["gain", "with"]),
        tuple(sums["gain", "without"]),
    )


def lines_outside(case: Case, horizon: int) -> tuple[int, ...]:
    """Give the years of lines and risks that no result counts: before the first year or after the horizon."""
    years = {cost.year for cost in case.costs} | {gain.year for gain in case.gains}
    years |= {risk.year for risk in case.risks}
    return tuple(sorted(year for year in years if not 0 <= year - case.first_year <= horizon))
