"""How the law counts time: working days, calendar days and months, each from the day after the fact.

The rules are those of Law 19.880, article 25. The holidays are an argument: a
set of days that must name at least one in every year that the count touches,
because a year without any is a year that nobody has listed. An empty set says
that there are none.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from timonel.domain.errors import TimonelError

SATURDAY = 5
ONE_DAY = timedelta(days=1)

Holidays = frozenset[date]


class HolidaysNotListed(TimonelError):
    """A count reaches a year whose holidays nobody has listed, so its answer would be a guess."""

    def __init__(self, year: int) -> None:
        super().__init__("holidays-not-listed")
        self.params = {"year": year}


class NegativeTerm(TimonelError):
    """A term cannot be shorter than nothing."""

    def __init__(self, term: int) -> None:
        super().__init__("negative-term")
        self.params = {"term": term}


@lru_cache(maxsize=32)
def _years_listed(holidays: Holidays) -> frozenset[int]:
    return frozenset(day.year for day in holidays)


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Say whether a day counts: every day but Saturdays, Sundays and holidays."""
    if holidays and day.year not in _years_listed(holidays):
        raise HolidaysNotListed(day.year)
    return day.weekday() < SATURDAY and day not in holidays


def first_working_day(day: date, holidays: Holidays) -> date:
    """Give the day itself when it is a working day, otherwise the next one that is."""
    while not is_working_day(day, holidays):
        day += ONE_DAY
    return day


def working_days_after(start: date, days: int, holidays: Holidays) -> date:
    """Give the last day of a term of working days, counted from the day after `start`.

    `start` is the day of notification or publication, working or not; it is
    day zero. A term of no days ends on `start` itself, or on the next working day.
    """
    _refuse_negative(days)
    day = start
    for _ in range(days):
        day = first_working_day(day + ONE_DAY, holidays)
    return first_working_day(day, holidays)


def calendar_days_after(start: date, days: int, holidays: Holidays) -> date:
    """Give the last day of a term of calendar days (*días corridos*), counted from the day after `start`.

    A last day that is no working day gives way to the next working day.
    """
    _refuse_negative(days)
    return first_working_day(start + timedelta(days=days), holidays)


def months_after(start: date, months: int, holidays: Holidays) -> date:
    """Give the last day of a term of months: the same day of the month as `start`, the day of notification.

    So a month that begins to run on the 16th, the day after the 15th, ends with
    the 15th of the next. A month without that day ends on its last day; a last
    day that is no working day gives way to the next working day. A year is
    twelve months.
    """
    _refuse_negative(months)
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    last = monthrange(year, month)[1]
    return first_working_day(date(year, month, min(start.day, last)), holidays)


def working_days_between(start: date, end: date, holidays: Holidays) -> int:
    """Count the working days after `start`, up to and including `end`; none when `end` is not after `start`."""
    return sum(is_working_day(start + timedelta(days=passed), holidays) for passed in range(1, (end - start).days + 1))


def _refuse_negative(term: int) -> None:
    if term < 0:
        raise NegativeTerm(term)
