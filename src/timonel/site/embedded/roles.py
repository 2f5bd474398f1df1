"""The two roles of the database, as SQL: one owns and migrates, one serves.

The embedded database runs these lines; for an external one `timonel database roles` prints them.
"""

from __future__ import annotations

OWNER = "timonel_owner"
"""Owns the database and all tables; used by `timonel migrate` and nothing else."""

APP = "timonel_app"
"""Serves: reads and writes rows, creates and truncates nothing; what the record forbids it, migrations revoke."""

DATABASE = "timonel"

ROLES = {
    role: f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %s"
    for role in (OWNER, APP)
}


def create_database(name: str = DATABASE, options: str = "TEMPLATE template0 ENCODING 'UTF8'") -> str:
    """Give the line that creates a database for the owner."""
    return f"CREATE DATABASE {name} OWNER {OWNER} {options}".strip()


def database_privileges(name: str = DATABASE) -> list[str]:
    """Give the lines that let the two roles into a database, and nobody else."""
    return [
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {name} TO {OWNER}, {APP}",
    ]


def schema_privileges() -> list[str]:
    """Give the lines, run inside the database, that say what each role may do with what the owner creates."""
    created = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT"
    return [
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}",
        f"GRANT USAGE ON SCHEMA public TO {APP}",
        f"{created} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
        f"{created} USAGE ON SEQUENCES TO {APP}",
    ]


def script() -> str:
    """Give all the lines as a script for `psql`, to be run once by a superuser of an external server."""
    passwords = {role: f"'password of {role}'" for role in ROLES}
    lines = [*(line.replace("%s", passwords[role]) for role, line in ROLES.items()), create_database()]
    inside = [*database_privileges(), *schema_privileges()]
    return "\n".join(
        [
            "-- Run once as a superuser, with passwords of your own: psql --file=roles.sql postgres",
            *(f"{line};" for line in lines),
            f"\\connect {DATABASE}",
            *(f"{line};" for line in inside),
            "-- Then set in the environment of timonel:",
            f"--   DATABASE_URL=postgresql://{APP}:…@host:5432/{DATABASE}",
            f"--   TIMONEL_DATABASE_OWNER_URL=postgresql://{OWNER}:…@host:5432/{DATABASE}",
            "-- The second is for `timonel migrate` alone; a node that only serves does without it.",
        ]
    )
