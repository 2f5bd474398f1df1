"""How likely a negative result is: draws from the ranges and the risks, the same each time.

Each group of estimates is drawn from a double triangle: half of the draws lie below the likely value and half above,
falling off to nothing at the ends (AACE RP 41R-08). Its mean is (low + 4 likely + high) / 6. A risk happens in as many
draws as its probability says and then costs its impact. So a result is linear in columns of numbers that do not
depend on the case, and those of any number of cases are one product of matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Final

import numpy as np
from numpy.typing import NDArray

from timonel.domain.appraisal.case import Case
from timonel.domain.appraisal.flows import flows_of
from timonel.domain.appraisal.results import PRECISION, counted_risks, discount_factors, money_of, present_value
from timonel.domain.appraisal.sensitivity import spreads_of
from timonel.domain.appraisal.terms import Terms
from timonel.domain.money import Money

Array = NDArray[np.float64]
Column = tuple[str, int, int]
"""A column of a case and row of draws: below, above or risk; its place; for a risk also its percentage."""

SEED: Final = 2016
DRAWS: Final = 10_000
BLOCK: Final = 250
"""Cases whose draws are held in memory at once."""
BINS: Final = 30


@dataclass(frozen=True, slots=True)
class Chances:
    """Hold a case as draws need it: its likely value, what each group adds at either end, what each risk costs."""

    likely: float
    spreads: tuple[tuple[float, float], ...]
    risks: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Hold cases as rows of a matrix: the likely values apart, and for each column what it adds to each case."""

    likely: Array
    weights: Array
    names: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Simulation:
    """Hold what the draws of one case say: the share below nought, mean, tenth, fiftieth and ninetieth percentile."""

    draws: int
    seed: int
    negative: Decimal
    mean: Money
    low: Money
    middle: Money
    high: Money
    edges: tuple[Decimal, ...]
    counts: tuple[int, ...]


def chances_of(case: Case, terms: Terms) -> Chances:
    """Bring a case into the form that draws need; groups by name, risks in their order."""
    with localcontext() as context:
        context.prec = PRECISION
        factors = discount_factors(terms.rate, terms.horizon)
        likely = present_value(flows_of(case, terms.horizon).net, factors)
        spreads = tuple((float(each.at_low), float(each.at_high)) for each in spreads_of(case, terms))
        risks = tuple(
            (risk.probability, float(-risk.impact * factors[step])) for risk, step in counted_risks(case, terms)
        )
    return Chances(float(likely), spreads, risks)


def columns_of(cases: Sequence[Chances]) -> Columns:
    """Lay cases out as one matrix: the same place of two cases is the same column."""
    widest = max((len(each.spreads) for each in cases), default=0)
    percents = sorted({(place, risk[0]) for each in cases for place, risk in enumerate(each.risks)})
    names: list[Column] = [(way, place, 0) for place in range(widest) for way in ("below", "above")]
    at = {key: len(names) + number for number, key in enumerate(percents)}
    names += [("risk", place, percent) for place, percent in percents]
    weights = np.zeros((len(cases), len(names)))
    for row, each in enumerate(cases):
        for place, (low, high) in enumerate(each.spreads):
            weights[row, 2 * place : 2 * place + 2] = low, high
        for place, (percent, impact) in enumerate(each.risks):
            weights[row, at[place, percent]] = impact
    return Columns(np.array([each.likely for each in cases]), weights, tuple(names))


def draws_for(names: Sequence[Column], draws: int = DRAWS) -> Array:
    """Give the draws, a row for each column: how far to the end below or above, or whether the risk happened.

    Each place has a stream of its own, so that a case has the same draws alone and among others.
    """
    rows = np.empty((len(names), draws))
    uniform: dict[tuple[bool, int], Array] = {}
    for number, (kind, place, percent) in enumerate(names):
        key = (kind == "risk", place)
        if key not in uniform:
            uniform[key] = np.random.Generator(np.random.PCG64([SEED, int(key[0]), place])).random(draws)
        drawn = uniform[key]
        if kind == "risk":
            rows[number] = drawn < percent / 100
        else:
            side = np.clip(1 - 2 * drawn if kind == "below" else 2 * drawn - 1, 0, None)
            rows[number] = 1 - np.sqrt(1 - side)
    return rows


def simulated(columns: Columns, draws: int = DRAWS) -> tuple[Array, Array]:
    """Give for each case the mean of its draws and the share of them below nought."""
    drawn = draws_for(columns.names, draws)
    means = columns.likely + columns.weights @ drawn.mean(axis=1)
    negative = np.empty(len(columns.likely))
    held = np.empty((BLOCK, draws))
    for first in range(0, len(columns.likely), BLOCK):
        block = slice(first, first + BLOCK)
        values = np.matmul(columns.weights[block], drawn, out=held[: len(columns.likely[block])])
        limit = -columns.likely[block, None]
        negative[block] = np.count_nonzero(values < limit, axis=1)
    return means, negative / draws


def simulate(case: Case, terms: Terms, draws: int = DRAWS) -> Simulation:
    """Draw the net present value of a case; the same case and terms give the same answer each time."""
    columns = columns_of([chances_of(case, terms)])
    values = columns.likely[0] + columns.weights[0] @ draws_for(columns.names, draws)
    low, middle, high = (float(each) for each in np.quantile(values, (0.1, 0.5, 0.9)))
    counts, edges = np.histogram(values, bins=BINS)
    return Simulation(
        draws,
        SEED,
        Decimal(int(np.count_nonzero(values < 0))) / draws,
        _money(float(values.mean()), case.currency),
        _money(low, case.currency),
        _money(middle, case.currency),
        _money(high, case.currency),
        tuple(Decimal(repr(float(edge))).quantize(Decimal(1).scaleb(-4)) for edge in edges),
        tuple(int(count) for count in counts),
    )


def _money(value: float, currency: str) -> Money:
    return money_of(Decimal(repr(value)), currency)
