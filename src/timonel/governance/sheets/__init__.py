"""Spreadsheets in and out: what a sheet must hold is declared once; reading gives all its rows or all its faults."""

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
from timonel.governance.sheets.writing import write_delimited, write_workbook

__all__ = [
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
    "write_delimited",
    "write_workbook",
]
