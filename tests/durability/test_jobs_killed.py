"""A job whose worker is killed is done once all the same: taken up at once by another, never twice, never half."""

import multiprocessing
import os
import signal
import time
from contextlib import contextmanager
from random import Random

import pytest
from django.db import connection, connections

from tests.governance.test_jobs import CODE, Installed, imports, now
from timonel.governance import jobs
from timonel.governance.acting.tally import counted
from timonel.governance.models import InstitutionVersion, Job
from timonel.record.models import Entry

FORK = multiprocessing.get_context("fork")


def rows(family, many):
    return [f"i-{family}-{n},N {n},agency,central,2026-01-01,,,test,2026-11-01" for n in range(many)]


def versions(family):
    return InstitutionVersion.objects.filter(institution__number__startswith=f"i-{family}-").count()


@contextmanager
def worker(work):
    """Have something done by a process of its own, with connections of its own, until it is killed."""
    connections.close_all()
    child = FORK.Process(target=work)
    child.start()
    try:
        yield child
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.join()


def stuck_at_the_sixth_row():
    def and_then_nothing(given):
        for place, row in enumerate(counted(given)):
            yield row
            if place == 5:
                time.sleep(600)

    from timonel.governance.actions import imports as module

    module.counted = and_then_nothing
    jobs.run_next()


def test_killed_in_the_middle_nothing_is_kept_and_the_next_worker_does_it_all(fresh_database):
    installed = Installed()
    job = installed.asked(*rows("a", 10))
    with worker(stuck_at_the_sixth_row):
        deadline = time.monotonic() + 30
        while now(job).done != 5:
            assert time.monotonic() < deadline, "the worker never came so far"
            time.sleep(0.05)
        assert not jobs.run_one(job.pk, telling=False), "another took it while somebody was at it"
    assert versions("a") == 0
    deadline = time.monotonic() + 30
    while not jobs.run_one(job.pk, telling=False):
        assert time.monotonic() < deadline, "nobody could take it up again"
        time.sleep(0.05)
    assert (now(job).stage, now(job).tries, versions("a"), imports()) == (Job.DONE, 2, 10, 1)


def ceaselessly():
    jobs.MOST_TRIES = 1000
    jobs.work(lambda: False)


@pytest.mark.long
def test_killed_at_any_moment_each_job_is_done_once(fresh_database):
    installed, random = Installed(), Random(7)
    asked = [installed.asked(*rows(family, 120), key=family) for family in "abcdef"]
    kills = 0
    while Job.objects.filter(stage__in=Job.OPEN).exists():
        with worker(ceaselessly):
            time.sleep(random.uniform(0.02, 1.2))
        kills += 1
        assert kills < 300
    connection.close()
    assert [(now(job).stage, versions(job.key)) for job in asked] == [(Job.DONE, 120)] * 6
    assert Entry.objects.filter(act=CODE).count() == 6
    assert sum(now(job).tries for job in asked) > 6, "no kill came in the middle of a job"
