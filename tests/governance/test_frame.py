"""The frame: once, lock, permission, mandate, function, record; refusals are remembered, up to a quota."""

import json
from datetime import date

import pytest

from tests.factories import TODAY, a_person, a_post, act, an_installation, an_institution, appointed, asker
from timonel.governance.acting import recording
from timonel.governance.acting.errors import InputFault, KeyReused, NoMandate, NotAllowed, Refused, StaleSubject
from timonel.governance.acting.frame import perform
from timonel.governance.models import Institution, InstitutionVersion, Person
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db

NEW = {"number": "i-a", "name": "Servicio A", "kind": "agency", "level": "central", "source": "test"}


@pytest.fixture
def registrar():
    return an_installation()


def body(entry):
    return json.loads(bytes(Entry.objects.get(seq=entry).body))


def last():
    return json.loads(bytes(Entry.objects.latest("seq").body))


def test_an_act_done_leaves_one_entry_that_names_who_what_and_on_which_basis(registrar):
    before = Entry.objects.count()
    answer = perform(registrar, "governance.register_institution", NEW, post="registrar", on=TODAY)
    assert Entry.objects.count() == before + 1
    entry = body(answer.entry)
    assert (entry["act"], entry["outcome"], entry["on"]) == ("governance.register_institution", "done", "2026-11-02")
    assert (entry["person"], entry["post"]) == (registrar.person.number, "registrar")
    assert entry["subject"] == {"kind": "institution", "number": "i-a"}
    assert entry["power"] == "keep-registers"
    assert entry["basis"] == [{"kind": "adoption"}]
    assert entry["facts"]["name"] == "Servicio A"


def test_entry_zero_names_the_framework_and_the_first_registrar(registrar):
    entry = body(0)
    assert entry["act"] == "governance.begin"
    assert entry["facts"] == {"framework": f"sha256:{entry['framework']}", "registrar": registrar.person.number}


def test_a_name_stands_in_the_record_only_as_a_hash(registrar):
    answer = act(registrar, "governance.register_person", name="Berta Muñoz Secreta")
    text = bytes(Entry.objects.get(seq=answer.entry).body).decode()
    assert "Secreta" not in text
    assert set(body(answer.entry)["changes"]["subject"]["name"]) == {"withheld"}


def test_who_does_not_hold_the_post_is_not_allowed_and_it_is_not_recorded(registrar):
    stranger = asker(a_person(registrar), "registrar")
    before = Entry.objects.count()
    with pytest.raises(NotAllowed) as refused:
        perform(stranger, "governance.register_institution", NEW, post="registrar", on=TODAY)
    assert refused.value.code == "not-appointed"
    assert Entry.objects.count() == before
    assert not Institution.objects.filter(number="i-a").exists()


def test_a_post_without_the_power_is_refused_and_the_refusal_is_recorded(registrar):
    auditor = appointed(registrar, a_post(registrar, "auditor"), a_person(registrar))
    before = Entry.objects.count()
    with pytest.raises(NoMandate) as refused:
        perform(auditor, "governance.register_institution", NEW, post="auditor", on=TODAY)
    assert Entry.objects.count() == before + 1
    assert (last()["outcome"], last()["post"]) == ("refused", "auditor")
    assert refused.value.entry == Entry.objects.latest("seq").seq
    assert refused.value.findings[0]["code"] == "held_by_others"
    assert not Institution.objects.filter(number="i-a").exists()


def test_a_broken_rule_refuses_changes_nothing_and_is_recorded(registrar):
    an_institution(registrar, "i-a")
    versions, before = InstitutionVersion.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as refused:
        perform(registrar, "governance.register_institution", NEW, post="registrar", on=TODAY)
    assert [finding["code"] for finding in refused.value.findings] == ["number-is-taken"]
    assert InstitutionVersion.objects.count() == versions
    assert Entry.objects.count() == before + 1
    assert last()["findings"][0]["code"] == "number-is-taken"


def test_a_failed_form_is_not_recorded_and_names_every_field(registrar):
    before = Entry.objects.count()
    with pytest.raises(InputFault) as fault:
        perform(registrar, "governance.register_institution", {"level": "galactic", "extra": 1}, post="registrar")
    assert {each["field"] for each in fault.value.fields} == {"number", "name", "kind", "level", "source", "extra"}
    assert Entry.objects.count() == before


def test_asked_again_under_the_same_key_the_first_answer_is_given_again(registrar):
    first = perform(registrar, "governance.register_institution", NEW, post="registrar", key="k", on=TODAY)
    again = perform(registrar, "governance.register_institution", NEW, post="registrar", key="k", on=TODAY)
    assert again.entry == first.entry
    assert Institution.objects.filter(number="i-a").count() == 1


def test_a_refusal_is_given_again_under_its_key_and_recorded_once(registrar):
    an_institution(registrar, "i-a")
    entries = set()
    for _again in range(2):
        with pytest.raises(Refused) as refused:
            perform(registrar, "governance.register_institution", NEW, post="registrar", key="k", on=TODAY)
        entries.add(refused.value.entry)
    assert len(entries) == 1


def test_another_act_under_a_used_key_is_refused(registrar):
    perform(registrar, "governance.register_institution", NEW, post="registrar", key="k", on=TODAY)
    with pytest.raises(KeyReused):
        perform(registrar, "governance.register_institution", {**NEW, "number": "i-b"}, post="registrar", key="k")
    assert not Institution.objects.filter(number="i-b").exists()


