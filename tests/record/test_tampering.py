"""A record changed behind the program's back: both verifiers find it, and name the same entries.

Each case is done by a superuser with the triggers off, as somebody with the database in their hands would.
"""

from __future__ import annotations

import re

import psycopg
import pytest

from tests.record.making import behind_the_back, forged, record, told_by_auditor
from timonel.domain.merkle import CompactRange, leaf_hash
from timonel.record import verification
from timonel.record.append import Reserved
from timonel.record.audit import HeadRow, audit, columns_said
from timonel.record.checkpoints import make_checkpoint
from timonel.record.export import export
from timonel.record.manifests import store_manifest
from timonel.record.models import Entry
from timonel.record.report import Faults
from timonel.record.verification import verify

SIZE, SIGNED_BEFORE = 300, 130


def named(line):
    """Read a line of the auditor's program: code, first and last entry."""
    found = re.match(r"([a-z-]+): entr(?:y|ies) (\d+)(?: to (\d+))?", line)
    return found[1], int(found[2]), int(found[3] or found[2])


@pytest.fixture
def audits(fresh_database, tmp_path):
    """Tamper, and give what each verifier names; the first checkpoint covers 130 entries, the last all 300."""

    def tampered(tamper):
        with behind_the_back(fresh_database) as superuser:
            tamper(superuser)
        report = verify()
        export(tmp_path / "export")
        code, lines = told_by_auditor(tmp_path / "export")
        assert code == (0 if report.good else 1) or lines[-1].startswith("faulty")
        ours = [(fault.code, fault.first, fault.last) for fault in report.faults]
        theirs = [named(line) for line in lines[1:-1]]
        return ours, theirs

    record(SIGNED_BEFORE)
    make_checkpoint()
    record(SIZE - SIGNED_BEFORE)
    make_checkpoint()
    return tampered


def body_of(seq):
    return bytes(Entry.objects.get(seq=seq).body)


def test_untouched_both_find_nothing(audits):
    assert audits(lambda superuser: None) == ([], [])


def test_a_changed_entry_is_named(audits):
    def change(superuser):
        body = forged(body_of(137), outcome="refused")
        superuser.execute("UPDATE record_entry SET body = %s, outcome = 'refused' WHERE seq = 137", [body])

    assert audits(change) == ([("changed", 137, 137)], [("changed", 137, 137)])


def test_an_entry_of_nonsense_is_named(audits):
    def change(superuser):
        superuser.execute("UPDATE record_entry SET body = %s WHERE seq = 255", [b"[]"])
        superuser.execute("UPDATE record_entry SET body = %s WHERE seq = 256", [b"\xff"])
        superuser.execute("UPDATE record_entry SET body = %s WHERE seq = 299", [b'{"seq":"299"}'])

    expected = [("changed", seq, seq) for seq in (255, 256, 299)]
    assert audits(change) == (expected, expected)


def test_a_removed_entry_is_named(audits):
    def remove(superuser):
        superuser.execute("DELETE FROM record_entry WHERE seq IN (0, 7, 8)")

    expected = [("removed", 0, 0), ("removed", 7, 8)]
    assert audits(remove) == (expected, expected)


def test_the_last_entries_removed_are_named(audits):
    def remove(superuser):
        superuser.execute("DELETE FROM record_entry WHERE seq >= 290")

    expected = [("removed", 290, 299)]
    assert audits(remove) == (expected, expected)


def test_an_entry_removed_and_those_after_it_renumbered_is_named(audits):
    def remove(superuser):
        superuser.execute("DELETE FROM record_entry WHERE seq = 140")
        superuser.execute("UPDATE record_entry SET seq = seq + 10000 WHERE seq > 140")
        superuser.execute("UPDATE record_entry SET seq = seq - 10001 WHERE seq > 140")

    expected = [("removed", 140, 140)]
    assert audits(remove) == (expected, expected)


@pytest.mark.parametrize(("one", "other"), [(5, 6), (3, 270)])
def test_swapped_entries_are_named(audits, one, other):
    def swap(superuser):
        superuser.execute("UPDATE record_entry SET seq = -1 WHERE seq = %s", [one])
        superuser.execute("UPDATE record_entry SET seq = %s WHERE seq = %s", [one, other])
        superuser.execute("UPDATE record_entry SET seq = %s WHERE seq = -1", [other])

    expected = [("swapped", one, other)]
    with_constraint_off(audits, swap, expected)


def with_constraint_off(audits, tamper, expected):
    def tampered(superuser):
        superuser.execute("ALTER TABLE record_entry DROP CONSTRAINT record_entries_start_at_zero")
        superuser.execute("ALTER TABLE record_entry DROP CONSTRAINT record_cause_comes_before")
        tamper(superuser)

    assert audits(tampered) == (expected, expected)


