"""Lights over time: what each kind of light was at each report, as a shape and a letter in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from timonel.pages import formats
from timonel.pages.charts.drawing import (
    FAINT,
    RULE,
    SUBTLE,
    Chart,
    svg,
    tag,
    width_of,
    words,
    wrap,
)
from timonel.pages.texts import Text

LEFT, CELL, LINE, TOP = 232.0, 64.0, 16.0, 30.0
GREEN, AMBER, DANGER = "#056D13", "#EA9B1B", "#B81A1A"


@dataclass(frozen=True, slots=True)
class LightRow:
    """One kind of light, and its value on each day: "green", "amber", "red", or None where nobody rated.

    A day that is missing from `values` had no such light: its cell stays empty.
    """

    name: Text
    values: dict[date, str | None]


def lights_chart(id_: str, title: Text, rows: Sequence[LightRow], days: Sequence[date], note: Text = "") -> Chart:
    """Draw a cell for each light and day, the days from left to right in the order given."""
    shapes = [
        words(LEFT + place * CELL + CELL / 2, TOP - 12, formats.month(each), 12, fill=SUBTLE, text_anchor="middle")
        for place, each in enumerate(days)
    ]
    wide = LEFT + CELL * len(days)
    y = TOP
    for row in rows:
        label = wrap(str(row.name), LEFT - 20, 13)
        height = max(LINE * len(label) + 14, 42.0)
        shapes.append(tag("path", d=f"M0 {y:.1f}H{wide:.1f}", stroke=FAINT))
        shapes += [words(4, y + 20 + LINE * place, line, 13, font_weight=500) for place, line in enumerate(label)]
        for place, each in enumerate(days):
            if each in row.values:
                shapes.append(light_shape(LEFT + place * CELL + CELL / 2, y + height / 2, row.values[each]))
        y += height
    shapes.append(tag("path", d=f"M0 {y:.1f}H{wide:.1f}", stroke=RULE))
    key, needed = _key(y + 26)
    columns: list[tuple[Text, str]] = [(_("Light"), "rowhead"), *((formats.day(each), "text") for each in days)]
    table = [[row.name, *(_word(row, each) for each in days)] for row in rows]
    return Chart(id_, title, svg(max(wide, needed) + 8, y + 44, title, shapes + key), columns, table, note)


def light_words() -> dict[str | None, str]:
    """Say the word of each light, as `light` of `components/tag.html` does; None: nobody rated."""
    return {"green": _("On track"), "amber": _("At risk"), "red": _("Off track"), None: _("Not rated")}


def light_shape(x: float, y: float, value: str | None) -> str:
    """Draw a light around a point: a disc ticked, a triangle, a square crossed, or a ring with gaps."""
    if value == "green":
        disc = tag("circle", cx=x, cy=y, r=10, fill=GREEN)
        return disc + tag(
            "path", d=f"M{x - 4.5:.1f} {y + 0.5:.1f}l3 3 6-6.5", fill="none", stroke="#FFFFFF", stroke_width="2"
        )
    if value == "amber":
        triangle = tag(
            "path", d=f"M{x:.1f} {y - 10:.1f}l11.5 20h-23z", fill=AMBER, stroke="#80540F", stroke_linejoin="round"
        )
        return triangle + tag(
            "path", d=f"M{x:.1f} {y - 3:.1f}v6M{x:.1f} {y + 5.5:.1f}v1", stroke="#000000", stroke_width="2"
        )
    if value == "red":
        square = tag("rect", x=x - 10, y=y - 10, width=20.0, height=20.0, fill=DANGER)
        return square + tag("path", d=f"M{x - 4.5:.1f} {y - 4.5:.1f}l9 9m0-9-9 9", stroke="#FFFFFF", stroke_width="2")
    return tag("circle", cx=x, cy=y, r=9, fill="none", stroke=SUBTLE, stroke_width="2", stroke_dasharray="3.4 2.8")


def _word(row: LightRow, day: date) -> str:
    known = light_words()
    return known.get(row.values[day], known[None]) if day in row.values else "—"


def _key(y: float) -> tuple[list[str], float]:
    shapes: list[str] = []
    x = 4.0
    for value, word in light_words().items():
        shapes += [light_shape(x + 12, y - 4, value), words(x + 30, y, word, 12)]
        x += 30 + width_of(word, 12) + 24
    return shapes, x
