"""Jobs: taken up by one process, told how far they are, ended once, and taken up again when who did them died.

Whoever works on a job holds an advisory lock on it. A process that dies loses its connection and with it the lock, so
an open job whose lock is free belongs to nobody and may be taken. The act itself is done under the job's number as
idempotency key: one that was committed before the process died is answered again, not done again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import Any

from django.db import DatabaseError, IntegrityError, close_old_connections, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from timonel.governance.acting.act import ACTIONS, Asker
from timonel.governance.acting.clock import server_time
from timonel.governance.acting.errors import ActError, InputFault, NotAllowed, RecordUnsealed
from timonel.governance.acting.frame import perform
from timonel.governance.acting.tally import Tally, tallied
from timonel.governance.models import Account, Job, StoredFile
from timonel.governance.numbers import next_number

LOCK = 0x6A6F62
"""The class of the advisory locks on jobs: "job" in ASCII."""
AT_ONCE = 200_000
"""Jobs whose files hold at most so many bytes are done while the asker waits."""
MOST_OPEN = 10
"""So many open jobs one account may have."""
MOST_TRIES = 5
"""A job that broke off so often is given up."""
PAUSE = 1.0
LONGEST_POST = 160
KEPT = timedelta(days=90)
"""How long a job can be looked at after it ended; what it did stays in the record."""


def ask(account: Account, post: str, code: str, typed: Mapping[str, Any], key: str) -> Job:
    """Note an act that is to be done in the background; asked again under the same key it is the same job.

    Refused with `InputFault` when the inputs have not the form of the act, and past `MOST_OPEN` open jobs.
    """
    ACTIONS[code].inputs.check(typed)
    if "\0" in post + key or len(post) > LONGEST_POST:
        raise InputFault(fields=[{"field": "post", "code": "control-character", "value": "", "params": {}}])
    job = Job(account=account, key=key, post=post, code=code, typed=dict(typed), about=_about(code, typed))
    try:
        with transaction.atomic():
            job.number = next_number("job", server_time().year)
            Job.objects.bulk_create([job])
    except IntegrityError:
        return Job.objects.get(account=account, key=key)
    if Job.objects.filter(account=account, stage__in=Job.OPEN).count() > MOST_OPEN:
        Job.objects.filter(pk=job.pk).delete()
        raise InputFault(fields=[{"field": "key", "code": "jobs-too-many", "value": "", "params": {"most": MOST_OPEN}}])
    return job


def _files(code: str, typed: Mapping[str, Any]) -> list[StoredFile]:
    kept = without_files(code, typed)
    return list(StoredFile.objects.filter(sha256__in=[typed[name] for name in typed if name not in kept]))


def without_files(code: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Give the inputs of an act without its files."""
    kept = [each.name for each in ACTIONS[code].inputs.each if each.kind is not StoredFile]
    return {name: typed[name] for name in kept if name in typed}


def _about(code: str, typed: Mapping[str, Any]) -> str:
    return ", ".join([file.name for file in _files(code, typed)])[:300]


def is_short(job: Job) -> bool:
    """Say whether the asker can wait for it: it reads files, and they are small."""
    files = _files(job.code, job.typed)
    return bool(files) and sum(file.size for file in files) <= AT_ONCE


def run_one(pk: int, *, telling: bool = True) -> bool:
    """Do a job if it is open and nobody is at it; say whether it ended. `telling`: write down how far it is."""
    with _held(pk) as ours:
        job = _taken(pk) if ours else None
        if job is None:
            return False
        if job.tries > MOST_TRIES:
            return _ended(job, Job.FAILED, {"code": "job-given-up", "params": {"tries": MOST_TRIES}})
        with tallied() as tally, _told(job.pk, tally) if telling else _untold():
            ended = _done(job)
        return ended and _counted(job, tally)


@contextmanager
def _held(pk: int) -> Iterator[bool]:
    """Hold the lock on a job if it is free; it lasts no longer than the connection."""
    ours = _locks("SELECT pg_try_advisory_lock(%s, %s)", pk)
    try:
        yield ours
    finally:
        if ours and connection.is_usable():
            _locks("SELECT pg_advisory_unlock(%s, %s)", pk)


def _locks(statement: str, pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK, pk % 2**31])
        (answer,) = cursor.fetchone()
    return bool(answer)


def _taken(pk: int) -> Job | None:
    """Begin a job, or begin it again; None when it has ended meanwhile."""
    still_open = Job.objects.filter(pk=pk, stage__in=Job.OPEN)
    if not still_open.update(stage=Job.RUNNING, told_at=Now(), tries=F("tries") + 1, done=0, total=None):
        return None
    return Job.objects.select_related("account__person").get(pk=pk)


def _done(job: Job) -> bool:
    """Do the act as the person and in the post that asked, whose rights are looked at now, and note how it ended."""
    person = job.account.person
    try:
        if person is None or not job.account.is_active:
            raise NotAllowed("account-closed", post=job.post)
        asker = Asker(person, f"account:{job.account.pk}")
        answer = perform(asker, job.code, job.typed, post=job.post, key=f"job:{job.number}")
    except RecordUnsealed:
        Job.objects.filter(pk=job.pk).update(stage=Job.WAITING, tries=F("tries") - 1)
        return False
    except ActError as error:
        return _ended(job, Job.REFUSED, error.as_answer(), error.entry)
    return _ended(job, Job.DONE, answer.as_answer(), answer.entry)


def _ended(job: Job, stage: str, answer: Mapping[str, Any], entry: int | None = None) -> bool:
    Job.objects.filter(pk=job.pk).update(stage=stage, answer=answer, entry=entry, ended_at=Now(), told_at=Now())
    return True


def _counted(job: Job, tally: Tally) -> bool:
    Job.objects.filter(pk=job.pk).update(done=tally.done, total=tally.total)
    return True


@contextmanager
def _untold() -> Iterator[None]:
    yield


@contextmanager
def _told(pk: int, tally: Tally) -> Iterator[None]:
    """Write down every second how far a job is, over a connection of its own: the act's is in a transaction."""
    over = Event()

    def tell() -> None:
        try:
            while not over.wait(PAUSE):
                Job.objects.filter(pk=pk, stage=Job.RUNNING).update(done=tally.done, total=tally.total, told_at=Now())
        except DatabaseError:
            return  # who works on the job meets it too
        finally:
            connection.close()

    thread = Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def run_next() -> bool:
    """Do the oldest open job that nobody is at; say whether one ended."""
    waiting = Job.objects.filter(stage__in=Job.OPEN).order_by("pk").values_list("pk", flat=True)
    return any(run_one(pk) for pk in list(waiting[:50]))


def work(stopped: Callable[[], bool]) -> None:
    """Do jobs until stopped; a lost database is waited for."""
    while not stopped():
        try:
            close_old_connections()
            _take_time()
            if run_next():
                continue
        except DatabaseError:
            connection.close()
        until = time.monotonic() + PAUSE
        while time.monotonic() < until and not stopped():
            time.sleep(0.1)


def _take_time() -> None:
    """Let this connection's statements and pauses last longer than those of a page."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '10min'")
        cursor.execute("SET idle_in_transaction_session_timeout = '10min'")


def forget() -> int:
    """Remove the jobs that ended long ago; say how many."""
    forgotten, _each = Job.objects.filter(ended_at__lt=Now() - KEPT).delete()
    return forgotten
