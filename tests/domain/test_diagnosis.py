from datetime import date

import pytest

from tests.domain.a_framework import a_body, a_framework, a_post, by, stated
from timonel.domain.diagnosis import CHECKS, PRINCIPLES, diagnose
from timonel.domain.findings import Outcome

FOUND, NOT_FOUND, UNKNOWN = Outcome.FOUND, Outcome.NOT_FOUND, Outcome.UNKNOWN
DAY = date(2016, 1, 31)

NOBODY = (
    "review-projects",
    "mandate-external-reviews",
    "approve-projects",
    "stop-projects",
    "manage-fund",
    "set-procurement-strategy",
)
CHILE = {
    "bodies": {
        "unit": a_body(
            kind="unit",
            established_by="none",
            leads_digital_government=True,
            part_of="segpres",
            functions={"standards": {}},
        ),
        "segpres": a_body(kind="ministry"),
        "economy": a_body(kind="ministry", functions={"standards": {"role": "shares"}}),
    },
    "posts": {"head": a_post("unit", heads="unit", term={"ends_with_government": "true"})},
    "powers": {
        "advise-strategy": {"g": stated(holder={"body": "unit"}, exercise="in-fact")},
        "issue-standards": {"g": stated(holder={"body": "segpres"}, intensity="bind")},
        "price-shared-services": {"nobody": stated(holder="none")},
        **{power: {"nobody": stated(holder="none")} for power in NOBODY},
    },
    "traits": {"ict-budget-category": stated(value="false")},
    "agendas": {
        "agenda": stated(kind="agenda", measures={"m": {"label": {}, "owner": "none", "indicators": "not_stated"}})
    },
}


def answers(**sections):
    return {finding.rule: finding.outcome for finding in diagnose(a_framework(**{**CHILE, **sections}), DAY)}


def finding(rule, **sections):
    return next(item for item in diagnose(a_framework(**{**CHILE, **sections}), DAY) if item.rule == rule)


def test_on_a_country_like_chile_in_2015_every_check_but_the_tension_finds_something():
    assert {rule for rule, outcome in answers().items() if outcome is FOUND} == CHECKS.keys() - {"regulator-that-sells"}


def test_each_check_names_a_principle_a_place_of_the_review_and_its_evidence():
    for item in diagnose(a_framework(**CHILE), DAY):
        assert set(item.principles) <= PRINCIPLES.keys()
        assert item.principles and item.review_lines
        assert item.because or item.outcome is not FOUND
        assert all(reason.basis for reason in item.because if item.outcome is FOUND)


def test_of_an_empty_framework_there_is_not_enough_data():
    found = diagnose(a_framework(), DAY)
    assert {item.outcome for item in found} == {UNKNOWN}
    assert {item.code for item in found} == {"not_enough_data"}


def test_a_unit_with_a_decree_no_longer_acts_without_basis():
    decree = {"decree": by("decree", kind="decree", issued="2016-01-31")}
    bodies = {**CHILE["bodies"], "unit": {**CHILE["bodies"]["unit"], "established_by": ["decree"]}}
    assert answers(bodies=bodies, instruments=decree)["powers-without-legal-basis"] is NOT_FOUND
    unsaid = {**CHILE["bodies"], "unit": {**CHILE["bodies"]["unit"], "established_by": "not_stated"}}
    assert answers(bodies=unsaid)["powers-without-legal-basis"] is UNKNOWN


def test_a_unit_that_exercises_no_power_needs_no_basis():
    powers = {**CHILE["powers"], "advise-strategy": {"g": stated(holder="none")}}
    assert answers(powers=powers)["powers-without-legal-basis"] is NOT_FOUND


@pytest.mark.parametrize(
    ("power", "rule"),
    [
        ("review-projects", "no-power-to-review-projects"),
        ("mandate-external-reviews", "no-power-to-mandate-external-reviews"),
        ("approve-projects", "no-power-to-approve-or-stop-projects"),
        ("stop-projects", "no-power-to-approve-or-stop-projects"),
        ("manage-fund", "no-dedicated-fund"),
        ("set-procurement-strategy", "no-procurement-strategy"),
    ],
)
def test_a_power_given_closes_the_finding_and_one_not_stated_leaves_it_open(power, rule):
    def with_grant(grant):
        return answers(powers={**CHILE["powers"], power: {"g": grant}})[rule]

    assert with_grant(stated(holder={"body": "segpres"})) is NOT_FOUND
    assert with_grant(stated(holder={"body": "segpres"}, exercise="in-fact")) is FOUND
    assert with_grant(stated(**{"holder": {"body": "segpres"}, "from": "2016-02-01"})) is UNKNOWN
    assert with_grant(stated(**{"holder": {"body": "segpres"}, "from": "2016"})) is UNKNOWN
    assert with_grant(stated(holder="not_stated")) is UNKNOWN
    assert with_grant(stated(holder="none")) is FOUND


