"""Lists as files: every row that is filtered, in the order shown.

No cell of text can become a formula: in CSV a leading sign that a spreadsheet
would obey is disarmed by an apostrophe; in XLSX texts are written as texts.
A number of more than 15 digits is written as text there, because a spreadsheet
would round it.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from timonel.pages import formats
from timonel.pages.lists.columns import Column, Kind, fields_of

Rows = QuerySet[Any, Any]
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""
EXACT_DIGITS = 15
"""So many digits a spreadsheet's number keeps."""
LONGEST_CELL = 32_767
"""So many characters a spreadsheet's cell holds; what is longer is cut and ends in an ellipsis."""
MOST_ROWS = 1_048_575
"""So many rows a sheet holds under its heading; the rest goes on in the next sheet."""
CHUNK = 2000


def disarm(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(SIGNS) or text.startswith(SIGNS) else text


def csv_response(name: str, columns: Sequence[Column], rows: Rows) -> HttpResponseBase:
    """Stream the rows as CSV: UTF-8 with its mark; semicolons and decimal commas in Spanish."""
    answer = StreamingHttpResponse(
        csv_lines(columns, rows, get_language() or "es-cl"), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Column], rows: Rows, language: str) -> Iterator[str]:
    """Give the file line by line, in a language whatever the thread speaks meanwhile."""
    fields = fields_of(columns)
    with override(language):
        semicolon = formats.plain(Decimal("0.5")) == "0,5"
        lines = csv.writer(_Echo(), delimiter=";" if semicolon else ",", lineterminator="\r\n")
        cells = [_plain_cell(column, fields) for column in columns]
        head = lines.writerow([disarm(heading) for heading in headings(columns)])
    yield "\ufeff"
    yield head
    for row in rows.values_list(*fields).iterator(chunk_size=CHUNK):
        with override(language):
            yield lines.writerow([cell for write in cells for cell in write(row)])


def headings(columns: Sequence[Column]) -> list[str]:
    """Name the columns of a file; money has its currency in a column of its own."""
    named: list[str] = []
    for column in columns:
        label = str(column.label)
        if column.kind is not Kind.MONEY:
            named.append(label)
        elif column.currency_field:
            named += [label, _("%(column)s: currency") % {"column": label}]
        else:
            named.append(f"{label} ({column.currency})")
    return named


def _plain_cell(column: Column, fields: Sequence[str]) -> Callable[[Sequence[Any]], list[str]]:
    value_of = _values(column, fields)
    return lambda row: [_plain(value, column) for value in value_of(row)]


def _values(column: Column, fields: Sequence[str]) -> Callable[[Sequence[Any]], list[Any]]:
    place = fields.index(column.field)
    if column.kind is Kind.MONEY and column.currency_field:
        unit = fields.index(column.currency_field)
        return lambda row: [row[place], row[unit]]
    if column.words:
        words = {key: str(word) for key, word in column.words.items()}
        return lambda row: [words.get(row[place], row[place])]
    return lambda row: [row[place]]


def _plain(value: Any, column: Column) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return formats.local(value).isoformat(sep=" ", timespec="seconds")[:19]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return formats.plain(value, column.decimals)
    return disarm(str(value))


def xlsx_response(name: str, columns: Sequence[Column], rows: Rows) -> HttpResponseBase:
    """Write the rows as a spreadsheet, with real numbers and days, in a file of bounded memory."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    write_xlsx(made, columns, rows)
    made.seek(0)
    return FileResponse(made, as_attachment=True, filename=f"{name}.xlsx")


def write_xlsx(made: Any, columns: Sequence[Column], rows: Rows) -> None:
    """Write a workbook; a list longer than a sheet goes on in further sheets."""
    import xlsxwriter

    fields = fields_of(columns)
    values = [_values(column, fields) for column in columns]
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(made, options) as book:
        bold = book.add_format({"bold": True})
        formats_of = [_cell_format(book, column) for column in columns]
        sheet, line = None, MOST_ROWS + 1
        for row in rows.values_list(*fields).iterator(chunk_size=CHUNK):
            if line > MOST_ROWS:
                sheet, line = _new_sheet(book, columns, bold), 1
            _write_row(sheet, line, row, values, formats_of)
            line += 1
        if sheet is None:
            _new_sheet(book, columns, bold)


def _new_sheet(book: Any, columns: Sequence[Column], bold: Any) -> Any:
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 1)
    for place, heading in enumerate(headings(columns)):
        sheet.set_column(place, place, 24)
        sheet.write_string(0, place, heading, bold)
    return sheet


def _cell_format(book: Any, column: Column) -> Any:
    day = "dd-mm-yyyy" if formats.current_locale().language == "es" else "yyyy-mm-dd"
    decimals = "." + "0" * column.decimals if column.decimals else ""
    written = {Kind.DAY: day, Kind.INSTANT: f"{day} hh:mm"}
    if column.kind.is_figure:
        return book.add_format({"num_format": f"#,##0{decimals}" if column.decimals is not None else "General"})
    return book.add_format({"num_format": written[column.kind]}) if column.kind in written else None


def _write_row(sheet: Any, line: int, row: Sequence[Any], values: Sequence[Any], formats_of: Sequence[Any]) -> None:
    place = 0
    for value_of, form in zip(values, formats_of, strict=True):
        for value in value_of(row):
            _write_cell(sheet, line, place, value, form)
            place += 1


def _write_cell(sheet: Any, line: int, place: int, value: Any, form: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(line, place, formats.local(value).replace(tzinfo=None), form)
    elif isinstance(value, date):
        sheet.write_datetime(line, place, value, form)
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool) and is_exact(value):
        sheet.write_number(line, place, value, form)
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        sheet.write_string(line, place, formats.plain(value))
    else:
        text = str(value)
        sheet.write_string(line, place, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…")


def is_exact(value: int | Decimal) -> bool:
    """Say whether a spreadsheet's number keeps every digit of the value (at most 15)."""
    return len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS


WRITERS: dict[str, Callable[[str, Sequence[Column], Rows], HttpResponseBase]] = {
    "csv": csv_response,
    "xlsx": xlsx_response,
}
