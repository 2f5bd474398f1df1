"""One time axis for many projects: from when to when each runs, its gates, and today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
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
    wrap,
)
from timonel.pages.charts.scales import Scale, days_across
from timonel.pages.texts import Text

WIDTH, LEFT, RIGHT, TOP, LINE = 1040.0, 300.0, 24.0, 64.0, 16.0


@dataclass(frozen=True, slots=True)
class GateMark:
    """A gate of a project: the day it was passed, or for which it is planned.

    A gate that is not passed and whose day is before today is late.
    """

    name: Text
    on: date
    passed: bool = False

    def late(self, today: date) -> bool:
        """Say whether it should have been passed before today."""
        return not self.passed and self.on < today


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One project: the first and last day of its plan in force, and of its original plan; None where not stated."""

    name: Text
    first: date | None = None
    last: date | None = None
    gates: Sequence[GateMark] = ()
    original: tuple[date, date] | None = None
    detail: Text = ""
    url: str = ""


def schedule_chart(id_: str, title: Text, rows: Sequence[ScheduleRow], today: date, note: Text = "") -> Chart:
    """Draw a row for each project in the order given; its name is a link in the table.

    A gate passed is filled, one to come hollow, a late one red with a point in it. The original plan is a thin bar
    beneath the one in force.
    """
    scale, marks = days_across([today, *_days(rows)], LEFT, WIDTH - RIGHT)
    shapes: list[str] = []
    y = TOP
    for row in rows:
        drawn, height = _row(row, y, scale, today)
        shapes += drawn
        y += height
    ground = [
        *_key(any(row.original for row in rows)),
        *_axis(marks, y),
        *_today(scale.at(today.toordinal()), today, y),
    ]
    columns: list[tuple[Text, str]] = [
        (_("Project"), "rowhead"),
        (_("From"), "text"),
        (_("To"), "text"),
        (_("Original plan"), "text"),
        (_("Gates"), "text"),
    ]
    table = [_cells(row, today) for row in rows]
    return Chart(id_, title, svg(WIDTH, y + 32, title, [*ground, *shapes]), columns, table, note)


def _days(rows: Sequence[ScheduleRow]) -> list[date]:
    days = [day for row in rows for day in (row.first, row.last, *(row.original or ())) if day]
    return [*days, *(gate.on for row in rows for gate in row.gates)]


def _row(row: ScheduleRow, y: float, scale: Scale, today: date) -> tuple[list[str], float]:
    label = wrap(str(row.name), LEFT - 28, 13)
    below = wrap(str(row.detail), LEFT - 28, 12)
    height = max(LINE * (len(label) + len(below)) + 16, 42.0)
    shapes = [words(4, y + 20 + LINE * place, line, 13, font_weight=500) for place, line in enumerate(label)]
    foot = y + 20 + LINE * len(label)
    shapes += [words(4, foot + LINE * place, line, 12, fill=SUBTLE) for place, line in enumerate(below)]
    shapes += _bars(row, y, scale)
    shapes += [_gate(scale.at(gate.on.toordinal()), y + 16, gate, today) for gate in row.gates]
    shapes.append(tag("path", d=f"M0 {y + height:.1f}H{WIDTH - RIGHT:.1f}", stroke=FAINT))
    return shapes, height


def _bars(row: ScheduleRow, y: float, scale: Scale) -> list[str]:
    shapes: list[str] = []
    if row.first and row.last:
        start, end = scale.at(row.first.toordinal()), scale.at(row.last.toordinal())
        shapes.append(
            tag("rect", x=start, y=y + 9, width=max(end - start, 2.0), height=14.0, rx=2, fill=TINT, stroke=BLUE)
        )
    elif known := row.first or row.last:
        x, points = scale.at(known.toordinal()), "l9 7-9 7z" if row.first else "l-9 7 9 7z"
        shapes.append(tag("path", d=f"M{x:.1f} {y + 9:.1f}{points}", fill=TINT, stroke=BLUE))
    elif not row.gates:
        shapes.append(words(LEFT + 4, y + 20, _("no dates stated"), 12, fill=SUBTLE))
    if row.original:
        start, end = (scale.at(day.toordinal()) for day in row.original)
        shapes.append(tag("rect", x=start, y=y + 27, width=max(end - start, 2.0), height=4.0, fill=SUBTLE))
    return shapes


