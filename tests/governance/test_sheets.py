"""Reading spreadsheets: every fault said at once, nothing guessed."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.sheets import HEADER, ONE, SHEET, SPEC, read, said, sheet_xml, text, with_part, workbook
from timonel.governance.sheets import Bounds, SheetFault, read_sheet, write_workbook

# headers


def test_headers_are_known_by_key_or_label_in_any_order():
    for header in ("NAME,Code", "nombre;codigo *", "Name\tCÓDIGO", "name; Code"):
        separator = next(mark for mark in ";,\t" if mark in header)
        content = f"{header}\n{separator.join(['Ñuñoa', '05101'])}".encode()
        assert read(content) == [ONE | {"name": "Ñuñoa"}]


def test_every_fault_of_the_headers_is_said():
    assert said("Nombre;Sobra;Día;dia;Name".encode()) == [
        ("header-unknown", 1, "Sobra", "Sobra"),
        ("header-twice", 1, "day", "dia"),
        ("header-twice", 1, "name", "Name"),
        ("header-missing", 1, "code", ""),
    ]


def test_a_value_under_no_header_is_said():
    assert said(text("05101;a;;;;extra")) == [("cell-without-header", 2, "", "extra")]
    assert said(workbook({0: "05101", 6: "extra"})) == [("cell-without-header", 2, "", "extra")]


def test_empty_rows_before_and_between_are_passed_over_and_rows_keep_their_numbers():
    content = f"\n\n{HEADER}\n\n05101\n;;;;\n5102\n".encode()
    assert said(content) == [("cell-not-a-code", 7, "code", "5102")]


# cells


@pytest.mark.parametrize(
    "cell",
    ["2026-04-01", "1-4-2026", "01-04-2026", "01/04/2026", "1.4.2026", date(2026, 4, 1), 46113, 46113.0],
    ids=str,
)
def test_a_date_is_read_as_text_as_a_date_cell_and_as_a_serial_number(cell):
    assert read(workbook({0: "05101", 2: cell}))[0]["day"] == date(2026, 4, 1)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "01-04-26",
            "2026/04/01",
            "04-13-2026",
            "31-02-2026",
            "1-4/2026",
            "mañana",
            "2026-04-01 10:00",
            "46113",
            "3000-01-01",
        ),
        *(46113.5, 60, 0, -1, 401_769, 2_958_465, True, datetime(2026, 4, 1, 13, 5)),
    ],
    ids=str,
)
def test_what_is_no_date_is_said_with_the_forms_expected(cell):
    (fault,) = read_sheet(workbook({0: "05101", 2: cell}), SPEC).faults
    assert (fault.code, fault.row, fault.column) == ("cell-not-a-date", 2, "day")
    assert fault.expected == {"forms": ["2026-11-23", "23-11-2026", "23/11/2026"]}


def test_the_first_and_the_last_serial_number_are_dates():
    assert [row["day"] for row in read(workbook({0: "05101", 2: 61}, {0: "05102", 2: 401_768}))] == [
        date(1900, 3, 1),
        date(2999, 12, 31),
    ]


def test_a_workbook_that_counts_from_1904_is_read_so():
    content = workbook({0: "05101", 2: 44651}, {0: "05102", 2: date(2026, 4, 1)}, date_1904=True)
    assert [row["day"] for row in read(content)] == [date(2026, 4, 1)] * 2


def test_codes_keep_their_zeros_and_a_number_that_lost_one_is_not_mended():
    assert [row["code"] for row in read(workbook({0: "05101"}, {0: 13101}))] == ["05101", "13101"]
    assert said(workbook({0: 5101})) == [("cell-not-a-code", 2, "code", "5101")]
    written = write_workbook(SPEC, [ONE], "es")
    with CalamineWorkbook.from_filelike(BytesIO(written)) as book:
        assert book.get_sheet_by_index(0).to_python()[1][0] == "05101"


@pytest.mark.parametrize(("cell", "count"), [("7", 7), ("-7", -7), ("007", 7), (7, 7), (7.0, 7), (0, 0)])
def test_a_whole_number_is_read(cell, count):
    assert read(workbook({0: "05101", 4: cell}))[0]["count"] == count


@pytest.mark.parametrize("cell", ["7.5", "1.000", "1,000", "siete", 7.5, True, date(2026, 4, 1), "1" * 16])
def test_what_is_no_whole_number_is_said(cell):
    assert [fault[0] for fault in said(workbook({0: "05101", 4: cell}))] == ["cell-not-a-whole-number"]


def test_a_choice_is_read_by_code_or_label_and_nothing_else():
    for cell in ("big", "Grande", "GRANDE", "Big"):
        assert read(text(f"05101;;;{cell};"))[0]["kind"] == "big"
    (fault,) = read_sheet(text("05101;;;Pequeño;"), SPEC).faults
    assert fault == SheetFault("cell-not-a-choice", 2, "kind", "Pequeño", {"choices": ["big"]})


def test_text_up_to_the_limit_is_kept_and_one_more_is_not():
    assert read(text("05101;" + "ñ" * 40))[0]["name"] == "ñ" * 40
    assert [fault[0] for fault in said(text("05101;" + "ñ" * 41))] == ["cell-too-long"]


def test_text_is_composed_and_control_characters_are_not_text():
    assert read(text("05101; N\u0303uble\u00a0"))[0]["name"] == "Ñuble"
    assert [fault[0] for fault in said(text("05101;a\x07b"))] == ["cell-control-character"]
    assert read(text('05101;"two\r\nlines"'))[0]["name"] == "two\nlines"


def test_formulas_and_errors_are_said_whatever_value_is_stored_for_them():
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER.split(";"))
        sheet.write_string(1, 0, "05101")
        sheet.write_formula(1, 1, '="a"', None, "a")
        sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(3, 4, "=1+1", None, "")
    assert [fault[:3] for fault in said(target.getvalue())] == [
        ("cell-is-a-formula", 2, "name"),
        ("cell-is-a-formula", 3, "code"),
        ("cell-required", 4, "code"),
        ("cell-is-a-formula", 4, "count"),
    ]
    error = sheet_xml(
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row><row><c t="e"><v>#N/A</v></c></row>'
    )
    assert said(with_part(workbook(), SHEET, error)) == [("cell-is-an-error", 2, "code", "")]
    assert said(text("05101;=1+1")) == [("cell-is-a-formula", 2, "name", "=1+1")]


def test_a_key_that_stands_twice_is_said_with_its_first_row():
    (fault,) = read_sheet(text("05101", "05102", "05101"), SPEC).faults
    assert fault == SheetFault("row-repeated", 4, "code", "05101", {"columns": ["code"], "first_row": 2})


def test_all_faults_are_said_up_to_the_bound_and_then_that_there_are_more():
    bounds = Bounds(faults=5)
    assert len(said(text(*["x"] * 5), bounds)) == 5
    assert [fault[:2] for fault in said(text(*["x"] * 6), bounds)][-1] == ("sheet-more-faults", 7)


# encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_the_encodings_that_excel_writes_are_read(encoding):
    content = f"{HEADER}\n05101;Viña del Mar – Ñuñoa".encode(encoding)
    assert read(content)[0]["name"] == "Viña del Mar – Ñuñoa"


@pytest.mark.parametrize(
    "content",
    [f"{HEADER}\n05101".encode("utf-16"), f"{HEADER}\n05101".encode("utf-16-le"), b"code\n05101;\xff\x81", b"code\0"],
)
def test_other_encodings_are_refused_by_name(content):
    (fault,) = read_sheet(content, SPEC).faults
    assert (fault.code, fault.expected) == ("sheet-encoding", {"known": ["utf-8", "windows-1252"]})


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b"\r\n \r\n", HEADER.encode(), text(), workbook(), workbook(header="")],
    ids=["nothing", "mark", "blank", "header", "header-line", "workbook-header", "blank-workbook"],
)
def test_a_file_without_rows_is_empty(content):
    assert [fault[0] for fault in said(content)] == ["sheet-empty"]


def test_a_fault_is_plain_values_for_the_record():
    (fault,) = read_sheet(text("5101"), SPEC).faults
    assert fault.as_params() == {
        "code": "cell-not-a-code",
        "row": 2,
        "column": "code",
        "found": "5101",
        "expected": {"example": "05101"},
    }
