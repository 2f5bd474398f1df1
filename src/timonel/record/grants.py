"""What the serving role may do with a table, said in the migration that makes the table."""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


def app_role() -> str:
    """Name the database role that serves: the user of the alias `default`."""
    return str(connections["default"].settings_dict["USER"])


def allow(privileges: str, *tables: str) -> RunPython:
    """Let the serving role do this with the tables and nothing more, for example `allow("SELECT, INSERT", "x")`.

    Tables that no migration names keep what the set-up of the database gives by default: reading and writing rows.
    """

    def grant(_: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        role = schema_editor.quote_name(app_role())
        for name in map(schema_editor.quote_name, tables):
            schema_editor.execute(f"REVOKE ALL ON {name} FROM {role}")
            schema_editor.execute(f"GRANT {privileges} ON {name} TO {role}")

    return RunPython(grant, RunPython.noop, elidable=False)
