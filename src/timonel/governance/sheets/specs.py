"""What a sheet must hold, how large it may be, and what is said when it does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

Kind = Literal["text", "code", "choice", "date", "int", "amount"]
Language = Literal["es", "en"]

Value = str | int | Decimal | date | None
"""A cell as it is kept: text, codes and choices as text (empty when there is nothing), dates and numbers or None.

An amount has at most 15 figures before the decimal mark and four after it."""


class Label(NamedTuple):
    """A text in both languages of the interface."""

    es: str
    en: str

    def of(self, language: Language) -> str:
        """Give the text in a language."""
        return self.es if language == "es" else self.en


UNSAID = Label("", "")


class Choice(NamedTuple):
    """A code that a cell may hold, what people read for it, and by which other words it may be written."""

    code: str
    label: Label
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, its headers, and what its cells may hold.

    A `code` keeps its leading zeros; `pattern` is its whole form. A `choice` is
    read by its code, by its label in either language or by a word that it also
    takes. `length` is in characters, inclusive.
    """

    name: str
    header: Label
    kind: Kind = "text"
    required: bool = False
    choices: tuple[Choice, ...] = ()
    pattern: str = ""
    example: str = ""
    length: int = 300
    note: Label = UNSAID


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """The columns of a sheet, its title, and the columns whose values together may stand only once."""

    title: Label
    columns: tuple[Column, ...]
    unique: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a file may be, all limits inclusive. They are checked before anything is parsed whole.

    `cells` counts the rectangle from the first cell to the last one filled, for
    that is what has to be held in memory; `rows` leaves the header out.
    `faults` is how many are listed before reading stops.
    """

    octets: int = 5_000_000
    unpacked_octets: int = 60_000_000
    rows: int = 20_000
    cells: int = 500_000
    faults: int = 1_000


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong in one place: a code, where, what was found, and what was expected instead.

    `row` counts as people see it, the header usually being row 1; None for a
    fault of the whole file. `column` is the key of the column, or the header as
    found when it belongs to none.
    """

    code: str
    row: int | None = None
    column: str = ""
    found: str = ""
    expected: Mapping[str, Any] = field(default_factory=dict)

    def as_params(self) -> dict[str, Any]:
        """Give the fault as plain values, for the record and for the API."""
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "found": self.found,
            "expected": dict(self.expected),
        }


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that was read: where it stands in the file and what it says, by column."""

    row: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class SheetReading:
    """All rows of a sheet without faults, or all faults and no rows.

    `faulty` are the rows with a fault, when the sound ones are given beside
    them: what can be read of them is there, their faulty cells are empty.
    """

    rows: tuple[SheetRow, ...] = ()
    faults: tuple[SheetFault, ...] = ()
    faulty: tuple[SheetRow, ...] = ()


class SheetUnusable(Exception):
    """The file cannot be read as a sheet at all; carries the one fault that says why."""

    def __init__(self, code: str, **expected: Any) -> None:
        super().__init__(code)
        self.fault = SheetFault(code, expected=expected)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A cell that holds no value that can be taken over: a formula, an error, text that is no date."""

    code: str
    found: str = ""
    expected: Mapping[str, Any] = field(default_factory=dict)


Raw = str | float | bool | date | Flaw | None
"""A cell as the file gives it; `datetime` is a `date`."""

Grid = list[tuple[int, list[Raw]]]
"""The rows of a file that hold something, each with its number as people see it."""
