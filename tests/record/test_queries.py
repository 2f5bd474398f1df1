"""What can be asked of the record: pages by key, filters, health."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.record.making import behind_the_back, record
from timonel.domain.errors import TimonelError
from timonel.record import keys, queries
from timonel.record.checkpoints import make_checkpoint
from timonel.record.manifests import manifest_rows, store_manifest
from timonel.record.models import Manifest, ManifestRow
from timonel.record.queries import EntryFilter, EntryPage, entries


def numbers(page):
    return [entry.seq for entry in page.entries]


def test_pages_follow_each_other_both_ways(db, django_assert_num_queries):
    record(7)
    with django_assert_num_queries(1):
        newest = entries(EntryFilter(), limit=3)
    assert (numbers(newest), newest.older_before, newest.newer_after) == ([6, 5, 4], 4, None)
    middle = entries(EntryFilter(), before=newest.older_before, limit=3)
    assert (numbers(middle), middle.older_before, middle.newer_after) == ([3, 2, 1], 1, 3)
    oldest = entries(EntryFilter(), before=middle.older_before, limit=3)
    assert (numbers(oldest), oldest.older_before, oldest.newer_after) == ([0], None, 0)
    back = entries(EntryFilter(), after=oldest.newer_after, limit=3)
    assert (numbers(back), back.older_before, back.newer_after) == ([3, 2, 1], 1, 3)
    again = entries(EntryFilter(), after=back.newer_after, limit=3)
    assert (numbers(again), again.newer_after) == ([6, 5, 4], None)


def test_a_page_has_as_many_as_asked_for_within_its_limits(db):
    record(5)
    assert numbers(entries(EntryFilter(), limit=5)) == [4, 3, 2, 1, 0]
    assert entries(EntryFilter(), limit=5).older_before is None
    assert numbers(entries(EntryFilter(), limit=0)) == [4]
    assert entries(EntryFilter(), after=4) == EntryPage([], 5, None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (EntryFilter(), [3, 2, 1, 0]),
        (EntryFilter(body="1602"), [1]),
        (EntryFilter(post="minister"), [2]),
        (EntryFilter(person="p-9"), [3]),
        (EntryFilter(power="adopt-framework"), [2]),
        (EntryFilter(instrument="ley-21180"), [2, 1]),
        (EntryFilter(instrument="ley"), []),
        (EntryFilter(act="governance.adopt_framework"), [2]),
        (EntryFilter(subject_kind="project"), [3, 1, 0]),
        (EntryFilter(subject_kind="project", subject_number="2026-1"), [1]),
        (EntryFilter(outcome="refused"), [3]),
        (EntryFilter(origin="import"), [0]),
        (EntryFilter(cause=0), [1]),
        (EntryFilter(since=date(2026, 3, 2)), [3, 2]),
        (EntryFilter(until=date(2026, 3, 2)), [2, 1, 0]),
        (EntryFilter(since=date(2026, 3, 1), until=date(2026, 3, 1)), [1]),
        (EntryFilter(subject_kind="project", instrument="ley-21180", body="1602"), [1]),
    ],
)
def test_each_filter_finds_its_entries(db, asked, found):
    bases = [[], [{"instrument": "ley-21180"}], [{"instrument": "ley-21658"}, {"instrument": "ley-21180"}], []]
    record(1, subject_number="2026-0", on=date(2026, 2, 28), basis=bases[0], origin="import")
    record(1, subject_number="2026-1", on=date(2026, 3, 1), basis=bases[1], institution="1602", cause=0)
    adoption = {"act": "governance.adopt_framework", "power": "adopt-framework", "subject_kind": "framework"}
    record(1, on=date(2026, 3, 2), basis=bases[2], post="minister", **adoption)
    record(1, on=date(2026, 3, 3), basis=bases[3], outcome="refused", person="p-9")
    assert numbers(entries(asked)) == found


def test_one_entry_by_its_number(db):
    record(2)
    assert queries.entry(1).said["seq"] == 1
    assert queries.entry(2) is None
    assert queries.entry(10**30) is None


def test_a_healthy_record_says_how_it_stands(db):
    health = queries.record_health()
    assert (health.size, health.checkpoint_size, health.checkpoint_age, health.unsigned) == (0, None, None, 0)
    assert (health.key_fault, health.faults) == ("", ())
    record(3)
    make_checkpoint()
    record(2)
    health = queries.record_health()
    assert (health.size, health.checkpoint_size, health.unsigned, health.key_fault) == (5, 3, 2, "")
    assert timedelta() <= health.checkpoint_age < timedelta(minutes=1)
    keys.path().unlink()
    assert queries.record_health().key_fault == "key-missing"


def test_what_every_page_shows_of_the_record_is_one_query(db, django_assert_num_queries):
    assert queries.head_state() == queries.HeadState(0, 0, None, timedelta())
    record(2)
    with django_assert_num_queries(1):
        state = queries.head_state()
    assert (state.size, state.checkpoint_at, state.too_old) == (2, None, False)
    assert state.waiting > timedelta()
    checkpoint = make_checkpoint()
    assert queries.head_state() == queries.HeadState(2, 2, checkpoint.created_at, timedelta())


@pytest.mark.parametrize(("hours", "too_old"), [(3.99, False), (4.01, True)])
def test_an_entry_waits_four_hours_for_a_checkpoint_and_no_longer(fresh_database, hours, too_old):
    record(2)
    make_checkpoint()
    record(1)
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("UPDATE record_entry SET recorded_at = now() - %s", [timedelta(hours=hours)])
    assert queries.head_state().too_old is too_old


@pytest.mark.parametrize(("minutes", "too_old"), [(29, False), (31, True)])
@pytest.mark.parametrize("stops", [False, True])
def test_an_installation_says_how_long_an_entry_may_wait_and_whether_acts_wait_too(
    fresh_database, settings, minutes, too_old, stops
):
    settings.RECORD_LONGEST_UNSEALED, settings.RECORD_STOPS_UNSEALED = timedelta(minutes=30), stops
    record(1)
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("UPDATE record_entry SET recorded_at = now() - %s", [timedelta(minutes=minutes)])
    state = queries.head_state()
    assert (state.too_old, state.stopped) == (too_old, too_old and stops)
    assert queries.acts_are_stopped() is (too_old and stops)


def test_where_acts_are_not_stopped_nothing_is_asked_of_the_database(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.acts_are_stopped() is False


def test_a_record_with_nothing_new_waits_for_nothing_however_old_its_checkpoint(fresh_database):
    record(2)
    make_checkpoint()
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("UPDATE record_entry SET recorded_at = now() - interval '1 year'")
        superuser.execute("UPDATE record_checkpoint SET created_at = now() - interval '1 year'")
    assert queries.head_state().too_old is False


# Manifests ----------------------------------------------------------------------------------------------------------


def test_the_rows_of_an_import_are_kept_in_their_canonical_form_and_order(db):
    rows = [{"name": "Ñuñoa", "code": "13120"}, {"code": "13101", "name": "Santiago"}]
    manifest = store_manifest(iter(rows))
    assert manifest.count == 2
    assert list(manifest_rows(bytes(manifest.root))) == [
        '{"code":"13120","name":"Ñuñoa"}'.encode(),
        b'{"code":"13101","name":"Santiago"}',
    ]


def test_the_same_rows_are_kept_once_and_another_order_is_another_manifest(db):
    rows = [{"row": 1}, {"row": 2}]
    assert store_manifest(rows).pk == store_manifest(rows).pk
    assert store_manifest(rows[::-1]).pk != store_manifest(rows).pk
    assert ManifestRow.objects.count() == 4


def test_a_long_import_is_kept_whole(db):
    manifest = store_manifest({"row": number} for number in range(4500))
    kept = list(manifest_rows(bytes(manifest.root)))
    assert (len(kept), kept[0], kept[-1]) == (4500, b'{"row":0}', b'{"row":4499}')


@pytest.mark.parametrize("rows", [[], [{"rate": 0.5}]])
def test_an_import_of_nothing_or_of_what_has_no_canonical_form_is_refused(db, rows):
    with pytest.raises(TimonelError) as refused:
        store_manifest(rows)
    assert refused.value.code in ("manifest-empty", "float")
    assert not Manifest.objects.exists()


def test_there_are_no_rows_of_a_manifest_that_is_not_there(db):
    assert list(manifest_rows(b"\x00" * 32)) == []
