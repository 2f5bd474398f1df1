"""The audit of the record in the database: everything is recomputed from the bytes of the entries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import psycopg
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from timonel.domain.merkle import CompactRange, leaf_hash
from timonel.record import keys
from timonel.record.audit import HeadRow, SignedRow, audit
from timonel.record.drafts import Opened
from timonel.record.errors import KeyFault
from timonel.record.keys import PublishedKey
from timonel.record.openings import opened_entry
from timonel.record.report import Fault, Report

_FETCH = 5000

ENTRIES = """
SELECT seq, body, to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), on_day::text, origin,
    act, outcome, person, post, institution, power, subject_kind, subject_number, framework_hash, instruments, cause
FROM record_entry ORDER BY seq
"""
LEAVES = "SELECT index, hash FROM record_node WHERE level = 0 ORDER BY index"
NODES = "SELECT level, index, hash FROM record_node WHERE level > 0 ORDER BY (index + 1) << level, level"
CHECKPOINTS = "SELECT size, root, note FROM record_checkpoint ORDER BY id"
OPENINGS = """
SELECT entry_id, body, name, value, salt FROM record_opening LEFT JOIN record_entry ON seq = entry_id ORDER BY entry_id
"""
MANIFESTS = "SELECT id, root, count FROM record_manifest ORDER BY id"
MANIFEST_ROWS = "SELECT position, facts FROM record_manifestrow WHERE manifest_id = %s ORDER BY position"


def verify(database: BaseDatabaseWrapper | None = None, published: Iterable[PublishedKey] | None = None) -> Report:
    """Audit the whole record as it stood at one moment, and name every entry that is not as it was written.

    Recomputed: each leaf hash from its bytes, each stored node, the head, the root at each checkpoint, its signature,
    the manifests, the hashes of what is withheld and still there. Checked: numbers without gap, times that never
    fall, columns that repeat the bytes. Without keys given, those of the installation count; where there are none,
    every checkpoint is unsigned.
    """
    with snapshot(database or connection) as (one, read):
        size, hashes = one("SELECT size, hashes FROM record_head WHERE id = 1")
        report = audit(
            HeadRow(size, hashes),
            read("entries", ENTRIES),
            read("leaves", LEAVES),
            read("nodes", NODES),
            (SignedRow(*row) for row in read("checkpoints", CHECKPOINTS)),
            tuple(_published() if published is None else published),
        )
        wrong = (*_opening_faults(read), *_manifest_faults(read))
    return Report(report.size, report.root, report.checkpoints, report.faults + wrong, report.unlisted)


@contextmanager
def snapshot(database: BaseDatabaseWrapper) -> Iterator[tuple[Any, Any]]:
    """Read the database as it is at one moment: give a function for one row and one for a stream of rows.

    Inside a transaction of the caller's, its isolation counts. No limit on the time of a statement applies.
    """
    outermost = not database.in_atomic_block
    with transaction.atomic(using=database.alias):
        raw: psycopg.Connection[Any] = database.connection
        if outermost:
            raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        raw.execute("SET LOCAL statement_timeout = 0")

        def one(query: str) -> Any:
            return psycopg.Cursor(raw).execute(query).fetchone()

        def read(name: str, query: str, *values: Any) -> Iterator[Any]:
            with psycopg.ServerCursor(raw, f"record_{name}") as cursor:
                cursor.execute(query, values, binary=True)
                while rows := cursor.fetchmany(_FETCH):
                    yield from rows

        yield one, read


def _published() -> tuple[PublishedKey, ...]:
    try:
        return keys.key_ring().published
    except KeyFault:
        return ()


def _opening_faults(read: Any) -> Iterator[Fault]:
    for (seq, body), rows in groupby(read("openings", OPENINGS), key=lambda row: row[:2]):
        given = [Opened(name, value, salt) for _, _, name, value, salt in rows]
        try:
            _, wrong = opened_entry(json.loads(body or b"{}"), given)
        except ValueError:
            wrong = [opened.name for opened in given]
        if wrong:
            yield Fault("opening-changed", seq, seq, {"names": wrong})


def _manifest_faults(read: Any) -> Iterator[Fault]:
    for number, root, count in list(read("manifests", MANIFESTS)):
        tree, faulty = CompactRange(), False
        for position, facts in read("rows", MANIFEST_ROWS, number):
            faulty = faulty or position != tree.size
            tree.append(leaf_hash(facts))
        if faulty or tree.size != count or tree.root() != root:
            yield Fault("manifest-changed", 0, 0, {"manifest": bytes(root).hex()})
