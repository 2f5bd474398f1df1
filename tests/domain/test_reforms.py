from datetime import date

import pytest

from tests.domain.a_framework import GROUND, LABEL, a_body, a_framework, a_post, by, stated, threshold, version
from timonel.domain.mandates import Framework, Seat, mandate
from timonel.domain.reforms import ReformChoice, ReformRefused, apply_overlay, apply_reform
from timonel.domain.truth import Truth

UNIT = a_body(kind="unit", established_by="none")
TODAY = a_framework(
    bodies={"unit": UNIT},
    powers={"stop-projects": {"nobody": stated(holder="none")}},
    parameters={"limit": threshold(version("10", comparator="over"))},
)


def a_stage(name, order, starts_on, **keys):
    return {"id": name, "label": LABEL, "order": order, "starts_on": starts_on, **keys}


LAW = by("law", kind="law", **{"issued": "2018-01-01"})
AGENCY = {"kind": "agency", "established_by": ["law"], "label": LABEL, "from": "stage", **GROUND}
AGENCY_REFORM = {
    "reform": "agency",
    "label": LABEL,
    **GROUND,
    "variants": {"to-finance": {"label": LABEL}, "to-president": {"label": LABEL}},
    "stages": [
        a_stage(
            "phase-1",
            1,
            "2017-01-01",
            change={"parameters": {"limit": {"versions": [version("5", **{"from": "stage"})]}}},
        ),
        a_stage(
            "phase-2",
            2,
            "2018-01-01",
            requires=["phase-1"],
            requires_instruments=["law"],
            add={
                "instruments": {"law": LAW},
                "bodies": {"agency": AGENCY},
                "posts": {"head": a_post("agency", heads="agency", **{"from": "stage"})},
                "powers": {"stop-projects": {"agency": by("law", holder={"body": "agency"})}},
            },
            end={"bodies": {"unit": "stage"}, "powers": {"stop-projects": {"nobody": "stage"}}},
            variants={"to-finance": {"change": {"bodies": {"agency": {"reports_to": [{"whom": {"post": "head"}}]}}}}},
        ),
    ],
}


def in_force(framework, section, name, on):
    return framework.in_force(framework.entry(section, name), date.fromisoformat(on))


def test_a_reform_adds_changes_and_ends_from_the_day_of_each_stage():
    after = apply_reform(TODAY, AGENCY_REFORM)
    assert in_force(after, "bodies", "unit", "2017-12-31") is Truth.YES
    assert in_force(after, "bodies", "unit", "2018-01-01") is Truth.NO
    assert in_force(after, "bodies", "agency", "2017-12-31") is Truth.NO
    assert in_force(after, "bodies", "agency", "2018-01-01") is Truth.YES
    head = Seat("head")
    assert not mandate(after, "stop-projects", head, on=date(2017, 12, 31)).is_held
    assert mandate(after, "stop-projects", head, on=date(2018, 1, 1)).is_held
    assert [
        after.value("limit", date(2016, 12, 31)).version.text,
        after.value("limit", date(2017, 1, 1)).version.text,
    ] == [
        "10 DKK",
        "5 DKK",
    ]
    assert TODAY.bodies.keys() == {"unit"}


def test_the_framework_names_the_reforms_it_holds():
    after = apply_reform(TODAY, AGENCY_REFORM, ReformChoice.parse("agency:to-finance"))
    note = after.reforms[0]
    assert (note["reform"], note["variant"]) == ("agency", "to-finance")
    assert note["stages"] == {"phase-1": "2017-01-01", "phase-2": "2018-01-01"}
    assert Framework.from_canonical(after.canonical()).hash == after.hash != TODAY.hash


def test_a_variant_comes_on_top_of_its_stage():
    plain = apply_reform(TODAY, AGENCY_REFORM)
    variant = apply_reform(TODAY, AGENCY_REFORM, ReformChoice("agency", "to-finance"))
    assert (len(plain.bodies["agency"].reports_to), len(variant.bodies["agency"].reports_to)) == (0, 1)


def test_a_reform_may_be_applied_up_to_a_stage():
    through = apply_reform(TODAY, AGENCY_REFORM, ReformChoice.parse("agency::phase-1"))
    assert "agency" not in through.bodies
    assert through.value("limit", date(2017, 1, 1)).version.text == "5 DKK"


def test_the_caller_may_move_a_stage():
    choice = ReformChoice("agency", starts={"phase-2": "2019-07-01"})
    later = apply_reform(TODAY, AGENCY_REFORM, choice)
    assert in_force(later, "bodies", "unit", "2019-06-30") is Truth.YES
    assert in_force(later, "bodies", "agency", "2019-07-01") is Truth.YES


