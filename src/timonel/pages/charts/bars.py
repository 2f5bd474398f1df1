"""Bars from left to right: amounts side by side, or how far a result swings with each assumption (a tornado)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from timonel.pages import formats
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
from timonel.pages.charts.scales import Figure, Scale, Write, exact, figures_across
from timonel.pages.texts import Text

WIDTH, LEFT, RIGHT, TOP, GAP, LINE = 760.0, 232.0, 20.0, 32.0, 12.0, 16.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One amount and what it is of; `detail` says more in a few words. `value` None: not stated, no bar."""

    name: Text
    value: Figure | None
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class Swing:
    """What the result becomes when one assumption takes its low and its high value, all others unchanged.

    `low_case` and `high_case` say which values those are, in words: "4 %", "18 months".
    """

    name: Text
    low: Figure
    high: Figure
    low_case: Text = ""
    high_case: Text = ""

    @property
    def reach(self) -> Decimal:
        """Say how far the result moves."""
        return abs(exact(self.high) - exact(self.low))


def bars_chart(
    id_: str,
    title: Text,
    bars: Sequence[Bar],
    *,
    of: Text,
    amount: Text,
    write: Write = formats.number,
    note: Text = "",
) -> Chart:
    """Draw one bar for each amount from nought, in the order given; amounts under nought go to the left.

    `of` heads the names in the table ("Institution"), `amount` the figures, with their unit ("Cost, CLP millions").
    """
    drawn = [bar.value for bar in bars if bar.value is not None]
    scale, marks = figures_across([0, *drawn], LEFT, WIDTH - RIGHT, write)
    shapes: list[str] = []
    y = TOP
    for bar in bars:
        label, height = _label(bar.name, bar.detail, y)
        shapes += [*label, *_bar(bar, y, scale, write)]
        y += height + GAP
    columns: list[tuple[Text, str]] = [(of, "rowhead"), (amount, "number")]
    detailed = any(str(bar.detail) for bar in bars)
    if detailed:
        columns.insert(1, (_("Detail"), "text"))
    rows = [
        [
            bar.name,
            *([bar.detail] if detailed else []),
            _("not stated") if bar.value is None else write(exact(bar.value)),
        ]
        for bar in bars
    ]
    drawing = svg(WIDTH, y + 34, title, [*_axis(marks, y, amount), *shapes, *_upright(scale.at(0), y)])
    return Chart(id_, title, drawing, columns, rows, note)


def tornado_chart(
    id_: str,
    title: Text,
    swings: Sequence[Swing],
    *,
    at: Figure,
    amount: Text,
    write: Write = formats.number,
    note: Text = "",
) -> Chart:
    """Draw how far each assumption moves a result, the one that moves it most on top.

    `at` is the result with every assumption as planned. The part reached by the low value of an assumption is hollow,
    that of the high value is filled, so that both can be told apart without colour.
    """
    ordered = sorted(swings, key=lambda swing: swing.reach, reverse=True)
    scale, marks = figures_across(
        [at, *(end for swing in swings for end in (swing.low, swing.high))], LEFT, WIDTH - RIGHT, write
    )
    shapes: list[str] = []
    y = TOP + 28
    for swing in ordered:
        label, height = _label(swing.name, _cases(swing), y)
        shapes += [*label, *_part(swing.low, at, y, scale, TINT), *_part(swing.high, at, y, scale, BLUE)]
        y += height + GAP
    planned = _("As planned: %(result)s") % {"result": write(exact(at))}
    columns: list[tuple[Text, str]] = [
        (_("Assumption"), "rowhead"),
        (_("Low value"), "text"),
        (_("%(amount)s with it") % {"amount": amount}, "number"),
        (_("High value"), "text"),
        (_("%(amount)s with it") % {"amount": amount}, "number"),
        (_("Moves the result by"), "number"),
    ]
    rows = [
        [each.name, each.low_case, write(exact(each.low)), each.high_case, write(exact(each.high)), write(each.reach)]
        for each in ordered
    ]
    drawing = [*_legend(), *_axis(marks, y, amount, TOP + 28), *shapes, *_upright(scale.at(at), y, TOP + 28)]
    return Chart(id_, title, svg(WIDTH, y + 34, title, drawing), columns, rows, note or planned)


