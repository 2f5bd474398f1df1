"""The results of a case, worked out by hand, and the flows they come from."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.appraisal.a_case import TERMS, a_case, cost, flow_case, gain, terms
from timonel.domain.appraisal import FORMULAS, appraise, flows_of, lines_outside
from timonel.domain.appraisal.results import discount_factors, recovery_factor
from timonel.domain.money import Money


@pytest.mark.catalogue("PG-02")
def test_the_net_figure_of_a_year_is_with_less_without():
    flows = flows_of(a_case(), 10)
    assert flows.years == tuple(range(2027, 2038))
    assert flows.costs_with[:3] == (1000, 100, 0)
    assert flows.costs_without[:3] == (0, 40, 0)
    assert flows.net_with[:2] == (-1000, 200)
    assert flows.net_without[:2] == (0, -40)
    assert flows.net[:3] == (-1000, 240, 300)
    recomputed = [one - other for one, other in zip(flows.net_with, flows.net_without, strict=True)]
    assert list(flows.net) == recomputed


def test_benefits_without_the_project_count_against_it():
    case = a_case(costs=[cost(2027, "100")], gains=[gain(2028, "300"), gain(2028, "200", situation="without")])
    assert flows_of(case, 1).net == (-100, 100)


@pytest.mark.catalogue("PG-03")
def test_a_known_case_gives_the_value_worked_out_by_hand():
    # −1000 + 600/1.1 + 605/1.21 = −1000 + 545.4545… + 500
    found = appraise(flow_case(-1000, 600, 605), terms("0.10", 2))
    assert found.net_present_value.money == Money.of("45.4545", "CLP")
    # 45.4545… × 0.1 / (1 − 1.1^−2) = 45.4545… × 0.576190…
    assert found.annual_worth.money == Money.of("26.1905", "CLP")
    assert found.benefit_cost_ratio.number == Decimal("1.045455")
    assert found.payback.number == Decimal("1.661157")  # 1 + 400/605
    assert found.discounted_payback.number == Decimal("1.909091")  # 1 + 454.54…/500


@pytest.mark.catalogue("PG-03")
def test_another_rate_gives_another_value():
    case = flow_case(-1000, 600, 605)
    values = [appraise(case, terms(rate, 2)).net_present_value.money.amount for rate in ("0", "0.06", "0.10")]
    assert values == [Decimal("205.0000"), Decimal("104.4856"), Decimal("45.4545")]


def test_what_lies_after_the_horizon_does_not_count_and_is_named():
    case = flow_case(-1000, 600, 605)
    assert appraise(case, terms("0", 1)).net_present_value.money == Money.of(-400, "CLP")
    assert lines_outside(case, 1) == (2029,)
    assert lines_outside(case, 2) == ()


def test_the_year_before_the_first_does_not_count_either():
    case = a_case(costs=[cost(2026, "5"), cost(2027, "7")], gains=[gain(2027)], risks=[])
    assert lines_outside(case, 10) == (2026,)
    assert flows_of(case, 10).costs_with[0] == 7


@pytest.mark.parametrize(
    ("net", "paid"),
    [
        ((-100, 100), "1"),
        ((-100, 99), None),
        ((-100, 50, 50), "2"),
        ((100, -50), "0"),
        (
            (-100, 150, -100, 100),
            "2.500000",
        ),  # below nought again, then paid back for good
        ((0, -100, 200), "1.500000"),
    ],
)
def test_a_case_is_paid_back_when_the_sum_stays_at_nought_or_above(net, paid):
    result = appraise(flow_case(*net), terms("0", len(net) - 1)).payback
    if paid is None:
        assert result.number is None
        assert (result.reason.code, result.reason.params) == ("never-paid-back", {"years": "1"})
    else:
        assert result.number == Decimal(paid)


def test_without_extra_costs_there_is_no_ratio_and_it_is_said():
    case = a_case(costs=[cost(2027, "10", situation="without")], gains=[gain(2028)])
    result = appraise(case, TERMS).benefit_cost_ratio
    assert result.number is None
    assert result.reason.code == "no-ratio-without-costs"


def test_the_expected_value_weighs_the_ranges_and_the_risks():
    case = a_case(
        costs=[cost(2027, "1000", low="900", high="1500")],
        gains=[gain(2028, "2000", low="2000", high="2000")],
        risks=[{"name": "x", "probability": "20", "impact": "550", "year": "2028"}],
    )
    found = appraise(case, terms("0.10", 1))
    likely = Decimal(-1000) + Decimal(2000) / Decimal("1.1")
    mean_of_cost = (Decimal(900) + 4 * 1000 + 1500) / 6
    expected = likely - (mean_of_cost - 1000) - Decimal("0.2") * 550 / Decimal("1.1")
    assert found.expected_value.money.amount == expected.quantize(Decimal("0.0001"))


def test_each_result_names_its_formula_and_the_formula_its_source():
    for result in appraise(a_case(), TERMS).results:
        assert FORMULAS[result.formula].signs
        assert all(source.title for source in FORMULAS[result.formula].sources)
    assert all(formula.sources for formula in FORMULAS.values())


def test_a_yearly_worth_at_no_rate_is_the_value_shared_out_evenly():
    assert recovery_factor(Decimal(0), 4) == Decimal("0.25")
    assert discount_factors(Decimal(0), 2) == (1, 1, 1)


amounts = st.integers(-(10**9), 10**9)


@given(st.lists(amounts, min_size=2, max_size=12), st.integers(0, 3000))
def test_the_yearly_worth_of_the_horizon_is_worth_the_same_as_the_case(net, basis_points):
    horizon, rate = len(net) - 1, Decimal(basis_points) / 10_000
    found = appraise(flow_case(*net), terms(str(rate), horizon))
    yearly = found.annual_worth.money.amount
    again = sum((yearly * factor for factor in discount_factors(rate, horizon)[1:]), Decimal(0))
    assert abs(again - found.net_present_value.money.amount) <= Decimal("0.0001") * (horizon + 1)


@given(st.lists(amounts, min_size=2, max_size=12), st.integers(0, 3000))
def test_the_exact_value_agrees_with_that_of_arrays(net, basis_points):
    import numpy as np

    horizon, rate = len(net) - 1, Decimal(basis_points) / 10_000
    exact = appraise(flow_case(*net), terms(str(rate), horizon)).net_present_value.money.amount
    array = np.array(net, float) @ (1 + float(rate)) ** -np.arange(horizon + 1)
    assert float(exact) == pytest.approx(array, rel=1e-9, abs=1e-3)
