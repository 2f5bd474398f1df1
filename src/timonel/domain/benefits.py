"""Benefits of a project held against what its business case planned, when they are due, and which are late."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

from timonel.domain.findings import Finding, Outcome
from timonel.domain.lights.measures import same_day_after

MONTHS_AFTER_CLOSING: Final = 12
"""The benefits report is due a year after the closing, the same day of the year; the day itself is in time."""
LESSONS: Final = ("context", "what_was_done", "what_worked", "what_did_not", "evidence", "advice")
"""What the case template of a closed project asks for, so that projects can be compared and success explained."""


_GROUPED = re.compile(r"(?P<whole>-?\d{1,3}(?:\.\d{3})+)(?:,(?P<part>\d+))?")
_PLAIN = re.compile(r"(?P<whole>-?\d+)(?:[.,](?P<part>\d+))?")


def level_in(text: str) -> Decimal | None:
    """Read the figure that a level begins with (`24.000`, `9 %`, `4,5 días`); None where it is said in words.

    Dots before three figures group thousands, as they are written in Spanish; else a dot or a comma begins the
    decimals, but not a comma before just three figures, for it may mean either.
    """
    figure = text.strip().split(" ")[0].rstrip("%")
    match = _GROUPED.fullmatch(figure) or _PLAIN.fullmatch(figure)
    if match is None or re.fullmatch(r"-?\d{1,3},\d{3}", figure):
        return None
    whole = match["whole"].replace(".", "")
    return Decimal(f"{whole}.{match['part']}" if match["part"] else whole)


@dataclass(frozen=True, slots=True)
class Planned:
    """One benefit as planned: its key in the business case, its indicator's value before and after, and by when."""

    key: str
    label: str
    before: Decimal | None
    after: Decimal | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Realised:
    """What was measured of one benefit on a day."""

    key: str
    value: Decimal
    measured_on: date


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit held against its plan: how much of the planned change came about, and whether it is late.

    `share` is a fraction of the planned change (1 is all of it, more is more, under 0 is worse than before); None where
    nothing was measured, or the plan states no change to hold it against.
    """

    planned: Planned
    latest: Realised | None
    share: Fraction | None
    late: bool

    @property
    def ratio(self) -> Decimal | None:
        """The share to four decimals, rounded half-even, as it is shown."""
        if self.share is None:
            return None
        exact = Decimal(self.share.numerator) / Decimal(self.share.denominator)
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_EVEN)


def report_due(closed_on: date) -> date:
    """Give the day by which the benefits of a closed project are reported."""
    return same_day_after(closed_on, MONTHS_AFTER_CLOSING)


def held_against(planned: Sequence[Planned], realised: Sequence[Realised], on: date) -> list[Benefit]:
    """Hold each planned benefit against its latest measurement up to a day, in the order of the plan.

    It is late when its day is past (the day itself is in time) and the planned change has not come about in full, or
    was never measured. Without a planned day nothing is late.
    """
    found = []
    for each in planned:
        measured = [seen for seen in realised if seen.key == each.key and seen.measured_on <= on]
        latest = max(measured, key=lambda seen: seen.measured_on, default=None)
        share = _share(each, latest)
        past = each.due_on is not None and each.due_on < on
        found.append(Benefit(each, latest, share, past and (share is None or share < 1)))
    return found


def _share(planned: Planned, latest: Realised | None) -> Fraction | None:
    if latest is None or planned.before is None or planned.after is None or planned.before == planned.after:
        return None
    return Fraction(latest.value - planned.before) / Fraction(planned.after - planned.before)


def lessons_missing(told: dict[str, str]) -> tuple[Finding, ...]:
    """Name each part of the case template that is empty: what a closing without it would leave nobody to learn from."""
    empty = [part for part in LESSONS if not told.get(part, "").strip()]
    return tuple(
        Finding("case-template", Outcome.FAILS, code="lesson-missing", params={"part": part}) for part in empty
    )
