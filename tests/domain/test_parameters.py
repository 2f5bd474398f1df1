from datetime import date

import pytest

from tests.domain.a_framework import LABEL, a_framework, stated, threshold, version
from timonel.domain.errors import TimonelError
from timonel.domain.mandates import Framework
from timonel.domain.mandates.framework import NoSuchEntry, VersionMalformed
from timonel.domain.parameters import ValueState

DANISH = threshold(
    version("10000000", **{"from": "2011", "to": "after 2016-01", "comparator": "over"}),
    version("15000000", **{"from": "by 2026-11-23", "comparator": "at-least"}),
)
QUORUM = {"label": LABEL, "kind": "count", "versions": [version(**{"from": "2016-02-03"})]}


def value(framework, name, on):
    return framework.value(name, date.fromisoformat(on))


def test_a_version_that_is_surely_in_force_excludes_one_that_may_be():
    found = value(a_framework(parameters={"limit": DANISH}), "limit", "2015-06-01")
    assert (found.state, found.version.text) == (ValueState.SET, "10000000 DKK")


def test_between_two_versions_the_value_is_unknown_and_both_are_candidates():
    found = value(a_framework(parameters={"limit": DANISH}), "limit", "2018-01-01")
    assert found.state is ValueState.UNKNOWN
    assert [candidate.text for candidate in found.candidates] == ["10000000 DKK", "15000000 DKK"]


def test_before_its_first_version_a_parameter_has_no_value():
    framework = a_framework(parameters={"limit": threshold(version("1", **{"from": "2011-01-01"}))})
    assert value(framework, "limit", "2010-12-31").state is ValueState.NONE
    assert value(framework, "limit", "2011-01-01").state is ValueState.SET
    assert value(framework, "no-such", "2011-01-01").state is ValueState.NONE


def test_not_stated_is_a_value():
    found = value(a_framework(parameters={"quorum": QUORUM}), "quorum", "2016-02-03")
    assert (found.state, found.version.text) == (ValueState.NOT_STATED, "not_stated")


SET_QUORUM = {"from": "2017-01-01", "value": "5", "basis": {"act": "Resolución 1"}, "checked_on": "2026-11-23"}


def test_an_act_sets_a_value_from_its_day_and_keeps_what_was():
    before = a_framework(parameters={"quorum": QUORUM})
    after = before.with_parameter("quorum", SET_QUORUM)
    assert value(after, "quorum", "2016-12-31").state is ValueState.NOT_STATED
    assert value(after, "quorum", "2017-01-01").version.number == 5
    assert value(after, "quorum", "2017-01-01").version.basis[0].act == "Resolución 1"
    assert after.hash != before.hash
    assert [act["parameter"] for act in after.acts] == ["quorum"]
    assert before.acts == () and value(before, "quorum", "2017-01-01").state is ValueState.NOT_STATED
    assert Framework.from_canonical(after.canonical()).hash == after.hash


def test_a_version_that_would_end_on_the_day_of_the_new_one_ends_the_day_before():
    parameter = {**QUORUM, "versions": [version("3", **{"from": "2016-02-03", "to": "2017-01-01"})]}
    after = a_framework(parameters={"quorum": parameter}).with_parameter("quorum", SET_QUORUM)
    assert [value(after, "quorum", on).version.value for on in ("2016-12-31", "2017-01-01")] == ["3", "5"]
    assert after.parameters["quorum"].versions[0].period.ends == "2016-12-31"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": 5.0}, "not_of_the_kind"),
        ({"value": "five"}, "not_of_the_kind"),
        ({"value": "NaN"}, "not_of_the_kind"),
        ({"value": ["5"]}, "not_of_the_kind"),
        ({"from": "2017"}, "version_needs_a_day"),
        ({"from": "by 2017-01-01"}, "version_needs_a_day"),
        ({"not_stated": True}, "version_malformed"),
        ({"limit": "5"}, "version_malformed"),
        ({"comparator": "more"}, "not_a_comparator"),
        ({"from": "2016-02-03"}, "version_out_of_order"),
        ({"from": "2016-02-02"}, "version_out_of_order"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(change, code):
    framework = a_framework(parameters={"quorum": QUORUM})
    with pytest.raises(VersionMalformed) as refusal:
        framework.with_parameter("quorum", {**SET_QUORUM, **change})
    assert refusal.value.code == code
    assert framework.acts == ()


@pytest.mark.parametrize("missing", ["from", "basis", "checked_on", "value"])
def test_a_value_without_its_day_or_ground_is_refused(missing):
    with pytest.raises(VersionMalformed):
        a_framework(parameters={"quorum": QUORUM}).with_parameter(
            "quorum", {key: item for key, item in SET_QUORUM.items() if key != missing}
        )


def test_a_parameter_the_framework_does_not_have_cannot_be_set():
    with pytest.raises(NoSuchEntry) as refusal:
        a_framework().with_parameter("quorum", SET_QUORUM)
    assert isinstance(refusal.value, TimonelError)
    assert refusal.value.params == {"section": "parameters", "id": "quorum"}


@pytest.mark.parametrize(
    ("kind", "sound", "faulty"),
    [("money", "10.5", "10.00001"), ("flag", "true", "yes"), ("choice", "present", "all"), ("share", "12.5", "12,5")],
)
def test_each_kind_takes_its_own_values(kind, sound, faulty):
    unit = {"money": "DKK", "share": "percent"}.get(kind)
    choices = {"choices": ["present", "members"]} if kind == "choice" else {}
    parameter = {"label": LABEL, "kind": kind, "unit": unit, "versions": [version()], **choices}
    framework = a_framework(parameters={"p": parameter})
    framework.with_parameter("p", {**SET_QUORUM, "value": sound})
    with pytest.raises(VersionMalformed):
        framework.with_parameter("p", {**SET_QUORUM, "value": faulty})


def test_a_list_takes_a_list():
    parameter = {"label": LABEL, "kind": "list", "versions": [version()]}
    found = a_framework(parameters={"p": parameter}).with_parameter("p", {**SET_QUORUM, "value": ["a", "b"]})
    assert value(found, "p", "2017-01-01").version.value == ("a", "b")


def test_traits_keep_what_the_country_is():
    framework = a_framework(traits={"legal-basis": stated(value="law"), "x": stated(not_stated=True)})
    assert framework.traits["legal-basis"].value == "law"
    assert framework.traits["x"].value is None
