"""The numbers that people see: per kind and year, given in the act, never used again."""

from __future__ import annotations

from django.db import connection


def next_number(kind: str, year: int) -> str:
    """Give the next number of a kind in a year, as `2026-7`; must be called inside the act's transaction.

    The counter's row stays locked until the act ends; an act that is refused
    gives its number back, so there are no gaps.
    """
    return next_numbers(kind, year, 1)[0]


def next_numbers(kind: str, year: int, count: int) -> list[str]:
    """Give the next numbers of a kind in a year, as many as are asked for, in order."""
    if count <= 0:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO governance_counter (kind, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (kind, year) DO UPDATE SET last = governance_counter.last + excluded.last RETURNING last",
            [kind, year, count],
        )
        (last,) = cursor.fetchone()
    return [f"{year}-{number}" for number in range(last - count + 1, last + 1)]
