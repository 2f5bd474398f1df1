"""How the law counts: each rule at its edge, with Chilean holidays of September and December 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonel.domain.calendar import (
    HolidaysNotListed,
    NegativeTerm,
    calendar_days_after,
    first_working_day,
    is_working_day,
    months_after,
    working_days_after,
    working_days_between,
)

CHILE = frozenset(
    date.fromisoformat(day)
    for day in ("2026-01-01", "2026-09-18", "2026-09-19", "2026-10-12", "2026-12-08", "2026-12-25", "2027-01-01")
)
NONE: frozenset[date] = frozenset()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "works"),
    [
        ("2026-09-17", True),  # Thursday
        ("2026-09-18", False),  # Friday, holiday
        ("2026-09-19", False),  # Saturday and holiday
        ("2026-09-20", False),  # Sunday
        ("2026-09-21", True),  # Monday
        ("2026-09-26", False),  # a plain Saturday
    ],
)
def test_saturdays_sundays_and_holidays_do_not_count(on, works):
    assert is_working_day(day(on), CHILE) is works


def test_a_working_day_stands_and_any_other_gives_way_to_the_next():
    assert first_working_day(day("2026-09-17"), CHILE) == day("2026-09-17")
    assert first_working_day(day("2026-09-18"), CHILE) == day("2026-09-21")


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-23", 1, "2026-11-24"),  # Monday: the count begins on Tuesday
        ("2026-11-23", 5, "2026-11-30"),  # over one weekend
        ("2026-11-27", 1, "2026-11-30"),  # Friday: the count begins on Monday
        ("2026-11-28", 1, "2026-11-30"),  # notified on a Saturday: the same
        ("2026-09-17", 1, "2026-09-21"),  # over a holiday and a weekend
        ("2026-09-17", 2, "2026-09-22"),
        ("2026-12-07", 1, "2026-12-09"),  # 8 December is a holiday
        ("2026-12-24", 5, "2027-01-04"),  # over the end of the year, with both holidays
        ("2026-09-19", 0, "2026-09-21"),  # a term of nothing on a day that is no working day
    ],
)
def test_working_days_are_counted_from_the_day_after(start, days, last):
    assert working_days_after(day(start), days, CHILE) == day(last)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2026-11-23", 30, "2026-12-23"),
        ("2026-11-25", 30, "2026-12-28"),  # the 25th is a holiday, then a weekend
        ("2026-11-24", 30, "2026-12-24"),
        ("2026-08-19", 30, "2026-09-21"),  # would end on 18 September
        ("2026-08-18", 30, "2026-09-17"),
    ],
)
def test_calendar_days_count_every_day_but_do_not_end_on_a_free_one(start, days, last):
    assert calendar_days_after(day(start), days, CHILE) == day(last)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-01-15", 6, "2026-07-15"),
        ("2026-01-30", 1, "2026-03-02"),  # no 30 February: the 28th, a Saturday, gives way to Monday
        ("2026-03-31", 3, "2026-06-30"),  # no 31 June: its last day
        ("2026-03-30", 3, "2026-06-30"),
        ("2026-03-29", 3, "2026-06-29"),
        ("2026-06-18", 3, "2026-09-21"),  # ends on a holiday
        ("2026-06-17", 3, "2026-09-17"),
        ("2026-07-01", 6, "2027-01-04"),  # into the next year; 1 January is a holiday, then a weekend
    ],
)
def test_months_end_on_the_same_day_or_on_the_last(start, months, last):
    assert months_after(day(start), months, CHILE) == day(last)


def test_a_leap_day_gives_way_to_28_february_in_other_years():
    assert months_after(day("2024-02-29"), 12, NONE) == day("2025-02-28")
    assert months_after(day("2024-02-29"), 48, NONE) == day("2028-02-29")


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-09-17", "2026-09-17", 0),
        ("2026-09-17", "2026-09-20", 0),
        ("2026-09-17", "2026-09-21", 1),
        ("2026-09-21", "2026-09-17", 0),
        ("2026-11-23", "2026-11-30", 5),
    ],
)
def test_the_first_day_is_not_counted_and_the_last_is(start, end, days):
    assert working_days_between(day(start), day(end), CHILE) == days


def test_a_year_without_listed_holidays_is_not_guessed():
    assert working_days_after(day("2027-12-30"), 1, CHILE) == day("2027-12-31")
    with pytest.raises(HolidaysNotListed) as refusal:
        working_days_after(day("2027-12-31"), 1, CHILE)
    assert (refusal.value.code, refusal.value.params) == ("holidays-not-listed", {"year": 2028})


def test_an_empty_set_says_that_there_are_no_holidays():
    assert working_days_after(day("2027-12-31"), 1, NONE) == day("2028-01-03")


@pytest.mark.parametrize("count", [working_days_after, calendar_days_after, months_after])
def test_a_term_shorter_than_nothing_is_refused(count):
    with pytest.raises(NegativeTerm) as refusal:
        count(day("2026-11-23"), -1, CHILE)
    assert (refusal.value.code, refusal.value.params) == ("negative-term", {"term": -1})


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(DAYS, st.integers(1, 300), st.frozensets(DAYS, max_size=60))
def test_counting_back_gives_the_term_again(start, days, some):
    holidays = some | {date(year, 1, 1) for year in range(2019, 2034)}
    last = working_days_after(start, days, holidays)
    assert working_days_between(start, last, holidays) == days
    assert is_working_day(last, holidays)
    assert working_days_between(start, last - timedelta(days=1), holidays) == days - 1


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_a_longer_term_never_ends_earlier(start, shorter, more):
    for count in (working_days_after, calendar_days_after, months_after):
        assert count(start, shorter, NONE) <= count(start, shorter + more, NONE)
