"""What matching is told of a project, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from timonel.domain.findings import Reason
from timonel.domain.money import Money

LONGEST_TEXT: Final = 2_000
"""Characters of a name or purpose that are read; what a person typed beyond tells nothing more."""


@dataclass(frozen=True, slots=True)
class Row:
    """Describe a project to matching. What is not known is empty or ``None``: it counts neither for nor against."""

    number: str
    name: str
    purpose: str = ""
    categories: frozenset[str] = frozenset()
    institution: str = ""
    sector: str = ""
    supplier: str = ""
    amount: Money | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Name a project that is like the one asked about: how much, from 0 to 1, and why."""

    row: Row
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Name two projects that are alike, the lesser number first."""

    one: str
    other: str
    score: float
