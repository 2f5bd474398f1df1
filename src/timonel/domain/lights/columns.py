"""Lights of a whole portfolio at once, equal to the rule for one: in whole numbers, so that limits are exact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from timonel.domain.lights.facts import Missing, Plan, Standing
from timonel.domain.lights.rating import Colour
from timonel.domain.lights.tolerances import LightRule, Test
from timonel.domain.money import SCALE, Money

Numbers = NDArray[np.int64]
Codes = NDArray[np.int8]
_EPOCH = date(1970, 1, 1).toordinal()
_STEPS = 10**SCALE
_ROOM = 2**61


@dataclass(frozen=True, slots=True)
class Values:
    """A value of each of many reports: days as ordinals or ten-thousandths of money, and why where there is none."""

    numbers: Numbers
    missing: Codes

    @classmethod
    def of(cls, values: Sequence[date | Money | Missing]) -> Values:
        """Put values into columns."""
        missing = np.array([value if isinstance(value, Missing) else 0 for value in values], np.int8)
        return cls(np.array([_number(value) for value in values], np.int64), missing)


@dataclass(frozen=True, slots=True)
class PlanColumns:
    """The plans that many reports are held against, each in the currency of its project (a code; -1 is none)."""

    start_on: Values
    end_on: Values
    cost: Values
    benefits: Values
    currency: NDArray[np.int16]

    @classmethod
    def of(cls, plans: Sequence[Plan], currencies: Sequence[str]) -> PlanColumns:
        """Put plans into columns; an amount's currency is its place in `currencies`."""
        return cls(
            Values.of([plan.start_on for plan in plans]),
            Values.of([plan.end_on for plan in plans]),
            Values.of([plan.cost for plan in plans]),
            Values.of([plan.benefits for plan in plans]),
            _currency([(plan.cost, plan.benefits) for plan in plans], currencies),
        )


@dataclass(frozen=True, slots=True)
class StandingColumns:
    """What many reports expect, each in one currency."""

    end_on: Values
    cost: Values
    benefits: Values
    currency: NDArray[np.int16]

    @classmethod
    def of(cls, standings: Sequence[Standing], currencies: Sequence[str]) -> StandingColumns:
        """Put what reports say into columns."""
        return cls(
            Values.of([each.end_on for each in standings]),
            Values.of([each.cost for each in standings]),
            Values.of([each.benefits for each in standings]),
            _currency([(each.cost, each.benefits) for each in standings], currencies),
        )


@dataclass(frozen=True, slots=True)
class Lights:
    """Colours of many reports, and why where one is not rated (0 where it is)."""

    colours: Codes
    missing: Codes


def light_columns(
    rule: LightRule, plans: PlanColumns, standings: StandingColumns, currencies: Sequence[str] = ()
) -> Lights:
    """Say what a light shows of many reports, as `light_of` does of each."""
    size = len(standings.currency)
    if rule.gap is not None:
        return Lights(np.zeros(size, np.int8), np.full(size, rule.gap, np.int8))
    colours = np.zeros(size, np.int8)
    reasons = np.zeros(size, np.int8)
    open_ = np.ones(size, np.bool_)
    for colour, group in ((Colour.RED, rule.red), (Colour.YELLOW, rule.yellow)):
        turned, missing = _group(group, plans, standings, currencies)
        colours[open_ & turned] = colour
        open_ &= ~turned
        lacking = open_ & (missing != 0)
        reasons[lacking] = missing[lacking]
        open_ &= ~lacking
    colours[open_] = Colour.GREEN
    return Lights(colours, reasons)


def _group(
    tests: Iterable[Test], plans: PlanColumns, standings: StandingColumns, currencies: Sequence[str]
) -> tuple[NDArray[np.bool_], Codes]:
    """Give where one of the tolerances is passed, and the gravest reason of those that lack a value (0 for none)."""
    size = len(standings.currency)
    turned, missing = np.zeros(size, np.bool_), np.full(size, 127, np.int8)
    for test in tests:
        passed, why = _test(test, plans, standings, currencies)
        turned |= passed & (why == 0)
        missing = np.where(why != 0, np.minimum(missing, why), missing)
    missing[missing == 127] = 0
    return turned, missing


