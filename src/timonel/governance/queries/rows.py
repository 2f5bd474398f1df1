"""Rows in queries by hand, where every act asks the same and Django would write the same SQL anew each time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


class Columns(Generic[Row]):
    """The columns of a table under its name in a query, and the row that their values give.

    For tables whose columns the driver gives as the fields hold them: no JSON, no ranges.
    """

    def __init__(self, model: type[Row], name: str) -> None:
        fields = model._meta.concrete_fields
        self._model = model
        self._names = [field.attname for field in fields]
        self.sql = ", ".join(f'{name}."{field.column}"' for field in fields)
        self.width = len(fields)

    def row(self, values: Sequence[Any]) -> Row:
        """Give the row."""
        return self._model.from_db(connection.alias, self._names, values)
