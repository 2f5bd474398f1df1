"""Projects that together pass a threshold which each alone does not are flagged to whoever decides."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.a_framework import LABEL, a_body, a_framework, an_approval, threshold, version
from timonel.domain.facts import UNKNOWN, InstitutionFacts, ProjectFacts
from timonel.domain.findings import DOES_NOT_SET, Outcome
from timonel.domain.money import Money, Rate
from timonel.domain.splitting import Entered, splitting

DAY = date(2026, 6, 1)
WINDOW = 180


def window(*versions, unit="days"):
    return {"label": LABEL, "kind": "duration", "unit": unit, "versions": list(versions)}


def denmark(**parameters):
    return a_framework(
        bodies={"council": a_body()},
        parameters={
            "council": threshold(version("10000000", comparator="over")),
            "open": threshold(version(None)),
            **parameters,
        },
        approvals={
            "council": an_approval(when={"amount": "council"}),
            "programmes": an_approval(object=["programme"], when={"amount": "council"}),
            "not-set": an_approval(when={"amount": "open"}),
        },
    )


SET = denmark(**{"splitting-window": window(version(str(WINDOW)))})


def a_project(number, amount=None, *, institution="1601", supplier="none", like=(), day=DAY, **facts):
    told = {
        "object": "project",
        "institution": UNKNOWN if institution is None else InstitutionFacts(institution),
        "total_budget": UNKNOWN if amount is None else Money.of(amount, "DKK"),
        "submitted_on": UNKNOWN if day is None else day,
    }
    alike = UNKNOWN if like is None else frozenset(like)
    return Entered(
        number, ProjectFacts(**{**told, **facts}), f"{supplier}-{number}" if supplier == "none" else supplier, alike
    )


def asked(project, *others, framework=SET):
    return splitting(framework, project, others, DAY)


def outcomes(findings):
    return [(finding.outcome, finding.code, finding.params.get("ground")) for finding in findings]


FOUND = (Outcome.FOUND, "splitting_found", "institution")
NOTHING = [(Outcome.NOT_FOUND, "splitting_not_found", None)]


@pytest.mark.parametrize(("amount", "found"), [("4000000", NOTHING), ("4000000.01", [FOUND])])
def test_projects_of_one_institution_that_together_pass_the_threshold_are_flagged_and_those_that_just_meet_it_are_not(
    amount, found
):
    assert outcomes(asked(a_project("1", 6_000_000), a_project("2", amount))) == found


def test_the_finding_cites_the_threshold_and_the_window_and_names_the_sum_and_each_project():
    (finding,) = asked(a_project("1", 6_000_000), a_project("2", 5_000_000, day=DAY - timedelta(10)))
    assert dict(finding.params) == {
        "approval": "council",
        "ground": "institution",
        "total": "11000000 DKK",
        "projects": "1, 2",
        "days": "180",
    }
    assert [basis.source for basis in finding.basis] == ["book"]
    limit, *members = finding.because
    assert (limit.code, limit.params["limit"], limit.params["amount"]) == ("amount", "10000000 DKK", "11000000 DKK")
    assert [dict(member.params) for member in members] == [
        {"project": "1", "amount": "6000000 DKK", "on": "2026-06-01"},
        {"project": "2", "amount": "5000000 DKK", "on": "2026-05-22"},
    ]


@pytest.mark.parametrize("direction", [1, -1])
@pytest.mark.parametrize(("days", "found"), [(WINDOW, [FOUND]), (WINDOW + 1, NOTHING)])
def test_the_last_day_of_the_window_counts_before_and_after_and_the_next_does_not(days, direction, found):
    other = a_project("2", 6_000_000, day=DAY + direction * timedelta(days))
    assert outcomes(asked(a_project("1", 6_000_000), other)) == found


@pytest.mark.parametrize(("days", "found"), [(WINDOW - 1, [FOUND]), (WINDOW, NOTHING)])
def test_the_last_day_of_a_window_that_says_under_does_not_count(days, found):
    under = denmark(**{"splitting-window": window(version(str(WINDOW), comparator="under"))})
    other = a_project("2", 6_000_000, day=DAY - timedelta(days))
    assert outcomes(asked(a_project("1", 6_000_000), other, framework=under)) == found


def test_a_project_not_yet_submitted_counts_from_the_day_it_was_proposed():
    other = a_project("2", 6_000_000, day=None, proposed_on=DAY - timedelta(WINDOW))
    assert outcomes(asked(a_project("1", 6_000_000), other)) == [FOUND]
    other = a_project("2", 6_000_000, day=None, proposed_on=DAY - timedelta(WINDOW + 1))
    assert outcomes(asked(a_project("1", 6_000_000), other)) == NOTHING


@pytest.mark.parametrize(
    ("one", "other", "ground"),
    [
        ({"supplier": "76.1-1"}, {"supplier": "76.1-1"}, "supplier"),
        ({"like": ["2"]}, {}, "purpose"),
        ({}, {"like": ["1"]}, "purpose"),
    ],
)
def test_projects_of_two_institutions_are_siblings_by_supplier_or_by_purpose(one, other, ground):
    findings = asked(a_project("1", 6_000_000, **one), a_project("2", 6_000_000, institution="1602", **other))
    assert outcomes(findings) == [(Outcome.FOUND, "splitting_found", ground)]


def test_projects_that_share_nothing_are_no_siblings():
    assert outcomes(asked(a_project("1", 6_000_000), a_project("2", 6_000_000, institution="1602"))) == NOTHING


def test_a_project_that_needs_the_approval_alone_is_not_splitting():
    assert outcomes(asked(a_project("1", 10_000_001), a_project("2", 6_000_000))) == NOTHING


def test_a_sibling_that_needs_the_approval_alone_hides_nothing_and_does_not_count():
    assert outcomes(asked(a_project("1", 6_000_000), a_project("2", 10_000_001))) == NOTHING


def test_three_that_pass_it_only_together_are_flagged_together():
    (finding,) = asked(a_project("1", 4_000_000), a_project("2", 4_000_000), a_project("3", 4_000_000))
    assert finding.params["projects"] == "1, 2, 3"


def test_the_project_itself_among_the_others_does_not_count_twice():
    project = a_project("1", 6_000_000)
    assert outcomes(asked(project, project)) == NOTHING


# --- what is not known

OPEN = [(Outcome.UNKNOWN, "splitting_unknown", "institution")]


def test_a_sibling_without_amount_leaves_it_open():
    assert outcomes(asked(a_project("1", 6_000_000), a_project("2"))) == OPEN


def test_a_project_without_amount_leaves_it_open():
    assert outcomes(asked(a_project("1"), a_project("2", 6_000_000))) == OPEN


def test_a_sibling_without_amount_does_not_hide_that_the_others_pass_it():
    found = asked(a_project("1", 6_000_000), a_project("2", 6_000_000), a_project("3"))
    assert outcomes(found) == [FOUND]
    assert found[0].params["projects"] == "1, 2"


def test_a_sibling_without_a_day_leaves_it_open_only_where_its_amount_would_pass_it():
    assert outcomes(asked(a_project("1", 6_000_000), a_project("2", 6_000_000, day=None))) == OPEN
    assert outcomes(asked(a_project("1", 6_000_000), a_project("2", 4_000_000, day=None))) == NOTHING


def test_an_amount_in_another_currency_counts_by_the_rate_and_leaves_it_open_without_one():
    dollars = a_project("2", total_budget=Money.of(1_000_000, "USD"))
    assert outcomes(asked(a_project("1", 6_000_000), dollars)) == OPEN
    rate = Rate("USD", "DKK", Decimal(7), DAY, "central bank")
    both = [
        a_project("1", 6_000_000, rates=(rate,)),
        a_project("2", total_budget=dollars.facts.total_budget, rates=(rate,)),
    ]
    (finding,) = asked(*both)
    assert (finding.outcome, finding.params["total"]) == (Outcome.FOUND, "13000000.0000 DKK")


@pytest.mark.parametrize(
    ("unstated", "ground"),
    [({"institution": None}, "institution"), ({"supplier": UNKNOWN}, "supplier"), ({"like": None}, "purpose")],
)
def test_a_ground_that_the_project_does_not_state_is_said_not_to_have_been_looked_at(unstated, ground):
    findings = asked(a_project("1", 6_000_000, **unstated), a_project("2", 1))
    assert outcomes(findings) == [(Outcome.UNKNOWN, "splitting_ground_unknown", ground)]


# --- the window is the framework's

ENOUGH = (a_project("1", 6_000_000), a_project("2", 6_000_000))


@pytest.mark.parametrize("parameters", [{}, {"splitting-window": window(version(None))}])
def test_without_a_stated_window_nothing_is_looked_for_and_the_finding_says_so(parameters):
    (finding,) = asked(*ENOUGH, framework=denmark(**parameters))
    assert (finding.outcome, finding.code) == (Outcome.REFUSED, DOES_NOT_SET)
    assert dict(finding.params) == {"parameter": "splitting-window"}


def test_a_window_that_is_not_in_days_or_not_surely_in_force_leaves_all_open():
    months = denmark(**{"splitting-window": window(version("6"), unit="months")})
    beyond = denmark(**{"splitting-window": window(version("180", comparator="over"))})
    between = denmark(
        **{"splitting-window": window(version("90", to="2026-06"), version("180", **{"from": "2026-06"}))}
    )
    for framework in (months, beyond, between):
        (finding,) = splitting(framework, ENOUGH[0], ENOUGH[1:], date(2026, 6, 15))
        assert (finding.outcome, finding.code) == (Outcome.UNKNOWN, "splitting_window_unknown")


def test_the_window_of_the_day_counts():
    changed = denmark(
        **{"splitting-window": window(version("30", to="2026-05-31"), version("180", **{"from": "2026-06-01"}))}
    )
    other = a_project("2", 6_000_000, day=DAY - timedelta(100))
    assert splitting(changed, ENOUGH[0], [other], date(2026, 5, 31))[0].outcome is Outcome.NOT_FOUND
    assert splitting(changed, ENOUGH[0], [other], date(2026, 6, 1))[0].outcome is Outcome.FOUND


@given(st.lists(st.integers(1, 12_000_000), min_size=2, max_size=6))
def test_it_is_flagged_exactly_when_those_that_stay_under_it_alone_pass_it_together(amounts):
    projects = [a_project(str(number), amount) for number, amount in enumerate(amounts)]
    under = [amount for amount in amounts if amount <= 10_000_000]
    expected = amounts[0] <= 10_000_000 and len(under) > 1 and sum(under) > 10_000_000
    found = splitting(SET, projects[0], projects[1:], DAY)
    assert any(finding.outcome is Outcome.FOUND for finding in found) is expected
