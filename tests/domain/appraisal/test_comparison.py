"""Two versions side by side."""

from tests.domain.appraisal.a_case import TYPED, a_case, cost
from timonel.domain.appraisal import differences, to_plain


def compared(**changes):
    found = differences(to_plain(a_case()), to_plain(a_case(**changes)))
    return [(each.part, each.row, each.place, each.before, each.after) for each in found]


def test_the_same_version_differs_in_nothing():
    assert compared() == []


def test_what_changed_is_named_with_both_values():
    costs = [{**TYPED["costs"][0], "likely": "1100"}, *TYPED["costs"][1:]]
    row = ("with", "investment", "software-development", "2027")
    assert compared(purpose="Otro", costs=costs) == [
        ("", (), "purpose", TYPED["purpose"], "Otro"),
        ("costs", row, "likely", "1000", "1100"),
    ]


def test_a_row_that_is_new_and_one_that_is_gone_are_said():
    costs = [*TYPED["costs"][:2], cost(2029, "7")]
    assert compared(costs=costs) == [
        ("costs", ("with", "investment", "hardware", "2029"), "", None, "7 · 7 · 7"),
        ("costs", ("without", "operation", "own-staff", "2028"), "", "30 · 40 · 50", None),
    ]


def test_two_rows_alike_are_held_one_against_one():
    twice = [cost(2027, "1"), cost(2027, "2")]
    before, after = a_case(costs=twice), a_case(costs=[twice[0], cost(2027, "3")])
    found = differences(to_plain(before), to_plain(after))
    assert [(each.place, each.before, each.after) for each in found] == [
        ("low", "2", "3"),
        ("likely", "2", "3"),
        ("high", "2", "3"),
    ]
