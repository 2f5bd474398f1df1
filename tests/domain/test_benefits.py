"""Benefits held against their plan, and the case template of a closed project."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from timonel.domain.benefits import LESSONS, Planned, Realised, held_against, lessons_missing, level_in, report_due

DUE = date(2028, 6, 30)
PLAN = Planned("wait", "Días de espera", Decimal(10), Decimal(4), DUE)


def measured(value: int, day: date = DUE) -> list[Realised]:
    return [Realised("wait", Decimal(value), day)]


@pytest.mark.parametrize(
    ("closed", "due"), [(date(2027, 3, 31), date(2028, 3, 31)), (date(2028, 2, 29), date(2029, 2, 28))]
)
def test_the_benefits_report_is_due_a_year_after_the_closing(closed, due):
    assert report_due(closed) == due


@pytest.mark.parametrize(
    ("value", "share"),
    [(10, Fraction(0)), (7, Fraction(1, 2)), (4, Fraction(1)), (1, Fraction(3, 2)), (13, Fraction(-1, 2))],
)
def test_what_came_about_is_a_share_of_the_planned_change_whichever_way_it_goes(value, share):
    (found,) = held_against([PLAN], measured(value), DUE)
    assert found.share == share


@pytest.mark.catalogue("MK-05")
@pytest.mark.parametrize(
    ("value", "on", "late"),
    [
        (None, DUE, False),
        (None, DUE + timedelta(days=1), True),
        (5, DUE + timedelta(days=1), True),
        (4, DUE + timedelta(days=1), False),
        (3, DUE + timedelta(days=1), False),
    ],
)
def test_a_benefit_is_late_once_its_day_is_past_and_it_has_not_come_about_in_full(value, on, late):
    (found,) = held_against([PLAN], measured(value) if value is not None else [], on)
    assert found.late is late


def test_the_latest_measurement_up_to_the_day_counts():
    seen = measured(8, date(2027, 1, 1)) + measured(4, date(2028, 1, 1)) + measured(9, date(2030, 1, 1))
    (found,) = held_against([PLAN], seen, DUE)
    assert found.latest is not None and found.latest.value == 4


def test_without_a_planned_change_nothing_is_shared_and_without_a_day_nothing_is_late():
    plan = Planned("wait", "x", Decimal(4), Decimal(4), None)
    (found,) = held_against([plan], measured(4), date(2999, 1, 1))
    assert (found.share, found.late) == (None, False)


@pytest.mark.catalogue("MK-04")
def test_each_missing_part_of_the_case_template_is_named():
    whole = dict.fromkeys(LESSONS, "dicho")
    assert lessons_missing(whole) == ()
    for part in LESSONS:
        (fault,) = lessons_missing({**whole, part: "  "})
        assert fault.params == {"part": part}
    assert len(lessons_missing({})) == len(LESSONS)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("24.000", "24000"),
        ("1.234.567,5", "1234567.5"),
        ("9 %", "9"),
        ("9%", "9"),
        ("4,5 días", "4.5"),
        ("4.5", "4.5"),
        ("-3", "-3"),
        ("0", "0"),
        ("1,234", None),
        ("ninguno", None),
        ("", None),
        ("1.2.3", None),
        ("NaN", None),
        ("1e9", None),
    ],
)
def test_the_level_of_a_benefit_is_read_as_it_is_written_here_and_never_guessed(text, figure):
    assert level_in(text) == (Decimal(figure) if figure is not None else None)


def test_the_share_is_shown_to_four_decimals():
    third = Planned("x", "x", Decimal(0), Decimal(3), None)
    (found,) = held_against([third], [Realised("x", Decimal(1), DUE)], DUE)
    assert found.ratio == Decimal("0.3333")