def test_three_entries_in_each_others_place_are_named(audits):
    def rotate(superuser):
        for old, new in ((10, -1), (11, 10), (12, 11), (-1, 12)):
            superuser.execute("UPDATE record_entry SET seq = %s WHERE seq = %s", [new, old])

    with_constraint_off(audits, rotate, [("moved", 10, 11), ("moved", 12, 12)])


def copy_of(superuser, seq, number, body):
    columns = ", ".join(each.attname for each in Entry._meta.concrete_fields if each.attname not in ("seq", "body"))
    superuser.execute(
        f"INSERT INTO record_entry (seq, body, {columns}) SELECT %s, %s, {columns} FROM record_entry WHERE seq = %s",
        [number, body, seq],
    )


def test_an_entry_inserted_at_the_end_is_named(audits):
    def insert(superuser):
        copy_of(superuser, 5, SIZE, forged(body_of(5), seq=SIZE))

    expected = [("inserted", SIZE, SIZE)]
    assert audits(insert) == (expected, expected)


def test_an_entry_inserted_far_beyond_the_end_is_named(audits):
    def insert(superuser):
        copy_of(superuser, 5, 1000, forged(body_of(5), seq=1000))

    expected = [("inserted", 1000, 1000)]
    assert audits(insert) == (expected, expected)


def test_an_entry_inserted_in_the_middle_is_named(audits):
    def insert(superuser):
        superuser.execute("UPDATE record_entry SET seq = seq + 10000 WHERE seq >= 50")
        superuser.execute("UPDATE record_entry SET seq = seq - 9999 WHERE seq >= 50")
        copy_of(superuser, 49, 50, forged(body_of(49), seq=50))

    expected = [("changed", 50, 50), ("inserted", 50, 50)]
    assert audits(insert) == (expected, expected)


def test_an_entry_changed_together_with_its_leaf_hash_is_named_by_the_subtree_above_it(audits):
    def change(superuser):
        body = forged(body_of(137), person="p-0")
        superuser.execute("UPDATE record_entry SET body = %s, person = 'p-0' WHERE seq = 137", [body])
        superuser.execute("UPDATE record_node SET hash = %s WHERE level = 0 AND index = 137", [leaf_hash(body)])

    ours, theirs = audits(change)
    assert ours == [("checkpoint-contradicted", 130, 299), ("subtree-changed", 136, 137)]
    assert theirs == [("subtree-changed", 0, 255), ("checkpoint-contradicted", 130, 299)]


def rebuild(superuser):
    """Write all hashes anew from the entries as they are, as a careful forger would."""
    superuser.execute("DELETE FROM record_node")
    tree = CompactRange()
    for seq, body in superuser.execute("SELECT seq, body FROM record_entry ORDER BY seq").fetchall():
        for (level, index), each in [((0, seq), leaf_hash(body)), *tree.append(leaf_hash(body))]:
            superuser.execute("INSERT INTO record_node VALUES (%s, %s, %s)", [level, index, each])
    superuser.execute("UPDATE record_head SET size = %s, hashes = %s", [tree.size, tree.hashes])


def test_a_record_rewritten_with_all_its_hashes_is_found_by_its_checkpoints(audits):
    def rewrite(superuser):
        body = forged(body_of(137), person="p-0")
        superuser.execute("UPDATE record_entry SET body = %s, person = 'p-0' WHERE seq = 137", [body])
        rebuild(superuser)

    expected = [("checkpoint-contradicted", 130, 299)]
    assert audits(rewrite) == (expected, expected)


def test_a_record_cut_with_all_its_hashes_is_found_by_its_checkpoints(audits):
    def cut(superuser):
        superuser.execute("DELETE FROM record_entry WHERE seq >= 200")
        rebuild(superuser)

    ours, theirs = audits(cut)
    assert ours == [("removed", 200, 299)]
    assert theirs == [("subtree-changed", 0, 255), ("checkpoint-contradicted", 130, 299), ("removed", 200, 299)]


COLUMNS = {
    "recorded_at": "2020-01-01T00:00:00Z",
    "on_day": "2020-01-01",
    "origin": "import",
    "act": "portfolio.close_project",
    "outcome": "refused",
    "person": "p-0",
    "post": "other",
    "institution": "1602",
    "power": "other",
    "subject_kind": "sitting",
    "subject_number": "2026-x",
    "framework_hash": "cd" * 32,
    "instruments": "{ley-1}",
    "cause": "0",
}


