"""The one way into the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from timonel.domain.merkle import CompactRange, Place
from timonel.record.drafts import EntryDraft, Opened, Prepared, Reserved, instant, instruments, prepare
from timonel.record.errors import RecordRefusal
from timonel.record.models import Entry
from timonel.record.prepared import prepared_cursor

__all__ = ["EntryDraft", "Reserved", "Statement", "append"]

Statement = tuple[str, Sequence[Any]]
"""One statement of SQL that changes rows, and its values."""

_LOCK = "SELECT size, hashes, greatest(clock_timestamp(), recorded_at) FROM record_head WHERE id = 1 FOR UPDATE"

_ENTRY = """entry AS (
    INSERT INTO record_entry (
        seq, body, recorded_at, on_day, origin, act, outcome, person, post, institution, power,
        subject_kind, subject_number, framework_hash, instruments, cause
    ) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::text[], %s)
)"""
_NODES = """node AS (
    INSERT INTO record_node (level, index, hash) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])
)"""
_OPENINGS = """opening AS (
    INSERT INTO record_opening (entry_id, name, value, salt)
    SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::bytea[])
)"""
_HEAD = "UPDATE record_head SET size = %s, hashes = %s::bytea[], recorded_at = %s WHERE id = 1"


def append(draft: EntryDraft, beside: Callable[[int], Sequence[Statement]] | None = None) -> Entry:
    """Write the next entry, inside the caller's transaction: both are kept or neither is.

    `beside` gives, from the entry's number, what is written in the same message; no two of its statements, which see
    nothing of each other, may touch the same row.

    Call it last: it locks the head of the record, and every other act waits until the transaction ends. The time is
    the database server's, in UTC, and never before that of the entry before. Refused with `RecordRefusal` outside a
    transaction, for a cause that is not recorded yet, and for what `prepare` refuses.
    """
    if not connection.in_atomic_block:
        raise RecordRefusal("append-outside-a-transaction")
    prepared = prepare(draft)
    with prepared_cursor() as cursor:
        cursor.execute(_LOCK)
        size, hashes, now = cursor.fetchone()
        if draft.cause is not None and not 0 <= draft.cause < size:
            raise RecordRefusal("cause-not-recorded", {"cause": draft.cause, "size": size})
        entry = entry_of(draft, prepared, size, now.astimezone(UTC))
        tree = CompactRange(size, hashes)
        nodes = [(Place(0, size), entry.leaf), *tree.append(entry.leaf)]
        cursor.execute(*_addition(entry, nodes, prepared.openings, tree, beside(size) if beside else ()))
    entry._state.adding = False
    entry._state.db = connection.alias
    return entry


def _addition(
    entry: Entry,
    nodes: Sequence[tuple[Place, bytes]],
    openings: Sequence[Opened],
    tree: CompactRange,
    beside: Sequence[Statement],
) -> Statement:
    """Write the one statement that adds the entry, the nodes it completes, what it withholds, and moves the head."""
    parts, values = [_ENTRY, _NODES], columns_of(entry)
    values += [[place.level for place, _ in nodes], [place.index for place, _ in nodes], [each for _, each in nodes]]
    if openings:
        parts.append(_OPENINGS)
        values += [entry.seq, [opened.name for opened in openings], [opened.value for opened in openings]]
        values.append([opened.salt for opened in openings])
    for place, (statement, given) in enumerate(beside):
        parts.append(f"beside_{place} AS ({statement})")
        values += given
    values += [tree.size, tree.hashes, entry.recorded_at]
    return f"WITH {', '.join(parts)} {_HEAD}", values


def entry_of(draft: EntryDraft, prepared: Prepared, seq: int, recorded_at: datetime) -> Entry:
    """Build the row of an entry: its bytes and the columns that repeat them."""
    return Entry(
        seq=seq,
        body=prepared.body(seq, instant(recorded_at)),
        recorded_at=recorded_at,
        on_day=draft.on,
        origin=draft.origin,
        act=draft.act,
        outcome=draft.outcome,
        person=draft.person,
        post=draft.post,
        institution=draft.institution,
        power=draft.power,
        subject_kind=draft.subject_kind,
        subject_number=draft.subject_number,
        framework_hash=draft.framework,
        instruments=instruments(prepared.fields),
        cause=draft.cause,
    )


def columns_of(entry: Entry) -> list[Any]:
    """Give the row's values in the order of its columns."""
    return [getattr(entry, column.attname) for column in Entry._meta.concrete_fields]
