"""Drawings made on the server: SVG without scripts or inline style, each with its numbers as a table beneath.

`components/chart.html` puts a `Chart` on a page. A drawing carries its colours
and letters as attributes, so that the same file can be printed or kept.
"""

from timonel.pages.charts.drawing import Chart
from timonel.pages.charts.instruments import Span, instruments_chart
from timonel.pages.charts.matrix import Mark, matrix_chart
from timonel.pages.charts.organisation import Box, ReportingLine, organisation_chart

__all__ = [
    "Box",
    "Chart",
    "Mark",
    "ReportingLine",
    "Span",
    "instruments_chart",
    "matrix_chart",
    "organisation_chart",
]