def codes(reform, choice=None):
    with pytest.raises(ReformRefused) as refusal:
        apply_reform(TODAY, reform, choice)
    return sorted(reason.code for reason in refusal.value.reasons)


def with_stages(*stages):
    return {**AGENCY_REFORM, "stages": list(stages)}


@pytest.mark.catalogue("RM-02")
def test_nothing_is_created_before_its_law_is_in_force():
    early = ReformChoice("agency", starts={"phase-2": "2017-12-31"})
    assert codes(AGENCY_REFORM, early) == ["begins_before_its_instrument", "instrument_not_in_force"]
    assert apply_reform(TODAY, AGENCY_REFORM, ReformChoice("agency", starts={"phase-2": "2018-01-01"}))


def test_neither_a_post_nor_a_power_begins_before_the_law_it_rests_on():
    early = {"posts": {"head": {**by("law", role="head", of="institution"), "from": "2017-12-31"}}}
    powers = {"powers": {"manage-fund": {"g": {**by("law", holder={"body": "unit"}), "from": "2017-12-31"}}}}
    for added in (early, powers):
        stage = a_stage("only", 1, "2017-01-01", add={"instruments": {"law": LAW}, **added})
        assert codes(with_stages(stage)) == ["begins_before_its_instrument"]


def test_a_body_may_begin_by_decree_before_its_law():
    decree = by("decree", kind="decree", issued="2017-06-01")
    agency = {**AGENCY, "established_by": ["decree", "law"]}
    added = {"instruments": {"decree": decree, "law": LAW}, "bodies": {"agency": agency}}
    stage = a_stage("only", 1, "2017-06-01", add=added)
    assert in_force(apply_reform(TODAY, with_stages(stage)), "bodies", "agency", "2017-06-01") is Truth.YES
    assert codes(with_stages({**stage, "starts_on": "2017-05-31"})) == ["begins_before_its_instrument"]


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (ReformChoice("agency", "to-congress"), "no_such_variant"),
        (ReformChoice("agency", through="phase-9"), "no_such_stage"),
        (ReformChoice("agency", starts={"phase-9": "2017-01-01"}), "no_such_stage"),
    ],
)
def test_a_choice_the_reform_does_not_offer_is_refused(choice, code):
    assert codes(AGENCY_REFORM, choice) == [code]


def test_a_stage_cannot_begin_before_an_earlier_one():
    assert "stage_before_earlier" in codes(AGENCY_REFORM, ReformChoice("agency", starts={"phase-1": "2018-01-02"}))


def test_a_stage_needs_the_stages_it_requires_before_it():
    assert codes(with_stages(a_stage("phase-3", 3, "2019-01-01", requires=["phase-2"]))) == ["stage_requires"]


def test_all_that_is_wrong_is_said_at_once():
    stage = a_stage(
        "only",
        1,
        "2017-01-01",
        add={"bodies": {"unit": UNIT}},
        change={"bodies": {"ghost": {"level": "advisory"}}},
        end={"bodies": {"phantom": "stage"}},
    )
    assert codes(with_stages(stage)) == ["already_there", "not_there", "not_there"]


OVERLAY = {
    "overlay": "demo",
    "label": LABEL,
    "marked": {"es": "demostración", "en": "demonstration"},
    "needs_reform": "agency",
    "add": {
        "parameters": {
            "quorum": {"label": LABEL, "kind": "count", "versions": [version("5", **{"from": "2018-01-01"})]}
        }
    },
    "change": {"parameters": {"limit": {"versions": [version("7", **{"from": "2020-01-01"})]}}},
}


def test_an_overlay_marks_what_it_adds_as_a_demonstration():
    after = apply_overlay(apply_reform(TODAY, AGENCY_REFORM), OVERLAY)
    assert after.value("quorum", date(2018, 1, 1)).version.demonstration == "demo"
    assert after.value("limit", date(2020, 1, 1)).version.demonstration == "demo"
    assert after.value("limit", date(2019, 12, 31)).version.demonstration is None
    assert after.overlays[0]["marked"]["en"] == "demonstration"


def test_an_overlay_is_refused_without_the_reform_it_builds_on():
    with pytest.raises(ReformRefused) as refusal:
        apply_overlay(TODAY, OVERLAY)
    assert [reason.code for reason in refusal.value.reasons] == ["needs_reform"]


def test_several_powers_may_be_answered_at_once():
    shared = {"powers": ["impose-sanctions", "stop-projects"], "holder": "none", **GROUND}
    stage = a_stage("only", 1, "2017-01-01", add={"powers": {"unanswered": [shared]}})
    after = apply_reform(TODAY, with_stages(stage))
    assert [grant.answer for grant in after.grants["impose-sanctions"]] == ["none"]
    assert len(after.grants["stop-projects"]) == 2
