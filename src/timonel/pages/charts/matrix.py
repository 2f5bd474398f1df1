"""Who may decide what: holders down, powers across, and how far each power goes.

How far is drawn as filled bars out of five, so that it can be counted without colour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonel.pages.charts.drawing import (
    BLUE,
    FAINT,
    GROUND,
    INK,
    RULE,
    SUBTLE,
    TINT,
    Chart,
    svg,
    tag,
    width_of,
    words,
    wrap,
)
from timonel.pages.texts import Text

STEPS = 5
CELL, LEFT, BAR = 92.0, 264.0, 12.0


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a power goes: a step from 1 (advises) to 5 (stops), and its word."""

    step: int
    word: Text


def matrix_chart(
    id_: str,
    title: Text,
    holders: Sequence[tuple[str, Text]],
    powers: Sequence[tuple[str, Text]],
    marks: Mapping[tuple[str, str], Mark],
) -> Chart:
    """Draw the matrix; `marks` by holder and power. Its table has a row for each mark."""
    heads = [wrap(str(name), CELL - 10, 12) for _key, name in powers]
    top = 16.0 + 15 * max([len(head) for head in heads], default=0) + 8
    shapes = [
        words(LEFT + place * CELL + CELL / 2, top - 8 - 15 * (len(head) - 1 - line), text, 12, text_anchor="middle")
        for place, head in enumerate(heads)
        for line, text in enumerate(head)
    ]
    y = top
    for key, name in holders:
        label = wrap(str(name), LEFT - 24, 13)
        height = max(17.0 * len(label) + 14, 46.0)
        shapes += _row(key, label, y, height, powers, marks)
        y += height
    shapes.append(tag("path", d=f"M0 {y:.1f}H{LEFT + CELL * len(powers):.1f}", stroke=RULE))
    legend, wide = _legend(marks, y + 30)
    columns = [(_("Holder"), "rowhead"), (_("Power"), "text"), (_("How far it goes"), "text")]
    rows = [
        [name, wording, marks[key, power].word]
        for key, name in holders
        for power, wording in powers
        if (key, power) in marks
    ]
    width = max(LEFT + CELL * len(powers) + 8, wide)
    return Chart(id_, title, svg(width, y + 44, title, shapes + legend), columns, rows)


def _row(
    key: str,
    label: list[str],
    y: float,
    height: float,
    powers: Sequence[tuple[str, Text]],
    marks: Mapping[tuple[str, str], Mark],
) -> list[str]:
    shapes = [tag("path", d=f"M0 {y:.1f}H{LEFT + CELL * len(powers):.1f}", stroke=FAINT)]
    shapes += [words(4, y + 20 + 17 * place, line, 13, font_weight=500) for place, line in enumerate(label)]
    for place, (power, _name) in enumerate(powers):
        mark = marks.get((key, power))
        centre = LEFT + place * CELL + CELL / 2
        if mark is None:
            shapes.append(tag("path", d=f"M{centre - 4:.1f} {y + height / 2:.1f}h8", stroke=SUBTLE))
        else:
            shapes.append(_bars(centre, y + height / 2, mark.step))
    return shapes


def _bars(centre: float, middle: float, step: int) -> str:
    """Draw five bars, of which the first `step` are filled; a full stop is darker still."""
    x = centre - (STEPS * BAR) / 2
    full = GROUND if step >= STEPS else BLUE
    return "".join(
        tag(
            "rect", x=x + place * BAR, y=middle - 9, width=BAR - 2, height=18.0, rx=1,
            fill=full if place < step else TINT, stroke=full, stroke_width="1",
        )
        for place in range(STEPS)
    )  # fmt: skip


def _legend(marks: Mapping[tuple[str, str], Mark], y: float) -> tuple[list[str], float]:
    shapes: list[str] = []
    x = 4.0
    for step, word in sorted({(mark.step, str(mark.word)) for mark in marks.values()}):
        shapes.append(_bars(x + STEPS * BAR / 2, y - 4, step))
        shapes.append(words(x + STEPS * BAR + 8, y, word, 12, fill=INK))
        x += STEPS * BAR + 8 + width_of(word, 12) + 24
    return shapes, x
