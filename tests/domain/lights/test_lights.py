"""Lights of one report: both sides of every limit, by the rules of the United States and of Denmark as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.frameworks.countries import country
from timonel.domain.facts import ProjectFacts
from timonel.domain.lights import Colour, Missing, Plan, Standing, light_of, light_rules, lights_of, worst_of
from timonel.domain.lights.due import due_days, next_due, report_cycle
from timonel.domain.money import Money

TODAY = date(2026, 11, 23)
BEGUN, END = date(2026, 1, 1), date(2026, 4, 11)  # a plan of 100 days


def rule(of: str, name: str):
    return next(each for each in light_rules(country(of), TODAY) if each.id == name)


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def dkk(amount: str) -> Money:
    return Money.of(amount, "DKK")


def colour(of: str, name: str, plan: Plan, standing: Standing) -> Colour:
    return light_of(rule(of, name), "approved", plan, standing).colour


@pytest.mark.catalogue("PG-07")
@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        ("110", Colour.GREEN),
        ("110.0001", Colour.YELLOW),
        ("130", Colour.YELLOW),
        ("130.0001", Colour.RED),
        ("90", Colour.GREEN),
        ("89.9999", Colour.YELLOW),
        ("70", Colour.YELLOW),
        ("69.9999", Colour.RED),
    ],
)
def test_american_cost_is_green_to_ten_percent_and_yellow_to_thirty_both_ways_both_limits_inclusive(cost, expected):
    assert colour("us", "cost", Plan(cost=usd("100")), Standing(cost=usd(cost))) is expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (10, Colour.GREEN),
        (11, Colour.YELLOW),
        (30, Colour.YELLOW),
        (31, Colour.RED),
        (-10, Colour.GREEN),
        (-31, Colour.RED),
    ],
)
def test_american_schedule_is_a_share_of_the_planned_days_both_ways(days, expected):
    standing = Standing(end_on=END + timedelta(days=days))
    assert colour("us", "schedule", Plan(BEGUN, END), standing) is expected


@pytest.mark.parametrize(
    ("planned", "expected_cost", "expected"),
    [
        ("100000000", "100000000", Colour.GREEN),
        ("100000000", "99000000", Colour.GREEN),
        ("100000000", "100000000.0001", Colour.YELLOW),
        ("100000000", "106000000", Colour.YELLOW),
        ("100000000", "106000000.0001", Colour.RED),
        ("10000000", "11000000", Colour.YELLOW),
        ("10000000", "11000000.0001", Colour.RED),
    ],
)
def test_danish_cost_is_red_over_ten_percent_or_over_six_million_and_yellow_on_any_overrun(
    planned, expected_cost, expected
):
    assert colour("dk", "cost", Plan(cost=dkk(planned)), Standing(cost=dkk(expected_cost))) is expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (date(2026, 1, 31), Colour.GREEN),
        (date(2026, 2, 27), Colour.GREEN),
        (date(2026, 2, 28), Colour.YELLOW),
        (date(2026, 4, 30), Colour.YELLOW),
        (date(2026, 5, 1), Colour.RED),
        (date(2025, 6, 1), Colour.GREEN),
    ],
)
def test_danish_schedule_is_yellow_from_one_month_and_red_over_three_by_the_calendar(end, expected):
    assert colour("dk", "schedule", Plan(end_on=date(2026, 1, 31)), Standing(end_on=end)) is expected


def test_a_light_keeps_the_figure_the_limit_and_the_basis_that_decided():
    lit = light_of(rule("us", "cost"), "original", Plan(cost=usd("200")), Standing(cost=usd("270")))
    deciding = lit.deciding
    assert (deciding.found, deciding.limit, deciding.test.parameter) == (35, 30, "variance-red")
    assert deciding.test.basis[0].source == "it-dashboard-api"
    assert lit.to_plain() == {
        "light": "cost",
        "of": "cost",
        "against": "original",
        "colour": "red",
        "tests": [
            {
                "colour": "red",
                "measure": "cost-variance-share",
                "parameter": "variance-red",
                "comparator": "over",
                "limit": "30 percent",
                "found": "35",
                "turned": True,
            }
        ],
    }


@pytest.mark.parametrize(
    ("plan", "standing", "why"),
    [
        (Plan(cost=usd("1")), None, Missing.NO_REPORT),
        (None, Standing(cost=usd("1")), Missing.NO_BASELINE),
        (Plan(cost=Missing.WITHHELD), Standing(cost=usd("1")), Missing.WITHHELD),
        (Plan(cost=Missing.RESET), Standing(cost=Missing.NOT_STATED), Missing.RESET),
        (Plan(cost=usd("1")), Standing(), Missing.NOT_STATED),
        (Plan(cost=usd("1")), Standing(cost=dkk("1")), Missing.OTHER_CURRENCY),
        (Plan(cost=usd("0")), Standing(cost=usd("1")), Missing.PLAN_IS_NOTHING),
    ],
)
def test_not_rated_says_why(plan, standing, why):
    lit = light_of(rule("us", "cost"), "approved", plan, standing)
    assert (lit.colour, lit.missing) == (Colour.NOT_RATED, why)


def test_a_light_whose_tolerance_the_framework_does_not_state_is_not_rated():
    lit = light_of(rule("uk", "cost"), "approved", Plan(cost=usd("1")), Standing(cost=usd("9")))
    assert (lit.colour, lit.missing) == (Colour.NOT_RATED, Missing.NO_TOLERANCE)


def test_a_tolerance_that_may_not_have_been_in_force_yet_rates_nothing():
    then = next(each for each in light_rules(country("us"), date(2012, 12, 7)) if each.id == "cost")
    lit = light_of(then, "approved", Plan(cost=usd("1")), Standing(cost=usd("9")))
    assert (lit.colour, lit.missing) == (Colour.NOT_RATED, Missing.TOLERANCE_UNKNOWN)


def test_one_red_tolerance_decides_though_the_other_lacks_a_value():
    danish = rule("dk", "cost")
    plan, standing = Plan(cost=dkk("0")), Standing(cost=dkk("6000000.0001"))
    assert light_of(danish, "approved", plan, standing).colour is Colour.RED
    less = light_of(danish, "approved", plan, replace(standing, cost=dkk("6000000")))
    assert (less.colour, less.missing) == (Colour.NOT_RATED, Missing.PLAN_IS_NOTHING)


@pytest.mark.catalogue("PG-07")
def test_a_new_baseline_does_not_hide_an_overrun_from_the_light_against_the_original():
    rules = light_rules(country("us"), TODAY)
    original, approved = Plan(BEGUN, END, usd("100")), Plan(BEGUN, END, usd("200"))
    found = lights_of(rules, original, approved, Standing(END, usd("200")))
    shown = {(lit.rule.id, lit.against): lit.colour for lit in found}
    assert shown == {
        ("cost", "original"): Colour.RED,
        ("cost", "approved"): Colour.GREEN,
        ("schedule", "original"): Colour.GREEN,
        ("schedule", "approved"): Colour.GREEN,
    }
    assert worst_of(shown.values()) is Colour.RED
    assert worst_of([Colour.NOT_RATED, Colour.GREEN]) is Colour.GREEN
    assert worst_of([Colour.NOT_RATED]) is worst_of([]) is Colour.NOT_RATED


@pytest.mark.catalogue("PG-07")
def test_reports_are_due_twice_a_year_in_denmark_and_yearly_for_the_british_major_projects():
    danish = report_cycle(country("dk"), ProjectFacts(object="project", risk_class="high"), TODAY)
    assert (danish.months, danish.regime.id) == (6, "assessed-projects")
    british = report_cycle(country("uk"), ProjectFacts(object="project", flags={"major-project": True}), TODAY)
    assert british.months == 12
    assert report_cycle(country("dk"), ProjectFacts(object="project"), TODAY).months is None


def test_a_report_as_of_the_due_day_answers_it_and_one_of_the_day_after_the_next():
    assert due_days(date(2025, 8, 31), 6, date(2026, 8, 31)) == [date(2026, 2, 28), date(2026, 8, 31)]
    assert due_days(date(2025, 8, 31), 6, date(2026, 8, 30)) == [date(2026, 2, 28)]
    assert next_due(BEGUN, 6, []) == date(2026, 7, 1)
    assert next_due(BEGUN, 6, [date(2026, 1, 2)]) == date(2027, 1, 1)
    assert next_due(BEGUN, 6, [date(2026, 7, 1)]) == date(2027, 1, 1)
    assert next_due(BEGUN, 6, [date(2026, 7, 2)]) == date(2027, 7, 1)
    assert next_due(BEGUN, 6, [BEGUN]) == date(2026, 7, 1)


def test_the_tolerances_of_the_british_demonstration_count_one_way_and_are_marked_as_no_rule():
    rules = {each.id: each for each in light_rules(country("uk", "uk-demo"), TODAY)}
    late, early = (Standing(end_on=END + timedelta(days=days)) for days in (31, -31))
    schedule = rules["schedule"]
    assert light_of(schedule, "original", Plan(BEGUN, END), late).colour is Colour.RED
    assert light_of(schedule, "original", Plan(BEGUN, END), early).colour is Colour.GREEN
    assert {schedule.demonstration, rules["whole-life-cost"].demonstration} == {"uk-demo"}
    assert rules["overall"].demonstration is None
