"""The start-up check: a database that would lose or let change what was recorded is refused, and how to mend it."""

import re
from dataclasses import replace

import pytest
from django.db import connections

from tests import installation
from timonel.site import startup

WELL = startup.ServerFacts(150000, "UTF8", {name: {"on"} for name in startup.DURABILITY}, "timonel_app", ())


def run(server, *lines, role="postgres", database="timonel"):
    with server.connect(role, database) as connection:
        for line in lines:
            connection.execute(line)


def found():
    connections.close_all()
    return [(fault.code, fault.params) for fault in startup.faults()]


def test_a_database_as_timonel_makes_it_is_well(durable_server):
    assert startup.faults() == ()


@pytest.mark.parametrize(("version", "codes"), [(140099, ["server-too-old"]), (150000, []), (180004, [])])
def test_a_server_before_version_15_is_refused(version, codes):
    assert [fault.code for fault in startup.server_faults(replace(WELL, version=version))] == codes


@pytest.mark.parametrize("setting", startup.DURABILITY)
def test_a_server_that_may_lose_commits_is_refused(durable_server, setting):
    run(durable_server, f"ALTER SYSTEM SET {setting} = off", "SELECT pg_reload_conf()")
    try:
        assert found() == [("commits-not-durable", {"setting": setting})]
        assert f"Set {setting} = on" in startup.faults()[0].mend
    finally:
        run(durable_server, f"ALTER SYSTEM RESET {setting}", "SELECT pg_reload_conf()")
    assert found() == []


@pytest.mark.parametrize("where", ["ROLE timonel_app", "DATABASE timonel", "ROLE timonel_app IN DATABASE timonel"])
def test_commits_that_a_role_or_database_does_not_wait_for_are_refused(durable_server, where):
    run(durable_server, f"ALTER {where} SET synchronous_commit = off")
    try:
        assert found() == [("commits-not-durable", {"setting": "synchronous_commit"})]
    finally:
        run(durable_server, f"ALTER {where} RESET synchronous_commit")


def test_commits_that_the_address_of_the_database_does_not_wait_for_are_refused(durable_server):
    options = connections["default"].settings_dict["OPTIONS"]
    asked = options | {"options": f"{options['options']} -c synchronous_commit=off"}
    with installation.led(default={"OPTIONS": asked}):
        assert found() == [("commits-not-durable", {"setting": "synchronous_commit"})]


def test_a_serving_connection_waits_for_its_commits(durable_server):
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_setting('synchronous_commit'), current_setting('timezone')")
        assert cursor.fetchone() == ("on", "UTC")


@pytest.mark.parametrize(("role", "powers"), [("postgres", "superuser, createrole, owner"), ("timonel_owner", "owner")])
def test_serving_as_a_role_that_could_change_the_record_is_refused(durable_server, role, powers):
    with installation.led(default={"USER": role, "PASSWORD": durable_server.connection(role)["password"]}):
        assert found() == [("role-too-strong", {"role": role, "powers": powers})]


@pytest.mark.parametrize(
    ("given", "taken", "powers"),
    [
        ("ALTER ROLE timonel_app CREATEROLE", "ALTER ROLE timonel_app NOCREATEROLE", "createrole"),
        ("GRANT timonel_owner TO timonel_app", "REVOKE timonel_owner FROM timonel_app", "owner"),
    ],
)
def test_a_serving_role_that_could_become_the_owner_is_refused(durable_server, given, taken, powers):
    run(durable_server, given)
    try:
        assert found() == [("role-too-strong", {"role": "timonel_app", "powers": powers})]
    finally:
        run(durable_server, taken)


def test_a_database_that_cannot_hold_every_letter_is_refused(durable_server):
    run(durable_server, "CREATE DATABASE latin ENCODING LATIN1 LOCALE 'C' LOCALE_PROVIDER libc TEMPLATE template0")
    try:
        with installation.led(default={"NAME": "latin"}):
            assert found()[0] == ("encoding-not-unicode", {"encoding": "LATIN1"})
            connections.close_all()
    finally:
        run(durable_server, "DROP DATABASE latin")


def test_missing_migrations_are_named(durable_server):
    kept = "SELECT app, name, applied FROM django_migrations WHERE app = 'record'"
    run(durable_server, f"CREATE TABLE kept AS {kept}", "DELETE FROM django_migrations WHERE app = 'record'")
    try:
        (code, params), *others = found()
        assert (code, others) == ("migrations-missing", [])
        assert params["count"] >= 2
        assert "record.0001_lay_the_tables" in params["first"]
        assert startup.faults()[0].mend == "Run: timonel migrate"
    finally:
        run(durable_server, "INSERT INTO django_migrations (app, name, applied) SELECT * FROM kept", "DROP TABLE kept")
    assert found() == []


@pytest.mark.parametrize(
    ("removed", "code"),
    [
        ("DROP TRIGGER record_is_only_added_to ON record_entry", "record-trigger-missing"),
        ("ALTER TABLE record_entry DISABLE TRIGGER record_is_only_added_to", "record-trigger-disabled"),
        ("DROP TRIGGER record_head_only_grows ON record_head", "record-trigger-missing"),
    ],
)
def test_a_record_without_its_triggers_is_refused_and_the_mend_puts_them_back(durable_server, removed, code):
    run(durable_server, removed)
    (fault,) = startup.faults()
    assert fault.code == code
    run(durable_server, re.search(r"as the owner: (.*)", fault.mend)[1], role="timonel_owner")
    assert found() == []


def test_a_serving_role_that_was_allowed_to_change_the_record_is_refused_and_the_mend_forbids_it(durable_server):
    run(durable_server, "GRANT UPDATE ON record_entry TO timonel_app")
    (fault,) = startup.faults()
    assert fault.code == "record-role-may-change"
    run(durable_server, re.search(r"as the owner: ([^;]*);", fault.mend)[1], role="timonel_owner")
    assert found() == []


def test_all_faults_are_named_at_once(durable_server):
    run(durable_server, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
    run(durable_server, "SELECT pg_reload_conf()", "ALTER ROLE timonel_app CREATEROLE")
    try:
        assert [code for code, _ in found()] == ["commits-not-durable", "commits-not-durable", "role-too-strong"]
    finally:
        run(durable_server, "ALTER SYSTEM RESET ALL", "SELECT pg_reload_conf()", "ALTER ROLE timonel_app NOCREATEROLE")


def test_a_database_that_does_not_answer_is_a_fault_and_no_failure(durable_server):
    durable_server.stop()
    ((code, params),) = found()
    assert code == "database-unreachable"
    assert "connection" in params["said"]
