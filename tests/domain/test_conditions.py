from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.a_framework import a_framework, threshold, version
from timonel.domain.conditions import CaseColumns, compile_columns, evaluate, read_condition, truth_of
from timonel.domain.facts import UNKNOWN, InstitutionFacts, NormFacts, ProjectFacts
from timonel.domain.money import Money, Rate
from timonel.domain.truth import Truth

NO, YES, UNSURE = Truth.NO, Truth.YES, Truth.UNKNOWN
DAY = date(2016, 6, 1)
FRAMEWORK = a_framework(
    parameters={
        "over-ten": threshold(version("10", comparator="over")),
        "at-least-ten": threshold(version("10", comparator="at-least")),
        "under-ten": threshold(version("10", comparator="under")),
        "at-most-ten": threshold(version("10", comparator="at-most")),
        "zero": threshold(version("0", comparator="at-least")),
        "not-stated": threshold(version()),
        "ended": threshold(version("10", to="2015-12-31", comparator="over")),
        "moved": threshold(
            version("10", to="after 2014-01-01", comparator="over"),
            version("20", **{"from": "by 2018-01-01", "comparator": "at-least"}),
        ),
        "half-stated": threshold(
            version("10", to="2016", comparator="over"), version(**{"from": "2016", "comparator": "over"})
        ),
        "euros": threshold(version("2", comparator="over"), unit="EUR"),
        "no-comparator": threshold(version("10")),
    }
)
PARAMETERS = [*FRAMEWORK.parameters, "no-such"]


def of(plain, facts, on=DAY):
    """Answer by the scalar rule, which the columns must equal."""
    condition = read_condition(plain)
    truth = truth_of(condition, facts, FRAMEWORK, on)
    assert compile_columns(condition, FRAMEWORK)(CaseColumns.of([facts], on)).column().tolist() == [truth]
    return truth


def kroner(amount, **keys):
    return ProjectFacts(object="project", total_budget=Money.of(amount, "DKK"), **keys)


@pytest.mark.parametrize(
    ("parameter", "nine", "ten", "eleven"),
    [
        ("over-ten", NO, NO, YES),
        ("at-least-ten", NO, YES, YES),
        ("under-ten", YES, NO, NO),
        ("at-most-ten", YES, YES, NO),
        ("zero", YES, YES, YES),
        ("not-stated", UNSURE, UNSURE, UNSURE),
        ("no-comparator", UNSURE, UNSURE, UNSURE),
        ("ended", NO, NO, NO),
        ("no-such", NO, NO, NO),
    ],
)
def test_an_amount_is_compared_as_the_version_says(parameter, nine, ten, eleven):
    assert [of({"amount": parameter}, kroner(amount)) for amount in ("9.9999", "10", "10.0001")] == [nine, ten, eleven]


def test_between_two_versions_the_answer_is_known_where_both_agree():
    assert [of({"amount": "moved"}, kroner(amount)) for amount in ("10", "15", "20")] == [NO, UNSURE, YES]
    assert [of({"amount": "moved"}, kroner(amount), date(2013, 1, 1)) for amount in ("10", "15")] == [NO, YES]
    assert [of({"amount": "moved"}, kroner(amount), date(2018, 1, 1)) for amount in ("19.99", "20")] == [NO, YES]


def test_a_version_that_is_not_stated_leaves_it_unknown_even_between_two():
    assert of({"amount": "half-stated"}, kroner("5")) is UNSURE


def test_an_amount_in_another_currency_needs_a_dated_rate():
    rate = Rate("DKK", "EUR", Decimal("0.2"), DAY, "ECB")
    assert of({"amount": "euros"}, kroner("11")) is UNSURE
    assert of({"amount": "euros"}, kroner("10", rates=(rate,))) is NO
    assert of({"amount": "euros"}, kroner("10.001", rates=(rate,))) is YES


def test_the_measure_is_the_whole_budget_unless_another_is_named():
    case = kroner("5", annual_cost=Money.of(11, "DKK"))
    assert of({"amount": "over-ten"}, case) is NO
    assert of({"amount": {"of": "annual-cost", "against": "over-ten"}}, case) is YES
    assert of({"amount": {"of": "contract-value", "against": "over-ten"}}, case) is UNSURE


HOSPITAL = InstitutionFacts("1", "hospital", "central", "16", "health", {"adhered": True, "exempt": False})


@pytest.mark.parametrize(
    ("plain", "truth"),
    [
        ({"institution": {"sector": ["health"], "level": ["central"]}}, YES),
        ({"institution": {"sector": ["health"], "level": ["municipal"]}}, NO),
        ({"institution": {"kind": ["agency", "hospital"], "ministry": ["16"], "code": ["1"]}}, YES),
        ({"institution": {"exempt": True}}, NO),
        ({"institution": {"exempt": False}}, YES),
        ({"institution": {"flag": ["adhered"]}}, YES),
        ({"institution": {"flag": ["small"]}}, UNSURE),
        ({"category": {"scheme": "cpv", "any_of": ["302", "48"]}}, YES),
        ({"category": {"scheme": "cpv", "any_of": ["302", "481"]}}, NO),
        ({"category": {"any_of": ["48"]}}, NO),
        ({"flag": {"any_of": ["hosting", "cloud"]}}, YES),
        ({"flag": {"any_of": ["hosting"]}}, NO),
        ({"flag": {"any_of": ["hosting", "identity"]}}, UNSURE),
        ({"risk_class": ["high"]}, YES),
        ({"risk_class": ["normal"]}, NO),
        ({"object": ["programme"]}, NO),
        ({"all_of": [{"risk_class": ["high"]}, {"flag": {"any_of": ["identity"]}}]}, UNSURE),
        ({"any_of": [{"risk_class": ["high"]}, {"flag": {"any_of": ["identity"]}}]}, YES),
        ({"none_of": [{"risk_class": ["normal"]}, {"object": ["programme"]}]}, YES),
        ({"none_of": [{"risk_class": ["high"]}, {"flag": {"any_of": ["identity"]}}]}, NO),
        ({"object": ["project"], "amount": "over-ten"}, NO),
        ({"object": ["project"], "amount": "at-least-ten"}, YES),
    ],
)
def test_each_kind_of_condition_answers(plain, truth):
    case = kroner(
        "10",
        institution=HOSPITAL,
        categories=("cpv:48000000",),
        flags={"cloud": True, "hosting": False},
        risk_class="high",
    )
    assert of(plain, case) is truth


