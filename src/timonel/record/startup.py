"""What must be true of the database before anyone acts: nobody can change the record, and its head is its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection as serving
from django.db.backends.base.base import BaseDatabaseWrapper

from timonel.domain.merkle import fold, range_places

KEPT = ("record_entry", "record_node", "record_manifest", "record_manifestrow", "record_checkpoint", "record_timestamp")
TRIGGERS = {(table, "record_is_only_added_to") for table in KEPT} | {
    ("record_head", "record_head_stays"),
    ("record_head", "record_head_only_grows"),
}
FORBIDDEN = {
    **dict.fromkeys(KEPT, ("UPDATE", "DELETE", "TRUNCATE")),
    "record_head": ("INSERT", "DELETE", "TRUNCATE"),
    "record_opening": ("UPDATE", "TRUNCATE"),
}


MENDS = {
    "tables-missing": "Run: timonel migrate",
    "trigger-missing": "Somebody has dropped it: create it again as migration record.0002 does, then audit the record.",
    "trigger-disabled": "Enable it again as the owner (ALTER TABLE … ENABLE ALWAYS TRIGGER …), then audit the record.",
    "role-may-change": "Revoke the privilege from the serving role, which owns nothing and is no superuser.",
    "head-missing": "Restore the database from a copy: a row that is never deleted is gone.",
    "head-not-the-end": "Run timonel record verify: it names the entries that were changed behind the program's back.",
}


@dataclass(frozen=True, slots=True)
class StartupFault:
    """What is wrong with the record's place in the database: a stable code, and what was found."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mend(self) -> str:
        """Say how the operator mends it."""
        return MENDS[self.code]


def faults(connection: BaseDatabaseWrapper = serving) -> list[StartupFault]:
    """Look at triggers, grants and head with the connection that serves; a few queries, whatever the record's size."""
    missing = _missing_tables(connection)
    if missing:
        return [StartupFault("tables-missing", {"tables": missing})]
    return [*_trigger_faults(connection), *_grant_faults(connection), *_head_faults(connection)]


def _rows(connection: BaseDatabaseWrapper, query: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _missing_tables(connection: BaseDatabaseWrapper) -> list[str]:
    return [table for table in FORBIDDEN if not _rows(connection, "SELECT to_regclass(%s)", table)[0][0]]


def _trigger_faults(connection: BaseDatabaseWrapper) -> Iterator[StartupFault]:
    found = _rows(
        connection,
        "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgname LIKE 'record\\_%%'",
    )
    fires = {(table, name): enabled for table, name, enabled in found}
    for table, name in sorted(TRIGGERS):
        if (table, name) not in fires:
            yield StartupFault("trigger-missing", {"table": table, "trigger": name})
        elif fires[table, name] != "A":
            yield StartupFault("trigger-disabled", {"table": table, "trigger": name})


def _grant_faults(connection: BaseDatabaseWrapper) -> Iterator[StartupFault]:
    asked = [(table, privilege) for table, privileges in FORBIDDEN.items() for privilege in privileges]
    allowed = _rows(
        connection,
        "SELECT each.name, each.privilege, current_user::text"
        " FROM unnest(%s::text[], %s::text[]) AS each (name, privilege)"
        " JOIN pg_class ON pg_class.oid = each.name::regclass"
        " WHERE has_table_privilege(each.name, each.privilege) OR pg_has_role(pg_class.relowner, 'MEMBER')",
        [table for table, _ in asked],
        [privilege for _, privilege in asked],
    )
    for table, privilege, role in allowed:
        yield StartupFault("role-may-change", {"table": table, "privilege": privilege, "role": role})


def _head_faults(connection: BaseDatabaseWrapper) -> Iterator[StartupFault]:
    heads = _rows(connection, "SELECT size, hashes, recorded_at FROM record_head WHERE id = 1")
    if not heads:
        yield StartupFault("head-missing")
        return
    size, hashes, recorded_at = heads[0]
    places = range_places(0, size)
    nodes = _rows(
        connection,
        "SELECT node.hash FROM unnest(%s::smallint[], %s::bigint[]) WITH ORDINALITY AS wanted (level, index, rank)"
        " JOIN record_node node ON node.level = wanted.level AND node.index = wanted.index ORDER BY rank",
        [place.level for place in places],
        [place.index for place in places],
    )
    last = _rows(connection, "SELECT seq, recorded_at FROM record_entry ORDER BY seq DESC LIMIT 1")
    end, ended_at = (last[0][0] + 1, last[0][1]) if last else (0, None)
    stored = [bytes(each) for (each,) in nodes]
    if (size, recorded_at) != (end, ended_at) or [bytes(each) for each in hashes] != stored:
        told = {"size": size, "entries": end, "root": fold(stored).hex()}
        yield StartupFault("head-not-the-end", told)
