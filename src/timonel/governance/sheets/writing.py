"""Write spreadsheets that people fill in or take away: no cell of them is ever calculated."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from timonel.domain.errors import TimonelError
from timonel.governance.sheets.delimited import guarded
from timonel.governance.sheets.specs import Column, Label, Language, SheetSpec, Value

LONGEST_LIST = 255
"""Characters that Excel allows in a list of choices."""
FREE_ROWS = 1_000
"""Rows that are ready for typing below the last one."""

COLUMNS = Label("Columnas", "Columns")
YES, NO = Label("sí", "yes"), Label("no", "no")
KINDS = {
    "text": Label("texto", "text"),
    "code": Label("código: se conservan los ceros", "code: zeros are kept"),
    "choice": Label("uno de los valores", "one of the values"),
    "date": Label("fecha: 2026-11-23", "date: 2026-11-23"),
    "int": Label("número entero", "whole number"),
}
ABOUT = (
    Label("Columna", "Column"),
    Label("Obligatoria", "Required"),
    Label("Tipo", "Kind"),
    Label("Valores", "Values"),
    Label("Ejemplo", "Example"),
    Label("Qué es", "What it is"),
)


class CellTooLong(TimonelError):
    """A text is longer than a cell of a spreadsheet can hold; it would be cut off in silence."""

    def __init__(self, column: str) -> None:
        super().__init__("cell-too-long")
        self.params = {"column": column}


def write_workbook(spec: SheetSpec, rows: Iterable[Mapping[str, Value]], language: Language) -> bytes:
    """Give an XLSX file with the rows and a second sheet that explains the columns; without rows it is a template.

    Text and codes are written as text, so that leading zeros stay and nothing
    that looks like a formula is one; choices by their label.
    """
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        formats = {
            kind: book.add_format({"num_format": form, "align": "left"})
            for kind, form in {"date": "yyyy-mm-dd", "int": "0"}.items()
        }
        as_text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(spec.title.of(language)[:31])
        sheet.freeze_panes(1, 0)
        last = 0
        for place, column in enumerate(spec.columns):
            form = formats.get(column.kind, as_text)
            sheet.set_column(place, place, max(12, min(50, len(column.header.of(language)) + 4)), form)
            sheet.write_string(0, place, column.header.of(language) + " *" * column.required, head)
        for last, row in enumerate(rows, start=1):
            for place, column in enumerate(spec.columns):
                _write(sheet, last, place, column, row.get(column.name), language, formats.get(column.kind, as_text))
        for place, column in enumerate(spec.columns):
            _offer_choices(sheet, place, last + FREE_ROWS, column, language)
        _explain(book.add_worksheet(COLUMNS.of(language)), spec, language, head)
    return target.getvalue()


def _write(
    sheet: Worksheet, row: int, place: int, column: Column, value: Value, language: Language, form: Format
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        wrong = sheet.write_datetime(row, place, value, form)
    elif isinstance(value, int):
        wrong = sheet.write_number(row, place, value, form)
    else:
        wrong = sheet.write_string(row, place, shown(column, value, language), form)
    if wrong:
        raise CellTooLong(column.name)


def shown(column: Column, value: Value, language: Language) -> str:
    """Give a value as people read it: the label of a choice, a date with its year first."""
    if value is None:
        return ""
    for choice in column.choices:
        if choice.code == value:
            return choice.label.of(language)
    return value.isoformat() if isinstance(value, date) else str(value)


def _offer_choices(sheet: Worksheet, place: int, last: int, column: Column, language: Language) -> None:
    labels = [choice.label.of(language) for choice in column.choices]
    if labels and len(",".join(labels)) <= LONGEST_LIST and not any("," in label for label in labels):
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": labels})


def _explain(sheet: Worksheet, spec: SheetSpec, language: Language, head: Format) -> None:
    for place, label in enumerate(ABOUT):
        sheet.write_string(0, place, label.of(language), head)
        sheet.set_column(place, place, 60 if place in {3, 5} else 24)
    for row, column in enumerate(spec.columns, start=1):
        values = "; ".join(choice.label.of(language) for choice in column.choices)
        required = (YES if column.required else NO).of(language)
        kind = KINDS[column.kind].of(language)
        texts = (column.header.of(language), required, kind, values, column.example, column.note.of(language))
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text)


def write_delimited(spec: SheetSpec, rows: Iterable[Mapping[str, Value]], language: Language) -> bytes:
    """Give a CSV file in UTF-8 with its mark and with semicolons, which Excel in Spanish opens as it is.

    A text that a spreadsheet would calculate gets a quote before it; reading takes it away again.
    """
    target = StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow([column.header.of(language) for column in spec.columns])
    for row in rows:
        writer.writerow([_guarded(column, row.get(column.name), language) for column in spec.columns])
    return target.getvalue().encode("utf-8-sig")


def _guarded(column: Column, value: Value, language: Language) -> str:
    text = shown(column, value, language)
    return text if isinstance(value, int) else guarded(text)
