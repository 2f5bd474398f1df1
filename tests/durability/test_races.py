"""Eight who act at the same moment, each over their own connection: the outcome is as if one came after another."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import transaction

from tests.durability.together import begin, codes, ended, recorded_since, together, wait_until_blocked
from tests.factories import TODAY, a_person, a_post, act, an_installation, an_institution, appointed, asker
from timonel.governance.acting import recording
from timonel.governance.acting.act import Answer
from timonel.governance.acting.errors import NotAllowed, Refused, StaleSubject
from timonel.governance.acting.frame import perform
from timonel.governance.acting.genesis import AlreadyBegun
from timonel.governance.models import (
    Account,
    Appointment,
    FollowUp,
    Institution,
    InstitutionVersion,
    Person,
    Post,
    RefusalTally,
)
from timonel.governance.numbers import next_number
from timonel.record.models import Entry

CLIENTS = 8
NEW = {"number": "i-new", "name": "Servicio", "kind": "agency", "level": "central", "source": "test"}


def test_of_eight_who_saw_the_same_version_one_changes_it_and_seven_are_told_it_is_stale(registrar):
    institution = an_institution(registrar)
    seen = Institution.objects.get(pk=institution.pk).version
    size = Entry.objects.count()

    def rename(place):
        typed = {"institution": institution.number, "name": f"N {place}", "from_on": f"2026-0{place + 1}-01"}
        typed["instrument"] = f"R. {place}"
        return lambda: perform(registrar, "governance.rename_institution", typed, post="registrar", seen=seen)

    answers = together([rename(place) for place in range(CLIENTS)])
    assert codes(answers) == {"done": 1, "stale-subject": 7}
    (done,) = [each for each in answers if isinstance(each, Answer)]
    assert {each.params["entry"] for each in answers if isinstance(each, StaleSubject)} == {done.entry}
    assert recorded_since(size) == ["done"]
    changed = Institution.objects.get(pk=institution.pk)
    assert (changed.version, changed.last_entry) == (seen + 1, done.entry)
    assert InstitutionVersion.objects.filter(institution=institution).count() == 2


def test_eight_who_ask_with_the_same_key_are_given_the_one_act_that_was_done(registrar):
    people, size = Person.objects.count(), Entry.objects.count()

    def register():
        return perform(registrar, "governance.register_person", {"name": "Ana"}, post="registrar", key="k")

    answers = together([register] * CLIENTS)
    assert codes(answers) == {"done": 8}
    assert len({(each.entry, each.subject_number) for each in answers}) == 1
    assert recorded_since(size) == ["done"]
    assert Person.objects.count() == people + 1


def test_eight_who_are_refused_with_the_same_key_are_recorded_once(registrar):
    an_institution(registrar, "i-new")
    size = Entry.objects.count()

    def register():
        return perform(registrar, "governance.register_institution", NEW, post="registrar", key="k")

    answers = together([register] * CLIENTS)
    assert codes(answers) == {"refused": 8}
    assert {each.entry for each in answers} == {size}
    assert recorded_since(size) == ["refused"]


def test_the_entries_of_eight_who_act_are_numbered_without_gap_and_their_times_never_fall(registrar):
    size = Entry.objects.count()

    def register_twelve():
        return [act(registrar, "governance.register_person", name=f"P {number}").entry for number in range(12)]

    answers = together([register_twelve] * CLIENTS)
    assert sorted(entry for entries in answers for entry in entries) == list(range(size, size + 96))
    assert recorded_since(size) == ["done"] * 96
    times = list(Entry.objects.order_by("seq").values_list("recorded_at", flat=True))
    assert times == sorted(times)
    assert set(Person.objects.filter(last_entry__gte=size).values_list("last_entry", flat=True)) == set(
        range(size, size + 96)
    )


def test_of_eight_appointed_to_a_post_at_once_one_holds_it(registrar):
    post = a_post(registrar, "operator")
    people = [a_person(registrar, f"P {place}") for place in range(CLIENTS)]
    size = Entry.objects.count()
    answers = together([lambda person=person: appointed(registrar, post, person) for person in people])
    refused = [each for each in answers if isinstance(each, Refused)]
    assert [[finding["code"] for finding in each.findings] for each in refused] == [["post-is-held"]] * 7
    assert sorted(recorded_since(size)) == ["done"] + ["refused"] * 7
    assert Appointment.objects.filter(post=post).count() == 1


def test_of_eight_who_register_the_same_number_at_once_one_does_and_seven_are_refused_by_the_rule(registrar):
    size = Entry.objects.count()
    answers = together([lambda: perform(registrar, "governance.register_institution", NEW, post="registrar")] * CLIENTS)
    assert codes(answers) == {"done": 1, "refused": 7}
    refused = [each for each in answers if isinstance(each, Refused)]
    assert {finding["code"] for each in refused for finding in each.findings} == {"number-is-taken"}
    assert sorted(recorded_since(size)) == ["done"] + ["refused"] * 7
    assert InstitutionVersion.objects.filter(institution__number="i-new").count() == 1


def test_an_installation_begins_once_though_eight_begin_it_at_once(fresh_database):
    answers = together([an_installation] * CLIENTS)
    assert sum(isinstance(each, AlreadyBegun) for each in answers) == 7
    assert recorded_since(0) == ["done"]
    assert [Post.objects.count(), Person.objects.count(), Account.objects.count()] == [1, 1, 1]


def test_an_act_under_way_keeps_its_post_until_it_is_done(registrar, fresh_database):
    post, holder = a_post(registrar, "operator"), a_person(registrar, "Titular")
    operator, other = appointed(registrar, post, holder), a_person(registrar, "Otra")
    account = {"person": other.number, "email": "otra@example.org"}
    rival = "INSERT INTO governance_account (password, email, is_active, language, joined_at)"
    with psycopg.connect(fresh_database.superuser_url) as first, ThreadPoolExecutor(2) as pool:
        first.execute(f"{rival} VALUES ('', 'otra@example.org', true, '', now())")
        with psycopg.connect(fresh_database.superuser_url, autocommit=True) as watch:
            opening = begin(
                pool, lambda: perform(operator, "governance.open_account", account, post="operator", on=TODAY)
            )
            wait_until_blocked(watch, 1)
            ended_by = begin(pool, lambda: end(registrar, post, holder))
            wait_until_blocked(watch, 2)
            first.rollback()
        assert ended(opening).entry < ended(ended_by).entry
    with pytest.raises(NotAllowed):
        perform(operator, "governance.close_account", {"person": other.number}, post="operator", on=TODAY)


def end(registrar, post, holder):
    """End an appointment as of the month before today."""
    ending = {"post": post.number, "person": holder.number, "last_on": "2026-10-31", "reason": "removed"}
    ending["instrument"] = "D. 2"
    return perform(registrar, "governance.end_appointment", ending, post="registrar", on=TODAY)


def test_whoever_loses_the_post_acts_before_its_end_or_not_at_all(registrar):
    post, holder = a_post(registrar, "operator"), a_person(registrar, "Titular")
    operator = appointed(registrar, post, holder)

    def issue_until_refused():
        entries = []
        for _turn in range(100):
            try:
                issued = perform(operator, "governance.issue_token", {"label": "t"}, post="operator", on=TODAY)
            except NotAllowed as refused:
                return entries, refused.code
            entries.append(issued.entry)
        return entries, "never refused"

    def end_it():
        return end(registrar, post, holder).entry

    *acted, last = together([issue_until_refused] * 4 + [end_it])
    assert all(code == "not-appointed" for _entries, code in acted)
    assert all(entry < last for entries, _code in acted for entry in entries)


def test_refusals_past_the_quota_are_not_recorded_though_they_come_at_once(registrar, monkeypatch):
    monkeypatch.setattr(recording, "REFUSALS_AN_HOUR", 5)
    an_institution(registrar, "i-new")
    size = Entry.objects.count()

    def refused_thrice():
        return [
            ended_in(lambda: perform(registrar, "governance.register_institution", NEW, post="registrar"))
            for _again in range(3)
        ]

    answers = [each for three in together([refused_thrice] * CLIENTS) for each in three]
    assert codes(answers) == {"refused": 24}
    assert sorted(each.entry for each in answers if each.entry is not None) == list(range(size, size + 5))
    assert recorded_since(size) == ["refused"] * 5
    assert sum(RefusalTally.objects.values_list("refusals", flat=True)) == 24


def ended_in(work):
    with pytest.raises(Refused) as refused:
        work()
    return refused.value


def test_numbers_are_given_once_and_without_gap_though_some_are_given_back(registrar):
    owner = Post.objects.get(number="registrar")

    def assign_twelve(place):
        given = []
        for turn in range(12):
            with transaction.atomic():
                number = next_number("follow-up", 2026)
                if (turn + place) % 3 == 0:
                    transaction.set_rollback(True)
                    continue
                FollowUp.objects.create(number=number, instrument="x", item="x", owner=owner)
                given.append(int(number.removeprefix("2026-")))
        return given

    answers = together([lambda place=place: assign_twelve(place) for place in range(CLIENTS)])
    assert sorted(number for given in answers for number in given) == list(range(1, 65))
    assert next_number_in_a_transaction() == "2026-65"


def next_number_in_a_transaction():
    with transaction.atomic():
        return next_number("follow-up", 2026)


def test_who_acts_and_what_is_done_to_them_wait_for_each_other_in_one_order(registrar):
    """An act on oneself names no subject: its row is locked before the head of the record all the same."""
    operator = appointed(registrar, a_post(registrar, "operator"), a_person(registrar, "Titular"))
    perform(operator, "governance.issue_token", {"label": "first"}, post="operator")

    def issue_tokens():
        return [perform(operator, "governance.issue_token", {"label": "t"}, post="operator") for _turn in range(10)]

    def open_and_close():
        person = {"person": operator.person.number}
        opened = [perform(operator, "governance.open_account", {**person, "email": "o@x.org"}, post="operator")]
        return opened + [
            perform(operator, f"governance.{what}_account", person, post="operator") for what in ("close", "reopen") * 4
        ]

    answers = [each for many in together([issue_tokens] * 4 + [open_and_close]) for each in many]
    assert codes(answers) == {"done": 49}


def test_two_who_change_each_others_subjects_do_not_lock_each_other_out(registrar):
    """The successor is locked, the merged is not: neither waits for what the other holds."""
    first, second = an_institution(registrar), an_institution(registrar)

    def name_focal_point(institution, person):
        typed = {"institution": institution.number, "person": person.number, "matter": "ict", "from_on": "2026-01-01"}
        return lambda: perform(registrar, "governance.name_focal_point", typed, post="registrar")

    people = [a_person(registrar, f"P {place}") for place in range(4)]
    works = [name_focal_point(each, person) for each in (first, second) for person in people]
    assert codes(together(works)) == {"done": 8}


def test_a_stranger_is_not_let_in_by_a_race(registrar):
    post, people = a_post(registrar, "operator"), [a_person(registrar, f"P {place}") for place in range(4)]
    askers = [asker(person, post.number) for person in people]
    works = [lambda who=who: perform(who, "governance.issue_token", {"label": "x"}, post="operator") for who in askers]
    assert codes(together(works)) == {"not-appointed": 4}
