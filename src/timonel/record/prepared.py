"""Statements that every act asks alike: each connection lets the database read and plan them once."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


def prepared_cursor() -> CursorWrapper:
    """Give a cursor that prepares on its connection what it executes again and again.

    For statements whose text is always the same. Their values travel apart from
    the text, so the text must say their types where they are not clear. Where
    queries are logged, as in DEBUG, an ordinary cursor: only that one can say
    what it executed.
    """
    if connection.queries_logged:
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    plain: Any = psycopg.Cursor(connection.connection)
    return connection.make_cursor(plain)
