"""A histogram of simulated results, with the percentiles people ask for and the side of nought that hurts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from timonel.pages import formats
from timonel.pages.charts.drawing import (
    BLUE,
    FAINT,
    GROUND,
    RED,
    RULE,
    SUBTLE,
    TINT,
    Chart,
    svg,
    tag,
    width_of,
    words,
)
from timonel.pages.charts.scales import Figure, Scale, Write, exact, figures_across, round_values
from timonel.pages.texts import Text

WIDTH, HEIGHT, RIGHT, LINE = 760.0, 220.0, 24.0, 17.0


@dataclass(frozen=True, slots=True)
class Percentile:
    """A value of which so many in a hundred results are not above: its short name (P10) and the value."""

    name: Text
    value: Figure


def histogram_chart(
    id_: str,
    title: Text,
    edges: Sequence[Figure],
    counts: Sequence[int],
    *,
    amount: Text,
    percentiles: Sequence[Percentile] = (),
    limit: Figure | None = None,
    write: Write = formats.number,
    note: Text = "",
) -> Chart:
    """Draw how many results fell into each class; `edges` are one more than `counts`, as `numpy.histogram` gives them.

    A class that ends at or under `limit` (nought, for a net value) is hollow. Each percentile has a line and its name;
    names that would meet stand on lines of their own.
    """
    marks = sorted(percentiles, key=lambda mark: exact(mark.value))
    heights = round_values([0, *counts], 4, least=Decimal(1))
    left = max([width_of(formats.number(value), 12) for value in heights]) + 16
    across, ticks = figures_across([*edges, *(mark.value for mark in marks)], left, WIDTH - RIGHT, write)
    names, top = _names(marks, across, write)
    up = Scale(0.0, float(heights[-1]), top + HEIGHT, top)
    shapes = _rules(heights, up, left)
    shapes += _classes(edges, counts, across, up, limit)
    shapes += _axis(ticks, top + HEIGHT, left, amount)
    if limit is not None:
        shapes.append(_upright(across.at(limit), top, top + HEIGHT, RED))
    for x, y, wording in names:
        shapes.append(_upright(x, y + 5, top + HEIGHT, GROUND, "4 3"))
        shapes.append(wording)
    columns: list[tuple[Text, str]] = [(amount, "rowhead"), (_("Results"), "number")]
    drawing = svg(WIDTH, top + HEIGHT + 48, title, shapes)
    return Chart(id_, title, drawing, columns, _rows(edges, counts, marks, write), note)


def _rules(heights: Sequence[Decimal], up: Scale, left: float) -> list[str]:
    shapes: list[str] = []
    for value in heights:
        y = up.at(value)
        shapes.append(tag("path", d=f"M{left:.1f} {y:.1f}H{WIDTH - RIGHT:.1f}", stroke=FAINT))
        shapes.append(words(left - 8, y + 4, formats.number(value), 12, fill=SUBTLE, text_anchor="end"))
    return shapes


def _classes(
    edges: Sequence[Figure], counts: Sequence[int], across: Scale, up: Scale, limit: Figure | None
) -> list[str]:
    shapes: list[str] = []
    for (low, high), count in zip(pairwise(edges), counts, strict=True):
        left, right, y = across.at(low), across.at(high), up.at(int(count))
        hollow = limit is not None and exact(high) <= exact(limit)
        shapes.append(
            tag(
                "rect", x=left + 0.5, y=y, width=max(right - left - 1, 1.0), height=up.start - y,
                fill=TINT if hollow else BLUE, stroke=BLUE,
            )
        )  # fmt: skip
    return shapes


def _axis(ticks: Sequence[tuple[float, str]], foot: float, left: float, amount: Text) -> list[str]:
    shapes = [tag("path", d=f"M{left:.1f} {foot:.1f}H{WIDTH - RIGHT:.1f}", stroke=RULE)]
    for x, wording in ticks:
        at = min(x, WIDTH - width_of(wording, 12) / 2 - 2)
        shapes.append(tag("path", d=f"M{x:.1f} {foot:.1f}v6", stroke=RULE))
        shapes.append(words(at, foot + 20, wording, 12, fill=SUBTLE, text_anchor="middle"))
    shapes.append(words(left, foot + 40, amount, 12, fill=SUBTLE))
    return shapes


def _upright(x: float, top: float, foot: float, stroke: str, dashes: str | None = None) -> str:
    path = f"M{x:.1f} {top:.1f}V{foot:.1f}"
    return tag("path", d=path, stroke=stroke, stroke_width="1.5", stroke_dasharray=dashes)


def _names(marks: Sequence[Percentile], across: Scale, write: Write) -> tuple[list[tuple[float, float, str]], float]:
    """Write the names of percentiles above the ground, each on the first line where it meets no other."""
    ends: list[float] = []
    placed: list[tuple[float, float, str]] = []
    for mark in marks:
        wording = f"{mark.name}: {write(exact(mark.value))}"
        x, half = across.at(mark.value), width_of(wording, 12) / 2
        middle = min(max(x, half + 2), WIDTH - half - 2)
        line = next((place for place, end in enumerate(ends) if end < middle - half), len(ends))
        ends[line : line + 1] = [middle + half + 12]
        y = 16 + line * LINE
        placed.append((x, y, words(middle, y, wording, 12, text_anchor="middle")))
    return placed, 28 + len(ends) * LINE


def _rows(
    edges: Sequence[Figure], counts: Sequence[int], marks: Sequence[Percentile], write: Write
) -> list[list[Text]]:
    rows: list[list[Text]] = [
        [_("%(low)s to %(high)s") % {"low": write(exact(low)), "high": write(exact(high))}, formats.number(int(count))]
        for (low, high), count in zip(pairwise(edges), counts, strict=True)
    ]
    rows += [[f"{mark.name}: {write(exact(mark.value))}", "—"] for mark in marks]
    return rows
