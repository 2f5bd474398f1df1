from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.a_framework import LABEL, a_body, a_framework, an_approval, stated, threshold, version
from timonel.domain.conditions import CaseColumns
from timonel.domain.facts import UNKNOWN, ProjectFacts
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Holder
from timonel.domain.money import Money
from timonel.domain.parameters import ValueState
from timonel.domain.routing import approvals_required, regimes_for, required, route_columns, unset_parameters
from timonel.domain.truth import Truth

DENMARK = a_framework(
    bodies={"council": a_body(), "parliament": a_body()},
    parameters={
        "council": threshold(
            version("10000000", **{"from": "2011", "to": "2018-12-31", "comparator": "over"}),
            version("15000000", **{"from": "2019-01-01", "comparator": "at-least"}),
        ),
        "programme": threshold(version("60000000", comparator="over")),
        "parliament": threshold(version("60000000", comparator="over")),
        "days": {"label": LABEL, "kind": "duration", "unit": "working-days", "versions": [version("20")]},
    },
    approvals={
        "parliament": an_approval(
            decided_by={"body": "parliament"}, effect="parliament", order=2, when={"amount": "parliament"}
        ),
        "council": an_approval(
            object=["project", "programme"],
            effect="classifies",
            order=1,
            time_limit="days",
            silence="not_stated",
            when={
                "any_of": [
                    {"object": ["project"], "amount": "council"},
                    {"object": ["programme"], "amount": "programme"},
                ]
            },
        ),
    },
)


def a_case(kind, amount, currency="DKK"):
    return ProjectFacts(object=kind, total_budget=Money.of(amount, currency))


def route(framework, case, on):
    return [finding.approval for finding in required(approvals_required(framework, case, on))]


IN_2015, IN_2026 = date(2015, 5, 1), date(2026, 11, 23)


@pytest.mark.catalogue("PL-05")
@pytest.mark.parametrize(
    ("kind", "amount", "approvals"),
    [
        ("project", 10_000_000, []),
        ("project", 10_000_001, ["council"]),
        ("project", 60_000_000, ["council"]),
        ("project", 60_000_001, ["council", "parliament"]),
        ("programme", 60_000_000, []),
        ("programme", 60_000_001, ["council"]),
    ],
)
def test_danish_tiers_in_2015(kind, amount, approvals):
    assert route(DENMARK, a_case(kind, amount), IN_2015) == approvals


@pytest.mark.parametrize(("amount", "approvals"), [("14999999.99", []), ("15000000", ["council"])])
def test_danish_threshold_of_today_takes_fifteen_million_and_more(amount, approvals):
    assert route(DENMARK, a_case("project", amount), IN_2026) == approvals


def test_the_threshold_in_force_on_the_day_counts():
    case = a_case("project", 12_000_000)
    assert route(DENMARK, case, date(2018, 12, 31)) == ["council"]
    assert route(DENMARK, case, date(2019, 1, 1)) == []


@pytest.mark.catalogue("PL-03")
def test_ten_thousand_euros_exactly_is_taken_by_at_least_and_not_by_over():
    def portugal(comparator, value="10000"):
        limit = threshold(version(value, comparator=comparator), unit="EUR")
        approval = an_approval(when={"amount": "limit"})
        return a_framework(bodies={"council": a_body()}, parameters={"limit": limit}, approvals={"network": approval})

    exactly, below = a_case("project", "10000.00", "EUR"), a_case("project", "9999.99", "EUR")
    assert route(portugal("at-least"), exactly, IN_2015) == ["network"]
    assert route(portugal("over"), exactly, IN_2015) == []
    assert route(portugal("at-least"), below, IN_2015) == []
    assert route(portugal("at-least", "0"), a_case("project", "0", "EUR"), IN_2015) == ["network"]
    assert route(portugal("at-least", "0"), a_case("project", "0.01", "EUR"), IN_2015) == ["network"]


def test_an_approval_says_who_decides_with_which_effect_within_which_time():
    council = approvals_required(DENMARK, a_case("project", 10_000_001), IN_2015)[0]
    assert council.outcome is Outcome.REQUIRED
    assert (council.decider, council.effect, council.order) == (Holder("body", "council"), "classifies", 1)
    assert (council.time_limit.version.text, council.silence) == ("20 working-days", "not_stated")
    assert council.basis[0].source == "book"


