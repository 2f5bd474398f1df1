"""Internal rates: one, none or several, and never one of several as if it were the only one."""

from decimal import Decimal

import pytest
import pyxirr
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.appraisal.a_case import flow_case, terms
from timonel.domain.appraisal import appraise
from timonel.domain.appraisal.rates import internal_rates, sign_changes


def rates(*net):
    return internal_rates([Decimal(amount) for amount in net])


@pytest.mark.parametrize(
    ("net", "found"),
    [
        ((-1000, 1100), ["0.1000000000"]),
        ((-1000, 900), ["-0.1000000000"]),
        ((0, -1000, 0, 1210), ["0.1000000000"]),
        ((1000, -1100), ["0.1000000000"]),
        ((-1000, 2500, -1540), ["0.1000000000", "0.4000000000"]),
        ((-1000, 3600, -4310, 1716), ["0.1000000000", "0.2000000000", "0.3000000000"]),
        ((-4, 12, -9), ["0.5000000000"]),
        ((1, -1, 1), []),
        ((-1, -1), []),
        ((5, 5), []),
        ((0, 0, 0), []),
        ((-1, 10**9), ["999999999.0000000000"]),
    ],
)
def test_every_rate_of_a_flow_is_found(net, found):
    assert [str(rate) for rate in rates(*net)] == found


@pytest.mark.parametrize(("net", "changes"), [((-1, 0, 1), 1), ((-1, -1), 0), ((-1, 2, -1), 2), ((0, 1, 0, -1, 0), 1)])
def test_years_of_nought_change_no_sign(net, changes):
    assert sign_changes([Decimal(amount) for amount in net]) == changes


def test_that_there_are_several_rates_is_said_and_none_is_chosen():
    result = appraise(flow_case(-1000, 2500, -1540), terms("0.06", 2)).internal_rate
    assert result.number is None
    assert result.numbers == (Decimal("0.1000000000"), Decimal("0.4000000000"))
    assert (result.reason.code, result.reason.params) == ("internal-rates-several", {"changes": "2", "count": "2"})


def test_that_there_is_no_rate_is_said():
    result = appraise(flow_case(-1, -1), terms("0.06", 1)).internal_rate
    assert (result.numbers, result.reason.code, result.reason.params["changes"]) == ((), "internal-rate-none", "0")


amounts = st.integers(-(10**6), 10**6)


@given(
    st.lists(st.integers(1, 10**6), min_size=1, max_size=10), st.lists(st.integers(1, 10**6), min_size=1, max_size=20)
)
def test_one_change_of_sign_means_the_one_rate_that_pyxirr_gives(spent, earned):
    net = [-amount for amount in spent] + earned
    (found,) = rates(*net)
    theirs = pyxirr.irr(net)
    assume(theirs is not None)
    assert float(found) == pytest.approx(theirs, rel=1e-7, abs=1e-8)


@given(st.lists(amounts, min_size=2, max_size=12))
def test_where_pyxirr_gives_a_rate_it_is_one_of_ours(net):
    assume(min(net) < 0 < max(net))
    theirs = pyxirr.irr(net)
    assume(theirs is not None and theirs < 1e6)
    worth = sum(amount * (1 + theirs) ** -year for year, amount in enumerate(net))
    assume(abs(worth) < 1e-3)
    assert any(float(rate) == pytest.approx(theirs, rel=1e-5, abs=1e-6) for rate in rates(*net)), (theirs, rates(*net))


@given(st.lists(amounts, min_size=2, max_size=12))
def test_there_are_as_many_rates_as_changes_of_sign_at_most(net):
    assert len(rates(*net)) <= sign_changes([Decimal(amount) for amount in net])


@given(st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=12), st.integers(0, 3000))
def test_the_value_is_the_one_that_pyxirr_gives(net, basis_points):
    rate = Decimal(basis_points) / 10_000
    ours = appraise(flow_case(*net), terms(str(rate), len(net) - 1)).net_present_value.money.amount
    assert float(ours) == pytest.approx(pyxirr.npv(float(rate), net), rel=1e-9, abs=1e-3)
