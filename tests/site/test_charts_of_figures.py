"""Drawings of figures and days: what is drawn is in proportion, inside its frame, and the table says the same."""

import re
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from timonel.pages.charts import (
    Bar,
    GateMark,
    LightRow,
    Line,
    Percentile,
    ScheduleRow,
    Swing,
    bars_chart,
    histogram_chart,
    lights_chart,
    lines_chart,
    schedule_chart,
    tornado_chart,
)
from timonel.pages.charts.scales import days_across, figures_across, round_values

TODAY = date(2026, 11, 23)
FIGURES = st.decimals(-(10**20), 10**20, places=2, allow_nan=False)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
BLUE, TINT = "#006FB3", "#EDF5FA"


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es-cl"):
        yield


def shapes(chart, name, **wanted):
    """Give the attributes of each shape of a name that has the attributes wanted."""
    found = [dict(re.findall(r'([\w-]+)="([^"]*)"', shape)) for shape in re.findall(rf"<{name} [^>]*>", chart.svg)]
    return [each for each in found if wanted.items() <= each.items()]


def is_inside(chart):
    wide, high = (float(value) for value in re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', chart.svg).groups())
    boxes = [tuple(float(box[key]) for key in ("x", "y", "width", "height")) for box in shapes(chart, "rect")]
    return all(x >= 0 and y >= 0 and x + w <= wide + 0.2 and y + h <= high + 0.2 for x, y, w, h in boxes)


def widths(chart, fill):
    return [float(each["width"]) for each in shapes(chart, "rect", fill=fill)]


@given(st.lists(FIGURES, min_size=1, max_size=8), st.integers(1, 8))
def test_round_values_enclose_the_figures_and_are_equally_apart(figures, about):
    values = round_values(figures, about)
    assert values[0] <= min(figures)
    assert values[-1] >= max(figures)
    assert len({after - before for before, after in pairwise(values)}) == 1
    assert len(values) <= about + 3
    assert not any("E" in f"{value:,}" for value in values)


def test_one_figure_alone_has_an_axis_from_nought():
    assert round_values([Decimal(0)], 5)[0] == 0
    assert round_values([Decimal(7)], 5)[0] == 0
    assert round_values([Decimal(-7)], 5)[-1] == 0


@given(st.lists(FIGURES, min_size=1, max_size=8))
def test_the_marks_of_an_axis_of_twenty_digits_do_not_meet(figures):
    _scale, marks = figures_across(figures, 232, 740, lambda value: f"{value:,}")
    assert len(marks) >= 2
    apart = [after[0] - before[0] for before, after in pairwise(marks)]
    assert len(marks) <= 3 or min(apart) >= 6 * max(len(wording) for _x, wording in marks)


@given(st.lists(DAYS, min_size=1, max_size=6))
def test_an_axis_of_days_begins_and_ends_on_the_first_of_a_month_and_holds_them_all(days):
    scale, marks = days_across(days, 300, 1000)
    assert date.fromordinal(int(scale.low)).day == date.fromordinal(int(scale.high)).day == 1
    assert scale.low <= min(days).toordinal() <= max(days).toordinal() < scale.high
    assert marks[0][0] == 300
    assert marks[-1][0] == 1000


def test_bars_are_in_proportion_and_go_to_the_left_under_nought():
    chart = bars_chart("b", "t", [Bar("a", 100), Bar("b", 50), Bar("c", -25)], of="Institución", amount="CLP")
    first, second, third = shapes(chart, "rect", fill=BLUE)
    assert float(first["width"]) == pytest.approx(2 * float(second["width"]), abs=0.2)
    assert float(third["x"]) + float(third["width"]) == pytest.approx(float(first["x"]), abs=0.2)
    assert chart.columns == [("Institución", "rowhead"), ("CLP", "number")]


def test_an_amount_not_stated_has_no_bar_and_says_so():
    chart = bars_chart("b", "t", [Bar("a", None, "detalle"), Bar("b", 0)], of="Institución", amount="CLP")
    assert len(shapes(chart, "rect")) == 1
    assert chart.rows == [["a", "detalle", "no se indica"], ["b", "", "0"]]


@given(st.lists(FIGURES, max_size=6))
def test_bars_of_any_size_keep_inside_and_every_figure_is_written_whole(values):
    chart = bars_chart("b", "t", [Bar("Servicio", value) for value in values], of="De", amount="CLP")
    assert is_inside(chart)
    written = [row[1].replace(".", "").replace(",", ".").replace("\N{MINUS SIGN}", "-") for row in chart.rows]
    assert [Decimal(text) for text in written] == values


def test_a_tornado_has_what_moves_the_result_most_on_top():
    swings = [Swing("tasa", 90, 110, "4 %", "8 %"), Swing("plazo", 150, 60, "18 meses", "36 meses")]
    chart = tornado_chart("t", "t", swings, at=100, amount="VAN")
    assert [row[0] for row in chart.rows] == ["plazo", "tasa"]
    assert chart.rows[0] == ["plazo", "18 meses", "150", "36 meses", "60", "90"]
    assert chart.note == "Según lo previsto: 100"


def test_in_a_tornado_the_low_value_is_hollow_and_the_high_one_filled():
    chart = tornado_chart("t", "t", [Swing("plazo", 150, 60)], at=100, amount="VAN")
    hollow, filled = widths(chart, TINT)[1], widths(chart, BLUE)[1]  # the first of each is the legend's
    assert hollow == pytest.approx(filled * 50 / 40, abs=0.2)


@given(st.lists(st.tuples(FIGURES, FIGURES), max_size=6), FIGURES)
def test_a_tornado_of_any_figures_keeps_inside(swings, at):
    chart = tornado_chart("t", "t", [Swing("supuesto", low, high) for low, high in swings], at=at, amount="VAN")
    assert is_inside(chart)
    assert len(chart.rows) == len(swings)


def test_a_line_stops_where_nothing_is_stated_and_begins_again():
    line = Line("Gastado", [(2024, 1), (2025, 2), (2026, None), (2027, 4), (2028, 5)])
    chart = lines_chart("l", "t", [line], across="Año", amount="CLP")
    assert len([path for path in shapes(chart, "path", fill="none") if path["d"].count("L") == 1]) == 2
    assert chart.rows[2] == ["2026", "no se indica"]


def test_a_place_that_a_line_does_not_have_is_a_dash_in_its_table():
    lines = [Line("a", [(2024, 1)]), Line("b", [(2025, 2)])]
    chart = lines_chart("l", "t", lines, across="Año", amount="CLP")
    assert chart.rows == [["2024", "1", "—"], ["2025", "—", "2"]]
    assert chart.columns == [("Año", "rowhead"), ("a (CLP)", "number"), ("b (CLP)", "number")]


def test_a_stepped_line_holds_its_value_until_the_next_point():
    days = [(date(2026, 1, 1), 0), (date(2026, 7, 1), 10)]
    chart = lines_chart("l", "t", [Line("Plan", days, stepped=True)], across="Día", amount="CLP")
    (path,) = [each["d"] for each in shapes(chart, "path", fill="none")]
    assert re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+V[\d.]+", path)
    assert [row[0] for row in chart.rows] == ["01-01-2026", "01-07-2026"]


def test_years_are_written_without_dots_and_each_stands_on_the_axis():
    chart = lines_chart("l", "t", [Line("a", [(2024, 1), (2026, 2)])], across="Año", amount="CLP")
    assert all(f">{year}</text>" in chart.svg for year in (2024, 2025, 2026))
    assert "2.024" not in chart.svg


def test_the_flow_of_a_year_is_a_column_hollow_under_nought():
    flow = Line("Flujo", [(2024, -5), (2025, 5), (2026, None)])
    chart = lines_chart("l", "t", [Line("Suma", [(2024, -5), (2025, 0)])], bars=flow, across="Año", amount="CLP")
    assert len(shapes(chart, "rect", fill="#FFFFFF")) == 1
    assert len(shapes(chart, "rect", fill="#DFE3E7")) == 2  # the column and the legend
    assert chart.rows[2] == ["2026", "—", "no se indica"]


@given(st.lists(st.tuples(DAYS, st.none() | FIGURES), max_size=10, unique_by=lambda point: point[0]))
def test_lines_of_any_days_and_figures_are_drawn_with_all_their_values(points):
    line = Line("Gasto", points)
    chart = lines_chart("l", "t", [line], bars=line, across="Día", amount="CLP")
    assert is_inside(chart)
    assert len(chart.rows) == len(points)


def test_lines_differ_in_stroke_not_only_in_colour():
    chart = lines_chart("l", "t", [Line(n, [(1, 1), (2, 2)]) for n in "abcd"], across="x", amount="y")
    strokes = {each.get("stroke-dasharray") for each in shapes(chart, "path", fill="none")}
    assert strokes == {None, "7 4", "2 4", "10 3 2 3"}


def test_each_light_has_its_word_in_the_table_and_who_was_not_rated_says_so():
    days = [date(2026, 6, 30), date(2026, 12, 31)]
    rows = [LightRow("Costo", {days[0]: "green", days[1]: None}), LightRow("Plazo", {days[1]: "red"})]
    chart = lights_chart("l", "t", rows, days)
    assert chart.rows == [["Costo", "En orden", "Sin evaluar"], ["Plazo", "—", "Desviado"]]
    assert [label for label, _kind in chart.columns] == ["Semáforo", "30-06-2026", "31-12-2026"]


def test_each_light_has_a_shape_of_its_own_without_its_colour():
    drawn = set()
    for light in ("green", "amber", "red", None):
        chart = lights_chart("l", "t", [LightRow("Costo", {TODAY: light})], [TODAY])
        cell = chart.svg.partition(">Costo</text>")[2].partition('stroke="#727A81"')[0]
        drawn.add(re.sub(r'(fill|stroke)="[^"]*"', "", cell))
    assert len(drawn) == 4


@pytest.mark.parametrize(("day", "late"), [(TODAY, False), (TODAY - timedelta(days=1), True)])
def test_a_gate_not_passed_is_late_from_the_day_after_the_one_planned(day, late):
    chart = schedule_chart("s", "t", [ScheduleRow("p", gates=[GateMark("Construir", day)])], TODAY)
    assert ("atrasado" in chart.rows[0][4]) is late
    assert len(shapes(chart, "circle")) == 1 + late  # the legend has one


def test_a_gate_passed_is_never_late():
    row = ScheduleRow("p", gates=[GateMark("Iniciar", date(2020, 1, 1), passed=True)])
    assert schedule_chart("s", "t", [row], TODAY).rows[0][4] == "Iniciar, aprobado el 01-01-2020"


def test_a_project_without_dates_says_so_and_its_name_leads_to_it():
    chart = schedule_chart("s", "t", [ScheduleRow("<b>Uno</b>", url="/projects/1")], TODAY)
    assert ">no se indican fechas</text>" in chart.svg
    assert chart.rows == [
        ['<a href="/projects/1">&lt;b&gt;Uno&lt;/b&gt;</a>', "no se indica", "no se indica", "—", "—"]
    ]


@given(st.lists(st.tuples(st.none() | DAYS, st.integers(0, 5000), st.lists(DAYS, max_size=3)), max_size=6))
def test_projects_of_any_dates_keep_inside_the_axis(projects):
    rows = [
        ScheduleRow(
            "Proyecto", first, first and first + timedelta(days=length), [GateMark("Hito", day) for day in gates]
        )
        for first, length, gates in projects
    ]
    chart = schedule_chart("s", "t", rows, TODAY)
    assert is_inside(chart)
    assert len(chart.rows) == len(rows)


@pytest.mark.parametrize(("limit", "hollow"), [(-1, 0), (0, 1), (9, 1), (10, 2)])
def test_a_class_that_ends_at_the_limit_or_under_it_is_hollow(limit, hollow):
    chart = histogram_chart("h", "t", [-10, 0, 10, 20], [1, 2, 3], amount="VAN", limit=limit)
    assert len(widths(chart, TINT)) == hollow
    assert len(widths(chart, BLUE)) == 3 - hollow


def test_a_histogram_has_each_class_and_percentile_in_its_table():
    chart = histogram_chart("h", "t", [0, 10, 20], [4, 6], amount="VAN", percentiles=[Percentile("P50", 11)])
    assert chart.rows == [["de 0 a 10", "4"], ["de 10 a 20", "6"], ["P50: 11", "—"]]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=9))
def test_names_of_percentiles_never_meet(values):
    marks = [Percentile(f"P{place}", value) for place, value in enumerate(values)]
    chart = histogram_chart("h", "t", [0, 10], [1], amount="VAN", percentiles=marks)
    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" [^>]*>(P\d+: [^<]*)</text>', chart.svg)
    spans = sorted((float(y), float(x) - 3 * len(text), float(x) + 3 * len(text)) for x, y, text in found)
    assert len(found) == len(values)
    assert all(one[0] != other[0] or one[2] < other[1] for one, other in pairwise(spans))
    assert is_inside(chart)
