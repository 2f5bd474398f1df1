"""Versions of the project models are published by who keeps them by the framework, and by nobody else."""

import json
from datetime import date

import pytest

from tests.factories import TODAY, a_framework, a_person, a_post, an_installation, an_institution, appointed
from timonel.domain.appointments import selection_demanded
from timonel.domain.truth import Truth
from timonel.governance.acting.errors import NoMandate, Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import Adoption, Appointment, ParameterValue, days
from timonel.governance.queries.frameworks import framework_in_force
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db

THEN = date(2015, 5, 4)
"""A day on which the Danish Agency for Digitisation keeps the models."""
PHASES = """
- id: idea
  label: {es: Idea, en: Idea}
  products:
    project-basis: {label: {es: Fundamento, en: Basis}, mandatory: true}
  gate: {label: {es: Paso a la entrega, en: Passage to delivery}, decided_by: {post: steering-group-chair}}
- id: delivery
  label: {es: Entrega, en: Delivery}
"""
MODEL = "common-project-model"


@pytest.fixture
def registrar():
    return an_installation("dk")


def seated(registrar, kind):
    selection = selection_demanded(a_framework("dk").posts[kind]) or ""
    given = {"from_on": "2012-01-01", "selection": selection}
    return appointed(registrar, a_post(registrar, kind), a_person(registrar, kind), **given)


def publishing(who, on=THEN, **fields):
    given = {"adoption": Adoption.objects.get().number, "model": MODEL, "version": "common-project-model-2"}
    given |= {"phases": PHASES, "from_on": "2015-06-01", "instrument": "Vejledning 2", **fields}
    return perform(who, "governance.publish_model", given, post=who.post, on=on)


def in_force(on):
    framework = framework_in_force()[1]
    return sorted(name for name, model in framework.models.items() if framework.in_force(model, on) is Truth.YES)


@pytest.mark.catalogue("BR-22")
@pytest.mark.parametrize("kind", ["council-secretary", "head-of-agency"])
def test_the_secretariat_of_the_council_that_keeps_the_models_publishes_a_version(registrar, kind):
    assert in_force(date(2015, 6, 1)) == [MODEL]
    done = publishing(seated(registrar, kind))
    assert in_force(date(2015, 5, 31)) == [MODEL]
    assert in_force(date(2015, 6, 1)) == ["common-project-model-2"]
    framework = framework_in_force()[1]
    assert [phase["id"] for phase in framework.models["common-project-model-2"].phases] == ["idea", "delivery"]
    assert len(framework.models[MODEL].phases) == 5  # as it was, for those that began under it
    entry = json.loads(bytes(Entry.objects.get(seq=done.entry).body))
    assert (entry["power"], entry["basis"][0]["source"]) == ("set-project-model", "oecd-2016")
    assert framework.models["common-project-model-2"].basis[0].act == "Vejledning 2"


@pytest.mark.catalogue("BR-22")
@pytest.mark.parametrize("kind", ["registrar", "operator", "minister-of-finance", "council-chair", "project-owner"])
def test_nobody_else_publishes_one_and_the_refusal_names_who_keeps_them(registrar, kind):
    if kind == "registrar":
        who = appointed_since(registrar)
    elif kind == "project-owner":
        post = a_post(registrar, kind, an_institution(registrar))
        who = appointed(registrar, post, a_person(registrar), from_on="2012-01-01")
    else:
        who = seated(registrar, kind)
    before, hashed = Entry.objects.count(), framework_in_force()[1].hash
    with pytest.raises(NoMandate) as refused:
        publishing(who)
    (finding,) = refused.value.findings
    assert finding["code"] == "held_by_others"
    assert "agency-for-digitisation, council-secretary" in finding["params"]["holders"]
    assert finding["basis"][0]["source"] == "oecd-2016"
    assert (Entry.objects.count(), framework_in_force()[1].hash) == (before + 1, hashed)
    assert not ParameterValue.objects.exists()


def appointed_since(registrar):
    """Let the registrar have held the post before the installation began."""
    Appointment.objects.filter(person=registrar.person).update(period=days(date(2012, 1, 1), None))
    return registrar


@pytest.mark.catalogue("BR-22")
def test_the_secretariat_does_not_publish_once_the_models_are_kept_elsewhere(registrar):
    secretary = seated(registrar, "council-secretary")
    with pytest.raises(NoMandate):
        publishing(secretary, on=TODAY, from_on="2026-12-01")
    assert not ParameterValue.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"version": MODEL}, "model_version_exists"),
        ({"model": "no-such"}, "no_such_entry"),
        ({"from_on": "2010-12-31"}, "model_not_in_force"),
        ({"from_on": "2019-01-01"}, "model_not_in_force"),
        ({"phases": "x"}, "phases-have-faults"),
        ({"phases": "- {id: a"}, "phases-have-faults"),
        ({"phases": PHASES.replace("delivery\n", "idea\n", 1)}, "phases-have-faults"),
        ({"phases": PHASES.replace("steering-group-chair", "nobody-known")}, "phases-have-faults"),
        ({"phases": PHASES + "  extra: 1\n"}, "phases-have-faults"),
        ({"phases": "- &a {id: a, label: {es: A, en: A}}\n- *a"}, "phases-have-faults"),
    ],
)
def test_what_does_not_follow_or_has_faults_is_refused_and_changes_nothing(registrar, fields, code):
    secretary = seated(registrar, "council-secretary")
    before, hashed = Entry.objects.count(), framework_in_force()[1].hash
    with pytest.raises(Refused) as refused:
        publishing(secretary, **fields)
    assert [finding["code"] for finding in refused.value.findings] == [code]
    assert (Entry.objects.count(), framework_in_force()[1].hash) == (before + 1, hashed)
    assert not ParameterValue.objects.exists()


def test_a_version_follows_the_version_before(registrar):
    secretary = seated(registrar, "council-secretary")
    publishing(secretary)
    publishing(secretary, model="common-project-model-2", version="common-project-model-3", from_on="2016-01-01")
    on = [date(2015, 5, 31), date(2015, 6, 1), date(2015, 12, 31), date(2016, 1, 1)]
    assert [in_force(day) for day in on] == [
        [MODEL],
        ["common-project-model-2"],
        ["common-project-model-2"],
        ["common-project-model-3"],
    ]
    assert [row.section for row in ParameterValue.objects.order_by("id")] == ["models", "models"]
