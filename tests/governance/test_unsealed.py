"""When entries wait too long for a checkpoint, an installation that chose so takes no act until one is made."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from tests.factories import a_person, act, an_installation, an_institution
from tests.record.making import behind_the_back
from timonel.governance.acting.errors import RecordUnsealed
from timonel.governance.acting.frame import perform
from timonel.governance.models import Institution, Person
from timonel.governance.sentences import sentence
from timonel.record.checkpoints import make_checkpoint
from timonel.record.models import Entry
from timonel.site.configuration import Configuration


@pytest.fixture
def registrar(fresh_database):
    return an_installation()


@pytest.fixture
def grown_old(fresh_database):
    """Let what is not sealed have waited for so many minutes."""

    def grow(minutes):
        with behind_the_back(fresh_database) as superuser:
            superuser.execute("UPDATE record_entry SET recorded_at = now() - %s", [timedelta(minutes=minutes)])

    return grow


def test_an_act_is_refused_until_a_checkpoint_is_made_and_reads_go_on(registrar, grown_old, settings, client):
    settings.RECORD_STOPS_UNSEALED = True
    an_institution(registrar, "i-1")
    grown_old(241)
    before = Entry.objects.count()
    with pytest.raises(RecordUnsealed) as refused:
        a_person(registrar)
    assert (refused.value.code, refused.value.status, refused.value.params) == (
        "record-unsealed",
        503,
        {"minutes": 240},
    )
    assert "240 minutos" in sentence(refused.value.code, refused.value.params)
    assert Entry.objects.count() == before, "a refusal would be one more entry that waits"
    assert not Person.objects.filter(name="Ana Soto").exists()
    page = client.get("/institutions/i-1/")
    assert page.status_code == 200
    assert page.content.decode().count("El registro no se ha sellado a tiempo.") == 1
    assert "No se recibe ningún acto hasta que se selle." in page.content.decode()
    make_checkpoint()
    assert a_person(registrar).name == "Ana Soto"
    assert "El registro no se ha sellado" not in client.get("/institutions/i-1/").content.decode()


def test_up_to_the_limit_acts_are_taken(registrar, grown_old, settings):
    settings.RECORD_STOPS_UNSEALED = True
    grown_old(239)
    assert an_institution(registrar, "i-1").number == "i-1"


def test_where_one_is_only_warned_acts_go_on_however_long_it_takes(registrar, grown_old, client):
    grown_old(10_000)
    assert an_institution(registrar, "i-1").number == "i-1"
    page = client.get("/institutions/i-1/").content.decode()
    assert "El registro no se ha sellado a tiempo." in page
    assert "No se recibe ningún acto" not in page


def test_an_act_already_done_is_answered_again_and_a_key_refused_then_serves_later(registrar, grown_old, settings):
    settings.RECORD_STOPS_UNSEALED = True
    new = {"name": "Servicio", "kind": "agency", "level": "central", "source": "test"}
    first = perform(registrar, "governance.register_institution", {**new, "number": "i-1"}, post="registrar", key="k-1")
    grown_old(241)
    again = perform(registrar, "governance.register_institution", {**new, "number": "i-1"}, post="registrar", key="k-1")
    assert again.entry == first.entry
    asked = ("governance.register_institution", {**new, "number": "i-2"})
    with pytest.raises(RecordUnsealed):
        perform(registrar, *asked, post="registrar", key="k-2")
    assert not Institution.objects.filter(number="i-2").exists()
    make_checkpoint()
    assert perform(registrar, *asked, post="registrar", key="k-2").entry > first.entry


def test_the_doors_say_so_with_503(registrar, grown_old, settings, client):
    token = act(registrar, "governance.issue_token", label="x", on=None).reply["token"]
    settings.RECORD_STOPS_UNSEALED = True
    grown_old(241)
    answer = client.post(
        "/api/v1/acts/governance.register_person",
        {"name": "Ana Soto"},
        "application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (503, "record-unsealed")


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("TIMONEL_UNSEALED", "warn", True),
        ("TIMONEL_UNSEALED", "stop", True),
        ("TIMONEL_UNSEALED", "ignore", False),
        ("TIMONEL_UNSEALED_MINUTES", "15", True),
        ("TIMONEL_UNSEALED_MINUTES", "14", False),
        ("TIMONEL_UNSEALED_MINUTES", "10080", True),
        ("TIMONEL_UNSEALED_MINUTES", "10081", False),
    ],
)
def test_the_settings_take_what_has_a_meaning(monkeypatch, name, value, taken):
    monkeypatch.setenv(name, value)
    if taken:
        Configuration()
        return
    with pytest.raises(ValidationError):
        Configuration()
