"""Nobody changes the record: not who serves, not who owns it, not a superuser by accident; and the start-up check."""

from __future__ import annotations

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection, connections
from psycopg import errors

from tests.record.making import a_draft, behind_the_back, record
from timonel.record.append import Reserved, append
from timonel.record.checkpoints import make_checkpoint
from timonel.record.manifests import store_manifest
from timonel.record.models import TimeStamp
from timonel.record.openings import erase
from timonel.record.startup import FORBIDDEN, KEPT, StartupFault, faults

COLUMNS = ("act", "hash", "count", "facts", "note", "token")
CHANGES = [
    *(f"UPDATE {table} SET {column} = {column}" for table, column in zip(KEPT, COLUMNS, strict=True)),
    *(f"DELETE FROM {table}" for table in KEPT),
    *(f"TRUNCATE {table} CASCADE" for table in KEPT),
    "DELETE FROM record_head",
    "TRUNCATE record_head",
    "INSERT INTO record_head (id, size, hashes) VALUES (1, 0, '{}') ON CONFLICT DO NOTHING",
]
SHRINKS = [
    "UPDATE record_head SET size = size - 1",
    "UPDATE record_head SET size = size",
    "UPDATE record_head SET size = size + 1, recorded_at = recorded_at - interval '1 microsecond'",
    "UPDATE record_head SET size = size + 1, recorded_at = NULL",
]


@pytest.fixture(scope="module")
def filled(template, django_db_blocker, tmp_path_factory):
    """A database with something in every table, that nothing here manages to change."""
    from django.test import override_settings

    from tests import installation

    keys = tmp_path_factory.mktemp("keys")
    with django_db_blocker.unblock(), installation.cloned("filled") as database:
        with override_settings(RECORD_KEYS=keys, BASE_URL="https://gobernanza.example.cl"):
            record(3)
            checkpoint = make_checkpoint()
            store_manifest([{"row": 1}])
            TimeStamp.objects.create(checkpoint=checkpoint, token=b"x", stated_at=datetime.now(UTC))
        yield database


def counts(database):
    with psycopg.connect(database.superuser_url) as superuser:
        return {
            table: superuser.execute(f"SELECT count(*), min(t::text), max(t::text) FROM {table} t").fetchone()
            for table in (*KEPT, "record_head")
        }


@pytest.mark.parametrize("change", [*CHANGES, "UPDATE record_opening SET value = value", "TRUNCATE record_opening"])
def test_who_serves_is_not_allowed_to_change_it(filled, change):
    before = counts(filled)
    with psycopg.connect(filled.url) as app, pytest.raises(errors.InsufficientPrivilege, match="permission denied"):
        app.execute(change)
    assert counts(filled) == before


@pytest.mark.parametrize("change", [*CHANGES, *SHRINKS])
@pytest.mark.parametrize("role", ["owner", "superuser", "superuser that replicates"])
def test_nobody_else_changes_it_either(filled, role, change):
    before = counts(filled)
    url = filled.owner_url if role == "owner" else filled.superuser_url
    with psycopg.connect(url) as other, pytest.raises(errors.InsufficientPrivilege, match="the record"):
        if role == "superuser that replicates":
            other.execute("SET session_replication_role = replica")
        other.execute(change)
    assert counts(filled) == before


@pytest.mark.parametrize("shrink", SHRINKS)
def test_who_serves_can_only_let_the_head_grow(filled, shrink):
    before = counts(filled)
    with psycopg.connect(filled.url) as app, pytest.raises(errors.InsufficientPrivilege, match="only grows"):
        app.execute(shrink)
    assert counts(filled) == before


def test_an_opening_can_be_erased_and_nothing_else(fresh_database):
    record(1, facts={"name": Reserved("Juana")})
    erase(0, "/facts/name")
    with psycopg.connect(fresh_database.url) as app:
        assert app.execute("SELECT count(*) FROM record_opening").fetchone() == (0,)
        assert app.execute("SELECT count(*) FROM record_entry").fetchone() == (1,)


# The start-up check ------------------------------------------------------------------------------------------------


def as_superuser(database, *statements):
    with psycopg.connect(database.superuser_url, autocommit=True) as superuser:
        for statement in statements:
            superuser.execute(statement)


def test_an_untouched_record_has_no_fault_empty_or_not(fresh_database):
    assert faults(connection) == []
    record(5)
    assert faults() == []


def test_every_missing_trigger_is_named(fresh_database):
    triggers = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'record%'"
    with psycopg.connect(fresh_database.superuser_url, autocommit=True) as superuser:
        all_triggers = superuser.execute(triggers).fetchall()
        assert len(all_triggers) == 8
        for table, name in all_triggers:
            superuser.execute(f"DROP TRIGGER {name} ON {table}")
    found = faults()
    assert {(fault.code, fault.params["table"], fault.params["trigger"]) for fault in found} == {
        ("trigger-missing", table, name) for table, name in all_triggers
    }
    assert all(fault.mend for fault in found)


@pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_a_trigger_that_does_not_always_fire_is_named(fresh_database, how):
    as_superuser(fresh_database, f"ALTER TABLE record_entry {how} record_is_only_added_to")
    expected = {"table": "record_entry", "trigger": "record_is_only_added_to"}
    assert faults() == [StartupFault("trigger-disabled", expected)]


def test_every_privilege_too_many_is_named(fresh_database):
    given = [(table, privilege) for table, privileges in FORBIDDEN.items() for privilege in privileges]
    as_superuser(fresh_database, *(f"GRANT {privilege} ON {table} TO timonel_app" for table, privilege in given))
    found = faults()
    assert {fault.code for fault in found} == {"role-may-change"}
    assert sorted((fault.params["table"], fault.params["privilege"]) for fault in found) == sorted(given)
    assert {fault.params["role"] for fault in found} == {"timonel_app"}


def test_an_owner_that_serves_is_named(fresh_database):
    found = faults(connections["owner"])
    assert {fault.code for fault in found} == {"role-may-change"}
    assert {fault.params["table"] for fault in found} == set(FORBIDDEN)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record_head SET size = 6",
        "UPDATE record_head SET recorded_at = recorded_at + interval '1 second'",
        "UPDATE record_head SET hashes = ARRAY[hashes[2], hashes[1]]",
        "DELETE FROM record_entry WHERE seq = 4",
        "DELETE FROM record_node WHERE level = 2",
    ],
)
def test_a_head_that_is_not_the_end_of_the_record_is_named(fresh_database, change):
    record(5)
    with behind_the_back(fresh_database) as superuser:
        superuser.execute(change)
    assert "head-not-the-end" in [fault.code for fault in faults()]


def test_a_head_that_is_gone_is_named(fresh_database):
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("DELETE FROM record_head")
    assert "head-missing" in [fault.code for fault in faults()]


def test_tables_that_are_not_there_are_named(fresh_database):
    as_superuser(fresh_database, "DROP TABLE record_timestamp", "DROP TABLE record_opening")
    assert faults() == [StartupFault("tables-missing", {"tables": ["record_timestamp", "record_opening"]})]


def test_an_append_is_possible_where_the_check_finds_nothing(db):
    assert faults() == []
    assert append(a_draft()).seq == 0
    assert faults() == []
