"""Do several things at the same moment, each over a connection of its own."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import psycopg
from django.db import DatabaseError, connection, connections

from timonel.domain.errors import TimonelError
from timonel.governance.acting.act import Answer
from timonel.record.models import Entry
from timonel.record.verification import verify

Work = Callable[[], Any]


def together(works: Sequence[Work]) -> list[Any]:
    """Give what each of the works gave or raised; none begins before all are ready."""
    barrier = threading.Barrier(len(works))

    def one(work: Work) -> Any:
        connection.ensure_connection()
        barrier.wait(30)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [ended(begun) for begun in [begin(pool, one, work) for work in works]]


def begin(pool: ThreadPoolExecutor, one: Callable[..., Any], *given: Any) -> Future[Any]:
    """Begin some work in a thread, whose connections are closed when it ends."""

    def closing() -> Any:
        try:
            return one(*given)
        finally:
            connections.close_all()

    return pool.submit(closing)


def ended(begun: Future[Any]) -> Any:
    """Give what some work gave, or the refusal or fault of the database that it ended in."""
    try:
        return begun.result(60)
    except (TimonelError, DatabaseError) as fault:
        return fault


def deadlocks(watch: psycopg.Connection) -> int:
    """Count the deadlocks that the database of a connection has met, once all threads have told of theirs."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type LIKE 'client%'"
    deadline = time.monotonic() + 30
    while watch.execute(others).fetchone()[0] > 2 and time.monotonic() < deadline:  # type: ignore[index]
        time.sleep(0.01)
    met = watch.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()").fetchone()
    return int(met[0])  # type: ignore[index]


def wait_until_blocked(watch: psycopg.Connection, waiting: int = 1) -> None:
    """Wait until so many others in the database of a connection wait for a lock."""
    blocked = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND cardinality(pg_blocking_pids(pid)) > 0"
    )
    deadline = time.monotonic() + 30
    while watch.execute(blocked).fetchone()[0] < waiting:  # type: ignore[index]
        assert time.monotonic() < deadline, "nobody waits"
        time.sleep(0.01)


def codes(answers: Sequence[Any]) -> Counter[str]:
    """Count how the works ended: done, or with which code."""
    return Counter("done" if isinstance(each, Answer) else getattr(each, "code", repr(each)) for each in answers)


def findings(answers: Sequence[Any]) -> Counter[str]:
    """Count the codes of the findings of those that were refused."""
    return Counter(finding["code"] for each in answers for finding in getattr(each, "findings", ()) if is_refusal(each))


def is_refusal(answer: Any) -> bool:
    return isinstance(answer, TimonelError)


def recorded_since(size: int) -> list[str]:
    """Give the outcomes recorded since, oldest first, and see that the record is whole."""
    report = verify()
    assert report.faults == ()
    outcomes = list(Entry.objects.filter(seq__gte=size).order_by("seq").values_list("outcome", flat=True))
    assert report.size == size + len(outcomes)
    return outcomes