def test_an_exempt_case_is_told_why():
    council = approvals_required(DENMARK, a_case("project", 10_000_000), IN_2015)[0]
    assert council.outcome is Outcome.EXEMPT
    amounts = [reason for reason in council.walk() if reason.code == "amount"]
    assert (amounts[0].params["limit"], amounts[0].params["comparator"]) == ("10000000 DKK", "over")


def test_what_hangs_on_a_value_not_stated_is_refused_by_its_name():
    framework = a_framework(
        parameters={"limit": threshold(version())}, approvals={"yearly": an_approval(when={"amount": "limit"})}
    )
    finding = approvals_required(framework, a_case("project", 1), IN_2015)[0]
    assert (finding.outcome, finding.code, finding.params) == (
        Outcome.REFUSED,
        "framework_does_not_set",
        {"parameter": "limit"},
    )


def test_a_fact_that_is_missing_leaves_the_approval_unknown():
    finding = approvals_required(DENMARK, ProjectFacts(object="project"), IN_2015)[0]
    assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "unknown")


def test_an_approval_of_another_time_or_object_is_not_needed():
    ended = a_framework(approvals={"old": an_approval(to="2014-12-31"), "norms": an_approval(object=["norm"])})
    assert [item.outcome for item in approvals_required(ended, a_case("project", 1), IN_2015)] == [Outcome.EXEMPT] * 2
    assert route(ended, a_case("project", 1), date(2014, 12, 31)) == ["old"]


def test_a_successor_decides_for_the_body_that_was():
    council = a_body(continued_by=[{"by": {"body": "board"}, "from": "2016-01-01"}])
    framework = a_framework(bodies={"council": council, "board": a_body()}, approvals={"x": an_approval()})
    case = a_case("project", 1)
    assert approvals_required(framework, case, date(2015, 12, 31))[0].decider.id == "council"
    assert approvals_required(framework, case, date(2016, 1, 1))[0].decider.id == "board"


def test_a_regime_is_for_its_risk_class():
    high = stated(when={"risk_class": ["high"]}, report_every="interval")
    framework = a_framework(regimes={"high": high})
    truths = [
        [(regime.id, truth) for regime, truth, _ in regimes_for(framework, ProjectFacts(risk_class=risk), IN_2015)]
        for risk in ("high", "normal", UNKNOWN)
    ]
    assert truths == [[("high", Truth.YES)], [], [("high", Truth.UNKNOWN)]]


def test_a_regime_of_programmes_is_for_programmes():
    framework = a_framework(regimes={"programmes": stated(object=["programme"])})
    kinds = [ProjectFacts(object="programme"), ProjectFacts(object="project"), ProjectFacts()]
    truths = [[truth for _, truth, _ in regimes_for(framework, case, IN_2015)] for case in kinds]
    assert truths == [[Truth.YES], [], [Truth.UNKNOWN]]


def test_values_that_are_needed_and_not_set_are_named():
    framework = a_framework(parameters={"quorum": threshold(version()), "limit": threshold(version("1"))})
    found = unset_parameters(framework, ("quorum", "limit", "no-such"), IN_2015, "vote")
    assert [(item.code, item.params["parameter"]) for item in found] == [
        ("framework_does_not_set", "quorum"),
        ("framework_does_not_set", "no-such"),
    ]
    assert framework.value("limit", IN_2015).state is ValueState.SET


CODES = {Outcome.EXEMPT: 0, Outcome.REQUIRED: 1, Outcome.UNKNOWN: 2, Outcome.REFUSED: 2}
amounts = st.sampled_from([9_999_999, 10_000_000, 10_000_001, 14_999_999, 15_000_000, 60_000_000, 60_000_001])
cases = st.builds(
    ProjectFacts,
    object=st.sampled_from(["project", "programme", "norm", UNKNOWN]),
    total_budget=st.just(UNKNOWN) | st.builds(Money.of, amounts, st.sampled_from(["DKK", "EUR"])),
)


@given(st.lists(st.tuples(cases, st.dates(date(2010, 6, 1), date(2020, 1, 1))), min_size=1, max_size=20))
@settings(deadline=None)
def test_routing_columns_equals_routing_each_case(dated):
    columns = CaseColumns.of([case for case, _ in dated], [day for _, day in dated])
    routed = route_columns(DENMARK, columns)
    for row, (case, day) in enumerate(dated):
        found = {item.approval: CODES[item.outcome] for item in approvals_required(DENMARK, case, day)}
        assert {name: int(column[row]) for name, column in routed.items()} == found