def test_a_column_that_no_longer_repeats_the_bytes_is_named(fresh_database):
    record(len(COLUMNS) + 1)
    with behind_the_back(fresh_database) as superuser:
        for seq, (column, value) in enumerate(COLUMNS.items(), 1):
            superuser.execute(f"UPDATE record_entry SET {column} = %s WHERE seq = %s", [value, seq])
    faults = verify().faults
    assert {fault.code for fault in faults} == {"columns-changed"}
    assert {column: (fault.first, fault.last) for fault in faults for column in fault.params["columns"]} == {
        column: (seq, seq) for seq, column in enumerate(COLUMNS, 1)
    }


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record_opening SET value = '\"Pedro\"'",
        "UPDATE record_opening SET salt = sha256('x')",
        "UPDATE record_opening SET name = '/facts/other'",
        "UPDATE record_opening SET value = 'nonsense'",
        "UPDATE record_opening SET entry_id = 0",
        "DELETE FROM record_entry WHERE seq = 1",
    ],
)
def test_an_opening_that_no_longer_opens_its_hash_is_named(fresh_database, change):
    record(1)
    record(1, facts={"name": Reserved("Juana")})
    assert verify().good
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("ALTER TABLE record_opening DISABLE TRIGGER ALL")
        superuser.execute(change)
    (fault,) = [fault for fault in verify().faults if fault.code == "opening-changed"]
    assert fault.first == (0 if "entry_id" in change else 1)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE record_node SET hash = sha256('x') WHERE level = 2 AND index = 1", ("subtree-changed", 4, 7)),
        ("DELETE FROM record_node WHERE level = 1 AND index = 0", ("node-missing", 0, 1)),
        ("DELETE FROM record_node WHERE level = 0 AND index = 3", ("node-missing", 3, 3)),
        ("INSERT INTO record_node VALUES (0, 9, sha256('x'))", ("node-inserted", 9, 9)),
        ("INSERT INTO record_node VALUES (1, 4, sha256('x'))", ("node-inserted", 8, 9)),
        ("UPDATE record_head SET hashes = ARRAY[hashes[2], hashes[1]]", ("head-changed", 0, 8)),
        ("UPDATE record_head SET size = 8, hashes = ARRAY[hashes[1]]", ("inserted", 8, 8)),
        ("UPDATE record_head SET size = 10", ("removed", 9, 9)),
        ("UPDATE record_checkpoint SET size = 8", ("checkpoint-changed", 0, 7)),
        ("UPDATE record_checkpoint SET note = replace(note, 'gob', 'bog')", ("checkpoint-unsigned", 0, 8)),
        ("UPDATE record_checkpoint SET note = 'x'", ("checkpoint-changed", 0, 8)),
        ("UPDATE record_manifestrow SET facts = '{}'", ("manifest-changed", 0, 0)),
        ("DELETE FROM record_manifestrow WHERE position = 1", ("manifest-changed", 0, 0)),
        ("UPDATE record_manifest SET count = 3", ("manifest-changed", 0, 0)),
    ],
)
def test_hashes_checkpoints_and_manifests_that_were_changed_are_named(fresh_database, change, expected):
    record(9)
    make_checkpoint()
    store_manifest([{"row": 0}, {"row": 1}])
    assert verify().good
    with behind_the_back(fresh_database) as superuser:
        superuser.execute(change)
    assert expected in [(fault.code, fault.first, fault.last) for fault in verify().faults]


def test_a_time_that_goes_back_is_named(fresh_database):
    record(3)
    with behind_the_back(fresh_database) as superuser:
        body = forged(body_of(2), recorded_at="2020-01-01T00:00:00.000000Z")
        superuser.execute("UPDATE record_entry SET body = %s, recorded_at = '2020-01-01Z' WHERE seq = 2", [body])
        rebuild(superuser)
    (fault,) = verify().faults
    assert (fault.code, fault.first) == ("time-goes-back", 2)


def test_without_keys_every_checkpoint_is_unsigned(db):
    record(2)
    make_checkpoint()
    report = verify(published=())
    assert {fault.code for fault in report.faults} == {"keys-contradicted", "checkpoint-unsigned"}


def test_what_is_appended_during_an_audit_is_not_part_of_it(fresh_database):
    record(5)
    with verification.snapshot(verification.connection) as (one, read):
        assert one("SELECT size FROM record_head") == (5,)
        with psycopg.connect(fresh_database.superuser_url) as other:
            other.execute("SELECT 1")
            other.execute("UPDATE record_head SET size = 6")
        assert one("SELECT size FROM record_head") == (5,)
        assert [row[0] for row in read("entries", verification.ENTRIES)] == [0, 1, 2, 3, 4]


def test_a_report_lists_the_first_thousand_faults_and_counts_the_rest():
    faults = Faults()
    for seq in range(1010):
        faults.add("changed", seq)
    assert (len(faults.in_order()), faults.unlisted) == (1000, 10)
    assert str(faults.in_order()[0]) == "changed: entry 0"


def test_an_audit_needs_no_database(db):
    entries = record(4)
    tree, leaves, nodes = CompactRange(), [], []
    for entry in entries:
        leaves.append((entry.seq, entry.leaf))
        nodes += [(place.level, place.index, each) for place, each in tree.append(entry.leaf)]
    rows = [(entry.seq, entry.body, *columns_said(entry.said)) for entry in entries]
    assert audit(HeadRow(4, tree.hashes), rows, leaves, nodes, [], []).good
