"""Scales of drawings: where a figure or a day stands, and at which round values an axis has its marks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from timonel.pages import formats
from timonel.pages.charts.drawing import width_of

Figure = Decimal | int | float
"""A number to be drawn; what is printed as money comes as a decimal, what was drawn by lot may be a float."""

Write = Callable[[Decimal], str]
"""How a figure is written for people: `formats.number`, or with as many decimals as it deserves."""

MONTHS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200)


def exact(figure: Figure) -> Decimal:
    """Take a figure as the decimal it is written as."""
    return figure if isinstance(figure, Decimal) else Decimal(str(figure))


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` laid out from one place to another, in pixels."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: Figure) -> float:
        """Give the place of a value; outside the scale, its nearer end."""
        share = (float(value) - self.low) / (self.high - self.low)
        return self.start + (self.end - self.start) * min(max(share, 0.0), 1.0)


def round_values(figures: Sequence[Figure], about: int, least: Decimal | None = None) -> list[Decimal]:
    """Choose equally spaced round values (1, 2 or 5 times a power of ten) that enclose the figures.

    Always two at least. `least` is the smallest step: 1 where halves mean nothing.
    """
    low, high = min(map(exact, figures)), max(map(exact, figures))
    if low == high:
        low, high = (low, low + 1) if low == 0 else (min(low, Decimal(0)), max(high, Decimal(0)))
    rough = (high - low) / max(about, 1)
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    step = max(step, least or step)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    final = (high / step).to_integral_value(ROUND_CEILING)
    values = [step * place for place in range(int(first), max(int(final), int(first) + 1) + 1)]
    return [Decimal(int(value)) if step >= 1 else value for value in values]  # 1000, not 1E+3


def figures_across(
    figures: Sequence[Figure], start: float, end: float, write: Write, least: Decimal | None = None
) -> tuple[Scale, list[tuple[float, str]]]:
    """Lay figures out from left to right with as many written marks as have room."""
    for about in (8, 6, 5, 4, 3, 2, 1):
        values = round_values(figures, about, least)
        widest = max([width_of(write(value), 12) for value in values])
        if (widest + 18) * (len(values) - 1) <= end - start:
            break
    scale = Scale(float(values[0]), float(values[-1]), start, end)
    return scale, [(scale.at(value), write(value)) for value in values]


def days_across(days: Sequence[date], start: float, end: float) -> tuple[Scale, list[tuple[float, str]]]:
    """Lay days out from left to right, between first days of months, with marks at months or years."""
    first, final = min(days), max(days)
    span = 12 * (final.year - first.year) + final.month - first.month + 1
    fitting = [step for step in MONTHS if (span / step + 1) * (56 if step < 12 else 44) <= end - start]
    step = fitting[0] if fitting else MONTHS[-1]
    month = (12 * first.year + first.month - 1) // step * step
    marks = [_first_of(month)]
    while marks[-1] <= final:
        month += step
        marks.append(_first_of(month))
    scale = Scale(marks[0].toordinal(), marks[-1].toordinal(), start, end)
    return scale, [(scale.at(day.toordinal()), str(day.year) if step >= 12 else formats.month(day)) for day in marks]


def _first_of(month: int) -> date:
    """Give the first day of a month counted from the year nought."""
    return date(month // 12, month % 12 + 1, 1)
