"""The risk reserve: what the regime demands, and that nobody draws more than there is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frameworks.countries import country
from timonel.domain.facts import ProjectFacts
from timonel.domain.findings import DOES_NOT_SET, Outcome
from timonel.domain.money import Money
from timonel.domain.reserve import draw_faults, reserve_due

DAY = date(2026, 3, 1)


def facts(**more) -> ProjectFacts:
    return ProjectFacts(object="project", **{"risk_class": "high", "total_budget": Money.of(20_000_000, "DKK"), **more})


@pytest.mark.catalogue("PG-08")
def test_a_high_risk_project_sets_aside_the_stated_share_of_its_budget():
    due = reserve_due(country("dk", "dk-demo"), facts(), DAY)
    assert (due.amount, due.percent) == (Money.of(2_000_000, "DKK"), Decimal(10))
    assert due.held_by is not None and due.held_by.id == "ministry-of-finance"
    assert (due.finding.outcome, due.finding.code) == (Outcome.REQUIRED, "reserve-demanded")


def test_a_project_of_normal_risk_sets_nothing_aside():
    due = reserve_due(country("dk", "dk-demo"), facts(risk_class="normal"), DAY)
    assert (due.amount, due.finding.outcome) == (None, Outcome.EXEMPT)


def test_a_share_that_the_law_does_not_state_is_not_invented():
    due = reserve_due(country("dk"), facts(), DAY)
    assert (due.amount, due.finding.outcome, due.finding.code) == (None, Outcome.REFUSED, DOES_NOT_SET)
    assert due.finding.params["parameter"] == "reserve-rate"


def test_without_a_budget_nobody_knows_the_reserve():
    from timonel.domain.facts import UNKNOWN

    due = reserve_due(country("dk", "dk-demo"), facts(total_budget=UNKNOWN), DAY)
    assert (due.amount, due.finding.outcome) == (None, Outcome.UNKNOWN)


def test_the_reserve_is_rounded_half_even_to_four_decimals():
    due = reserve_due(country("dk", "dk-demo"), facts(total_budget=Money.of("0.0005", "DKK")), DAY)
    assert due.amount == Money.of("0.0000", "DKK")
    due = reserve_due(country("dk", "dk-demo"), facts(total_budget=Money.of("0.0015", "DKK")), DAY)
    assert due.amount == Money.of("0.0002", "DKK")


@pytest.mark.parametrize(
    ("asked", "code"),
    [("0", "draw-of-nothing"), ("-1", "draw-of-nothing"), ("100", None), ("100.0001", "draw-over-balance")],
)
def test_a_draw_is_more_than_nothing_and_at_most_the_balance(asked, code):
    assert [fault.code for fault in draw_faults(Decimal(asked), Decimal(100))] == ([code] if code else [])


@given(st.integers(1, 10**9), st.lists(st.integers(-5, 10**9), max_size=20))
def test_whatever_is_asked_the_balance_is_never_negative(start, asked):
    balance = Decimal(start)
    for each in map(Decimal, asked):
        if not draw_faults(each, balance):
            balance -= each
    assert 0 <= balance <= start
