"""What proposes a review, what opens one, and who is independent of a project."""

from __future__ import annotations

from datetime import date

import pytest

from tests.frameworks.countries import country
from timonel.domain.findings import DOES_NOT_SET, Outcome
from timonel.domain.reviews import Shown, after_reds, dependence, proposed_reviews

NONE = frozenset()


def lights(*red: str) -> list[Shown]:
    return [Shown(of, of, "approved", of in red) for of in ("schedule", "cost", "benefits", "overall")]


@pytest.mark.catalogue("PG-10")
@pytest.mark.parametrize("of", ["schedule", "cost", "benefits"])
def test_each_of_schedule_cost_and_benefits_proposes_a_review_by_itself(of):
    (proposed,) = proposed_reviews(lights(of))
    assert (proposed.code, proposed.outcome) == (f"review-proposed-{of}", Outcome.FOUND)
    assert [reason.params["light"] for reason in proposed.because] == [of]


def test_what_is_not_red_proposes_nothing_and_the_overall_light_neither():
    assert proposed_reviews(lights()) == ()
    assert proposed_reviews(lights("overall")) == ()


def test_two_red_lights_of_one_kind_are_one_proposal_with_both_as_reasons():
    both = [Shown("cost", "cost", against, True) for against in ("original", "approved")]
    (proposed,) = proposed_reviews(both)
    assert [reason.params["against"] for reason in proposed.because] == ["original", "approved"]


@pytest.mark.parametrize(
    ("reds", "opened"),
    [
        ([True, True], False),
        ([True, True, True], True),
        ([False, True, True, True], True),
        ([True, True, True, False], False),
        ([True, False, True, True], False),
        ([], False),
    ],
)
def test_three_red_months_in_a_row_open_a_techstat_review(reds, opened):
    framework = country("us")
    found = after_reds(framework, framework.regimes["it-dashboard"], reds, date(2016, 3, 31), NONE)
    assert (found is not None and found.opens == "review") is opened


def test_the_techstat_review_is_held_within_thirty_days_counted_from_the_day_after():
    framework = country("us")
    found = after_reds(framework, framework.regimes["it-dashboard"], [True] * 3, date(2016, 3, 30), NONE)
    assert found is not None and found.due_on == date(2016, 4, 29)
    assert found.finding.params["least"] == "3"
    assert found.finding.basis


@pytest.mark.parametrize(("day", "outcome"), [(date(2015, 6, 30), None), (date(2015, 7, 1), Outcome.REQUIRED)])
def test_before_the_number_of_reds_was_set_nothing_is_opened_and_the_gap_is_said(day, outcome):
    framework = country("us")
    found = after_reds(framework, framework.regimes["it-dashboard"], [True] * 3, day, NONE)
    assert found is not None
    if outcome is None:
        assert (found.opens, found.finding.code) == ("", DOES_NOT_SET)
    else:
        assert (found.opens, found.finding.outcome) == ("review", outcome)


def test_a_regime_that_says_nothing_of_reds_opens_nothing():
    framework = country("dk")
    assert after_reds(framework, framework.regimes["high-risk"], [True] * 9, date(2016, 1, 31), NONE) is None


def independent(**changed):
    given = {"reviewer_institution": "u-1", "own": "i-1", "partners": ["i-2"], "took_part": False, "interests": []}
    return [fault.code for fault in dependence(**{**given, **changed})]


def test_an_independent_reviewer_is_of_another_house_took_no_part_and_has_no_interest():
    assert independent() == []
    assert independent(reviewer_institution="", interests=["i-9"]) == []
    assert independent(reviewer_institution="i-1") == ["reviewer-of-the-same-house"]
    assert independent(reviewer_institution="i-2") == ["reviewer-of-the-same-house"]
    assert independent(took_part=True) == ["reviewer-took-part"]
    assert independent(interests=["i-1", "i-2"]) == ["reviewer-has-an-interest"] * 2
    assert len(independent(reviewer_institution="i-1", took_part=True, interests=["i-1"])) == 3
