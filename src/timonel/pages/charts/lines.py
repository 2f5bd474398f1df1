"""Lines over years, days or amounts: cumulative cash flows, planned beside spent, what thresholds would catch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
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
from timonel.pages.charts.scales import (
    Figure,
    Scale,
    Write,
    days_across,
    exact,
    figures_across,
    round_values,
)
from timonel.pages.texts import Text

WIDTH, HEIGHT, RIGHT, KEY = 760.0, 260.0, 24.0, 24.0
COLOURS = (BLUE, GROUND, RED, SUBTLE)
DASHES = ("", "7 4", "2 4", "10 3 2 3")
Place = date | Decimal | int
"""Where a point stands from left to right: a day, a year, an amount."""


@dataclass(frozen=True, slots=True)
class Line:
    """Points from left to right; None where a value is not stated: the line stops there and begins again after.

    `stepped`: a value holds until the next point, as a budget does; else points are joined.
    """

    name: Text
    points: Sequence[tuple[Place, Figure | None]]
    stepped: bool = False


@dataclass
class _Ground:
    """The scales of one drawing and how its figures and places are written."""

    across: Scale
    up: Scale
    write: Write
    shapes: list[str] = field(default_factory=list)

    def at(self, place: Place, value: Figure) -> tuple[float, float]:
        """Give the coordinates of a point."""
        return self.across.at(_position(place)), self.up.at(value)


def lines_chart(
    id_: str,
    title: Text,
    lines: Sequence[Line],
    *,
    across: Text,
    amount: Text,
    bars: Line | None = None,
    write: Write = formats.number,
    write_place: Callable[[Place], str] | None = None,
    note: Text = "",
) -> Chart:
    """Draw lines on one ground; `bars` are drawn as columns behind them (the flow of each year behind its sum).

    `across` heads the places in the table ("Year"), `amount` the figures with their unit. Each line has a colour, a
    stroke and a mark of its own. Nought is always on the ground.
    """
    series = [*lines, *([bars] if bars else [])]
    written = write_place or _written
    key, top = _key(lines, bars)
    ground = _lay(series, write, written, top, amount, has_bars=bars is not None)
    if bars:
        _columns(ground, bars)
    for place, line in enumerate(lines):
        _line(ground, line, place)
    columns: list[tuple[Text, str]] = [(across, "rowhead"), *((f"{line.name} ({amount})", "number") for line in series)]
    places = sorted({place for line in series for place, _value in line.points}, key=_position)
    found = [dict(line.points) for line in series]
    rows: list[list[Text]] = [[written(place), *(_cell(values, place, write) for values in found)] for place in places]
    return Chart(id_, title, svg(WIDTH, top + HEIGHT + 48, title, [*ground.shapes, *key]), columns, rows, note)


def _position(place: Place) -> float:
    return float(place.toordinal() if isinstance(place, date) else place)


def _written(place: Place) -> str:
    return formats.day(place) if isinstance(place, date) else str(place)


def _cell(values: dict[Place, Figure | None], place: Place, write: Write) -> str:
    value = values.get(place)
    return "—" if place not in values else _("not stated") if value is None else write(exact(value))


def _lay(
    series: Sequence[Line], write: Write, written: Callable[[Place], str], top: float, amount: Text, has_bars: bool
) -> _Ground:
    """Draw the axes, with as much room to the left as the longest figure needs."""
    values = [value for line in series for _place, value in line.points if value is not None]
    heights = round_values([0, *values], 5)
    left = max([width_of(write(value), 12) for value in heights]) + 16
    inset = 28.0 if has_bars else 8.0
    places = [place for line in series for place, _value in line.points]
    scale, marks = _across(places, left + inset, WIDTH - RIGHT - inset, written)
    up = Scale(float(heights[0]), float(heights[-1]), top + HEIGHT, top)
    shapes = []
    for value in heights:
        y = up.at(value)
        shapes.append(tag("path", d=f"M{left:.1f} {y:.1f}H{WIDTH - RIGHT:.1f}", stroke=RULE if value == 0 else FAINT))
        shapes.append(words(left - 8, y + 4, write(value), 12, fill=SUBTLE, text_anchor="end"))
    foot = top + HEIGHT
    for x, wording in marks:
        shapes.append(tag("path", d=f"M{x:.1f} {foot:.1f}v6", stroke=RULE))
        shapes.append(words(x, foot + 20, wording, 12, fill=SUBTLE, text_anchor="middle"))
    shapes.append(words(left, foot + 40, amount, 12, fill=SUBTLE))
    return _Ground(scale, up, write, shapes)


def _across(
    places: Sequence[Place], start: float, end: float, written: Callable[[Place], str]
) -> tuple[Scale, list[tuple[float, str]]]:
    days = [place for place in places if isinstance(place, date)]
    if days:
        return days_across(days, start, end)
    figures = [place for place in places if not isinstance(place, date)] or [0]
    least = Decimal(1) if all(isinstance(place, int) for place in figures) else None
    room = max([width_of(written(place), 12) for place in figures]) + 18
    if least and len(set(figures)) > 1 and float(max(figures) - min(figures) + 1) * room <= end - start:
        scale = Scale(float(min(figures)), float(max(figures)), start, end)
        return scale, [(scale.at(place), written(place)) for place in range(int(min(figures)), int(max(figures)) + 1)]
    return figures_across(figures, start, end, lambda value: written(int(value) if least else value), least)


def _columns(ground: _Ground, bars: Line) -> None:
    """Draw each value of a line as a column from nought; what is under nought is hollow."""
    places = sorted({ground.across.at(_position(place)) for place, _value in bars.points})
    wide = min([40.0, *((after - before) * 0.6 for before, after in pairwise(places))])
    for place, value in bars.points:
        if value is None:
            continue
        x, y = ground.at(place, value)
        zero = ground.up.at(0)
        fill = FAINT if value >= 0 else "#FFFFFF"
        ground.shapes.append(
            tag(
                "rect", x=x - wide / 2, y=min(y, zero), width=wide, height=max(abs(zero - y), 0.5), fill=fill,
                stroke=SUBTLE, stroke_width="1",
            )
        )  # fmt: skip


def _line(ground: _Ground, line: Line, number: int) -> None:
    """Draw a line with a mark at each point; what is not stated breaks it."""
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    for stretch in _stretches(line):
        points = [ground.at(place, value) for place, value in stretch]
        path = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
        for x, y in points[1:]:
            path += f"H{x:.1f}V{y:.1f}" if line.stepped else f"L{x:.1f} {y:.1f}"
        ground.shapes.append(
            tag("path", d=path, fill="none", stroke=colour, stroke_width="2", stroke_dasharray=dash or None)
        )
        if len(points) <= 60:
            ground.shapes += [_mark(x, y, number) for x, y in points]


def _stretches(line: Line) -> list[list[tuple[Place, Figure]]]:
    found: list[list[tuple[Place, Figure]]] = []
    unbroken = False
    for place, value in sorted(line.points, key=lambda point: _position(point[0])):
        if value is None:
            unbroken = False
            continue
        if not unbroken:
            found.append([])
        found[-1].append((place, value))
        unbroken = True
    return found


def _mark(x: float, y: float, number: int) -> str:
    """Draw the mark of a line: a disc, a square, a diamond or a triangle."""
    colour = COLOURS[number % len(COLOURS)]
    paths = (
        f"M{x - 4:.1f} {y:.1f}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
        f"M{x - 3.5:.1f} {y - 3.5:.1f}h7v7h-7z",
        f"M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z",
        f"M{x:.1f} {y - 5:.1f}l5 9h-10z",
    )
    return tag("path", d=paths[number % len(paths)], fill=colour if number < len(paths) else TINT, stroke=colour)


def _key(lines: Sequence[Line], bars: Line | None) -> tuple[list[str], float]:
    """Say which stroke stands for which line; give the shapes and where the ground begins."""
    shapes: list[str] = []
    x, y = 8.0, 14.0
    for number, name in [*enumerate(str(line.name) for line in lines), *([(-1, str(bars.name))] if bars else [])]:
        wide = 44 + width_of(name, 12) + 28
        if x > 8 and x + wide > WIDTH:
            x, y = 8.0, y + KEY
        if number < 0:
            shapes.append(tag("rect", x=x + 8, y=y - 7, width=18.0, height=12.0, fill=FAINT, stroke=SUBTLE))
        else:
            colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)] or None
            shapes.append(tag("path", d=f"M{x:.1f} {y:.1f}h34", stroke=colour, stroke_width="2", stroke_dasharray=dash))
            shapes.append(_mark(x + 17, y, number))
        shapes.append(words(x + 44, y + 4, name, 12))
        x += wide
    return shapes, y + KEY
