"""What an entry holds, and what the record refuses to take."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone

import pytest
import rfc8785
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.record.making import FRAMEWORK, a_draft, record
from timonel.domain.canonical import MAX_INTEGER, NotCanonical
from timonel.domain.merkle import leaf_hash, root
from timonel.domain.tiles import MAX_ENTRY
from timonel.record.append import EntryDraft, Reserved, append
from timonel.record.drafts import prepare
from timonel.record.errors import RecordRefusal
from timonel.record.models import Entry, Head, Node, Opening
from timonel.record.queries import is_empty
from timonel.record.verification import verify

pytestmark = pytest.mark.usefixtures("db")


def assert_nothing_was_recorded():
    assert is_empty()
    assert not Entry.objects.exists()
    assert not Node.objects.exists()
    assert not Opening.objects.exists()


def test_an_entry_says_everything_in_one_canonical_form():
    record(2)
    entry = append(
        a_draft(
            source_at=datetime(2025, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-3))),
            origin="import",
            appointment="titular",
            findings=[{"rule": "council-review", "outcome": "required"}],
            changes={"stage": "submitted"},
            cause=1,
        )
    )
    said = json.loads(entry.body)
    assert said == {
        "format": 1,
        "seq": 2,
        "recorded_at": entry.recorded_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "on": "2026-11-23",
        "source_at": "2025-01-02T06:04:05.000000Z",
        "origin": "import",
        "outcome": "done",
        "act": "portfolio.submit_project",
        "person": "p-81f7",
        "post": "cio-aysen",
        "appointment": "titular",
        "institution": "1601",
        "power": "submit-project",
        "basis": [{"instrument": "ley-21658", "where": "art. 3"}],
        "framework": FRAMEWORK,
        "subject": {"kind": "project", "number": "2026-841"},
        "facts": {"total_budget": "12000000", "currency": "CLP"},
        "facts_schema": 1,
        "changes": {"stage": "submitted"},
        "findings": [{"rule": "council-review", "outcome": "required"}],
        "cause": 1,
    }
    assert entry.body == rfc8785.dumps(said)
    assert entry.said == said


def test_what_is_kept_is_what_was_given_back():
    given_back = record(1)[0]
    kept = Entry.objects.get(seq=0)
    for column in Entry._meta.concrete_fields:
        value = getattr(kept, column.attname)
        assert getattr(given_back, column.attname) == (bytes(value) if column.attname == "body" else value)
    assert kept.instruments == ["ley-21658"]
    assert Node.objects.get(level=0, index=0).hash == leaf_hash(bytes(kept.body))


def test_an_entry_without_subject_institution_or_basis_says_so():
    entry = append(a_draft(subject_kind="", subject_number="", institution=None, basis=[]))
    assert entry.said["subject"] is None
    assert entry.said["institution"] is None
    assert (entry.subject_kind, entry.subject_number, entry.institution, entry.instruments) == ("", "", None, [])


def test_entries_are_numbered_from_zero_without_gap_and_the_head_is_their_root():
    assert is_empty()
    entries = record(21)
    assert not is_empty()
    assert [entry.seq for entry in entries] == list(range(21))
    head = Head.objects.get()
    assert head.size == 21
    assert head.recorded_at == entries[-1].recorded_at
    assert verify().root == root(entry.leaf for entry in entries)


def test_a_subtree_is_stored_when_it_is_complete_and_never_again():
    record(8)
    stored = set(Node.objects.values_list("level", "index"))
    assert stored == {(level, index) for level in range(4) for index in range(8 >> level)}


def test_an_entry_of_a_transaction_that_fails_was_never_there():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        append(a_draft(facts={"name": Reserved("Juana")}))
        raise ZeroDivisionError
    assert_nothing_was_recorded()
    assert append(a_draft()).seq == 0


@pytest.mark.parametrize("cause", [2, 3, -1])
def test_a_cause_that_is_not_recorded_yet_is_refused(cause):
    record(2)
    with pytest.raises(RecordRefusal) as refused:
        append(a_draft(cause=cause))
    assert (refused.value.code, refused.value.params) == ("cause-not-recorded", {"cause": cause, "size": 2})
    assert Entry.objects.count() == 2


def test_the_last_entry_can_be_a_cause():
    record(2)
    assert append(a_draft(cause=1)).cause == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"facts": {"rate": 0.1}}, "float"),
        ({"facts": {"count": MAX_INTEGER + 1}}, "integer-too-large"),
        ({"facts": {"año": 1}}, "key-not-ascii"),
        ({"facts": {3: 1}}, "key-not-ascii"),
        ({"changes": {"on": date(2026, 1, 1)}}, "not-json"),
        ({"facts": {"name": Reserved(1.5)}}, "float"),
        ({"facts": {"name": Reserved(Reserved(1))}}, "not-json"),
        ({"origin": "rumour"}, "unknown-word"),
        ({"outcome": "maybe"}, "unknown-word"),
        ({"framework": "ab"}, "framework-not-a-hash"),
        ({"framework": "AB" * 32}, "framework-not-a-hash"),
        ({"act": ""}, "field-empty"),
        ({"person": ""}, "field-empty"),
        ({"subject_number": ""}, "half-a-subject"),
        ({"subject_kind": ""}, "half-a-subject"),
        ({"source_at": datetime(2026, 1, 1)}, "time-without-zone"),
    ],
)
def test_what_the_record_does_not_know_how_to_say_is_refused(changes, code):
    with pytest.raises((RecordRefusal, NotCanonical)) as refused:
        append(a_draft(**changes))
    assert refused.value.code == code
    assert_nothing_was_recorded()


def longest_that_fits():
    empty = prepare(a_draft(facts={"text": ""})).body(MAX_INTEGER, "9999-12-31T23:59:59.999999Z")
    return MAX_ENTRY - len(empty)


def test_facts_that_just_fit_stand_in_the_entry():
    facts = {"text": "x" * longest_that_fits()}
    entry = append(a_draft(facts=facts))
    assert entry.said["facts"] == facts
    assert not Opening.objects.exists()


def test_facts_one_byte_longer_are_replaced_by_their_hash_with_its_opening():
    facts = {"text": "x" * (longest_that_fits() + 1)}
    entry = append(a_draft(facts=facts))
    assert list(entry.said["facts"]) == ["withheld"]
    opening = Opening.objects.get()
    assert (opening.entry_id, opening.name) == (0, "/facts")
    assert json.loads(opening.value) == facts
    assert len(entry.body) < 1000


def test_the_longest_part_is_replaced_first_and_only_as_many_as_needed():
    entry = append(a_draft(facts={"text": "x" * 40_000}, changes={"text": "x" * 50_000}, findings=["x" * 20_000]))
    assert list(entry.said["changes"]) == ["withheld"]
    assert entry.said["facts"] == {"text": "x" * 40_000}
    assert Opening.objects.get().name == "/changes"


def test_an_entry_that_is_too_large_without_them_is_refused():
    with pytest.raises(RecordRefusal) as refused:
        append(a_draft(basis=[{"instrument": "x" * 70_000}]))
    assert refused.value.code == "entry-too-large"
    assert_nothing_was_recorded()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=5), st.text(max_size=20)), max_size=6)
)
def test_whatever_is_recorded_passes_the_audit(facts):
    for each in facts:
        try:
            append(a_draft(facts=each))
        except NotCanonical as refused:
            assert refused.code == "lone-surrogate"
    assert verify().good


def test_an_append_asks_the_database_twice(django_assert_num_queries):
    with django_assert_num_queries(2):
        append(a_draft(facts={"name": Reserved("Juana")}))


def test_a_draft_has_the_fields_of_an_entry_but_number_and_time():
    said = set(append(a_draft()).said)
    fields = set(EntryDraft.__dataclass_fields__) - {"subject_kind", "subject_number"} | {"subject"}
    assert said - fields == {"seq", "recorded_at", "format"}
    assert fields <= said