def test_two_people_may_use_the_same_key(registrar):
    perform(registrar, "governance.register_institution", NEW, post="registrar", key="k", on=TODAY)
    operator = appointed(registrar, a_post(registrar, "operator"), a_person(registrar))
    person = a_person(registrar, "Otra Persona")
    done = perform(
        operator,
        "governance.open_account",
        {"person": person.number, "email": "o@example.org"},
        post="operator",
        key="k",
    )
    assert done.subject_number == person.number


def test_what_has_changed_since_it_was_seen_is_refused(registrar):
    institution = an_institution(registrar)
    seen = Institution.objects.get(pk=institution.pk).version
    rename = {"institution": institution.number, "name": "Nuevo", "from_on": "2026-06-01", "instrument": "R. 2"}
    perform(registrar, "governance.rename_institution", rename, post="registrar", seen=seen, on=TODAY)
    with pytest.raises(StaleSubject) as stale:
        perform(
            registrar,
            "governance.rename_institution",
            {**rename, "name": "Otro", "from_on": "2026-07-01"},
            post="registrar",
            seen=seen,
            on=TODAY,
        )
    assert stale.value.params["entry"] == Entry.objects.latest("seq").seq
    assert not InstitutionVersion.objects.filter(name="Otro").exists()


def test_nobody_acts_on_a_day_after_today(registrar):
    with pytest.raises(InputFault) as fault:
        perform(registrar, "governance.register_institution", NEW, post="registrar", on=date(2999, 1, 1))
    assert fault.value.code == "after-today"


def test_an_appointment_gives_its_rights_until_its_last_day_and_not_the_day_after(registrar):
    person, post = a_person(registrar), a_post(registrar, "operator")
    holder = appointed(registrar, post, person, from_on="2026-03-01", to_on="2026-03-31")
    other = a_person(registrar, "Otra")
    opening = {"person": other.number, "email": "x@example.org"}
    for day, allowed in ((date(2026, 2, 28), False), (date(2026, 4, 1), False), (date(2026, 3, 31), True)):
        if allowed:
            perform(holder, "governance.open_account", opening, post="operator", on=day)
        else:
            with pytest.raises(NotAllowed):
                perform(holder, "governance.open_account", opening, post="operator", on=day)


def test_the_substitute_acts_while_the_holder_is_absent_and_the_record_says_so(registrar):
    post, holder, substitute = a_post(registrar, "operator"), a_person(registrar, "T"), a_person(registrar, "S")
    titular = appointed(registrar, post, holder)
    standing_in = appointed(registrar, post, substitute, manner="substitute", rank=1)
    person = a_person(registrar, "P")
    opening = {"person": person.number, "email": "p@example.org"}
    with pytest.raises(NotAllowed):
        perform(standing_in, "governance.open_account", opening, post="operator", on=date(2026, 5, 1))
    perform(
        registrar,
        "governance.record_absence",
        {"post": post.number, "person": holder.number, "from_on": "2026-05-01", "to_on": "2026-05-01"},
        post="registrar",
        on=TODAY,
    )
    with pytest.raises(NotAllowed):
        perform(titular, "governance.open_account", opening, post="operator", on=date(2026, 5, 1))
    done = perform(standing_in, "governance.open_account", opening, post="operator", on=date(2026, 5, 1))
    assert body(done.entry)["appointment"] == "substitute"
    with pytest.raises(NotAllowed):
        perform(
            standing_in, "governance.close_account", {"person": person.number}, post="operator", on=date(2026, 5, 2)
        )


def test_who_has_stood_aside_is_refused_in_that_matter_and_it_is_recorded(registrar):
    institution, other = an_institution(registrar), an_institution(registrar)
    perform(
        registrar,
        "governance.recuse_oneself",
        {"subject_kind": "institution", "subject_number": institution.number, "ground": "kinship"},
        post="registrar",
        on=TODAY,
    )
    rename = {"name": "Nuevo", "from_on": "2026-06-01", "instrument": "R. 2"}
    with pytest.raises(NotAllowed) as refused:
        perform(
            registrar,
            "governance.rename_institution",
            {**rename, "institution": institution.number},
            post="registrar",
            on=TODAY,
        )
    assert refused.value.code == "recused"
    assert (last()["outcome"], last()["subject"]["number"]) == ("refused", institution.number)
    perform(
        registrar, "governance.rename_institution", {**rename, "institution": other.number}, post="registrar", on=TODAY
    )


def test_refusals_past_the_quota_of_the_hour_are_still_refused_but_not_recorded(registrar, monkeypatch):
    monkeypatch.setattr(recording, "REFUSALS_AN_HOUR", 2)
    an_institution(registrar, "i-a")
    before = Entry.objects.count()
    for _again in range(4):
        with pytest.raises(Refused):
            perform(registrar, "governance.register_institution", NEW, post="registrar", on=TODAY)
    assert Entry.objects.count() == before + 2


def test_a_number_that_names_nothing_is_told_with_its_field(registrar):
    with pytest.raises(InputFault) as fault:
        perform(
            registrar,
            "governance.move_institution",
            {"institution": "none", "ministry": "neither", "from_on": "2026-06-01", "instrument": "R. 1"},
            post="registrar",
        )
    assert [(each["field"], each["code"]) for each in fault.value.fields] == [
        ("institution", "no-such"),
        ("ministry", "no-such"),
    ]


def test_a_person_is_known_by_an_opaque_number(registrar):
    assert Person.objects.get(pk=registrar.person.pk).number.startswith("p-")
