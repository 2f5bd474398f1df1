"""Read a spreadsheet against what it must hold: all its rows, or all its faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from timonel.domain.text import folded
from timonel.governance.sheets.cells import CellReader
from timonel.governance.sheets.delimited import delimited_grid
from timonel.governance.sheets.specs import (
    Bounds,
    Column,
    Flaw,
    Grid,
    Raw,
    SheetFault,
    SheetReading,
    SheetRow,
    SheetSpec,
    SheetUnusable,
    Value,
)
from timonel.governance.sheets.workbooks import workbook_grid

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
SHOWN = 80
"""How many characters of a cell a fault repeats."""

Place = tuple[int, Column]
"""Where a column stands in the file, counted from 0."""


def read_sheet(
    content: bytes,
    spec: SheetSpec,
    bounds: Bounds = Bounds(),  # noqa: B008 (frozen)
    *,
    keep_sound: bool = False,
    by_title: bool = False,
) -> SheetReading:
    """Give the rows of an XLSX or CSV file, or everything that is wrong with it.

    The first row that holds something is the header; each header is the key of
    a column or its label in either language, capitals, accents and a closing
    asterisk apart. Columns may come in any order; one that is not required may
    be missing. Empty rows are passed over. After `bounds.faults` faults one last
    says that there are more. With `keep_sound` the rows without a fault of their
    own are given beside the faults of the others, and those beside them. With `by_title` the sheet of a
    workbook is the one called as the spec's title in either language, else the first.
    """
    try:
        grid, from_1904 = _grid(content, spec, bounds, spec.title if by_title else ())
    except SheetUnusable as unusable:
        return SheetReading(faults=(unusable.fault,))
    if not grid:
        return SheetReading(faults=(SheetFault("sheet-empty"),))
    places, faults = _header(grid[0], spec)
    if faults:
        return SheetReading(faults=tuple(faults))
    readers = {place: CellReader(column, from_1904=from_1904) for place, column in places}
    empty = {column.name: CellReader(column).nothing for column in spec.columns}
    rows = []
    for number, cells in grid[1:]:
        values, wrong = _row(number, cells, readers, empty)
        rows.append(SheetRow(number, values))
        faults.extend(wrong)
        if len(faults) > bounds.faults:
            return SheetReading(faults=(*faults[: bounds.faults], SheetFault("sheet-more-faults", row=number)))
    faults.extend(_repeated(rows, spec, faults) if keep_sound or not faults else ())
    if not rows:
        faults.append(SheetFault("sheet-empty"))
    faulty = {fault.row for fault in faults}
    sound = tuple(row for row in rows if row.row not in faulty)
    if not keep_sound:
        return SheetReading(() if faults else sound, tuple(faults))
    return SheetReading(sound, tuple(faults), tuple(row for row in rows if row.row in faulty))


def _grid(content: bytes, spec: SheetSpec, bounds: Bounds, tabs: Sequence[str]) -> tuple[Grid, bool]:
    if len(content) > bounds.octets:
        raise SheetUnusable("sheet-too-large", largest=bounds.octets)
    if content.startswith(OLD_EXCEL):
        raise SheetUnusable("sheet-format", known=["xlsx", "csv"])
    if content.startswith(ZIP):
        return workbook_grid(content, bounds, tabs)
    known = _headers(spec)
    return delimited_grid(content, bounds, lambda found: sum(_plain(header) in known for header in found)), False


def _plain(header: str) -> str:
    return " ".join(folded(header).removesuffix("*").split())


def _headers(spec: SheetSpec) -> Mapping[str, Column]:
    return {
        _plain(header): column
        for column in spec.columns
        for header in (column.header.es, column.header.en, column.name)
    }


def _header(header: tuple[int, list[Raw]], spec: SheetSpec) -> tuple[list[Place], list[SheetFault]]:
    """Find the columns by their headers: each known, none twice, none missing that is required."""
    number, cells = header
    known = _headers(spec)
    places: list[Place] = []
    faults: list[SheetFault] = []
    for place, cell in enumerate(cells):
        if cell is None:
            continue
        found = cell.found if isinstance(cell, Flaw) else str(cell)
        column = known.get(_plain(found))
        if column is None:
            headers = [column.name for column in spec.columns]
            faults.append(SheetFault("header-unknown", number, found[:SHOWN], found[:SHOWN], {"headers": headers}))
        elif any(column is other for _, other in places):
            faults.append(SheetFault("header-twice", number, column.name, found[:SHOWN]))
        else:
            places.append((place, column))
    present = {column.name for _, column in places}
    for column in spec.columns:
        if column.required and column.name not in present:
            faults.append(SheetFault("header-missing", number, column.name, "", {"header": column.name}))
    return places, faults


def _row(
    number: int, cells: list[Raw], readers: Mapping[int, CellReader], empty: Mapping[str, Value]
) -> tuple[dict[str, Value], list[SheetFault]]:
    values = dict(empty)
    faults = []
    for place, reader in readers.items():
        value = reader.read(cells[place] if place < len(cells) else None)
        if isinstance(value, Flaw):
            faults.append(SheetFault(value.code, number, reader.column.name, value.found[:SHOWN], value.expected))
        else:
            values[reader.column.name] = value
    for place, cell in enumerate(cells):
        if cell is not None and place not in readers:
            found = cell.found if isinstance(cell, Flaw) else str(cell)
            faults.append(SheetFault("cell-without-header", number, "", found[:SHOWN], {"place": place + 1}))
    return values, faults


def _repeated(rows: Iterable[SheetRow], spec: SheetSpec, found_before: Iterable[SheetFault]) -> list[SheetFault]:
    """Name the rows that say the same as an earlier one in the unique columns; what could not be read is not told."""
    if not spec.unique:
        return []
    unread = {fault.row for fault in found_before if fault.column in spec.unique}
    first: dict[tuple[Value, ...], int] = {}
    faults = []
    for row in (row for row in rows if row.row not in unread):
        key = tuple(row.values[name] for name in spec.unique)
        if first.setdefault(key, row.row) != row.row:
            found = " ".join(str(part or "") for part in key)[:SHOWN]
            expected = {"columns": list(spec.unique), "first_row": first[key]}
            faults.append(SheetFault("row-repeated", row.row, spec.unique[0], found, expected))
    return faults
