"""Draws: the same twice, alone and among others; their mean is the exact expected value."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.appraisal.a_case import TERMS, a_case, cost, gain, terms
from timonel.domain.appraisal import appraise, risk_pool, tornado
from timonel.domain.appraisal.chances import chances_of, columns_of, draws_for, simulate, simulated
from timonel.domain.appraisal.pool import RiskPool
from timonel.domain.appraisal.terms import Terms
from timonel.domain.findings import Outcome


def risk(name, probability, impact, year=2028):
    return {"name": name, "probability": str(probability), "impact": str(impact), "year": str(year)}


def test_the_same_case_gives_the_same_draws_twice():
    assert simulate(a_case(), TERMS) == simulate(a_case(), TERMS)


def test_a_case_has_the_same_draws_alone_and_among_others():
    one = a_case()
    other = a_case(costs=[cost(2027, "5000", low="1", high="9999")], risks=[risk("x", 50, 10), risk("y", 7, 900)])
    means, negative = simulated(columns_of([chances_of(each, TERMS) for each in (other, one, other)]))
    alone = simulate(one, TERMS)
    assert means[1] == pytest.approx(float(alone.mean.amount), abs=1e-3)
    assert negative[1] == float(alone.negative)


def test_half_of_the_draws_lie_below_the_likely_value_and_none_outside_the_range():
    below, above = draws_for([("below", 0, 0), ("above", 0, 0)])
    assert 0.48 < np.count_nonzero(below) / below.size < 0.52
    assert not np.any((below > 0) & (above > 0))
    assert below.min() == 0 <= below.max() <= 1
    assert 0 <= above.max() <= 1


@pytest.mark.parametrize(("percent", "least", "most"), [(0, 0, 0), (20, 0.19, 0.21), (100, 1, 1)])
def test_a_risk_happens_in_the_share_of_draws_that_its_probability_says(percent, least, most):
    (happened,) = draws_for([("risk", 0, percent)])
    assert least <= happened.mean() <= most


def test_without_ranges_and_risks_there_is_one_value():
    case = a_case(costs=[cost(2027, "100")], gains=[gain(2028, low="", high="")], risks=[])
    drawn = simulate(case, TERMS)
    value = appraise(case, TERMS).net_present_value.money
    assert drawn.low == drawn.high == drawn.mean == value
    assert drawn.negative == 0
    loss = simulate(a_case(costs=[cost(2027, "900")], gains=[gain(2028, low="", high="")], risks=[]), TERMS)
    assert loss.negative == 1


def test_the_histogram_counts_every_draw():
    drawn = simulate(a_case(), TERMS)
    assert sum(drawn.counts) == drawn.draws == 10_000
    assert len(drawn.edges) == len(drawn.counts) + 1


values = st.integers(0, 10**6)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(values, values, values), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 100), values), max_size=3),
)
def test_the_mean_of_the_draws_is_the_exact_expected_value(estimates, risks):
    costs = []
    categories = ("hardware", "cloud", "licences", "training")
    for category, each in zip(categories, estimates, strict=False):
        low, likely, high = map(str, sorted(each))
        costs.append(cost(2027, likely, category=category, low=low, high=high))
    case = a_case(costs=costs, gains=[], risks=[risk(f"r{n}", p, i) for n, (p, i) in enumerate(risks)])
    exact = appraise(case, terms("0.05", 3)).expected_value.money.amount
    widest = max([1, *(max(each) - min(each) for each in estimates), *(impact for _percent, impact in risks)])
    drawn = simulate(case, terms("0.05", 3)).mean.amount
    assert abs(exact - drawn) <= Decimal(widest) * Decimal("0.05")


# --- which assumption matters


def test_the_tornado_has_the_widest_bar_first_with_each_end_worked_out():
    case = a_case(
        costs=[cost(2027, "1000", low="900", high="1500"), cost(2028, "110", assumption="A1")],
        gains=[gain(2028, "1100", low="1100", high="1210")],
    )
    bars = {bar.group: (bar.at_low.amount, bar.at_high.amount) for bar in tornado(case, terms("0.10", 1))}
    likely = Decimal(-1000 - 100 + 1000)
    assert list(bars) == [
        ("cost", "with", "investment", "hardware"),
        ("gain", "with", "B1"),
        ("assumption", "A1"),
    ]
    assert bars["cost", "with", "investment", "hardware"] == (likely + 100, likely - 500)
    assert bars["gain", "with", "B1"] == (likely, likely + 100)
    assert bars["assumption", "A1"] == (likely + 20, likely - 60)


def test_a_group_without_a_range_has_no_bar():
    case = a_case(costs=[cost(2027, "1")], gains=[gain(2028, low="", high="")], assumptions=[])
    assert tornado(case, TERMS) == []


# --- the risk pool


def pooled(most, *risks):
    return risk_pool(a_case(risks=[risk(*each) for each in risks]), Terms(Decimal("0.06"), 10, most))


def test_the_pool_is_probability_times_impact_of_the_largest_risks():
    found = pooled(2, ("small", 10, 100), ("large", 50, 1000), ("middle", 10, 900))
    assert isinstance(found, RiskPool)
    assert [each.name for each in found.risks] == ["large", "middle"]
    assert found.amount.amount == 590


def test_of_two_risks_as_large_the_name_decides():
    assert [each.name for each in pooled(1, ("b", 10, 100), ("a", 20, 50)).risks] == ["a"]


def test_without_a_number_of_risks_in_the_framework_there_is_no_pool():
    found = pooled(None, ("a", 10, 100))
    assert found.outcome is Outcome.REFUSED
    assert (found.code, found.params) == ("framework_does_not_set", {"parameter": "business-case-pooled-risks"})
