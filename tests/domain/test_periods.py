from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonel.domain.periods import Day, Period
from timonel.domain.truth import Truth

NO, YES, UNKNOWN = Truth.NO, Truth.YES, Truth.UNKNOWN


def holds(starts, ends, on):
    return Period.parse(starts, ends).holds(date.fromisoformat(on))


def test_both_ends_of_a_period_are_inside():
    assert [
        holds("2016-02-03", "2016-03-01", on) for on in ("2016-02-02", "2016-02-03", "2016-03-01", "2016-03-02")
    ] == [
        NO,
        YES,
        YES,
        NO,
    ]


def test_a_year_as_start_is_unknown_within_the_year_and_sure_from_its_last_day():
    assert [holds("2011", None, on) for on in ("2010-12-31", "2011-01-01", "2011-12-30", "2011-12-31")] == [
        NO,
        UNKNOWN,
        UNKNOWN,
        YES,
    ]


def test_a_month_as_end_is_sure_until_its_first_day_and_unknown_within():
    assert [holds(None, "2016-02", on) for on in ("2016-02-01", "2016-02-02", "2016-02-29", "2016-03-01")] == [
        YES,
        UNKNOWN,
        UNKNOWN,
        NO,
    ]


def test_by_a_month_is_unknown_before_its_last_day():
    assert [holds("by 2016-02", None, on) for on in ("1900-01-01", "2016-02-28", "2016-02-29")] == [
        UNKNOWN,
        UNKNOWN,
        YES,
    ]


def test_after_a_day_is_unknown_from_the_next_day_on():
    assert [holds(None, "after 2016-01-31", on) for on in ("2016-01-31", "2016-02-01", "2100-01-01")] == [
        YES,
        UNKNOWN,
        UNKNOWN,
    ]


def test_without_ends_a_period_always_holds():
    assert holds(None, None, "0001-01-01") is holds(None, None, "9999-12-31") is YES


@pytest.mark.parametrize(
    "text", ["", "16", "2016-13", "2016-02-30", "2016-2-3", "2016-02-03T00:00", "by 2016", "stage"]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        Day.parse(text)


def test_a_leap_day_is_a_day_only_in_a_leap_year():
    assert Day.parse("2016-02-29").is_exact
    with pytest.raises(ValueError, match=r".*"):
        Day.parse("2015-02-29")


def test_periods_that_meet_in_an_unknown_part_do_not_surely_overlap():
    before, after = Period.parse("2011", "2018"), Period.parse("2018", None)
    assert not before.overlaps(after)
    assert before.overlaps(Period.parse("2017-12-31", None))


def test_a_period_is_reversed_only_when_no_reading_saves_it():
    assert Period.parse("2016-02-03", "2016-02-02").is_reversed
    assert not Period.parse("2016-02-03", "2016-02").is_reversed


partial = st.dates(date(2014, 1, 1), date(2018, 12, 31)).flatmap(
    lambda day: st.sampled_from([day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]])
)


@given(partial, partial, st.dates(date(2013, 6, 1), date(2019, 6, 1)))
def test_a_partly_known_period_answers_as_all_its_readings_agree(starts, ends, on):
    first, last = Day.parse(starts), Day.parse(ends)
    readings = {
        start <= on <= end
        for start in (first.earliest, first.latest, min(max(on, first.earliest), first.latest))
        for end in (last.earliest, last.latest, min(max(on - timedelta(1), last.earliest), last.latest))
    }
    answer = Period.parse(starts, ends).holds(on)
    if answer is not UNKNOWN:
        assert readings == {answer is YES}
    else:
        assert readings == {True, False} or Period.parse(starts, ends).sure_from > Period.parse(starts, ends).sure_to
