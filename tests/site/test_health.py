"""`/healthz` tells the truth about database, record and jobs, to a monitor that asks."""

import json
from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from django.db.models.functions import Now
from django.test import Client

from tests import installation
from timonel.governance.models import Letter


def ask():
    answer = Client().get("/healthz")
    return answer.status_code, json.loads(answer.content)


def test_a_node_that_can_serve_answers_200_with_figures(durable_server):
    code, told = ask()
    assert (code, told["outcome"]) == (200, "well")
    assert told["database"]["version"] == "18.4"
    assert told["record"] == {
        "entries": 0, "entries_after_checkpoint": 0, "checkpoint_age_seconds": None, "faults": []
    }  # fmt: skip
    assert told["jobs"] == {"letters_waiting": 0, "letters_failed": 0, "oldest_letter_seconds": None, "faults": []}


def test_the_answer_is_never_kept_and_asks_for_no_account(durable_server):
    answer = Client().get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/json"
    assert Client().post("/healthz").status_code == 405


def test_a_database_that_may_lose_commits_is_told_with_its_mend(fresh_database):
    code, told = ask()
    assert (code, told["outcome"]) == (503, "faulty")
    settings = [fault["params"]["setting"] for fault in told["database"]["faults"]]
    assert settings == ["fsync", "full_page_writes", "synchronous_commit"]
    assert all(fault["mend"] for fault in told["database"]["faults"])
    assert "record" not in told


def test_a_record_without_its_trigger_is_told(durable_server):
    with durable_server.connect("timonel_owner", "timonel") as owner:
        owner.execute("ALTER TABLE record_entry DISABLE TRIGGER record_is_only_added_to")
        try:
            code, told = ask()
        finally:
            owner.execute("ALTER TABLE record_entry ENABLE ALWAYS TRIGGER record_is_only_added_to")
    assert code == 503
    assert [fault["code"] for fault in told["database"]["faults"]] == ["record-trigger-disabled"]


@pytest.mark.parametrize(("waits", "code"), [(timedelta(minutes=59), 200), (timedelta(minutes=61), 503)])
def test_letters_that_wait_for_more_than_an_hour_mean_that_jobs_stand_still(durable_server, waits, code):
    letter = Letter.objects.create(to="a@example.org", language="es-cl", template="welcome", entry=0)
    Letter.objects.filter(pk=letter.pk).update(written_at=Now() - waits, attempts=2)
    try:
        found, told = ask()
    finally:
        letter.delete()
    assert found == code
    assert (told["jobs"]["letters_waiting"], told["jobs"]["letters_failed"]) == (1, 1)
    assert told["jobs"]["oldest_letter_seconds"] == pytest.approx(waits.total_seconds(), abs=20)
    assert [fault["code"] for fault in told["jobs"]["faults"]] == ["letters-wait-too-long"] * (code == 503)


def test_a_database_that_does_not_answer_is_told_without_its_address(durable_server):
    with installation.led(default={"HOST": "/nowhere", "PASSWORD": "secret"}):
        answer = Client().get("/healthz")
        connections.close_all()
    assert answer.status_code == 503
    told = json.loads(answer.content)
    assert [fault["code"] for fault in told["database"]["faults"]] == ["database-unreachable"]
    assert "nowhere" not in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_a_killed_server_is_told_and_when_it_is_back_the_node_serves_again(durable_server):
    assert ask()[0] == 200
    durable_server.stop()
    assert ask()[0] == 503
    durable_server.start()
    assert ask()[0] == 200
    assert psycopg.connect(**durable_server.connection("timonel_app")).close() is None
