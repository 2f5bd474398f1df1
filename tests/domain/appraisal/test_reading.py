"""Reading a case: all of it, or every fault with its place; and writing it in one form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.appraisal.a_case import TYPED, a_case, cost, gain, typed
from timonel.domain.appraisal import case_bytes, read_case, to_plain


def faults(**changes):
    return [(fault.code, fault.part, fault.row, fault.place) for fault in read_case(typed(**changes)).faults]


def test_a_case_that_is_written_is_read_again_the_same():
    case = a_case()
    assert read_case(to_plain(case)).case == case
    assert case_bytes(read_case(to_plain(case)).case) == case_bytes(case)


@pytest.mark.parametrize(
    ("text", "same"), [("1000,5", "1000.50"), (" 1000 ", "1000"), ("1000.0", "1000"), ("0010", "10")]
)
def test_one_amount_has_one_form_however_it_was_typed(text, same):
    one, other = a_case(costs=[cost(2027, text)]), a_case(costs=[cost(2027, same)])
    assert case_bytes(one) == case_bytes(other)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.000", "amount-ambiguous"),
        ("1,234", "amount-ambiguous"),
        ("1.000.000", "not-an-exact-amount"),
        ("-5", "not-an-exact-amount"),
        ("NaN", "not-an-exact-amount"),
        ("1e5", "not-an-exact-amount"),
        ("9" * 16, "not-an-exact-amount"),
        ("1.23456", "not-an-exact-amount"),
        ("", "place-required"),
        ("1" * 200_000, "not-an-exact-amount"),
    ],
)
def test_what_is_no_plain_amount_is_refused_with_its_place(text, code):
    assert faults(costs=[cost(2027, text)]) == [(code, "costs", 0, "likely")]


def test_all_faults_are_told_at_once():
    found = faults(
        currency="pesos",
        first_year="27",
        costs=[cost(2027, "x", nature="capital"), cost(1989, "1")],
        risks=[{"name": "", "probability": "101", "impact": "1", "year": "2201"}],
    )
    assert found == [
        ("not-a-currency-code", "", None, "currency"),
        ("not-a-year", "", None, "first_year"),
        ("not-a-choice", "costs", 0, "nature"),
        ("not-an-exact-amount", "costs", 0, "likely"),
        ("not-a-year", "costs", 1, "year"),
        ("place-required", "risks", 0, "name"),
        ("not-a-percentage", "risks", 0, "probability"),
        ("not-a-year", "risks", 0, "year"),
    ]


@pytest.mark.parametrize("percent", ["0", "100"])
def test_a_probability_may_be_nought_or_a_hundred(percent):
    assert not faults(risks=[{"name": "x", "probability": percent, "impact": "1", "year": "2028"}])


def test_an_empty_row_is_passed_over_and_the_others_keep_their_place():
    assert faults(costs=[{}, cost(2027, "x")]) == [("not-an-exact-amount", "costs", 1, "likely")]
    assert len(a_case(costs=[{"year": " "}, cost(2027, "1")]).costs) == 1


@pytest.mark.parametrize(
    ("low", "likely", "high", "good"),
    [("1", "2", "3", True), ("2", "2", "2", True), ("2.1", "2", "3", False), ("1", "3.1", "3", False)],
)
def test_an_estimate_goes_from_low_over_likely_to_high(low, likely, high, good):
    found = faults(costs=[cost(2027, likely, low=low, high=high)])
    assert found == ([] if good else [("range-out-of-order", "costs", 0, "likely")])


def test_a_line_in_proportion_to_an_assumption_has_the_range_of_the_assumption():
    (line,) = a_case(costs=[cost(2028, "100", assumption="A1")]).costs
    assert (line.amount.low, line.amount.likely, line.amount.high) == (80, 100, 160)


def test_a_line_has_its_range_once():
    assert faults(costs=[cost(2028, "100", low="90", assumption="A1")]) == [("range-given-twice", "costs", 0, "low")]


def test_what_a_line_names_must_be_there():
    assert faults(costs=[cost(2028, "1", assumption="A9")]) == [("no-such-assumption", "costs", 0, "assumption")]
    assert faults(gains=[gain(2028, benefit="B2")]) == [("no-such-economic-benefit", "gains", 0, "benefit")]


def test_a_code_stands_once():
    twice = [*TYPED["benefits"], TYPED["benefits"][0]]
    assert faults(benefits=twice) == [("code-repeated", "benefits", 2, "code")]


def test_an_assumption_of_nothing_gives_no_proportion():
    nothing = [{**TYPED["assumptions"][0], "low": "0", "likely": "0"}]
    assert faults(assumptions=nothing, costs=[]) == [("assumption-of-nothing", "assumptions", 0, "likely")]


def test_no_sum_is_larger_than_an_amount_may_be():
    most = "225000000000000"
    assert faults(costs=[cost(2027, most)]) == []
    assert faults(costs=[cost(2027, most), cost(2028, "0.1")]) == [("sum-too-large", "costs", None, "")]


def test_a_part_takes_five_hundred_rows():
    rows = [cost(2027, "1")] * 501
    assert faults(costs=rows[:500]) == []
    assert faults(costs=rows) == [("part-too-long", "costs", None, "")]


@given(st.dictionaries(st.sampled_from([*TYPED, "extra"]), st.none() | st.text(max_size=9) | st.lists(st.integers())))
def test_whatever_is_typed_is_read_or_refused(changes):
    reading = read_case({**TYPED, **changes})
    assert (reading.case is None) == bool(reading.faults)
