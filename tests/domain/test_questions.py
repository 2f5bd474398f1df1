from datetime import date

import pytest

from tests.domain.a_framework import a_body, a_framework, a_post, by, stated
from timonel.domain.facts import ProjectFacts
from timonel.domain.findings import Outcome
from timonel.domain.questions import (
    NoSuchBody,
    bodies_without_legal_basis,
    changes_between,
    holder_of,
    legal_basis,
    overlaps,
    power_balance,
    powers_of,
    reports_to,
    runner_of,
    seats_elsewhere,
)

DAY = date(2016, 1, 31)


def held(person, **keys):
    return stated(post="cio", person=person, **keys)


@pytest.mark.catalogue("BR-01")
def test_asking_who_is_cio_gives_one_holder_with_source_or_an_explicit_vacancy():
    holders = {
        "first": held("Ana", **{"from": "2015-01-01", "to": "2015-12-31"}),
        "nobody": held("vacant", **{"from": "2016-01-01", "to": "2016-01-31"}),
        "second": held("Luz", **{"from": "2016-02-01"}),
    }
    framework = a_framework(posts={"cio": a_post()}, holders=holders)
    answers = [holder_of(framework, "cio", date.fromisoformat(on)) for on in ("2015-12-31", "2016-01-01", "2016-02-01")]
    assert [(answer.outcome, answer.person) for answer in answers] == [
        (Outcome.HOLDS, "Ana"),
        (Outcome.VACANT, None),
        (Outcome.HOLDS, "Luz"),
    ]
    assert answers[0].basis[0].source == "book"
    before = holder_of(framework, "cio", date(2014, 12, 31))
    assert (before.outcome, before.code) == (Outcome.UNKNOWN, "holder_not_stated")


def test_a_holder_whose_dates_are_known_in_part_may_hold_it():
    framework = a_framework(posts={"cio": a_post()}, holders={"a": held("Ana", **{"from": "2016"})})
    found = holder_of(framework, "cio", DAY)
    assert (found.outcome, found.because[0].params) == (Outcome.UNKNOWN, {"person": "Ana"})


def test_two_holders_at_once_are_no_answer():
    framework = a_framework(posts={"cio": a_post()}, holders={"a": held("Ana"), "b": held("Luz")})
    assert holder_of(framework, "cio", DAY).code == "several_holders"


def test_each_institution_has_its_own_holder():
    holders = {"a": held("Ana", institution="1"), "b": held("Luz", institution="2")}
    framework = a_framework(posts={"cio": a_post()}, holders=holders)
    assert holder_of(framework, "cio", DAY, "2").person == "Luz"
    assert holder_of(framework, "cio", DAY).code == "holder_not_stated"


def test_nobody_can_be_asked_about_a_post_that_is_not_there():
    with pytest.raises(NoSuchBody):
        holder_of(a_framework(), "cio", DAY)
    with pytest.raises(NoSuchBody):
        reports_to(a_framework(), "cio", DAY)


def lines(framework, name, matter=None, on=DAY):
    return [(line.whom.id, line.outcome) for line in reports_to(framework, name, on, matter)]


@pytest.mark.catalogue("BR-23")
def test_a_body_with_two_lines_returns_both_with_their_matters():
    lines_of_ama = [
        {"whom": {"post": "secretary"}, "matters": "all"},
        {"whom": {"post": "minister"}, "matters": ["funds"]},
    ]
    bodies = {"ama": a_body(reports_to=lines_of_ama)}
    framework = a_framework(bodies=bodies, posts={"secretary": a_post(), "minister": a_post()})
    found = reports_to(framework, "ama", DAY)
    assert [(line.whom.id, line.matters) for line in found] == [("secretary", None), ("minister", frozenset({"funds"}))]
    assert lines(framework, "ama", "funds") == [("secretary", Outcome.HOLDS), ("minister", Outcome.HOLDS)]
    assert lines(framework, "ama", "standards") == [("secretary", Outcome.HOLDS)]


def test_a_line_ends_and_another_begins():
    reporting = [
        {"whom": {"post": "old"}, "to": "2016-01-31"},
        {"whom": {"post": "new"}, "from": "2016-02-01"},
    ]
    framework = a_framework(bodies={"x": a_body(reports_to=reporting)}, posts={"old": a_post(), "new": a_post()})
    assert [lines(framework, "x", on=date.fromisoformat(on))[0][0] for on in ("2016-01-31", "2016-02-01")] == [
        "old",
        "new",
    ]


def test_without_a_line_the_framework_does_not_say():
    found = reports_to(a_framework(bodies={"x": a_body()}), "x", DAY)
    assert [(line.outcome, line.code) for line in found] == [(Outcome.UNKNOWN, "framework_does_not_set")]