def _test(
    test: Test, plans: PlanColumns, standings: StandingColumns, currencies: Sequence[str]
) -> tuple[NDArray[np.bool_], Codes]:
    if test.measure.startswith("schedule"):
        difference = standings.end_on.numbers - plans.end_on.numbers
        missing = _gravest(plans.end_on.missing, standings.end_on.missing)
        return _scheduled(test, difference, missing, plans)
    if test.measure.startswith("benefit"):
        planned, expected, sign = plans.benefits, standings.benefits, -1
    else:
        planned, expected, sign = plans.cost, standings.cost, 1
    missing = _gravest(planned.missing, expected.missing)
    code = next((place for place, name in enumerate(currencies) if name == test.currency), -2)
    other = plans.currency != standings.currency
    if test.currency is not None:
        other |= plans.currency != code
    missing = np.where((missing == 0) & other, np.int8(Missing.OTHER_CURRENCY), missing)
    difference = sign * (expected.numbers - planned.numbers)
    if test.currency is not None:
        return _passed(test, difference, np.int64(int(test.limit * _STEPS)), 1), missing
    return _shared(test, difference, planned.numbers, missing)


def _scheduled(test: Test, difference: Numbers, missing: Codes, plans: PlanColumns) -> tuple[NDArray[np.bool_], Codes]:
    if test.measure == "schedule-slip-days":
        return _passed(test, difference, np.int64(test.limit.numerator), test.limit.denominator), missing
    if test.measure == "schedule-slip-months":
        known = np.where(plans.end_on.missing == 0, plans.end_on.numbers, _EPOCH)
        return _passed(test, difference, _later(known, int(test.limit)) - known, 1), missing
    missing = np.where(missing == 0, plans.start_on.missing, missing)
    return _shared(test, difference, plans.end_on.numbers - plans.start_on.numbers, missing)


def _shared(test: Test, difference: Numbers, planned: Numbers, missing: Codes) -> tuple[NDArray[np.bool_], Codes]:
    """Hold a difference against a share of the plan in percent."""
    nothing = (missing == 0) & (planned <= 0)
    missing = np.where(nothing, np.int8(Missing.PLAN_IS_NOTHING), missing)
    numerator, denominator = test.limit.numerator, test.limit.denominator * 100
    planned = np.where(missing == 0, planned, 0)
    if abs(numerator) * int(planned.max(initial=0)) >= _ROOM:  # beyond what 64 bits hold: whole numbers of any size
        planned, difference = planned.astype(object), difference.astype(object)
    return _passed(test, difference, planned * numerator, denominator), missing


def _passed(test: Test, difference: Any, numerator: Any, denominator: int) -> NDArray[np.bool_]:
    """Compare a whole number with a fraction exactly, by the whole numbers around it."""
    if test.both_ways:
        difference = abs(difference)
    floor, ceiling = numerator // denominator, -(-numerator // denominator)
    if test.comparator == "over":
        passed = difference > floor
    elif test.comparator == "at-least":
        passed = difference >= ceiling
    else:
        passed = difference < ceiling if test.comparator == "under" else difference <= floor
    return np.asarray(passed, np.bool_)


def _later(ordinals: Numbers, months: int) -> Numbers:
    """Give the same day of the month some months later, the last of the month where it has no such day."""
    days = (ordinals - _EPOCH).astype("datetime64[D]")
    month = days.astype("datetime64[M]")
    passed = (days - month.astype("datetime64[D]")).astype(np.int64)
    first, after = ((month + months + more).astype("datetime64[D]").astype(np.int64) for more in (0, 1))
    later: Numbers = _EPOCH + first + np.minimum(passed, after - first - 1)
    return later


def _gravest(one: Codes, other: Codes) -> Codes:
    lowest = np.minimum(np.where(one == 0, 127, one), np.where(other == 0, 127, other))
    return np.where(lowest == 127, 0, lowest).astype(np.int8)


def _number(value: date | Money | Missing) -> int:
    if isinstance(value, Missing):
        return 0
    return value.scaled if isinstance(value, Money) else value.toordinal()


def _currency(pairs: Sequence[tuple[Money | Missing, Money | Missing]], names: Sequence[str]) -> NDArray[np.int16]:
    places = {name: place for place, name in enumerate(names)}
    found = [next((places[each.currency] for each in pair if isinstance(each, Money)), -1) for pair in pairs]
    return np.array(found, np.int16)
