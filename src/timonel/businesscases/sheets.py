"""The workbook by which a business case goes out and comes back: a sheet for each part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from timonel.businesscases.wording import CHOICES, HINTS, PARTS, PLACES
from timonel.domain.appraisal.reading import FIRST_YEAR, LAST_YEAR, Fault, read_case
from timonel.domain.appraisal.shape import HEAD, MOST_ROWS, ROWS, Place
from timonel.governance.sheets import (
    Bounds,
    Choice,
    Column,
    Label,
    SheetFault,
    SheetSpec,
    Value,
    read_sheet,
    write_book,
)

BOUNDS = Bounds(rows=MOST_ROWS, cells=40_000)
_KINDS: dict[str, Any] = {"year": "int", "count": "int", "percent": "int", "day": "date", "long": "text"}
ZIP = b"PK\x03\x04"
ROW = 2
"""The row of a sheet in which its first line stands; the header is above it."""


def sheet_of(part: str) -> SheetSpec:
    """Give the sheet of a part; that of what a case says once has one row."""
    return SheetSpec(PARTS[part], tuple(_column(part, place) for place in ROWS.get(part, HEAD)))


def _column(part: str, place: Place) -> Column:
    note = HINTS.get((part, place.name), Label("", ""))
    if place.kind == "year":
        note = Label(f"Entre {FIRST_YEAR} y {LAST_YEAR}", f"From {FIRST_YEAR} to {LAST_YEAR}")
    return Column(
        place.name,
        PLACES[part, place.name],
        _KINDS.get(place.kind, place.kind),
        required=place.required,
        choices=tuple(Choice(choice, CHOICES[choice]) for choice in place.choices),
        length=place.longest,
        note=note,
    )


def written_case(typed: Mapping[str, Any], language: Any) -> bytes:
    """Give the workbook of a case as it is typed; a value that no cell of its kind can hold is left out."""
    head = [typed] if any(typed.get(place.name) for place in HEAD) else []
    rows = {"": head, **{part: typed.get(part) or [] for part in ROWS}}
    return write_book([(sheet_of(part), [_cells(part, row) for row in rows[part]]) for part in PARTS], language)


def _cells(part: str, row: Mapping[str, Any]) -> dict[str, Value]:
    return {place.name: _cell(place, str(row.get(place.name) or "").strip()) for place in ROWS.get(part, HEAD)}


def _cell(place: Place, text: str) -> Value:
    """Put a typed text into the kind of its cell; what is not of that kind stays as text, and is at fault on return."""
    try:
        if place.kind in ("year", "count", "percent"):
            return int(text) if text else None
        if place.kind == "amount":
            return Decimal(text.replace(",", ".")) if text else None
        if place.kind == "day":
            return date.fromisoformat(text) if text else None
    except (ValueError, ArithmeticError):
        return text
    return text


@dataclass(frozen=True)
class CellFault:
    """What is wrong in one cell: its sheet by part, the row as people see it, the place, the code and its params."""

    part: str
    row: int | None
    place: str
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True)
class CaseSheets:
    """What a workbook says of a case, part by part, as plain typed values; or every fault by cell."""

    typed: dict[str, Any]
    faults: tuple[CellFault, ...] = ()


def read_workbook(content: bytes) -> CaseSheets:
    """Read a filled-in workbook: all its parts, with every fault of every sheet by cell.

    A fault of the file itself (too large, no workbook) is told once. What is right in each cell but wrong in the case
    is told too, once the cells are right.
    """
    if not content.startswith(ZIP):
        return CaseSheets({}, (CellFault("", None, "", "case-not-workbook", {}),))
    typed: dict[str, Any] = {}
    faults: list[CellFault] = []
    numbers: dict[str, list[int]] = {}
    for part in PARTS:
        reading = read_sheet(content, sheet_of(part), BOUNDS, by_title=True)
        found = [fault for fault in reading.faults if not (fault.code == "sheet-empty" and part)]
        faults += [_of_sheet(part, fault) for fault in found]
        if any(fault.row is None and fault.code not in ("sheet-empty", "sheet-tab-missing") for fault in found):
            break
        numbers[part] = [row.row for row in reading.rows]
        rows = [{name: _plain(value) for name, value in row.values.items()} for row in reading.rows]
        typed.update({part: rows} if part else rows[0] if rows else {})
    if not faults:
        faults = [_of_case(fault, numbers) for fault in read_case(typed).faults]
    return CaseSheets(typed, tuple(faults))


def _plain(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _of_sheet(part: str, fault: SheetFault) -> CellFault:
    params = {**fault.expected, "row": fault.row, "column": fault.column, "found": fault.found}
    return CellFault(part, fault.row, fault.column, fault.code, params)


def _of_case(fault: Fault, numbers: Mapping[str, list[int]]) -> CellFault:
    rows = numbers.get(fault.part, [])
    row = rows[fault.row] if fault.row is not None and fault.row < len(rows) else ROW if not fault.part else None
    return CellFault(fault.part, row, fault.place, fault.code, {**fault.params, "found": fault.found})


def listed(faults: tuple[CellFault, ...]) -> Iterator[tuple[Label, CellFault]]:
    """Give each fault with the sheet it stands in."""
    for fault in faults:
        yield PARTS[fault.part], fault
