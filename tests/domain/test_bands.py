"""Bands of amounts: cut at the thresholds in force on which approvals hang, each edge on the side the law says."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonel.domain.bands import bands, thresholds
from timonel.frameworks.loader import load_framework

ON = date(2026, 11, 23)
CHILE = load_framework("cl", reforms=("agency:to-segpres-finance",), overlays=("cl-demo",))
DENMARK = load_framework("dk")


def test_a_threshold_met_over_an_amount_leaves_the_amount_itself_in_the_lower_band():
    low, middle, high = bands(CHILE, ON)
    assert (low.up_to.amount, middle.up_to.amount, high.up_to) == (Decimal(10_000_000), Decimal(20_000_000), None)
    assert middle.holds(Decimal(20_000_000)) and not high.holds(Decimal(20_000_000))
    assert high.holds(Decimal("20000000.0001"))
    assert low.holds(Decimal(10_000_000)) and middle.holds(Decimal("10000000.0001"))


def test_what_is_not_stated_makes_no_band_and_is_said():
    before = date(2025, 11, 23)
    assert [band.up_to for band in bands(CHILE, before)] == [None]
    assert {each.parameter: each.version.is_stated for each in thresholds(CHILE, before)} == {
        "evaltic-minimum-amount": False
    }


def test_the_thresholds_of_another_country_are_its_own():
    amounts = {each.parameter: each.version.money for each in thresholds(DENMARK, date(2016, 11, 1))}
    assert amounts["council-threshold"].amount == Decimal(10_000_000)
    assert "evaltic-minimum-amount" not in amounts


@pytest.mark.parametrize("framework", [CHILE, DENMARK], ids=["cl", "dk"])
@given(amount=st.decimals(min_value=0, max_value=10**12, places=4))
def test_each_amount_is_in_one_band_and_one_alone(framework, amount):
    assert sum(band.holds(amount) for band in bands(framework, ON)) == 1
