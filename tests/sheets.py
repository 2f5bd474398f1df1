"""Sheets for tests: a small declaration, and files made as Excel makes them or as nobody should."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from timonel.governance.sheets import Bounds, Choice, Column, Label, SheetSpec, Value, read_sheet

SPEC = SheetSpec(
    Label("Prueba", "Trial"),
    (
        Column("code", Label("Código", "Code"), "code", required=True, pattern=r"\d{5}", example="05101"),
        Column("name", Label("Nombre", "Name"), length=40),
        Column("day", Label("Día", "Day"), "date"),
        Column("kind", Label("Clase", "Kind"), "choice", choices=(Choice("big", Label("Grande", "Big")),)),
        Column("count", Label("Cantidad", "Count"), "int"),
    ),
    unique=("code",),
)
HEADER = "Código;Nombre;Día;Clase;Cantidad"


def said(content: bytes, bounds: Bounds | None = None) -> list[tuple[str, int | None, str, str]]:
    reading = read_sheet(content, SPEC, bounds or Bounds())
    assert not (reading.rows and reading.faults)
    return [(fault.code, fault.row, fault.column, fault.found) for fault in reading.faults]


def read(content: bytes) -> list[dict[str, Value]]:
    reading = read_sheet(content, SPEC)
    assert reading.faults == ()
    return [dict(row.values) for row in reading.rows]


def text(*lines: str) -> bytes:
    return "\r\n".join((HEADER, *lines)).encode()


def workbook(*rows: Mapping[int, Any], header: str = HEADER, **options: Any) -> bytes:
    """Make a workbook as Excel would: numbers as numbers, `=` as a formula; keys are columns counted from 0."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as book:
        as_day = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header.split(";"))
        for number, row in enumerate(rows, start=1):
            for place, cell in row.items():
                sheet.write(number, place, cell, *([as_day] if isinstance(cell, date) else []))
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, part if member == name else old.read(member))
    return target.getvalue()


def sheet_xml(inside: bytes) -> bytes:
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + main + b'"><sheetData>' + inside + b"</sheetData></worksheet>"


SHEET = "xl/worksheets/sheet1.xml"
ONE = {"code": "05101", "name": "", "day": None, "kind": "", "count": None}
