"""Read the first sheet of an XLSX workbook that nobody trusts.

A small file can unpack to gigabytes, name a cell a million rows down, or say
one size and hold another. So each part is unpacked within the bounds and
measured with a streaming parser first; then the very bytes that were measured,
and no others, are given to the fast reader.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook

from timonel.domain.text import folded
from timonel.governance.sheets.specs import Bounds, Flaw, Grid, Raw, SheetUnusable

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
ROOT = "_rels/.rels"
ROOT_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="xl/workbook.xml"/></Relationships>'
)
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
UNREADABLE = "sheet-unreadable"
LARGEST_INDEX = 1_000_000
"""Bytes of the parts that only say where the others are."""
ELEMENTS_PER_CELL = 4
"""A cell, its value and, inline, its text; and the row."""


def workbook_grid(content: bytes, bounds: Bounds, tabs: Sequence[str] = ()) -> tuple[Grid, bool]:
    """Give the rows of the first sheet, or of the first called as one of the tabs; and whether dates count from 1904.

    Formulas and errors come as flaws, because the values that Excel has stored
    for them are not what somebody typed. Raises `SheetUnusable`.
    """
    parts = _Unpacked(content, bounds)
    book = _Book(parts.text(WORKBOOK, LARGEST_INDEX), parts.text(RELATIONS, LARGEST_INDEX))
    number, path = book.sheet(tabs)
    sheet = parts.text(path)
    measured = _Measured(sheet, bounds)
    kept = {ROOT: ROOT_RELATIONS} | {name: parts.text(name) for name in [WORKBOOK, RELATIONS, path]}
    kept |= {name: parts.text(name) for name in book.shared_parts() if name in parts}
    try:
        with CalamineWorkbook.from_filelike(BytesIO(_packed(kept))) as workbook:
            rows = workbook.get_sheet_by_index(number).to_python(skip_empty_area=False)
    except CalamineError as fault:
        raise SheetUnusable(UNREADABLE) from fault
    grid = [[_raw(cell) for cell in row] for row in rows]
    for (number, place), flaw in measured.flaws.items():
        _put(grid, number - 1, place - 1, flaw)
    filled = [(number, row) for number, row in enumerate(grid, start=1) if any(cell is not None for cell in row)]
    return filled, book.from_1904


def _put(grid: list[list[Raw]], row: int, place: int, flaw: Flaw) -> None:
    """Put a flaw into its cell, which the fast reader may have left out as empty."""
    grid.extend([] for _ in range(row + 1 - len(grid)))
    grid[row].extend([None] * (place + 1 - len(grid[row])))
    grid[row][place] = flaw


def _raw(cell: Any) -> Raw:
    if isinstance(cell, str):
        return cell if cell.strip() else None
    return cell if isinstance(cell, bool | float | int) or hasattr(cell, "year") else str(cell)


class _Unpacked:
    """The parts of a workbook, unpacked one by one within what the bounds leave."""

    def __init__(self, content: bytes, bounds: Bounds) -> None:
        self.bounds = bounds
        self.left = bounds.unpacked_octets
        self.parts: dict[str, bytes] = {}
        try:
            self.archive = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
            raise SheetUnusable(UNREADABLE) from fault
        self.names = frozenset(self.archive.namelist())
        if WORKBOOK not in self.names:
            raise SheetUnusable("sheet-format", known=["xlsx", "csv"])

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def text(self, name: str, largest: int | None = None) -> bytes:
        """Unpack a part, once; no more of it than the bounds leave is ever held."""
        if name not in self.parts:
            if name not in self.names:
                raise SheetUnusable(UNREADABLE)
            most = self.left if largest is None else min(largest, self.left)
            try:
                with self.archive.open(name) as part:
                    self.parts[name] = part.read(most + 1)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as fault:
                raise SheetUnusable(UNREADABLE) from fault
            self.left -= len(self.parts[name])
            if len(self.parts[name]) > most:
                raise SheetUnusable("sheet-unpacks-too-large", largest=self.bounds.unpacked_octets)
        return self.parts[name]


def _packed(parts: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _parse(content: bytes, start: Any, end: Any = None) -> None:
    """Stream XML through handlers that get local names; a document type, hence an entity, is refused."""

    def refuse(*_: Any) -> None:
        raise SheetUnusable(UNREADABLE)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as fault:
        raise SheetUnusable(UNREADABLE) from fault


class _Book:
    """Which part is which sheet, where the shared parts are, and from which year dates count."""

    def __init__(self, workbook: bytes, relations: bytes) -> None:
        self.tabs: list[tuple[str, str]] = []
        self.from_1904 = False
        self.targets: dict[str, tuple[str, str]] = {}
        _parse(workbook, self._in_workbook)
        _parse(relations, self._in_relations)

    def _in_workbook(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "sheet":
            named = {key.rpartition(" ")[2]: value for key, value in attributes.items() if " " in key}
            self.tabs.append((attributes.get("name", ""), named.get("id", "")))
        elif local == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in {"1", "true"}

    def _in_relations(self, name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            self.targets[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    def sheet(self, wanted: Sequence[str]) -> tuple[int, str]:
        """Give place and path of the first sheet in the order of the tabs, or of the first with one of the names."""
        names = {folded(name) for name in wanted}
        for number, (name, identifier) in enumerate(self.tabs):
            if not names or folded(name) in names:
                kind, path = self.targets.get(identifier, ("", ""))
                if kind != "worksheet":
                    raise SheetUnusable(UNREADABLE)
                return number, path
        raise SheetUnusable("sheet-tab-missing" if names else UNREADABLE, tab=" / ".join(wanted))

    def shared_parts(self) -> list[str]:
        """Give the paths of the shared texts and of the formats."""
        return [path for kind, path in self.targets.values() if kind in {"sharedStrings", "styles"}]


class _Measured:
    """How far a sheet reaches, and which of its cells are formulas or errors."""

    def __init__(self, sheet: bytes, bounds: Bounds) -> None:
        self.bounds = bounds
        self.flaws: dict[tuple[int, int], Flaw] = {}
        self.elements = 0
        self.row = self.place = self.last_row = self.last_place = self.filled_row = self.filled_rows = 0
        _parse(sheet, self._start)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if self.elements > ELEMENTS_PER_CELL * self.bounds.cells:
            raise SheetUnusable("sheet-too-many-cells", most=self.bounds.cells)
        local = name.rpartition(" ")[2]
        if local == "c":
            self._cell(attributes)
        elif local in {"v", "is", "f"}:
            self._filled()
            if local == "f":
                self.flaws[self.row, self.place] = Flaw("cell-is-a-formula")
        elif local == "row":
            number = attributes.get("r", "")
            self.row = int(number) if re.fullmatch("[1-9][0-9]{0,6}", number, re.ASCII) else self.row + 1
            self.place = 0

    def _cell(self, attributes: dict[str, str]) -> None:
        self.place += 1
        address = ADDRESS.fullmatch(attributes.get("r", ""))
        if address:
            self.row = int(address[2])
            self.place = 0
            for letter in address[1]:
                self.place = self.place * 26 + ord(letter) - 64
        elif "r" in attributes:
            raise SheetUnusable(UNREADABLE)
        if attributes.get("t") == "e":
            self.flaws[self.row, self.place] = Flaw("cell-is-an-error")

    def _filled(self) -> None:
        if self.row != self.filled_row:
            self.filled_row = self.row
            self.filled_rows += 1
        if self.filled_rows > self.bounds.rows + 1:
            raise SheetUnusable("sheet-too-many-rows", most=self.bounds.rows)
        self.last_row = max(self.last_row, self.row)
        self.last_place = max(self.last_place, self.place)
        if self.last_row * self.last_place > self.bounds.cells:
            raise SheetUnusable("sheet-too-many-cells", most=self.bounds.cells)