def _gate(x: float, y: float, gate: GateMark, today: date) -> str:
    late = gate.late(today)
    fill = GROUND if gate.passed else "#FFFFFF"
    diamond = tag(
        "path", d=f"M{x:.1f} {y - 9:.1f}l9 9-9 9-9-9z", fill=fill, stroke=RED if late else GROUND, stroke_width="1.5"
    )
    return diamond + (tag("circle", cx=x, cy=y, r=3, fill=RED) if late else "")


def _axis(marks: Sequence[tuple[float, str]], foot: float) -> list[str]:
    shapes: list[str] = []
    for x, wording in marks:
        shapes.append(tag("path", d=f"M{x:.1f} {TOP - 8:.1f}V{foot:.1f}", stroke=FAINT))
        at = min(x, WIDTH - width_of(wording, 12) / 2 - 2)
        shapes.append(words(at, TOP - 14, wording, 12, fill=SUBTLE, text_anchor="middle"))
    return [*shapes, tag("path", d=f"M{LEFT:.1f} {TOP - 8:.1f}H{WIDTH - RIGHT:.1f}", stroke=RULE)]


def _today(x: float, today: date, foot: float) -> list[str]:
    wording = formats.day(today)
    half = width_of(wording, 12) / 2
    at = min(max(x, LEFT + half), WIDTH - RIGHT - half)
    line = tag(
        "path", d=f"M{x:.1f} {TOP - 8:.1f}V{foot + 6:.1f}", stroke=RED, stroke_width="1.5", stroke_dasharray="4 3"
    )
    return [line, words(at, foot + 22, wording, 12, fill=RED, font_weight=500, text_anchor="middle")]


def _key(with_original: bool) -> list[str]:
    """Say what the marks mean."""
    day = date(2000, 1, 1)
    signs: list[tuple[str, str, float]] = []
    x = 4.0
    for name, passed, today in (
        (_("gate passed"), True, day),
        (_("gate to come"), False, day),
        (_("late gate"), False, day.replace(month=2)),
    ):
        signs.append((_gate(x + 10, 14, GateMark(name, day, passed), today), name, x + 26))
        x += 26 + width_of(name, 12) + 20
    plan = _("plan in force")
    signs.append((tag("rect", x=x, y=7.0, width=30.0, height=14.0, rx=2, fill=TINT, stroke=BLUE), plan, x + 38))
    x += 38 + width_of(plan, 12) + 20
    if with_original:
        signs.append((tag("rect", x=x, y=12.0, width=30.0, height=4.0, fill=SUBTLE), _("original plan"), x + 38))
    return [part for sign, name, at in signs for part in (sign, words(at, 18, name, 12))]


def _cells(row: ScheduleRow, today: date) -> list[Text]:
    name: Text = format_html('<a href="{}">{}</a>', row.url, row.name) if row.url else row.name
    first, last = (formats.day(day) if day else _("not stated") for day in (row.first, row.last))
    original = " – ".join(formats.day(day) for day in row.original) if row.original else "—"
    return [name, first, last, original, "; ".join(_said(gate, today) for gate in row.gates) or "—"]


def _said(gate: GateMark, today: date) -> str:
    said = {"gate": gate.name, "day": formats.day(gate.on)}
    if gate.passed:
        return _("%(gate)s, passed %(day)s") % said
    return (_("%(gate)s, late since %(day)s") if gate.late(today) else _("%(gate)s, planned %(day)s")) % said
