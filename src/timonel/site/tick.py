"""What the platform does by itself: letters leave, the record is sealed, what nobody needs any more is swept.

Each node has one; whichever holds the lock works, the others wait to take over.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from django.db import DatabaseError, close_old_connections, connection

from timonel.domain.errors import TimonelError

logger = logging.getLogger(__name__)
LOCK = 0x7469636B
"""The advisory lock of whoever does the periodic work: "tick" in ASCII."""
PAUSE = 2.0
SEAL_PAUSE = 30.0
ANSWERS_KEPT = timedelta(days=30)


class Job(NamedTuple):
    """Something that is done again and again, at most so often."""

    every: float
    work: Callable[[], object]


def seal() -> None:
    """Make a checkpoint when entries wait for one and would wait too long if they waited once more."""
    from timonel.record.checkpoints import CHECKPOINT_EVERY, make_checkpoint
    from timonel.record.queries import record_health

    health = record_health()
    old_enough = CHECKPOINT_EVERY - timedelta(seconds=2 * SEAL_PAUSE)
    if health.unsigned and (health.checkpoint_age is None or health.checkpoint_age >= old_enough):
        make_checkpoint()


def forget() -> None:
    """Remove answers, counts and sessions that can no longer be asked for; none of them is part of the record."""
    from django.core.management import call_command

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM governance_answergiven WHERE given_at < now() - %s::interval", [str(ANSWERS_KEPT)])
        cursor.execute("DELETE FROM governance_askerpace WHERE minute < now() - interval '1 hour'")
        cursor.execute("DELETE FROM governance_refusaltally WHERE hour < now() - interval '2 days'")
    call_command("clearsessions")


def jobs() -> tuple[Job, ...]:
    """Give the periodic work of the platform."""
    from timonel.governance import jobs as long_work
    from timonel.governance.files import sweep
    from timonel.governance.letters import deliver

    return Job(PAUSE, deliver), Job(SEAL_PAUSE, seal), Job(3600, sweep), Job(3600, forget), Job(3600, long_work.forget)


def tick(stopped: Callable[[], bool]) -> None:
    """Do the periodic work until stopped; a lost database is waited for."""
    due = dict.fromkeys(jobs(), 0.0)
    while not stopped():
        try:
            close_old_connections()
            if _locked():
                _work(due)
        except DatabaseError:
            connection.close()
        _pause(stopped)


def _pause(stopped: Callable[[], bool]) -> None:
    """Wait a little, but no longer than until stopped."""
    until = time.monotonic() + PAUSE
    while time.monotonic() < until and not stopped():
        time.sleep(0.1)


def _locked() -> bool:
    """Say whether the lock is ours, taking it if it is free; it lasts as long as the connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND objid = %s AND granted) OR pg_try_advisory_lock(%s)",
            [LOCK, LOCK],
        )
        (ours,) = cursor.fetchone()
    return bool(ours)


def _work(due: dict[Job, float]) -> None:
    """Do what is due; what is refused, as a checkpoint without a key, is noted and keeps nothing else from its turn."""
    now = time.monotonic()
    for job, next_time in due.items():
        if now >= next_time:
            due[job] = now + job.every
            try:
                job.work()
            except TimonelError as refusal:
                logger.error("%s: %s", job.work.__name__, refusal)