def test_of_an_empty_case_everything_is_unknown_but_what_has_no_limit():
    for plain in (
        {"amount": "zero"},
        {"object": ["project"]},
        {"risk_class": ["high"]},
        {"category": {"any_of": ["1"]}},
    ):
        assert of(plain, ProjectFacts()) is UNSURE
    assert of({"amount": "ended"}, ProjectFacts()) is NO
    assert of({"institution": {"sector": ["health"]}}, ProjectFacts()) is UNSURE
    assert of({"amount": "zero"}, NormFacts()) is UNSURE


def test_no_condition_is_always_met():
    assert read_condition(None) is None
    assert truth_of(None, ProjectFacts(), FRAMEWORK, DAY) is YES


def test_the_explanation_names_fact_limit_comparator_and_basis():
    reason = evaluate(read_condition({"amount": "over-ten"}), kroner("10"), FRAMEWORK, DAY)
    assert reason.code == "amount"
    assert reason.params == {
        "parameter": "over-ten",
        "measure": "total-budget",
        "amount": "10 DKK",
        "limit": "10 DKK",
        "comparator": "over",
    }
    assert reason.basis[0].where == "p. 1"


WORDS = ["a", "b", "c"]
SCHEMES = ["cpv:48", "cpv:481", "cpv:3", "x:48"]
flags = st.dictionaries(st.sampled_from(WORDS), st.booleans())
unsure = st.just(UNKNOWN)
money = st.builds(
    Money,
    st.one_of(st.integers(-1, 25).map(Decimal), st.decimals("9.9", "10.1", places=4)),
    st.sampled_from(["DKK", "EUR", "USD"]),
)
rates = st.lists(
    st.builds(
        Rate,
        st.sampled_from(["DKK", "EUR", "USD"]),
        st.sampled_from(["DKK", "EUR"]),
        st.decimals("0.1", "9", places=5),
        st.just(DAY),
        st.just("x"),
    ),
    max_size=3,
).map(tuple)
word = unsure | st.sampled_from(WORDS)
institutions = st.builds(InstitutionFacts, st.sampled_from(WORDS), word, word, word, word, flags)
cases = st.builds(
    ProjectFacts,
    object=unsure | st.sampled_from(["project", "programme"]),
    institution=unsure | institutions,
    total_budget=unsure | money,
    annual_cost=unsure | money,
    rates=rates,
    categories=unsure | st.lists(st.sampled_from(SCHEMES), max_size=2).map(tuple),
    flags=flags,
    risk_class=word,
)
some_words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)
tests = st.one_of(
    st.builds(lambda name: {"amount": name}, st.sampled_from(PARAMETERS)),
    st.builds(lambda name: {"amount": {"of": "annual-cost", "against": name}}, st.sampled_from(PARAMETERS)),
    st.builds(lambda word: {"object": [word]}, st.sampled_from(["project", "programme", "norm"])),
    st.builds(lambda words: {"risk_class": words}, some_words),
    st.builds(lambda words: {"flag": {"any_of": words}}, some_words),
    st.builds(lambda words: {"category": {"scheme": "cpv", "any_of": words}}, st.just(["48"]) | st.just(["3", "9"])),
    st.builds(
        lambda key, words: {"institution": {key: words}},
        st.sampled_from(["sector", "level", "kind", "ministry", "code", "flag"]),
        some_words,
    ),
    st.builds(lambda exempt: {"institution": {"exempt": exempt}}, st.booleans()),
)
conditions = st.recursive(
    tests,
    lambda inner: st.builds(
        lambda join, parts: {join: parts},
        st.sampled_from(["all_of", "any_of", "none_of"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)
days = st.dates(date(2013, 6, 1), date(2018, 6, 1))


@given(conditions, st.lists(st.tuples(cases, days), min_size=1, max_size=6))
@settings(max_examples=120, deadline=None)
def test_columns_answer_as_the_scalar_rule_does_for_each_case(plain, dated):
    condition = read_condition(plain)
    columns = CaseColumns.of([case for case, _ in dated], [day for _, day in dated])
    answer = compile_columns(condition, FRAMEWORK)(columns).column()
    assert answer.dtype == np.int8
    assert answer.tolist() == [truth_of(condition, case, FRAMEWORK, day).value for case, day in dated]


def test_a_column_that_is_missing_is_unknown_for_every_case():
    bare = CaseColumns(3, np.full(3, DAY.toordinal(), np.int32))
    for plain in ({"amount": "zero"}, {"object": ["project"]}, {"flag": {"any_of": ["cloud"]}}):
        assert compile_columns(read_condition(plain), FRAMEWORK)(bare).column().tolist() == [2, 2, 2]
    assert compile_columns(None, FRAMEWORK)(bare).column().tolist() == [1, 1, 1]
