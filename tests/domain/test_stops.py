"""Days from the nearest change of the head of government; what is not stated to the day is no change."""

from datetime import date

import pytest

from timonel.domain.stops import days_from_change, head_posts, stated_changes
from timonel.frameworks.loader import load_framework

CHANGES = (date(2022, 3, 11), date(2026, 3, 11))


@pytest.mark.catalogue("PG-16")
@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2026, 3, 10), -1),
        (date(2026, 3, 11), 0),
        (date(2026, 3, 12), 1),
        (date(2024, 3, 10), 730),
        (date(2024, 3, 11), -730),
        (date(2021, 1, 1), -434),
    ],
)
def test_a_stop_counts_from_the_nearest_change(day, days):
    assert days_from_change(day, CHANGES) == days


def test_without_a_stated_change_there_is_no_distance():
    assert days_from_change(date(2026, 3, 11), ()) is None


def test_a_holder_in_office_by_a_day_states_no_change_and_an_appointment_does():
    chile = load_framework("cl")
    assert head_posts(chile) == {"president"}
    assert "president-2023" in chile.holders
    assert stated_changes(chile) == ()
    assert stated_changes(chile, [date(2026, 3, 11)]) == (date(2026, 3, 11),)
