"""Workbooks with several sheets, and exact amounts in their cells."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonel.governance.sheets import Column, Label, SheetSpec, read_sheet, write_book, write_delimited

COSTS = SheetSpec(
    Label("Costos", "Costs"),
    (Column("what", Label("Qué", "What"), required=True), Column("amount", Label("Monto", "Amount"), "amount")),
)
RISKS = SheetSpec(Label("Riesgos", "Risks"), (Column("name", Label("Riesgo", "Risk"), required=True),))


def amounts(content):
    reading = read_sheet(content, COSTS)
    return [row.values["amount"] for row in reading.rows] or [fault.code for fault in reading.faults]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1000", Decimal(1000)),
        ("1000,5", Decimal("1000.5")),
        ("1000.5", Decimal("1000.5")),
        ("-3", Decimal(-3)),
        ("", None),
        ("1.000", "cell-amount-ambiguous"),
        ("1.000.000", "cell-not-an-amount"),
        ("0.12345", "cell-not-an-amount"),
        ("1e3", "cell-not-an-amount"),
        ("NaN", "cell-not-an-amount"),
        ("9" * 16, "cell-not-an-amount"),
        ("1" * 200_000, "sheet-unreadable"),
    ],
)
def test_an_amount_is_read_as_it_stands_or_refused(text, found):
    assert amounts(f"Qué;Monto\nx;{text}\n".encode()) == [found]


@given(st.decimals(-(10**14), 10**14, places=2, allow_nan=False))
def test_an_amount_that_goes_out_comes_back(amount):
    rows = [{"what": "x", "amount": amount}]
    assert amounts(write_delimited(COSTS, rows, "es")) == [amount]
    if abs(amount) < 10**12:  # a cell of a workbook holds fifteen figures
        assert amounts(write_book([(COSTS, rows)], "es")) == [amount]


@pytest.mark.parametrize("language", ["es", "en"])
def test_each_sheet_of_a_workbook_is_found_by_its_title_in_either_language(language):
    book = write_book([(COSTS, [{"what": "a"}]), (RISKS, [{"name": "b"}, {"name": "c"}])], language)
    assert [row.values["name"] for row in read_sheet(book, RISKS, by_title=True).rows] == ["b", "c"]
    assert [row.values["what"] for row in read_sheet(book, COSTS, by_title=True).rows] == ["a"]
    assert [row.values["what"] for row in read_sheet(book, COSTS).rows] == ["a"], "without a title it is the first"


def test_a_sheet_that_is_missing_is_named():
    (fault,) = read_sheet(write_book([(COSTS, [{"what": "a"}])], "es"), RISKS, by_title=True).faults
    assert (fault.code, fault.expected) == ("sheet-tab-missing", {"tab": "Riesgos / Risks"})


def test_a_day_in_a_cell_of_amounts_is_no_amount():
    spec = SheetSpec(COSTS.title, (COSTS.columns[0], Column("amount", Label("Monto", "Amount"), "date")))
    book = write_book([(spec, [{"what": "x", "amount": date(2026, 11, 23)}])], "es")
    assert amounts(book) == ["cell-not-an-amount"]
