"""Drawings: everything named is drawn, nothing overlaps or falls outside, and the table says the same."""

import re
from datetime import date
from itertools import combinations

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.site.pages import Page, render, text_of
from timonel.pages.charts import (
    Box,
    Mark,
    ReportingLine,
    Span,
    instruments_chart,
    matrix_chart,
    organisation_chart,
)
from timonel.pages.charts.drawing import width_of, wrap
from timonel.site.views import styleguide_charts as examples

NAMES = st.text("abcdefgh ñÑ", min_size=1, max_size=60).filter(str.strip)


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es-cl"):
        yield


def rectangles(chart):
    """Give left, top, right and bottom of each body's box."""
    boxes = []
    for shape in re.findall(r"<rect [^>]*>", chart.svg):
        values = dict(re.findall(r'(\w+)="([^"]*)"', shape))
        if values["fill"] == "#FFFFFF":
            x, y = float(values["x"]), float(values["y"])
            boxes.append((x, y, x + float(values["width"]), y + float(values["height"])))
    return boxes


def size_of(chart):
    return tuple(float(value) for value in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', chart.svg).groups())


@pytest.mark.parametrize("chart", examples.charts(), ids=lambda chart: chart.id)
def test_a_drawing_has_a_name_and_no_inline_style_or_script(chart):
    page = Page(str(chart.svg))
    assert page.faults == []
    assert page.inline == []
    assert page.all("svg")[0]["role"] == "img"
    assert page.all("svg")[0]["aria-label"] == str(chart.title)


@pytest.mark.parametrize("chart", examples.charts(), ids=lambda chart: chart.id)
def test_beneath_a_drawing_stands_its_table(chart):
    html = render('{% from "components/chart.html" import chart %}{{ chart(c) }}', c=chart)
    for row in chart.rows:
        for cell in row:
            assert text_of(str(cell)) in text_of(html.partition("<table")[2])


def a_chart(boxes, lines):
    return organisation_chart(
        "o", "Órganos", [Box(*box) if isinstance(box, tuple) else Box(box, box) for box in boxes], lines
    )


@st.composite
def organisations(draw):
    keys = [f"k{number}" for number in range(draw(st.integers(1, 12)))]
    boxes = [Box(key, draw(NAMES), without_basis=draw(st.booleans())) for key in keys]
    pairs = st.tuples(st.sampled_from(keys), st.sampled_from([*keys, "elsewhere"]), st.sampled_from("xyz"))
    return boxes, [ReportingLine(*pair) for pair in draw(st.lists(pairs, max_size=16))]


@given(organisations())
def test_whatever_reports_to_whom_each_body_is_drawn_once_and_no_two_overlap(organisation):
    boxes, lines = organisation
    chart = organisation_chart("o", "Órganos", boxes, lines)
    drawn = rectangles(chart)
    wide, high = size_of(chart)
    assert len(drawn) == len(boxes)
    for one, other in combinations(drawn, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    assert all(left >= 0 and top >= 0 and right <= wide and low <= high for left, top, right, low in drawn)


def test_a_body_hangs_under_its_first_superior_and_its_other_lines_go_across():
    lines = [
        ReportingLine("b", "a", "jerarquía"),
        ReportingLine("c", "a", "jerarquía"),
        ReportingLine("b", "c", "presupuesto"),
    ]
    chart = a_chart(["a", "b", "c"], lines)
    assert chart.svg.count("<circle") == 1
    assert [row[2:4] for row in chart.rows] == [
        ["—", "—"],
        ["a", "jerarquía"],
        ["c", "presupuesto"],
        ["a", "jerarquía"],
    ]


def test_each_matter_has_a_stroke_of_its_own_that_the_legend_explains():
    lines = [ReportingLine("b", "a", "jerarquía"), ReportingLine("c", "a", "asesoría")]
    chart = a_chart(["a", "b", "c"], lines)
    assert chart.svg.count('stroke-dasharray="7 4"') == 2  # the line and the legend
    assert ">jerarquía</text>" in chart.svg
    assert ">asesoría</text>" in chart.svg


def test_a_body_without_legal_basis_is_broken_and_says_so():
    chart = organisation_chart("o", "t", [Box("a", "Unidad", without_basis=True), Box("b", "Ministerio")], [])
    assert chart.svg.count('fill="#FFFFFF" stroke="#B81A1A" stroke-width="1.5" stroke-dasharray="5 3"') == 1
    assert ">sin base legal</text>" in chart.svg
    assert [row[4] for row in chart.rows] == ["sin base legal", "con base legal"]


def test_a_circle_of_reporting_lines_is_drawn_all_the_same():
    chart = a_chart(["a", "b"], [ReportingLine("a", "b", "x"), ReportingLine("b", "a", "x")])
    assert len(rectangles(chart)) == 2
    assert len(chart.rows) == 2


def test_a_line_to_a_body_that_is_not_drawn_stands_in_the_table():
    chart = a_chart(["a"], [ReportingLine("a", "elsewhere", "x")])
    assert chart.rows == [["a", "", "elsewhere", "x", "con base legal"]]


@pytest.mark.parametrize(
    ("on", "ended"), [(date(2016, 1, 31), False), (date(2016, 2, 1), False), (date(2016, 2, 2), True)]
)
def test_an_instrument_is_in_force_on_its_last_day_and_hollow_the_day_after(on, ended):
    chart = instruments_chart("i", "t", [Span("Decreto", "decreto", date(2004, 6, 3), date(2016, 2, 1))], on)
    assert ('fill="#EDF5FA"' in chart.svg) is ended
    assert chart.rows == [["Decreto", "decreto", "03-06-2004 – 01-02-2016"]]


def test_an_instrument_still_in_force_has_an_arrow():
    assert "l10 9-10 9z" in instruments_chart("i", "t", [Span("Ley", "ley", date(2019, 1, 1))], date(2026, 1, 1)).svg


def test_a_date_known_only_by_its_year_is_said_as_the_source_says_it():
    span = Span("Norma", "decreto", date(2023, 1, 1), date(2026, 12, 31), "de 2023 a 2026")
    chart = instruments_chart("i", "t", [span], date(2026, 11, 23))
    assert ">de 2023 a 2026</text>" in chart.svg


def test_no_instrument_at_all_is_an_empty_axis():
    assert instruments_chart("i", "t", [], date(2026, 11, 23)).rows == []


def test_the_matrix_counts_how_far_a_power_goes():
    marks = {("a", "p"): Mark(3, "condiciona"), ("b", "p"): Mark(5, "detiene")}
    chart = matrix_chart("m", "t", [("a", "Agencia"), ("b", "Dipres")], [("p", "Revisar"), ("q", "Parar")], marks)
    assert chart.rows == [["Agencia", "Revisar", "condiciona"], ["Dipres", "Revisar", "detiene"]]
    assert chart.svg.count('fill="#0A132D"') == 2 * 5  # the cell and the legend
    assert chart.svg.count('fill="#006FB3"') == 2 * 3


def test_names_are_escaped_in_a_drawing():
    assert "<script" not in a_chart([("a", "<script>")], []).svg


@given(NAMES, st.sampled_from([12, 14]), st.integers(40, 250))
def test_wrapping_loses_no_letter_and_keeps_to_the_width(text, size, width):
    lines = wrap(text, width, size)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width_of(line, size) <= width or len(line) == 1 for line in lines)
