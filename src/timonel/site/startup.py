"""The start-up check: whether what was promised about the database still holds, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

import psycopg
from django.db import OperationalError, connection
from django.db.migrations import RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import make_conninfo

from timonel.site.cli.words import _

if TYPE_CHECKING:
    from timonel.record.startup import StartupFault as RecordFault

OLDEST = 15
"""The oldest major version of PostgreSQL that timonel runs on."""

DURABILITY = ("fsync", "full_page_writes", "synchronous_commit")
"""Settings of the server without which an acknowledged act can be lost in a crash; none may be `off`."""


@dataclass(frozen=True)
class StartupFault:
    """Something that forbids serving: a stable code, what was found, and how the operator mends it."""

    code: str
    mend: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        found = ", ".join(f"{name} {value}" for name, value in self.params.items())
        return f"{self.code}{f' ({found})' if found else ''}: {self.mend}"


@dataclass(frozen=True)
class ServerFacts:
    """What the check asks the server: `settings` as the server sets them and as a serving connection sees them."""

    version: int
    encoding: str
    settings: dict[str, set[str]]
    role: str
    powers: tuple[str, ...]


def faults() -> tuple[StartupFault, ...]:
    """Name everything that forbids serving, all at once; nothing when all is well.

    What can be asked only of a database that answers, is migrated and old enough is asked only then.
    """
    try:
        facts = server_facts()
    except (OperationalError, psycopg.OperationalError) as error:
        connection.close()
        mend = _("Start it (timonel database start), or correct DATABASE_URL.")
        return (StartupFault("database-unreachable", mend, {"said": str(error).strip()}),)
    found = server_faults(facts) or migration_faults()
    return found or record_faults()


def server_facts() -> ServerFacts:
    """Ask the server what the check must know."""
    query = "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)"
    settings: dict[str, set[str]] = {name: set() for name in DURABILITY}
    with _plain_connection() as plain:
        for name, value in plain.execute(query, [list(DURABILITY)]):
            settings[name].add(value)
    with connection.cursor() as cursor:
        cursor.execute(query, [list(DURABILITY)])
        for name, value in cursor.fetchall():
            settings[name].add(value)
        cursor.execute(POWERS)
        role, superuser, creates_roles, owned = cursor.fetchone()
        cursor.execute("SHOW server_encoding")
        (encoding,) = cursor.fetchone()
        version = cursor.connection.info.server_version
    powers = [
        name for name, held in [("superuser", superuser), ("createrole", creates_roles), ("owner", owned)] if held
    ]
    return ServerFacts(version, encoding, settings, role, tuple(powers))


POWERS = """
SELECT current_user, rolsuper, rolcreaterole, EXISTS (
    SELECT FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    AND pg_has_role(current_user, relowner, 'MEMBER')
)
FROM pg_roles WHERE rolname = current_user
"""


def _plain_connection() -> psycopg.Connection:
    """Connect as the serving role but ask for nothing, so that the server's own settings show."""
    alias = connection.settings_dict
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    given = {name: alias[key] for name, key in named.items() if alias[key]}
    rest = {name: value for name, value in alias["OPTIONS"].items() if name not in ("options", "prepare_threshold")}
    return psycopg.connect(make_conninfo(**rest, **given))


def server_faults(facts: ServerFacts) -> tuple[StartupFault, ...]:
    """Judge the server: its age, its encoding, whether commits last, and what the serving role could do."""
    found = []
    if facts.version < OLDEST * 10000:
        mend = _("Move the database to PostgreSQL %(oldest)s or later.", oldest=OLDEST)
        found.append(StartupFault("server-too-old", mend, {"version": facts.version // 10000}))
    if facts.encoding != "UTF8":
        mend = _("Create the database anew with ENCODING 'UTF8' (timonel database roles prints how).")
        found.append(StartupFault("encoding-not-unicode", mend, {"encoding": facts.encoding}))
    for setting in DURABILITY:
        if "off" in facts.settings[setting]:
            mend = _(
                "Set %(setting)s = on in the server, for its databases and roles and in DATABASE_URL, then restart it.",
                setting=setting,
            )
            found.append(StartupFault("commits-not-durable", mend, {"setting": setting}))
    if facts.powers:
        mend = _("Serve as a role of the kind that `timonel database roles` prints: no superuser, no owner of a table.")
        found.append(StartupFault("role-too-strong", mend, {"role": facts.role, "powers": ", ".join(facts.powers)}))
    return tuple(found)


@lru_cache(maxsize=1)
def known_migrations() -> frozenset[tuple[str, str]]:
    """Name the migrations of this version of timonel."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.nodes)


def migration_faults() -> tuple[StartupFault, ...]:
    """Name the migrations that the database lacks."""
    missing = sorted(known_migrations() - set(MigrationRecorder(connection).applied_migrations()))
    if not missing:
        return ()
    named = ", ".join(f"{app}.{name}" for app, name in missing[:3]) + (", …" if len(missing) > 3 else "")
    return (StartupFault("migrations-missing", _("Run: timonel migrate"), {"count": len(missing), "first": named}),)


def record_faults() -> tuple[StartupFault, ...]:
    """Name what the decision record lacks to be one that nobody can change."""
    from timonel.record import startup

    found = startup.faults(connection)
    return tuple(StartupFault(f"record-{fault.code}", _mend(fault), dict(fault.params)) for fault in found)


def _mend(fault: RecordFault) -> str:
    if fault.code == "tables-missing":
        return _("Run: timonel migrate")
    if fault.code == "role-may-change":
        revoke = "REVOKE {privilege} ON {table} FROM {role}".format(**fault.params)
        return _("Take it away as the owner: %(sql)s; a role that owns the table may not serve.", sql=revoke)
    audit = _("It was changed behind the program's back: look who could, and run `timonel record verify`.")
    if fault.code in ("trigger-missing", "trigger-disabled"):
        return " ".join([audit, _("Then put it back as the owner:"), _trigger_sql(fault)])
    return " ".join([audit, _("Then bring back the last good copy of the database.")])


def _trigger_sql(fault: RecordFault) -> str:
    """Find the line that made a trigger, in the migration that made it."""
    migration = import_module("timonel.record.migrations.0002_forbid_changes").Migration
    wanted = f"TRIGGER {fault.params['trigger']} ", f" ON {fault.params['table']} "
    lines = [str(step.sql) for step in migration.operations if isinstance(step, RunSQL)]
    made = next(line for line in lines if all(words in line for words in wanted))
    return made.replace("CREATE TRIGGER", "CREATE OR REPLACE TRIGGER")
