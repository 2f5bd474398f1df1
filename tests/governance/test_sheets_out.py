"""Writing spreadsheets: what goes out comes back, and nothing of it is ever calculated."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.sheets import ONE, SHEET, SPEC, read
from timonel.domain.identifiers import canonical
from timonel.domain.periods import LAST_DAY
from timonel.frameworks.registers import table, vocabulary
from timonel.governance.sheets import (
    SheetSpec,
    Value,
    identifier_sheet,
    institution_sheet,
    read_sheet,
    write_delimited,
    write_workbook,
)
from timonel.governance.sheets.writing import CellTooLong

INSTITUTIONS = institution_sheet("cl")


def shipped(name: str, spec: SheetSpec) -> list[dict[str, Value]]:
    return [
        {
            column.name: (date.fromisoformat(row[column.name]) if row[column.name] else None)
            if column.kind == "date"
            else row[column.name]
            for column in spec.columns
        }
        for row in table("cl", name)
    ]


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("write", [write_workbook, write_delimited])
@pytest.mark.parametrize("name", ["institutions", "identifiers"])
def test_the_shipped_registers_go_out_and_come_back_equal(name, write, language):
    spec = INSTITUTIONS if name == "institutions" else identifier_sheet("cl")
    rows = shipped(name, spec)
    reading = read_sheet(write(spec, rows, language), spec)
    assert reading.faults == ()
    assert [dict(row.values) for row in reading.rows] == rows
    assert [row.row for row in reading.rows] == list(range(2, len(rows) + 2))


def test_the_shipped_file_itself_is_a_sheet_but_for_the_column_that_keeps_the_source_spelling():
    rows = shipped("institutions", INSTITUTIONS)
    lines = [",".join(column.name for column in INSTITUTIONS.columns)]
    lines += [",".join(f'"{cell or ""}"' for cell in row.values()) for row in rows]
    reading = read_sheet("\n".join(lines).encode(), INSTITUTIONS)
    assert [dict(row.values) for row in reading.rows] == rows


def test_codes_of_the_identifier_sheet_have_the_form_of_their_scheme():
    for row in shipped("identifiers", identifier_sheet("cl")):
        assert canonical(str(row["scheme"]), str(row["value"])) == row["value"]


def test_no_label_of_a_column_stands_for_two_codes():
    for words in vocabulary("cl").values():
        labels = [label.casefold() for word in words for label in {word.es, word.en}]
        assert len(labels) == len(set(labels))


def test_an_institution_with_faults_in_many_cells_hears_of_each():
    row = {"number": "CL 08", "kind": "oficina", "region": "5", "from": "31-02-2026", "checked_on": None}
    reading = read_sheet(write_delimited(INSTITUTIONS, [row], "es"), INSTITUTIONS)
    assert [(fault.code, fault.column) for fault in reading.faults] == [
        ("cell-not-a-code", "number"),
        ("cell-required", "name"),
        ("cell-not-a-choice", "kind"),
        ("cell-required", "level"),
        ("cell-not-a-code", "region"),
        ("cell-not-a-date", "from"),
        ("cell-required", "source"),
        ("cell-required", "checked_on"),
    ]
    assert reading.rows == ()


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "'=1", "''-a", "|calc", "https://a.b", "1e3", "TRUE"]


@pytest.mark.parametrize("write", [write_workbook, write_delimited])
@pytest.mark.parametrize("name", DANGEROUS)
def test_what_looks_like_a_formula_goes_out_as_text_and_comes_back(write, name):
    content = write(SPEC, [ONE | {"name": name}], "es")
    assert read(content) == [ONE | {"name": name}]
    if write is write_delimited:
        cell = content.decode("utf-8-sig").splitlines()[1].split(";")[1].strip('"')
        assert not cell.startswith(("=", "+", "-", "@"))
    else:
        assert b"<f>" not in zipfile.ZipFile(BytesIO(content)).read(SHEET)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@given(NAMES, st.dates(date(1900, 3, 1), LAST_DAY), st.integers(-(10**9), 10**9), st.sampled_from(["", "big"]))
def test_any_row_goes_out_and_comes_back(name, day, count, kind):
    row = ONE | {"name": name, "day": day, "count": count, "kind": kind}
    book, delimited = (read(write(SPEC, [row], "en")) for write in (write_workbook, write_delimited))
    assert book == delimited
    assert [{**each, "name": ""} for each in book] == [{**row, "name": ""}]
    assert read(write_workbook(SPEC, book, "en")) == book


def test_a_template_has_the_headers_the_choices_and_a_sheet_that_explains_them():
    content = write_workbook(INSTITUTIONS, [], "es")
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        assert book.sheet_names == ["Instituciones", "Columnas"]
        header = book.get_sheet_by_index(0).to_python()[0]
        explained = book.get_sheet_by_index(1).to_python()
    assert header[:4] == ["Número *", "Nombre *", "Nombre breve", "Clase *"]
    assert [row[0] for row in explained] == ["Columna", *(column.header.es for column in INSTITUTIONS.columns)]
    assert explained[10][3] == "Grupo A; Grupo B; Grupo C; No consta"
    assert b"Grupo A,Grupo B,Grupo C,No consta" in zipfile.ZipFile(BytesIO(content)).read(SHEET)
    assert [fault.code for fault in read_sheet(content, INSTITUTIONS).faults] == ["sheet-empty"]


def test_a_text_longer_than_a_cell_is_refused_and_not_cut():
    assert write_workbook(SPEC, [ONE | {"name": "a" * 32_767}], "es")
    with pytest.raises(CellTooLong) as refusal:
        write_workbook(SPEC, [ONE | {"name": "a" * 32_768}], "es")
    assert (refusal.value.code, refusal.value.params) == ("cell-too-long", {"column": "name"})