def _cases(swing: Swing) -> str:
    return f"{swing.low_case} – {swing.high_case}" if swing.low_case and swing.high_case else ""


def _label(name: Text, detail: Text, y: float) -> tuple[list[str], float]:
    """Write the name of a row and, beneath, its detail; give the shapes and how high the row is."""
    lines = wrap(str(name), LEFT - 28, 13)
    shapes = [words(4, y + 13 + place * LINE, line, 13, font_weight=500) for place, line in enumerate(lines)]
    below = wrap(str(detail), LEFT - 28, 12)
    foot = y + 13 + len(lines) * LINE
    shapes += [words(4, foot + place * LINE, line, 12, fill=SUBTLE) for place, line in enumerate(below)]
    return shapes, max(LINE * (len(lines) + len(below)) + 2, 20.0)


def _bar(bar: Bar, y: float, scale: Scale, write: Write) -> list[str]:
    """Draw a bar with its figure beside it, or inside where there is no room beside."""
    if bar.value is None:
        return [words(scale.at(0) + 6, y + 13, _("not stated"), 12, fill=SUBTLE)]
    zero, end = scale.at(0), scale.at(bar.value)
    left, wide = min(zero, end), max(abs(end - zero), 1.0)
    shapes = [tag("rect", x=left, y=y, width=wide, height=18.0, rx=1, fill=BLUE)]
    wording = write(exact(bar.value))
    room = width_of(wording, 12) + 8
    if left + wide + room <= WIDTH:
        shapes.append(words(left + wide + 6, y + 13, wording, 12))
    elif wide >= room:
        shapes.append(words(left + wide - 6, y + 13, wording, 12, fill="#FFFFFF", text_anchor="end"))
    else:
        shapes.append(words(left - 6, y + 13, wording, 12, text_anchor="end"))
    return shapes


def _part(end: Figure, at: Figure, y: float, scale: Scale, fill: str) -> list[str]:
    left, right = sorted((scale.at(end), scale.at(at)))
    return [tag("rect", x=left, y=y, width=max(right - left, 1.0), height=18.0, rx=1, fill=fill, stroke=BLUE)]


def _axis(marks: Sequence[tuple[float, str]], foot: float, amount: Text, top: float = TOP) -> list[str]:
    shapes = [words(WIDTH - RIGHT, foot + 28, amount, 12, fill=SUBTLE, text_anchor="end")]
    for x, wording in marks:
        shapes.append(tag("path", d=f"M{x:.1f} {top - 8:.1f}V{foot:.1f}", stroke=FAINT))
        at = min(x, WIDTH - width_of(wording, 12) / 2 - 2)
        shapes.append(words(at, top - 14, wording, 12, fill=SUBTLE, text_anchor="middle"))
    return [*shapes, tag("path", d=f"M{LEFT:.1f} {foot:.1f}H{WIDTH - RIGHT:.1f}", stroke=RULE)]


def _upright(x: float, foot: float, top: float = TOP) -> list[str]:
    """Draw the line from which bars go out."""
    return [tag("path", d=f"M{x:.1f} {top - 8:.1f}V{foot:.1f}", stroke=GROUND, stroke_width="1.5")]


def _legend() -> list[str]:
    low, high = _("with the low value"), _("with the high value")
    after = LEFT + 22 + width_of(low, 12) + 24
    return [
        tag("rect", x=LEFT, y=4.0, width=16.0, height=12.0, fill=TINT, stroke=BLUE),
        words(LEFT + 22, 14, low, 12, fill=INK),
        tag("rect", x=after, y=4.0, width=16.0, height=12.0, fill=BLUE, stroke=BLUE),
        words(after + 22, 14, high, 12, fill=INK),
    ]
