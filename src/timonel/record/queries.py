"""What can be asked of the record. It is public as it stands: no viewer sees more of an entry than another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from timonel.domain.merkle import fold
from timonel.record import certificates, checkpoints, keys, proofs, startup, tiles
from timonel.record.certificates import Check, Verdict
from timonel.record.errors import KeyFault, RecordRefusal
from timonel.record.models import Entry, Head
from timonel.record.startup import StartupFault

MOST_ENTRIES = 500
"""The longest page of entries that can be asked for."""

certificate = certificates.certificate
newest_checkpoint = checkpoints.newest
read_tile = tiles.read_tile

_LOOKUPS = {
    "body": "institution",
    "instrument": "instruments__contains",
    "since": "on_day__gte",
    "until": "on_day__lte",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFilter:
    """Which entries are asked for; what is left out does not matter.

    `body` is the code of the body or institution, `instrument` one that the entry cites, `since` and `until` legal
    days, both inclusive. A subject is its kind and its number.
    """

    body: str | None = None
    post: str | None = None
    person: str | None = None
    power: str | None = None
    instrument: str | None = None
    act: str | None = None
    subject_kind: str | None = None
    subject_number: str | None = None
    outcome: str | None = None
    origin: str | None = None
    cause: int | None = None
    since: date | None = None
    until: date | None = None

    def entries(self) -> QuerySet[Entry]:
        """Give the entries asked for, in no order."""
        asked = {each.name: getattr(self, each.name) for each in fields(self)}
        lookups = {_LOOKUPS.get(name, name): value for name, value in asked.items() if value is not None}
        if self.instrument is not None:
            lookups["instruments__contains"] = [self.instrument]
        return Entry.objects.filter(**lookups)


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries, newest first, and the numbers from which the pages beside it go on; None where there is none."""

    entries: list[Entry]
    older_before: int | None
    newer_after: int | None


def entries(asked: EntryFilter, *, before: int | None = None, after: int | None = None, limit: int = 50) -> EntryPage:
    """Give a page of the record, newest first: below the entry `before`, or above `after`, or from the end.

    At most `MOST_ENTRIES`. One query, by keys: the page costs the same wherever it is.
    """
    limit = max(1, min(limit, MOST_ENTRIES))
    rows = asked.entries()
    if after is not None:
        found = list(rows.filter(seq__gt=after).order_by("seq")[: limit + 1])
        more, found = len(found) > limit, found[:limit][::-1]
        return EntryPage(found, found[-1].seq if found else after + 1, found[0].seq if more else None)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    found = list(rows.order_by("-seq")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return EntryPage(found, found[-1].seq if more else None, None if before is None else before - 1)


def entry(seq: int) -> Entry | None:
    """Give one entry; None when there is none of that number."""
    return Entry.objects.filter(seq=seq).first()


def is_empty() -> bool:
    """Say whether nothing was recorded yet: only then may genesis be."""
    return Head.objects.get().size == 0


def published_keys() -> Mapping[str, Any]:
    """Give the keys as they are published. Refused with `KeyFault` before the first checkpoint."""
    return keys.key_ring().as_published()


_STATE = """
SELECT head.size, coalesce(signed.size, 0), signed.created_at, (
    SELECT clock_timestamp() - recorded_at FROM record_entry WHERE seq = coalesce(signed.size, 0)
) FROM record_head head LEFT JOIN LATERAL (
    SELECT size, created_at FROM record_checkpoint ORDER BY size DESC, id DESC LIMIT 1
) signed ON true
"""


@dataclass(frozen=True, slots=True)
class HeadState:
    """What every page shows of the record: its size, its last checkpoint, and for how long an entry waits for one.

    `sealed` is how many entries the checkpoint covers; `waiting` is the age of the oldest entry it does not.
    """

    size: int
    sealed: int
    checkpoint_at: datetime | None
    waiting: timedelta

    @property
    def too_old(self) -> bool:
        """Say whether an entry has waited for a checkpoint for longer than the installation allows."""
        return self.waiting > settings.RECORD_LONGEST_UNSEALED

    @property
    def stopped(self) -> bool:
        """Say whether no act is taken until a checkpoint is made: the installation has chosen so."""
        return self.too_old and settings.RECORD_STOPS_UNSEALED


def head_state() -> HeadState:
    """Say how long the record is and how it is signed; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        size, sealed, checkpoint_at, waiting = cursor.fetchone()
    return HeadState(size, sealed, checkpoint_at, waiting or timedelta())


def acts_are_stopped() -> bool:
    """Say whether acts wait for a checkpoint; asks the database only where the installation stops them."""
    return settings.RECORD_STOPS_UNSEALED and head_state().stopped


@dataclass(frozen=True, slots=True)
class RecordHealth:
    """How the record stands: `unsigned` entries follow the newest checkpoint, which is `checkpoint_age` old."""

    size: int
    root: bytes
    recorded_at: datetime | None
    checkpoint_size: int | None
    checkpoint_age: timedelta | None
    unsigned: int
    key_fault: str
    faults: tuple[StartupFault, ...]


def record_health() -> RecordHealth:
    """Say how the record stands: a few queries, no audit. A missing key is a fault once something is signed."""
    head, last = Head.objects.get(), checkpoints.newest()
    key_fault = ""
    try:
        keys.key_ring()
    except KeyFault as fault:
        key_fault = "" if fault.code == "key-missing" and last is None else fault.code
    return RecordHealth(
        size=head.size,
        root=fold([bytes(each) for each in head.hashes]),
        recorded_at=head.recorded_at,
        checkpoint_size=last.size if last else None,
        checkpoint_age=checkpoints.checkpoint_age(),
        unsigned=head.size - (last.size if last else 0),
        key_fault=key_fault,
        faults=tuple(startup.faults()),
    )


def verify_certificate(document: bytes | str | Mapping[str, Any]) -> Verdict:
    """Check a certificate against this installation's keys and its record.

    To the checks of `certificates.verify` it adds `record` (the entry stands here, with these very bytes) and
    `history` (the checkpoint is one of this record's).
    """
    try:
        trusted = keys.key_ring().published
    except KeyFault:
        trusted = ()
    verdict = certificates.verify(document, trusted)
    if verdict.seq is None:
        return verdict
    said = certificates.parts(document)
    here = entry(said.index)
    same = here is not None and bytes(here.body) == said.entry
    checks = (*verdict.checks, Check("record", same, {"entry": said.index}), Check("history", _is_history(said)))
    return Verdict(checks, verdict.seq, verdict.entry)


def _is_history(said: certificates.Parts) -> bool:
    if said.size > Head.objects.get().size:
        return False
    try:
        return proofs.root_at(said.size) == said.checkpoint.root
    except RecordRefusal:
        return False
