"""The national holidays of a country: dated data with a source, not a calculation at run time."""

from __future__ import annotations

from datetime import date
from functools import cache

from timonel.frameworks.registers import table


@cache
def holidays(country: str) -> frozenset[date]:
    """Give the days on which the whole country rests, in the years that the register lists.

    Raises `register-not-shipped` for a country without such a register.
    """
    return frozenset(date.fromisoformat(row["on"]) for row in table(country, "holidays"))
