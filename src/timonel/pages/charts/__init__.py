"""Drawings made on the server: SVG without scripts or inline style, each with its numbers as a table beneath.

`components/chart.html` puts a `Chart` on a page. A drawing carries its colours
and letters as attributes, so that the same file can be printed or kept.
"""

from timonel.pages.charts.bars import Bar, Swing, bars_chart, tornado_chart
from timonel.pages.charts.drawing import Chart
from timonel.pages.charts.histogram import Percentile, histogram_chart
from timonel.pages.charts.instruments import Span, instruments_chart
from timonel.pages.charts.lights import LightRow, lights_chart
from timonel.pages.charts.lines import Line, lines_chart
from timonel.pages.charts.matrix import Mark, matrix_chart
from timonel.pages.charts.organisation import Box, ReportingLine, organisation_chart
from timonel.pages.charts.schedule import GateMark, ScheduleRow, schedule_chart

__all__ = [
    "Bar",
    "Box",
    "Chart",
    "GateMark",
    "LightRow",
    "Line",
    "Mark",
    "Percentile",
    "ReportingLine",
    "ScheduleRow",
    "Span",
    "Swing",
    "bars_chart",
    "histogram_chart",
    "instruments_chart",
    "lights_chart",
    "lines_chart",
    "matrix_chart",
    "organisation_chart",
    "schedule_chart",
    "tornado_chart",
]
