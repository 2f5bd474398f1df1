"""`/healthz` tells the truth about database, record and jobs, to a monitor that asks."""

import json
from datetime import timedelta

import psycopg
import pytest
from django.db import connections
from django.db.models.functions import Now
from django.test import Client

from tests import installation
from tests.record.making import record
from timonel.governance.models import Letter
from timonel.site.health import health


def ask():
    """Ask as anybody; give the code, and what whoever operates the platform is told besides."""
    answer = Client().get("/healthz")
    said, told = json.loads(answer.content), health()
    assert said == {
        "outcome": "well" if answer.status_code == 200 else "faulty",
        **{name: "faulty" if part["faults"] else "well" for name, part in told.items()},
    }
    return answer.status_code, told


def test_everybody_is_told_which_part_is_well_and_nothing_more(durable_server):
    answer = Client().get("/healthz")
    assert json.loads(answer.content) == {"outcome": "well", "database": "well", "record": "well", "jobs": "well"}


def test_a_node_that_can_serve_is_well_and_says_its_figures_to_who_operates_it(durable_server):
    code, told = ask()
    assert code == 200
    assert told["database"]["version"] == "18.4"
    assert told["record"] == {
        "entries": 0, "entries_after_checkpoint": 0, "checkpoint_age_seconds": None, "faults": []
    }  # fmt: skip
    letters = {"letters_waiting": 0, "letters_failed": 0, "oldest_letter_seconds": None}
    work = {"jobs_waiting": 0, "jobs_running": 0, "jobs_failed": 0, "oldest_job_seconds": None}
    assert told["jobs"] == {**letters, **work, "faults": []}


def test_the_answer_is_never_kept_and_asks_for_no_account(durable_server):
    answer = Client().get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"] == "application/json"
    assert Client().post("/healthz").status_code == 405


def test_a_database_that_may_lose_commits_is_told_with_its_mend(fresh_database):
    code, told = ask()
    assert code == 503
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


def test_a_record_that_is_not_sealed_in_time_is_told_with_its_mend(fresh_database, settings, monkeypatch):
    monkeypatch.setattr("timonel.site.health.faults", tuple)  # of a test's database, which may lose commits
    record(1)
    assert ask()[0] == 200
    settings.RECORD_LONGEST_UNSEALED = timedelta()
    code, told = ask()
    assert code == 503
    assert [(fault["code"], fault["params"]) for fault in told["record"]["faults"]] == [
        ("record-unsealed", {"entries": 1})
    ]


def test_a_database_that_does_not_answer_is_told_without_its_address(durable_server):
    with installation.led(default={"HOST": "/nowhere", "PASSWORD": "secret"}):
        answer = Client().get("/healthz")
        connections.close_all()
    assert answer.status_code == 503
    assert json.loads(answer.content) == {"outcome": "faulty", "database": "faulty"}


def test_a_killed_server_is_told_and_when_it_is_back_the_node_serves_again(durable_server):
    assert ask()[0] == 200
    durable_server.stop()
    assert ask()[0] == 503
    durable_server.start()
    assert ask()[0] == 200
    assert psycopg.connect(**durable_server.connection("timonel_app")).close() is None
