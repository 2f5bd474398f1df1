"""Spreadsheets that nobody should trust are refused, at once and by name."""

from __future__ import annotations

import struct
import time
import zipfile
from io import BytesIO

import pytest

from tests.sheets import ONE, SHEET, read, said, sheet_xml, text, with_part, workbook
from timonel.governance.sheets import Bounds


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0 old excel", "sheet-format"),
        (b"PK\x03\x04 cut off", "sheet-unreadable"),
        (workbook({0: "05101"})[:-40], "sheet-unreadable"),
        (with_part(workbook({0: "05101"}), SHEET, b"<worksheet>"), "sheet-unreadable"),
        (with_part(workbook({0: "05101"}), SHEET, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "sheet-unreadable"),
        (with_part(workbook({0: "05101"}), SHEET, sheet_xml(b'<row><c r="a1"><v>1</v></c></row>')), "sheet-unreadable"),
        (with_part(workbook({0: "05101"}), "xl/_rels/workbook.xml.rels", b"<a/>"), "sheet-unreadable"),
        (b'code\n"05101', "sheet-unreadable"),
    ],
    ids=["xls", "cut", "shortened", "xml", "entity", "address", "relations", "quote"],
)
def test_a_file_that_is_no_sheet_is_refused(content, code):
    assert [fault[0] for fault in said(content)] == [code]


def test_another_archive_is_not_a_workbook():
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("content.xml", "an ODS, say")
    assert [fault[0] for fault in said(target.getvalue())] == ["sheet-format"]


def test_the_bounds_are_inclusive():
    three = text("05101", "05102", "05103")
    assert said(three, Bounds(octets=len(three), rows=3)) == []
    assert [fault[0] for fault in said(three, Bounds(octets=len(three) - 1))] == ["sheet-too-large"]
    assert [fault[0] for fault in said(three, Bounds(rows=2))] == ["sheet-too-many-rows"]
    assert said(text("05101"), Bounds(cells=6)) == []
    assert [fault[0] for fault in said(text("05101"), Bounds(cells=5))] == ["sheet-too-many-cells"]
    book = workbook({0: "05101"}, {0: "05102"})
    assert said(book, Bounds(rows=2, cells=15)) == []
    assert [fault[0] for fault in said(book, Bounds(rows=1))] == ["sheet-too-many-rows"]
    assert [fault[0] for fault in said(book, Bounds(cells=14))] == ["sheet-too-many-cells"]


def test_a_small_file_with_six_hundred_thousand_rows_is_refused_at_once():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (row, row) for row in range(1, 600_001))
    content = with_part(workbook(), SHEET, sheet_xml(rows))
    assert len(content) < Bounds().octets
    began = time.perf_counter()
    assert [fault[0] for fault in said(content)] == ["sheet-too-many-rows"]
    assert time.perf_counter() - began < 2


def test_a_file_that_unpacks_to_gigabytes_is_refused_unread():
    content = with_part(workbook(), SHEET, b" " * (Bounds().unpacked_octets + 1))
    assert len(content) < 200_000
    assert [fault[0] for fault in said(content)] == ["sheet-unpacks-too-large"]


def test_a_part_that_holds_more_than_it_says_is_not_read_on():
    honest = workbook({0: "05101"})
    content = bytearray(with_part(honest, SHEET, b" " * 3_000_000))
    entry = content.rindex(SHEET.encode()) - 46  # the central directory, which is what readers believe
    assert struct.unpack_from("<I", content, entry + 24) == (3_000_000,)
    struct.pack_into("<I", content, entry + 24, 100)
    assert [fault[0] for fault in said(bytes(content))] == ["sheet-unreadable"]


def test_cells_far_apart_do_not_make_a_sheet_of_millions():
    far = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert [fault[0] for fault in said(with_part(workbook(), SHEET, sheet_xml(far)))] == ["sheet-too-many-cells"]
    empty = (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c></row><row r="9"><c r="A9"><v>13101</v></c></row>'
    )
    empty += b'<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert read(with_part(workbook(), SHEET, sheet_xml(empty))) == [ONE | {"code": "13101"}]


def test_elements_that_are_no_cells_are_counted_too():
    content = with_part(workbook(), SHEET, sheet_xml(b"<a/>" * 2_000_001))
    assert [fault[0] for fault in said(content)] == ["sheet-too-many-cells"]
