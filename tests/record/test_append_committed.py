"""Appending with real commits: transactions, clocks and races."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import psycopg
import pytest
from django.db import connection, transaction

from tests.record.making import a_draft, behind_the_back, record
from timonel.record.append import append
from timonel.record.errors import RecordRefusal
from timonel.record.models import Entry
from timonel.record.queries import is_empty
from timonel.record.verification import verify


def test_nothing_is_appended_outside_a_transaction(fresh_database):
    with pytest.raises(RecordRefusal) as refused:
        append(a_draft())
    assert refused.value.code == "append-outside-a-transaction"
    assert is_empty()


def test_the_time_of_recording_is_the_servers_and_never_goes_back(fresh_database):
    record(1)
    ahead = datetime.now(UTC) + timedelta(days=1)
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("UPDATE record_head SET recorded_at = %s", [ahead])
    assert [entry.recorded_at for entry in record(2)] == [ahead, ahead]


def test_eight_who_act_at_once_leave_one_record_without_gap(fresh_database):
    def act(number):
        try:
            for _ in range(15):
                with transaction.atomic():
                    append(a_draft(person=f"p-{number}"))
        finally:
            connection.close()

    threads = [Thread(target=act, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report = verify()
    assert (report.size, report.faults) == (120, ())
    assert sorted(Entry.objects.values_list("seq", flat=True)) == list(range(120))


def test_an_entry_is_only_visible_once_its_act_is_kept(fresh_database):
    with transaction.atomic():
        append(a_draft())
        with psycopg.connect(fresh_database.url) as other:
            assert other.execute("SELECT count(*) FROM record_entry").fetchone() == (0,)
    with psycopg.connect(fresh_database.url) as other:
        assert other.execute("SELECT count(*) FROM record_entry").fetchone() == (1,)
