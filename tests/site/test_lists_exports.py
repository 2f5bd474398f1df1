"""Lists as files: every row, exact figures, and nothing that a spreadsheet would obey."""

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.site.rows import DAY, LONG, a_listing, add, rows  # noqa: F401 - `rows` is a fixture
from timonel.pages.lists import exports

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", " =cmd|' /C calc'!A0"]


def read_csv(queryset, language="es-cl", **changes):
    text = "".join(exports.csv_lines(a_listing(**changes).columns, queryset, language))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";" if language == "es-cl" else ","))


def read_xlsx(queryset):
    made = io.BytesIO()
    exports.write_xlsx(made, a_listing().columns, queryset)
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.getvalue()))
    return [book.get_sheet_by_index(number).to_python() for number in range(len(book.sheet_names))]


def test_csv_in_spanish_has_semicolons_and_decimal_commas(rows):  # noqa: F811
    add("Ñandú; «ficha»", amount=Decimal("1234.50"), started_on=DAY, people=7)
    with translation.override("en"):  # whatever the thread speaks
        head, line = read_csv(rows)
    assert head == ["Nombre", "Etapa", "Costo", "Costo: moneda", "Inicio", "Personas", "Anotado"]
    assert line == ["Ñandú; «ficha»", "Borrador", "1234,50", "CLP", "2026-11-23", "7", "2026-11-23 17:04:00"]


def test_csv_in_english_has_commas_and_decimal_points(rows):  # noqa: F811
    add("x", amount=Decimal("1234.50"))
    assert read_csv(rows, "en")[1][2] == "1234.50"


def test_twenty_digits_leave_as_twenty_digits(rows):  # noqa: F811
    add("x", amount=LONG)
    assert read_csv(rows)[1][2] == "12345678901234567890,00"
    assert read_xlsx(rows)[0][1][2] == "12345678901234567890,00"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_csv_begins_like_a_formula(rows, text):  # noqa: F811
    add(text)
    cell = read_csv(rows)[1][0]
    assert cell == f"'{text}"


@given(st.text(min_size=1))
def test_a_disarmed_text_never_begins_with_a_sign(text):
    assert not exports.disarm(text).lstrip(" ").startswith(exports.SIGNS)


@given(st.text(min_size=1).filter(lambda text: not text.lstrip(" ").startswith(exports.SIGNS)))
def test_other_texts_are_left_as_they_are(text):
    assert exports.disarm(text) == text


def test_a_negative_number_is_a_number_and_no_formula(rows):  # noqa: F811
    add("x", people=-5)
    assert read_csv(rows)[1][5] == "-5"
    assert read_xlsx(rows)[0][1][5] == -5


@pytest.mark.parametrize("text", ["=1+1", "http://example.org", "{=1}"])
def test_a_spreadsheet_holds_texts_as_texts(rows, text):  # noqa: F811
    add(text)
    assert read_xlsx(rows)[0][1][0] == text


def test_a_spreadsheet_holds_real_numbers_and_days(rows):  # noqa: F811
    add("x", amount=Decimal("1234.50"), started_on=DAY, people=7)
    (_name, _stage, amount, code, started, people, recorded) = read_xlsx(rows)[0][1]
    assert (amount, code, started, people) == (1234.5, "CLP", date(2026, 11, 23), 7)
    assert recorded == datetime(2026, 11, 23, 17, 4)


@pytest.mark.parametrize(
    ("value", "exact"),
    [(999_999_999_999_999, True), (1_000_000_000_000_001, False), (10**19, True), (Decimal("0.1"), True)],
)
def test_a_number_is_kept_as_a_number_up_to_fifteen_digits(value, exact):
    assert exports.is_exact(value) is exact


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    class Sheet:
        def write_string(self, line, place, text):
            self.text = text

    sheet = Sheet()
    exports._write_cell(sheet, 0, 0, "x" * 32_768, None)
    assert len(sheet.text) == 32_767
    assert sheet.text.endswith("…")
    exports._write_cell(sheet, 0, 0, "x" * 32_767, None)
    assert sheet.text == "x" * 32_767


def test_what_does_not_fit_on_a_sheet_goes_on_in_the_next(rows, monkeypatch):  # noqa: F811
    monkeypatch.setattr(exports, "MOST_ROWS", 3)
    add(*"abcdefg")
    sheets = read_xlsx(rows.order_by("name"))
    assert [[line[0] for line in sheet] for sheet in sheets] == [
        ["Nombre", "a", "b", "c"],
        ["Nombre", "d", "e", "f"],
        ["Nombre", "g"],
    ]


def test_an_empty_list_leaves_as_its_heads_alone(rows):  # noqa: F811
    assert len(read_csv(rows)) == 1
    assert len(read_xlsx(rows)[0]) == 1


def test_a_file_has_every_filtered_row_in_the_order_shown(rows, rf):  # noqa: F811
    add(*[f"n{number:02}" for number in range(12)], "other")
    answer = a_listing().respond(rf.get("/", {"format": "csv", "q": "n", "sort": "-name"}), rows, "unused.html")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.partition(";")[0] for line in lines[1:]] == [f"n{number:02}" for number in reversed(range(12))]
    assert answer["Content-Disposition"] == 'attachment; filename="projects.csv"'


def test_a_spreadsheet_is_answered_as_a_file(rows, rf):  # noqa: F811
    add("a")
    answer = a_listing().respond(rf.get("/", {"format": "xlsx"}), rows, "unused.html")
    content = b"".join(answer.streaming_content)
    answer.close()
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1][0] == "a"
    assert answer["Content-Disposition"] == 'attachment; filename="projects.xlsx"'
