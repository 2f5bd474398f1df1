"""Read the registers that ship with a country's framework: institutions, their codes, territory, words, sources."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from timonel.domain.errors import TimonelError

FRAMEWORKS = Path(__file__).parent


class RegisterNotShipped(TimonelError):
    """The country's framework comes without this table."""

    def __init__(self, country: str, register: str) -> None:
        super().__init__("register-not-shipped")
        self.params = {"country": country, "register": register}


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """What an institution was from a day to a day, both included; None is not known. Text not known is empty.

    One institution has a row for each version: the same number, other days.
    """

    number: str
    name: str
    short: str
    kind: str
    level: str
    ministry: str
    sector: str
    region: str
    comuna: str
    group: str
    autonomous_regulator: bool
    from_on: date | None
    to_on: date | None
    name_in_source: str
    source: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class IdentifierRow:
    """A code of an institution from a day to a day, both included; None is not known."""

    number: str
    scheme: str
    value: str
    from_on: date | None
    to_on: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Comuna:
    """A comuna, where it lies, and the number of the municipality that serves it."""

    comuna: str
    name: str
    province: str
    province_name: str
    region: str
    region_name: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Word:
    """A code of a column and its labels."""

    code: str
    es: str
    en: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts of a register come from; `kind` is primary or secondary."""

    id: str
    kind: str
    title: str
    publisher: str
    address: str
    carrier: str
    licence: str
    checked_on: date
    note: str


def table(country: str, name: str) -> list[dict[str, str]]:
    """Read a table of the country's registers as text; `register-not-shipped` where there is none."""
    path = FRAMEWORKS / country / "registers" / f"{name}.csv"
    if not country.isalnum() or not path.is_file():
        raise RegisterNotShipped(country, name)
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def institutions(country: str) -> tuple[InstitutionRow, ...]:
    """Give every version of every institution: ministries first, versions of one institution from old to new."""
    return tuple(_institution(row) for row in table(country, "institutions"))


def _institution(row: dict[str, str]) -> InstitutionRow:
    return InstitutionRow(
        number=row["number"],
        name=row["name"],
        short=row["short"],
        kind=row["kind"],
        level=row["level"],
        ministry=row["ministry"],
        sector=row["sector"],
        region=row["region"],
        comuna=row["comuna"],
        group=row["group"],
        autonomous_regulator=row["autonomous_regulator"] == "yes",
        from_on=_day(row["from"]),
        to_on=_day(row["to"]),
        name_in_source=row["name_in_source"],
        source=row["source"],
        checked_on=date.fromisoformat(row["checked_on"]),
    )


def identifiers(country: str) -> tuple[IdentifierRow, ...]:
    """Give every code of every institution, with the days on which it held."""
    return tuple(
        IdentifierRow(row["number"], row["scheme"], row["value"], _day(row["from"]), _day(row["to"]), row["source"])
        for row in table(country, "identifiers")
    )


def comunas(country: str) -> tuple[Comuna, ...]:
    """Give every comuna, in the order of its code."""
    return tuple(Comuna(**row) for row in table(country, "comunas"))


@cache
def places(country: str) -> dict[str, str]:
    """Give the name of each region, province and comuna by its code, whose length tells them apart."""
    named: dict[str, str] = {}
    for row in comunas(country):
        named |= {row.region: row.region_name, row.province: row.province_name, row.comuna: row.name}
    return named


@cache
def vocabulary(country: str) -> dict[str, tuple[Word, ...]]:
    """Give the words of each column that has a closed list: kind, level, sector, group, autonomous_regulator."""
    words: dict[str, tuple[Word, ...]] = {}
    for row in table(country, "vocabulary"):
        words[row["list"]] = (*words.get(row["list"], ()), Word(row["code"], row["es"], row["en"]))
    return words


def sources(country: str) -> dict[str, Source]:
    """Give the sources that the rows of the registers cite, by their ids."""
    return {
        row["id"]: Source(**{**row, "checked_on": date.fromisoformat(row["checked_on"])})  # type: ignore[arg-type]
        for row in table(country, "sources")
    }
