"""Rate and horizon are those that the framework states on the day, or there is no result."""

from datetime import date
from decimal import Decimal

import pytest

from tests.domain.appraisal.a_case import with_value
from timonel.domain.appraisal import terms_of
from timonel.domain.appraisal.terms import HORIZON, RATE, Terms, stated
from timonel.domain.findings import Finding, Outcome
from timonel.frameworks.loader import load_framework

TODAY = date(2026, 11, 23)


def with_terms(country, rate="6", horizon="10"):
    framework = with_value(load_framework(country), RATE, rate, "percent", TODAY)
    return with_value(framework, HORIZON, horizon, "years", TODAY)


def missing(country, on=TODAY):
    found = terms_of(load_framework(country), on)
    assert isinstance(found, Finding)
    assert (found.outcome, found.code) == (Outcome.REFUSED, "framework_does_not_set")
    return found.params["parameter"]


@pytest.mark.parametrize("country", ["cl", "pt", "es", "us", "uy"])
def test_a_framework_without_a_rate_gives_no_terms_and_the_parameter_is_named(country):
    assert missing(country) == RATE


@pytest.mark.parametrize("country", ["dk", "uk"])
def test_a_framework_with_a_rate_and_no_horizon_names_the_horizon(country):
    assert missing(country) == HORIZON


@pytest.mark.parametrize(
    ("country", "on", "percent"),
    [
        ("dk", date(2013, 5, 30), None),
        ("dk", date(2013, 5, 31), "4"),
        ("dk", date(2021, 1, 6), "4"),
        ("dk", date(2021, 1, 7), "3.5"),
        ("uk", date(2025, 12, 16), "3.5"),
        ("us", date(1992, 10, 28), None),
        ("us", date(1992, 10, 29), "7"),
        ("us", date(2015, 12, 31), "7"),
    ],
)
def test_the_rate_is_the_one_in_force_on_the_day(country, on, percent):
    found = stated(load_framework(country), RATE, on)
    assert (found.number if found else None) == (Decimal(percent) if percent else None)


def test_the_terms_name_the_values_they_come_from():
    found = terms_of(with_terms("cl"), TODAY)
    assert [name for name, _version in found.versions] == [RATE, HORIZON]
    assert {basis.act for basis in found.basis} == {"R. 1"}
    assert found.pooled_risks is None


def test_denmark_pools_up_to_twelve_risks():
    assert terms_of(with_terms("dk", "3.5"), TODAY).pooled_risks == 12


@pytest.mark.parametrize(
    ("rate", "horizon", "fits"),
    [
        ("0", "1", True),
        ("100", "30", True),
        ("100.1", "30", False),
        ("-1", "10", False),
        ("6", "31", False),
        ("6", "0", False),
        ("6", "2.5", False),
    ],
)
def test_a_rate_goes_to_a_hundred_per_cent_and_a_horizon_to_thirty_years(rate, horizon, fits):
    found = terms_of(with_terms("cl", rate, horizon), TODAY)
    assert isinstance(found, Terms) is fits
    if not fits:
        assert (found.outcome, found.code) == (Outcome.REFUSED, "appraisal-term-outside")
