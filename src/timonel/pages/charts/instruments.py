"""Instruments on a time line: from when until when each was in force, and the day that is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date

from django.utils.translation import gettext as _

from timonel.pages import formats
from timonel.pages.charts.drawing import (
    BLUE,
    FAINT,
    INK,
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
from timonel.pages.texts import Text

WIDTH, LEFT, RIGHT, TOP, ROW = 1040.0, 300.0, 24.0, 40.0, 14.0


@dataclass(frozen=True, slots=True)
class Span:
    """One instrument: first and last day in force (inclusive; no last day: still in force).

    `when` says the time in words where the source knows only a year or a month.
    """

    name: Text
    kind: Text
    first: date
    last: date | None = None
    when: Text = ""

    @property
    def wording(self) -> str:
        """Say the time in words."""
        if self.when:
            return str(self.when)
        if self.last is None:
            return _("since %(day)s") % {"day": formats.day(self.first)}
        return f"{formats.day(self.first)} – {formats.day(self.last)}"


def instruments_chart(id_: str, title: Text, spans: Sequence[Span], on: date) -> Chart:
    """Draw one bar per instrument, in the order given; what had ended by the day asked is hollow."""
    first = min([span.first.year for span in spans], default=on.year)
    final = min(max([on.year, *(span.last.year for span in spans if span.last)]) + 1, MAXYEAR)
    shapes: list[str] = []
    y = TOP
    for span in spans:
        label = wrap(str(span.name), LEFT - 36, 13)
        height = max(len(label) * 17 + 8 + 16, 40)
        shapes += _row(span, label, y, height, on, first, final)
        y += height + ROW
    below = _axis(first, final, y) + _today(on, first, final, y)
    columns: list[tuple[Text, str]] = [(_("Instrument"), "rowhead"), (_("Kind"), "text"), (_("In force"), "text")]
    rows = [[str(span.name), str(span.kind), span.wording] for span in spans]
    return Chart(id_, title, svg(WIDTH, y + 34, title, below + shapes), columns, rows)


def _x(day: date, first: int, final: int) -> float:
    """Give the place of a day on the axis."""
    begin, end = date(first, 1, 1).toordinal(), date(final, 1, 1).toordinal()
    return LEFT + (WIDTH - LEFT - RIGHT) * (day.toordinal() - begin) / (end - begin)


def _row(span: Span, label: list[str], y: float, height: float, on: date, first: int, final: int) -> list[str]:
    start = _x(span.first, first, final)
    end = _x(span.last, first, final) if span.last else WIDTH - RIGHT
    ended = span.last is not None and span.last < on
    shapes = [words(12, y + 13 + place * 17, line, 13, font_weight=500) for place, line in enumerate(label)]
    shapes.append(words(12, y + 13 + len(label) * 17, span.kind, 12, fill=SUBTLE))
    wide, fill = max(end - start, 3.0), TINT if ended else BLUE
    shapes.append(tag("rect", x=start, y=y + 2, width=wide, height=14.0, rx=2, fill=fill, stroke=BLUE))
    if span.last is None:
        shapes.append(tag("path", d=f"M{end - 1:.1f} {y:.1f}l10 9-10 9z", fill=BLUE))
    room = width_of(span.wording, 12)
    at = min(max(start, LEFT), WIDTH - RIGHT - room)
    shapes.append(words(at, y + 31, span.wording, 12, fill=INK))
    shapes.append(tag("path", d=f"M12 {y + height + ROW / 2:.1f}H{WIDTH - RIGHT:.1f}", stroke=FAINT))
    return shapes


def _axis(first: int, final: int, foot: float) -> list[str]:
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if (final - first) / step <= 12)
    shapes: list[str] = []
    for year in range(first - first % step, final + 1, step):
        if year >= first:
            x = _x(date(year, 1, 1), first, final)
            shapes.append(tag("path", d=f"M{x:.1f} {TOP - 12:.1f}V{foot:.1f}", stroke=FAINT))
            shapes.append(words(x, TOP - 18, str(year), 12, fill=SUBTLE, text_anchor="middle"))
    return [*shapes, tag("path", d=f"M{LEFT:.1f} {TOP - 12:.1f}H{WIDTH - RIGHT:.1f}", stroke=RULE)]


def _today(on: date, first: int, final: int, foot: float) -> list[str]:
    x = _x(on, first, final)
    wording = formats.day(on)
    at = min(max(x, LEFT + width_of(wording, 12) / 2), WIDTH - RIGHT - width_of(wording, 12) / 2)
    return [
        tag(
            "path", d=f"M{x:.1f} {TOP - 12:.1f}V{foot + 8:.1f}", stroke=RED, stroke_width="1.5", stroke_dasharray="4 3"
        ),
        words(at, foot + 24, wording, 12, fill=RED, font_weight=500, text_anchor="middle"),
    ]
