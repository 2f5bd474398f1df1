"""Signing the head of the record, on a schedule and on demand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction

from timonel.domain.merkle import CompactRange
from timonel.record import keys, notes, proofs
from timonel.record.errors import KeyFault, RecordRefusal
from timonel.record.keys import KeyRing
from timonel.record.models import Checkpoint

CHECKPOINT_EVERY = timedelta(minutes=10)
"""An entry waits no longer than this for a checkpoint while the platform's periodic work is done."""

_LOCK = 0x7265636F7264
"""The advisory lock under which checkpoints are made and keys change: "record" in ASCII."""


def newest(size: int | None = None) -> Checkpoint | None:
    """Give the checkpoint of the largest size, or of the one that is asked for; the latest of them."""
    found = Checkpoint.objects.all() if size is None else Checkpoint.objects.filter(size=size)
    return found.order_by("-size", "-id").first()


def checkpoint_age() -> timedelta | None:
    """Say how old the newest checkpoint is, by the database's clock; None when there is none."""
    last = newest()
    return _clock() - last.created_at if last else None


def covering(size: int | None = None) -> Checkpoint:
    """Give the newest checkpoint if it covers that many entries (when not said: all), else make one that does."""
    last = newest()
    wanted = _head().size if size is None else size
    return last if last is not None and last.size >= wanted else make_checkpoint()


def make_checkpoint() -> Checkpoint:
    """Sign the head as it is now and publish it.

    The first checkpoint draws the key. Refused: an empty record (`record-empty`), a head that does not go on from the
    last checkpoint (`record-inconsistent`; never sign two histories), a lost key when there are checkpoints already.
    """
    with _locked():
        tree, last = _head(), newest()
        if not tree.size:
            raise RecordRefusal("record-empty")
        if last is not None and not _extends(tree, last):
            raise RecordRefusal("record-inconsistent", {"checkpoint": last.size, "size": tree.size})
        ring = _ring(may_create=last is None)
        head = notes.Checkpoint(ring.secret.name, tree.size, tree.root())
        note = notes.sign(head.text, ring.secret)
        return Checkpoint.objects.create(size=head.size, root=head.root, note=note, created_at=_clock())


def rotate_key() -> KeyRing:
    """Let a new key sign from now on: both keys state it, and a checkpoint by the new one follows at once.

    Refused while the record is empty.
    """
    with _locked():
        size = _head().size
        if not size:
            raise RecordRefusal("record-empty")
        ring = keys.hand_over(keys.key_ring(), size, _clock())
    make_checkpoint()
    return ring


@contextmanager
def _locked() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        yield


def _head() -> CompactRange:
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, hashes FROM record_head WHERE id = 1")
        return CompactRange(*cursor.fetchone())


def _clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    assert isinstance(now, datetime)
    return now


def _extends(tree: CompactRange, last: Checkpoint) -> bool:
    """Say whether the nodes of the record lead both to the last checkpoint and to the head."""
    if last.size > tree.size:
        return False
    try:
        return proofs.root_at(last.size) == bytes(last.root) and proofs.root_at(tree.size) == tree.root()
    except RecordRefusal:
        return False


def _ring(*, may_create: bool) -> KeyRing:
    try:
        return keys.key_ring()
    except KeyFault as fault:
        if fault.code != "key-missing" or not may_create:
            raise
    return keys.create_key(_clock())
