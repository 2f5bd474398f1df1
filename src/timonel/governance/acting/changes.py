"""What an act has changed, column by column, in the form the record keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import Range

from timonel.record.append import Reserved

LEFT_OUT = frozenset({"id", "version", "last_entry", "entry", "digest", "password"})


def record_value(value: Any) -> Any:
    """Put a value into the record's form: dates as ISO text, amounts as text, periods as first and last day."""
    if isinstance(value, Reserved):
        return Reserved(record_value(value.value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Range):
        return {"from": record_value(value.lower), "before": record_value(value.upper)}
    if isinstance(value, Mapping):
        return {str(key): record_value(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [record_value(each) for each in value]
    if isinstance(value, models.Model):
        return getattr(value, "number", None) or str(value.pk)
    return value


def snapshot(row: models.Model | None) -> dict[str, Any]:
    """Give the columns of a row as they stand."""
    if row is None:
        return {}
    return {each.name: getattr(row, each.attname) for each in row._meta.concrete_fields if each.name not in LEFT_OUT}


def _shown(row: models.Model, names: Sequence[str]) -> dict[str, Any]:
    reserved: frozenset[str] = getattr(row, "reserved", frozenset())
    shown = {}
    for name in names:
        value = record_value(getattr(row, name))
        shown[name] = Reserved(value) if name in reserved and value is not None else value
    return shown


def changes_of(
    subject: models.Model, before: Mapping[str, Any], rows: Sequence[models.Model]
) -> dict[str, dict[str, Any]]:
    """Give the new values of the subject's columns that changed, and all columns of the other rows."""
    after = snapshot(subject)
    changed = [name for name, value in after.items() if name not in before or before[name] != value]
    found = {"subject": _shown(subject, changed)} if changed else {}
    for position, row in enumerate(rows, start=1):
        found[f"{row._meta.model_name}-{position}"] = _shown(row, list(snapshot(row)))
    return found
