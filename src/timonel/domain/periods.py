"""Days that may be known only to the month or year, and the periods between them; answers are three-valued."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from timonel.domain.truth import Truth

_FORM = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
ALWAYS: Final = date.min.toordinal()
NEVER: Final = date.max.toordinal()

FIRST_DAY, LAST_DAY = date(1000, 1, 1), date(2999, 12, 31)
"""The first and the last day that anybody may speak of here, both included: what lies beyond is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Day:
    """Hold a day, month or year as written, with the first and last day it may mean."""

    text: str
    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> Day:
        """Read ``2016-02-03``, ``2016-02`` or ``2016``; ``ValueError`` on anything else."""
        match = _FORM.match(text)
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month is None:
            return cls(text, date(year, 1, 1), date(year, 12, 31))
        if day is None:
            last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
            return cls(text, date(year, month, 1), date(year, month, last))
        exact = date(year, month, day)
        return cls(text, exact, exact)

    @property
    def is_exact(self) -> bool:
        """Say whether a single day is meant."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Period:
    """Hold a time from a day to a day, both inclusive, either of them partly unknown; ``None`` ends are open.

    ``starts`` and ``ends`` keep the words of the file (``2011``, ``by 2016-01``, ``after 2016-04``). In the stretch
    where a partly known end may lie, the answer is unknown.
    """

    starts: str | None = None
    ends: str | None = None
    first: int = ALWAYS
    sure_from: int = ALWAYS
    sure_to: int = NEVER
    last: int = NEVER

    @classmethod
    def parse(cls, starts: str | None, ends: str | None) -> Period:
        """Read the words of a file; ``ValueError`` when a word is no day."""
        first, sure_from = _start(starts)
        sure_to, last = _end(ends)
        return cls(starts, ends, first, sure_from, sure_to, last)

    def holds(self, on: date) -> Truth:
        """Say whether the day lies in the period; both ends are inside."""
        return self.holds_ordinal(on.toordinal())

    def holds_ordinal(self, day: int) -> Truth:
        """Say the same of a day given by its ordinal."""
        if self.sure_from <= day <= self.sure_to:
            return Truth.YES
        if day < self.first or day > self.last:
            return Truth.NO
        return Truth.UNKNOWN

    @property
    def is_reversed(self) -> bool:
        """Say whether the end lies before the start, however the unknown parts are read."""
        return self.last < self.first

    def overlaps(self, other: Period) -> bool:
        """Say whether some day lies surely in both."""
        return max(self.sure_from, other.sure_from) <= min(self.sure_to, other.sure_to)


def _start(text: str | None) -> tuple[int, int]:
    if text is None:
        return ALWAYS, ALWAYS
    if text.startswith("by "):
        return ALWAYS, Day.parse(text[3:]).latest.toordinal()
    day = Day.parse(text)
    return day.earliest.toordinal(), day.latest.toordinal()


def _end(text: str | None) -> tuple[int, int]:
    if text is None:
        return NEVER, NEVER
    if text.startswith("after "):
        return Day.parse(text[6:]).earliest.toordinal(), NEVER
    day = Day.parse(text)
    return day.earliest.toordinal(), day.latest.toordinal()
