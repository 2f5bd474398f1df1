"""Spreadsheets in and out: what a sheet must hold is declared once; reading gives all its rows or all its faults."""

from collections.abc import Callable

from timonel.governance.sheets.reading import read_sheet
from timonel.governance.sheets.registers import identifier_sheet, institution_sheet
from timonel.governance.sheets.specs import (
    Bounds,
    Choice,
    Column,
    Label,
    SheetFault,
    SheetReading,
    SheetRow,
    SheetSpec,
    Value,
)
from timonel.governance.sheets.writing import write_book, write_delimited, write_workbook

SHEETS_OF: dict[str, Callable[[str], SheetSpec]] = {
    "governance.import_institutions": institution_sheet,
    "governance.import_identifiers": identifier_sheet,
}
"""The sheet that each import reads, by the code of the act; of a country. Other rooms add theirs."""

__all__ = [
    "SHEETS_OF",
    "Bounds",
    "Choice",
    "Column",
    "Label",
    "SheetFault",
    "SheetReading",
    "SheetRow",
    "SheetSpec",
    "Value",
    "identifier_sheet",
    "institution_sheet",
    "read_sheet",
    "write_book",
    "write_delimited",
    "write_workbook",
]
