"""Read the reference tables of the OECD review: principles, approaches, what it weighs, responsibilities by country.

They are evidence and argument, not rules: no decision rests on them. Each row
says the line of the review it was read from. Rows come in the order of the file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from timonel.domain.legal import Label
from timonel.domain.periods import Day

REFERENCE: Final = Path(__file__).parent / "reference"
RESPONSIBILITIES: Final[dict[str, tuple[str, ...]]] = {
    "advising_strategy": ("advise-strategy",),
    "monitoring_strategy": ("monitor-strategy",),
    "prioritising_projects": ("prioritise-projects",),
    "reviewing_projects": ("review-projects",),
    "mandating_external_reviews": ("mandate-external-reviews",),
    "approving_or_stopping_projects": ("approve-projects", "stop-projects"),
    "other": (),
}
"""Columns of table A.3 -> the powers of the vocabulary they mean; "other" means none."""


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle of the OECD Recommendation of 2014 (box 0.1) and the pillar it belongs to."""

    number: int
    pillar: str
    pillar_label: Label
    label: Label
    source_line: int


@dataclass(frozen=True, slots=True)
class Approach:
    """One statement on an approach to governance: a `feature`, a `strength` or a `risk` of it."""

    approach: str
    side: str
    statement: Label
    source_line: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """A strength, weakness, opportunity or threat of an option of table 1.1 (legal basis) or 1.3 (levers)."""

    table: str
    option: str
    quadrant: str
    factors: str
    statement: Label
    source_line: int


@dataclass(frozen=True, slots=True)
class AgencyType:
    """What table 1.2 says of a type of agency under one attribute."""

    attribute: str
    agency_type: str
    statement: Label
    source_line: int


@dataclass(frozen=True, slots=True)
class Argument:
    """A `pro` or `con` of one of the two institutional options (table 2.1)."""

    option: str
    side: str
    statement: Label
    source_line: int


@dataclass(frozen=True, slots=True)
class Responsibilities:
    """Which responsibilities the leading unit of a country told the survey (table A.3).

    `blank` is a row without any tick: no responsibility and no answer cannot be told apart.
    """

    country: Label
    oecd_member: bool
    ticked: frozenset[str]
    blank: bool
    source_line: int


@dataclass(frozen=True, slots=True)
class DataOfficer:
    """When a country first appointed a chief data officer; only the month is known.

    `country` and `post` name the framework and the post that have the same day; empty where no framework is shipped.
    """

    country: str
    label: Label
    appointed: Day
    post: str
    source_line: int


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _label(row: dict[str, str], prefix: str = "") -> Label:
    return Label(row[f"{prefix}es"], row[f"{prefix}en"])


@cache
def principles() -> tuple[Principle, ...]:
    """Give the twelve principles, by number."""
    return tuple(
        Principle(int(row["principle"]), row["pillar"], _label(row, "pillar_"), _label(row), int(row["source_line"]))
        for row in _rows("box-0-1-principles")
    )


@cache
def approaches() -> tuple[Approach, ...]:
    """Give the statements on the three approaches; approaches may be combined."""
    return tuple(
        Approach(row["approach"], row["side"], _label(row), int(row["source_line"])) for row in _rows("approaches")
    )


@cache
def weighed() -> tuple[Weighed, ...]:
    """Give strengths, weaknesses, opportunities and threats of legal bases (1.1) and of levers (1.3)."""
    return tuple(
        Weighed(row["table"], row["option"], row["quadrant"], row["factors"], _label(row), int(row["source_line"]))
        for row in _rows("table-1-1-and-1-3-swot")
    )


@cache
def agency_types() -> tuple[AgencyType, ...]:
    """Give what each type of agency is under each attribute."""
    return tuple(
        AgencyType(row["attribute"], row["agency_type"], _label(row), int(row["source_line"]))
        for row in _rows("table-1-2-agency-types")
    )


@cache
def arguments() -> tuple[Argument, ...]:
    """Give the pros and cons of the two institutional options."""
    return tuple(
        Argument(row["option"], row["side"], _label(row), int(row["source_line"])) for row in _rows("table-2-1-options")
    )


@cache
def data_officers() -> tuple[DataOfficer, ...]:
    """Give the first chief data officers of governments, the earliest first."""
    return tuple(
        DataOfficer(row["country"], _label(row), Day.parse(row["appointed"]), row["post"], int(row["source_line"]))
        for row in _rows("chief-data-officers")
    )


@cache
def responsibilities() -> tuple[Responsibilities, ...]:
    """Give table A.3: 25 OECD respondents first, then Colombia and Latvia, who are in no total of the table."""
    return tuple(
        Responsibilities(
            _label(row),
            row["oecd_member"] == "true",
            frozenset(name for name in RESPONSIBILITIES if row[name] == "true"),
            row["row_blank"] == "true",
            int(row["source_line"]),
        )
        for row in _rows("table-a3")
    )


def responsibility_totals() -> dict[str, int]:
    """Count the OECD respondents that ticked each responsibility, in the order of the table."""
    members = [row for row in responsibilities() if row.oecd_member]
    return {name: sum(name in row.ticked for row in members) for name in RESPONSIBILITIES}
