"""Totals of what is filtered: how many rows, and the sums of the columns that can be summed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from timonel.pages import formats
from timonel.pages.lists.columns import Column, Kind

Total = tuple[str, str]
"""What is summed, and the sum as people read it."""


def totals(
    rows: QuerySet[Any, Any], columns: Sequence[Column], counted: Callable[[int], str]
) -> tuple[str, list[Total]]:
    """Count and sum in the database: one query, and one more for each column of several currencies."""
    summed = [column for column in columns if column.total]
    alone = {f"total_{column.key}": Sum(column.field) for column in summed if not column.currency_field}
    answer = rows.order_by().aggregate(total_rows=Count("pk"), **alone)
    lines: list[Total] = []
    for column in summed:
        if column.currency_field:
            parts = rows.order_by().values_list(column.currency_field).annotate(total=Sum(column.field))
            lines.append((str(column.label), _several(dict(parts), column)))
        else:
            lines.append((str(column.label), _one(answer[f"total_{column.key}"], column.currency, column)))
    return _count(answer["total_rows"], counted), lines


def totals_in_hand(
    rows: Sequence[Sequence[Any]], fields: Sequence[str], columns: Sequence[Column], counted: Callable[[int], str]
) -> tuple[str, list[Total]]:
    """Count and sum rows that are all in hand, without asking the database again."""
    lines: list[Total] = []
    for column in (column for column in columns if column.total):
        place = fields.index(column.field)
        unit = fields.index(column.currency_field) if column.currency_field else None
        sums: dict[str, Any] = {}
        for row in rows:
            if row[place] is not None:
                code = column.currency if unit is None else row[unit]
                sums[code] = sums.get(code, 0) + row[place]
        lines.append((str(column.label), _several(sums, column)))
    return _count(len(rows), counted), lines


def _count(number: int, counted: Callable[[int], str]) -> str:
    return counted(number) % {"n": formats.number(number)}


def _several(sums: dict[str, Any], column: Column) -> str:
    known = sorted((code or "", amount) for code, amount in sums.items() if amount is not None)
    return "; ".join(_one(amount, code, column) for code, amount in known) or _one(None, column.currency, column)


def _one(amount: Decimal | int | None, code: str, column: Column) -> str:
    write = formats.amount if column.kind is Kind.MONEY else formats.number
    written = write(amount if amount is not None else 0, column.decimals)
    return f"{written}{formats.NBSP}{code}" if code else written
