"""Read a CSV file whose encoding and separator nobody has stated."""

from __future__ import annotations

import csv
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable
from io import StringIO
from itertools import islice

from timonel.governance.sheets.specs import Bounds, Flaw, Grid, Raw, SheetUnusable

SEPARATORS = (";", ",", "\t")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
KNOWN = ["utf-8", "windows-1252"]


def decoded(content: bytes) -> str:
    """Give the text of a file: UTF-8 with or without its mark, else Windows-1252.

    Raises `SheetUnusable` for anything else, UTF-16 among it.
    """
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in content:
        raise SheetUnusable("sheet-encoding", known=KNOWN)
    try:
        return content.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("windows-1252")
    except UnicodeDecodeError as fault:
        raise SheetUnusable("sheet-encoding", known=KNOWN) from fault


def separator_of(text: str, headers: Callable[[Iterable[str]], int]) -> str:
    """Give the separator under which most headers of the first line are known; a semicolon when none is better."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=lambda each: headers(next(csv.reader([line], delimiter=each), [])))


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would take a text for a formula."""
    return text.lstrip(" ").startswith(FORMULA)


def guarded(text: str) -> str:
    """Give a text as it may stand in a CSV file, where a leading quote keeps a spreadsheet from calculating it."""
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def unguarded(text: str) -> str:
    """Take away the quote that `guarded` gave."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def delimited_grid(content: bytes, bounds: Bounds, headers: Callable[[Iterable[str]], int]) -> Grid:
    """Give the rows of a CSV file; a cell that is plainly a formula comes as a flaw. Raises `SheetUnusable`."""
    text = decoded(content)
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator_of(text, headers), strict=True)
    grid: Grid = []
    cells = 0
    try:
        for number, row in enumerate(islice(reader, bounds.cells + 1), start=1):
            cells += max(len(row), 1)
            if cells > bounds.cells:
                raise SheetUnusable("sheet-too-many-cells", most=bounds.cells)
            if any(cell.strip() for cell in row):
                grid.append((number, [_raw(cell) for cell in row]))
            if len(grid) > bounds.rows + 1:
                raise SheetUnusable("sheet-too-many-rows", most=bounds.rows)
    except csv.Error as fault:
        raise SheetUnusable("sheet-unreadable", line=reader.line_num) from fault
    return grid


def _raw(cell: str) -> Raw:
    text = cell.strip(" \u00a0\r\n\t")
    if not text:
        return None
    if text.startswith("=") or (text.startswith("@") and "(" in text):
        return Flaw("cell-is-a-formula", found=text)
    return unguarded(text)
