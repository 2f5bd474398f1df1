"""The measures that tolerances are set on, for one report: exact fractions, positive when it is worse than planned."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

from timonel.domain.lights.facts import Missing, Plan, Standing
from timonel.domain.lights.tolerances import Test
from timonel.domain.money import Money


def same_day_after(day: date, months: int) -> date:
    """Give the same day of the month some months later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def measured(test: Test, plan: Plan, standing: Standing) -> tuple[Fraction, Fraction] | Missing:
    """Give what was found and the limit it is held against, in the same unit, or why there is nothing to measure.

    A share is in percent of the plan. Slip in months is counted by the
    calendar: the limit is the day so many months after the planned one, both as
    days after the planned one. With `both_ways` the size alone counts.
    """
    if test.measure.startswith("schedule"):
        found = _schedule(test, plan, standing)
    elif test.measure.startswith("benefit"):
        found = _money(test, standing.benefits, plan.benefits, plan.benefits)
    else:
        found = _money(test, plan.cost, standing.cost, plan.cost)
    if isinstance(found, Missing):
        return found
    difference, limit = found
    return (abs(difference) if test.both_ways else difference), limit


def _schedule(test: Test, plan: Plan, standing: Standing) -> tuple[Fraction, Fraction] | Missing:
    planned, expected = plan.end_on, standing.end_on
    if isinstance(planned, Missing) or isinstance(expected, Missing):
        return _first(planned, expected)
    days = Fraction((expected - planned).days)
    if test.measure == "schedule-slip-days":
        return days, test.limit
    if test.measure == "schedule-slip-months":
        return days, Fraction((same_day_after(planned, int(test.limit)) - planned).days)
    if isinstance(plan.start_on, Missing):
        return plan.start_on
    length = (planned - plan.start_on).days
    return Missing.PLAN_IS_NOTHING if length <= 0 else (days * 100 / length, test.limit)


def _money(
    test: Test, less: Money | Missing, more: Money | Missing, planned: Money | Missing
) -> tuple[Fraction, Fraction] | Missing:
    if isinstance(less, Missing) or isinstance(more, Missing) or isinstance(planned, Missing):
        return _first(less, more)
    if less.currency != more.currency or test.currency not in (None, planned.currency):
        return Missing.OTHER_CURRENCY
    difference = Fraction(more.amount - less.amount)
    if test.currency is not None:
        return difference, test.limit
    return Missing.PLAN_IS_NOTHING if planned.amount <= 0 else (difference * 100 / Fraction(planned.amount), test.limit)


def _first(*values: date | Money | Missing) -> Missing:
    return min(value for value in values if isinstance(value, Missing))