@pytest.mark.catalogue("BR-02")
def test_a_digital_officer_is_under_the_cio_beside_or_the_same_person():
    def a_country(**digital_officer):
        posts = {
            "cio": a_post("unit", role="cio", reports_to=[{"whom": {"post": "minister"}}]),
            "minister": a_post(),
            "digital": a_post("unit", role="digital-officer", **digital_officer),
        }
        return a_framework(bodies={"unit": a_body()}, posts=posts)

    under = a_country(reports_to=[{"whom": {"post": "cio"}}])
    beside = a_country(reports_to=[{"whom": {"post": "minister"}}])
    same = a_country(reports_to=[{"whom": {"post": "minister"}}], same_person_as=["cio"])
    assert lines(under, "digital") == [("cio", Outcome.HOLDS)]
    assert lines(beside, "digital") == [("minister", Outcome.HOLDS)]
    assert (lines(same, "digital"), same.posts["digital"].same_person_as) == (lines(same, "cio"), ("cio",))


def test_a_head_without_a_line_of_its_own_reports_as_its_body():
    bodies = {"agency": a_body(reports_to=[{"whom": {"post": "minister"}}])}
    posts = {"head": a_post("agency", heads="agency"), "minister": a_post()}
    assert lines(a_framework(bodies=bodies, posts=posts), "head") == [("minister", Outcome.HOLDS)]


UNIT = a_body(kind="unit", established_by="none", to="2018-12-31")
IN_FACT = {"advise-strategy": {"g": stated(holder={"body": "unit"}, exercise="in-fact")}}


@pytest.mark.catalogue("BR-10")
def test_a_unit_that_no_text_sets_up_is_listed_with_the_powers_it_exercises():
    framework = a_framework(bodies={"unit": UNIT, "other": a_body()}, powers=IN_FACT)
    found = bodies_without_legal_basis(framework, date(2015, 6, 1))
    assert [(item.body, item.powers) for item in found] == [("unit", ("advise-strategy",))]
    assert bodies_without_legal_basis(framework, date(2019, 1, 1)) == ()


@pytest.mark.catalogue("LB-09")
def test_a_body_may_be_in_force_by_decree_with_its_law_pending():
    instruments = {
        "decree": by("decree", kind="decree", issued="2017-01-01"),
        "law": by("law", kind="law", issued="2018-01-01", repeals=["decree"]),
    }
    bodies = {"agency": a_body(established_by=["decree", "law"])}
    posts = {"head": a_post("agency", heads="agency")}
    powers = {"approve-projects": {"g": by("decree", holder={"body": "agency"})}}
    powers["approve-projects"]["g"]["basis"].append({"instrument": "law", "kind": "primary"})
    framework = a_framework(instruments=instruments, bodies=bodies, posts=posts, powers=powers)
    agency = framework.bodies["agency"]
    days = (date(2017, 12, 31), date(2018, 1, 1))
    answers = [legal_basis(framework, agency, on) for on in days]
    assert [(answer.outcome, answer.code) for answer in answers] == [
        (Outcome.HOLDS, "basis_pending"),
        (Outcome.HOLDS, "basis_in_force"),
    ]
    assert all(len(powers_of(framework, "agency", on)) == 1 for on in days)


def test_a_basis_that_is_not_stated_is_no_answer():
    framework = a_framework(bodies={"x": a_body()})
    assert legal_basis(framework, framework.bodies["x"], DAY).outcome is Outcome.UNKNOWN


def four_ministries(*functions):
    bodies = {}
    for number, held_functions in enumerate(functions):
        bodies[f"ministry-{number}"] = a_body(kind="ministry")
        bodies[f"unit-{number}"] = a_body(
            part_of=f"ministry-{number}", functions={name: {"role": "shares"} for name in held_functions}
        )
    return a_framework(bodies=bodies)


@pytest.mark.catalogue("BR-11")
def test_a_function_shared_by_units_of_two_ministries_is_an_overlap():
    framework = four_ministries(["standards", "connectivity"], ["standards"], ["skills"], [])
    found = overlaps(framework, "standards", DAY)
    assert (found.outcome, found.bodies, found.ministries) == (
        Outcome.FOUND,
        ("unit-0", "unit-1"),
        ("ministry-0", "ministry-1"),
    )
    assert overlaps(framework, "connectivity", DAY).outcome is Outcome.NOT_FOUND
    assert overlaps(framework, "privacy", DAY).bodies == ()


def test_a_body_outside_any_ministry_belongs_to_none_and_a_circle_ends():
    bodies = {
        "alone": a_body(),
        "round": a_body(part_of="about"),
        "about": a_body(part_of="round"),
        "ministry": a_body(kind="ministry", part_of="alone"),
    }
    framework = a_framework(bodies=bodies)
    assert [framework.ministry_of(name) for name in ("alone", "round", "ministry", "ghost")] == [
        None,
        None,
        "ministry",
        None,
    ]


