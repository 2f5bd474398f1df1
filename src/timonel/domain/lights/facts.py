"""What lights look at: the plan of a baseline and what a report says, each value said, or missing with why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from timonel.domain.money import Money


class Missing(IntEnum):
    """Why there is no value, or no light. Where several hold at once, the first of this list is told."""

    NO_TOLERANCE = 1
    """The framework sets no tolerance."""
    TOLERANCE_UNKNOWN = 2
    """It is not known whether the tolerance was in force on that day."""
    NO_REPORT = 3
    """Nobody has reported."""
    NO_BASELINE = 4
    """There is no baseline of that kind to measure against."""
    WITHHELD = 5
    """The source has the value and does not publish it."""
    RESET = 6
    """The source says that the value was being set anew."""
    NOT_STATED = 7
    """Nobody has stated the value."""
    DOUBTFUL = 8
    """The value stands in the source and cannot be meant; it was set aside."""
    OTHER_CURRENCY = 9
    """Plan, report and tolerance are not in one currency."""
    PLAN_IS_NOTHING = 10
    """A share of a plan of zero or less, or of no days, means nothing."""

    @property
    def code(self) -> str:
        """Return the stable code."""
        return self.name.lower().replace("_", "-")


Said = date | Money | Missing


@dataclass(frozen=True, slots=True)
class Plan:
    """What a baseline plans: first and last day, cost over the whole life, benefits."""

    start_on: date | Missing = Missing.NOT_STATED
    end_on: date | Missing = Missing.NOT_STATED
    cost: Money | Missing = Missing.NOT_STATED
    benefits: Money | Missing = Missing.NOT_STATED


@dataclass(frozen=True, slots=True)
class Standing:
    """What a report expects by the end: the last day, the cost over the whole life, the benefits.

    What has already come about (an actual end, a final cost) stands for what is expected.
    """

    end_on: date | Missing = Missing.NOT_STATED
    cost: Money | Missing = Missing.NOT_STATED
    benefits: Money | Missing = Missing.NOT_STATED


NO_PLAN = Plan(*(Missing.NO_BASELINE,) * 4)
NO_STANDING = Standing(*(Missing.NO_REPORT,) * 3)
