"""Write spreadsheets that people fill in or take away: no cell of them is ever calculated."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
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
    "amount": Label("monto exacto, sin separador de miles", "exact amount, without marks between thousands"),
}
SHEET, VALUES, MEANING = Label("Hoja", "Sheet"), Label("Valores", "Values"), Label("Qué es", "What it is")
ABOUT = (
    Label("Columna", "Column"),
    Label("Obligatoria", "Required"),
    Label("Tipo", "Kind"),
    VALUES,
    Label("Ejemplo", "Example"),
    MEANING,
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
    return write_book([(spec, rows)], language)


def write_book(sheets: Sequence[tuple[SheetSpec, Iterable[Mapping[str, Value]]]], language: Language) -> bytes:
    """Give an XLSX file with several sheets, each called as its title, and a last one that explains all columns."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        forms = _Forms(
            book.add_format({"bold": True, "bottom": 1}),
            book.add_format({"num_format": "@"}),
            {
                kind: book.add_format({"num_format": form, "align": "left"})
                for kind, form in {"date": "yyyy-mm-dd", "int": "0", "amount": "#,##0.####"}.items()
            },
        )
        for spec, rows in sheets:
            _write_sheet(book.add_worksheet(spec.title.of(language)[:31]), spec, rows, language, forms)
        _explain(book.add_worksheet(COLUMNS.of(language)), [spec for spec, _rows in sheets], language, forms.head)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Forms:
    """How cells look: the header, text, and each kind of figure."""

    head: Format
    text: Format
    figures: Mapping[str, Format]

    def of(self, column: Column) -> Format:
        return self.figures.get(column.kind, self.text)


def _write_sheet(
    sheet: Worksheet, spec: SheetSpec, rows: Iterable[Mapping[str, Value]], language: Language, forms: _Forms
) -> None:
    sheet.freeze_panes(1, 0)
    last = 0
    for place, column in enumerate(spec.columns):
        header = column.header.of(language)
        sheet.set_column(place, place, max(12, min(50, len(header) + 4)), forms.of(column))
        sheet.write_string(0, place, header + " *" * column.required, forms.head)
    for last, row in enumerate(rows, start=1):
        for place, column in enumerate(spec.columns):
            _write(sheet, last, place, column, row.get(column.name), language, forms.of(column))
    for place, column in enumerate(spec.columns):
        _offer_choices(sheet, place, last + FREE_ROWS, column, language)


def _write(
    sheet: Worksheet, row: int, place: int, column: Column, value: Value, language: Language, form: Format
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        wrong = sheet.write_datetime(row, place, value, form)
    elif isinstance(value, int | Decimal):
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
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _offer_choices(sheet: Worksheet, place: int, last: int, column: Column, language: Language) -> None:
    labels = [choice.label.of(language) for choice in column.choices]
    if labels and len(",".join(labels)) <= LONGEST_LIST and not any("," in label for label in labels):
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": labels})


def _explain(sheet: Worksheet, specs: Sequence[SheetSpec], language: Language, head: Format) -> None:
    """List every column; where there are several sheets, with the sheet it stands in."""
    about = [SHEET] * (len(specs) > 1) + list(ABOUT)
    for place, label in enumerate(about):
        sheet.write_string(0, place, label.of(language), head)
        sheet.set_column(place, place, 60 if label in {VALUES, MEANING} else 24)
    listed = [(spec, column) for spec in specs for column in spec.columns]
    for row, (spec, column) in enumerate(listed, start=1):
        values = "; ".join(choice.label.of(language) for choice in column.choices)
        required = (YES if column.required else NO).of(language)
        kind = KINDS[column.kind].of(language)
        texts = [column.header.of(language), required, kind, values, column.example, column.note.of(language)]
        for place, text in enumerate([spec.title.of(language)] * (len(specs) > 1) + texts):
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
    return text if isinstance(value, int | Decimal) else guarded(text)