def test_the_powers_of_a_body_are_its_own_and_those_of_its_posts():
    powers = {
        "advise-strategy": {"g": stated(holder={"post": "head"})},
        "monitor-strategy": {"g": stated(holder={"post": "officer"})},
        "keep-registers": {"g": stated(holder={"post": "head"})},
        "review-projects": {"g": stated(holder={"body": "agency"}, to="2016-01-30")},
    }
    posts = {"head": a_post("agency"), "officer": a_post()}
    framework = a_framework(bodies={"agency": a_body()}, posts=posts, powers=powers)
    assert [grant.power for grant in powers_of(framework, "agency", DAY)] == ["advise-strategy"]
    assert len(powers_of(framework, "agency", date(2016, 1, 30))) == 2
    assert {grant.power for grant in powers_of(framework, "agency", DAY, legal_only=False)} == {
        "advise-strategy",
        "keep-registers",
    }


@pytest.mark.catalogue("BR-13")
def test_the_seats_of_a_body_in_other_boards_are_listed():
    board = a_body(composition={"seats": {"delegate": {"holder": {"post": "cio"}}, "other": {"holder": "named"}}})
    framework = a_framework(bodies={"board": board, "agency": a_body()}, posts={"cio": a_post("agency")})
    assert [item.params for item in seats_elsewhere(framework, "agency", DAY)] == [
        {"body": "board", "seat": "delegate", "from": ""}
    ]
    assert seats_elsewhere(framework, "board", DAY) == ()


def kinds(changes):
    return {(change.section, change.entry): change.kind for change in changes}


def test_between_two_days_what_begins_ends_and_differs_is_named():
    framework = a_framework(
        bodies={"old": a_body(to="2016-02-02"), "new": a_body(**{"from": "2016-02-03"}), "stays": a_body()},
        powers={"stop-projects": {"nobody": stated(holder="none", to="2016-02-02")}},
    )
    found = changes_between(framework, date(2016, 2, 2), framework, date(2016, 2, 3))
    assert kinds(found) == {
        ("bodies", "old"): "ends",
        ("bodies", "new"): "begins",
        ("powers", "stop-projects/nobody"): "ends",
    }
    assert changes_between(framework, date(2016, 2, 3), framework, date(2016, 2, 4)) == ()


def test_between_two_frameworks_the_keys_that_differ_are_shown():
    one = a_framework(traits={"legal-basis": stated(value="law")})
    other = a_framework(traits={"legal-basis": stated(value="decree")})
    change = changes_between(one, DAY, other, DAY)[0]
    assert (change.kind, change.keys) == ("differs", (("value", "law", "decree"),))
    assert change.basis == other.traits["legal-basis"].basis
    assert change.to_plain()["keys"] == [{"key": "value", "before": "law", "after": "decree"}]


def test_a_start_known_in_part_makes_the_change_unknown():
    framework = a_framework(bodies={"new": a_body(**{"from": "2016"})})
    assert kinds(changes_between(framework, date(2015, 1, 1), framework, date(2016, 6, 1))) == {
        ("bodies", "new"): "unknown"
    }


@pytest.mark.catalogue("PL-19")
def test_a_body_without_regulatory_or_without_executive_powers_is_flagged():
    def balance(**powers):
        grants = {power: {"g": stated(holder={"body": "agency"}, **keys)} for power, keys in powers.items()}
        found = power_balance(a_framework(bodies={"agency": a_body()}, powers=grants), "agency", DAY)
        assert (found.outcome is Outcome.HOLDS) == (found.code == "both")
        return found.code

    rule, run = {"issue-standards": {}}, {"run-whole-of-government-projects": {}}
    assert balance(**rule, **run) == "both"
    assert balance(**rule) == "no_executive_power"
    assert balance(**run) == "no_regulatory_power"
    assert balance() == "neither"
    assert balance(**{"issue-standards": {"exercise": "in-fact"}}, **run) == "no_regulatory_power"
    assert balance(**{"issue-standards": {"from": "2016-02-01"}}, **run) == "no_regulatory_power"


@pytest.mark.catalogue("PL-18")
def test_a_whole_of_government_project_is_run_by_the_authority_and_others_by_their_institution():
    def runner(answer="agency", **facts):
        holder = {"body": answer} if answer == "agency" else answer
        powers = {"run-whole-of-government-projects": {"g": stated(holder=holder)}}
        framework = a_framework(bodies={"agency": a_body()}, powers=powers)
        found = runner_of(framework, ProjectFacts(**facts), DAY)
        return found.runner or found.code

    whole, not_whole = {"whole-of-government": True}, {"whole-of-government": False}
    assert runner(flags=whole) == "authority"
    assert runner(flags=not_whole) == "institution"
    assert runner(flags=whole, run_by="institution") == "institution"
    assert runner() == "flag_unknown"
    assert runner("none", flags=whole) == "institution"
    assert runner("not_stated", flags=whole) == "framework_does_not_set"