def test_a_function_in_one_ministry_is_not_spread():
    bodies = {**CHILE["bodies"], "economy": a_body(kind="ministry")}
    assert answers(bodies=bodies)["function-spread-over-ministries"] is NOT_FOUND
    evidence = finding("function-spread-over-ministries").because[0].params
    assert (evidence["function"], evidence["ministries"]) == ("standards", "economy, segpres")


@pytest.mark.parametrize(("ends", "outcome"), [("true", FOUND), ("false", NOT_FOUND), ("not_stated", UNKNOWN)])
def test_a_head_whose_mandate_outlives_the_government_closes_the_finding(ends, outcome):
    posts = {"head": a_post("unit", heads="unit", term={"ends_with_government": ends})}
    assert answers(posts=posts)["no-head-beyond-the-term"] is outcome


def test_two_leading_bodies_or_two_heads_are_no_single_head():
    lasting = {"ends_with_government": "false"}
    posts = {name: a_post("unit", heads="unit", term=lasting) for name in ("head", "other")}
    assert answers(posts=posts)["no-head-beyond-the-term"] is FOUND
    bodies = {**CHILE["bodies"], "second": a_body(leads_digital_government=True)}
    assert answers(bodies=bodies)["no-head-beyond-the-term"] is FOUND


@pytest.mark.parametrize(("value", "outcome"), [("false", FOUND), ("true", NOT_FOUND)])
def test_ict_as_a_budget_category_closes_the_finding(value, outcome):
    assert answers(traits={"ict-budget-category": stated(value=value)})["ict-no-budget-category"] is outcome
    assert answers(traits={"ict-budget-category": stated(not_stated=True)})["ict-no-budget-category"] is UNKNOWN


COMPLETE = {"label": {}, "owner": {"body": "unit"}, "milestones": ["2016"], "indicators": ["share"]}


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, NOT_FOUND),
        ({"owner": "none"}, FOUND),
        ({"milestones": "none"}, FOUND),
        ({"indicators": []}, FOUND),
        ({"indicators": "not_stated"}, UNKNOWN),
    ],
)
def test_a_measure_is_complete_with_owner_milestone_and_indicator(change, outcome):
    agendas = {"agenda": stated(kind="agenda", measures={"m": {**COMPLETE, **change}})}
    assert answers(agendas=agendas)["measures-without-owner-milestone-or-indicator"] is outcome


def test_a_regulator_that_prices_its_services_is_a_tension():
    def with_prices(body, intensity="bind", **dates):
        powers = {
            **CHILE["powers"],
            "issue-standards": {"g": stated(holder={"body": "segpres"}, intensity=intensity)},
            "price-shared-services": {"g": stated(holder={"body": body}, **dates)},
        }
        return answers(powers=powers)["regulator-that-sells"]

    assert answers()["regulator-that-sells"] is NOT_FOUND
    assert with_prices("segpres") is FOUND
    assert with_prices("segpres", "advise") is NOT_FOUND
    assert with_prices("economy") is NOT_FOUND
    assert with_prices("segpres", **{"from": "2016"}) is UNKNOWN
    assert with_prices("segpres", **{"to": "2015-12-31"}) is UNKNOWN
    assert finding("regulator-that-sells").is_tension


def test_before_and_after_a_power_begins_the_finding_is_there_and_gone():
    grants = {
        "nobody": stated(holder="none", to="2016-01-31"),
        "agency": stated(**{"holder": {"body": "segpres"}, "from": "2016-02-01"}),
    }
    framework = a_framework(**{**CHILE, "powers": {**CHILE["powers"], "review-projects": grants}})
    rule = "no-power-to-review-projects"
    days = (date(2016, 1, 31), date(2016, 2, 1))
    assert [next(i.outcome for i in diagnose(framework, on) if i.rule == rule) for on in days] == [FOUND, NOT_FOUND]
