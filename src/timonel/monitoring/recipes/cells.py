"""Read one cell of a source by its recipe: a value, or why there is none, or what is doubtful about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from timonel.domain.lights import Missing
from timonel.domain.money import Money
from timonel.domain.periods import FIRST_DAY, LAST_DAY
from timonel.monitoring.recipes.loading import Recipe
from timonel.monitoring.recipes.rows import Done, Doubt

LONGEST = 60
"""How many characters of a cell a doubt repeats; a number or date longer than that is none."""
_FORMS = {
    "YYYY-MM-DD": re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"),
    "YYYY-MM-DDThh:mm:ssZ": re.compile(r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)T00:00:00Z"),
    "DD/MM/YYYY": re.compile(r"(?P<d>\d\d)/(?P<m>\d\d)/(?P<y>\d{4})"),
    "DD.MM.YYYY": re.compile(r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d{4})"),
    "DD.MM.YY": re.compile(r"(?P<d>\d\d)\.(?P<m>\d\d)\.(?P<y>\d\d)"),
    "DD-MM-YYYY": re.compile(r"(?P<d>\d\d)-(?P<m>\d\d)-(?P<y>\d{4})"),
}
_AMOUNT = re.compile(
    r"(?P<sign>-?)[£$€]?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<power>E[+-]\d\d)?m?", re.ASCII
)
_LARGEST = Decimal(10) ** 14
_MEANINGS = {"withheld": Missing.WITHHELD, "reset": Missing.RESET, "not-stated": Missing.NOT_STATED}


@dataclass(slots=True)
class Row:
    """A row of the file: where it stands, its cells by column, and the doubts it raised."""

    number: int
    cells: Mapping[str, str]
    doubts: list[Doubt] = field(default_factory=list)

    def text(self, column: str | None) -> str:
        """Give the cell's text; empty where there is no such column."""
        return self.cells.get(column, "").strip() if column else ""

    def doubt(self, column: str, value: object, rule: str, done: Done, instead: str = "") -> None:
        """Note what is doubtful."""
        self.doubts.append(Doubt(self.number, column, str(value)[:LONGEST], rule, done, instead))


@dataclass(frozen=True, slots=True)
class Cells:
    """Reads cells by one recipe."""

    forms: tuple[tuple[str, re.Pattern[str]], ...]
    swapped: bool
    century_from: int
    unit: Decimal
    currency: str
    currency_column: str | None
    no_value: tuple[tuple[re.Pattern[str], Missing], ...]

    @classmethod
    def of(cls, recipe: Recipe) -> Cells:
        """Make the reader of a recipe's cells."""
        days = recipe.part("days")
        words: list[Mapping[str, Any]] = recipe.plain.get("no_value") or []
        return cls(
            tuple((form, _FORMS[form]) for form in days["forms"]),
            "day_and_month_swapped" in days,
            int(days.get("two_digit_years_from", "2000")),
            recipe.unit,
            recipe.currency,
            recipe.part("money").get("currency_column"),
            tuple((re.compile(each["says"], re.IGNORECASE), _MEANINGS[each["means"]]) for each in words),
        )

    def day(self, row: Row, column: str | None) -> date | Missing:
        """Give a day; one that the source has swapped is read as the recipe says, and noted."""
        found: date | Missing = self._read(row, column, self._as_day)
        if not isinstance(found, date) or not self.swapped:
            return found
        meant = swapped(found)
        if meant is not None and column:
            row.doubt(column, found.isoformat(), "day-and-month-swapped", "read-as", meant.isoformat())
        return meant or found

    def money(self, row: Row, column: str | None) -> Money | Missing:
        """Give an amount in whole units of the row's currency."""
        currency = self.currency_of(row)
        found: Money | Missing = self._read(row, column, lambda text: self._as_money(text, currency))
        return found

    def currency_of(self, row: Row) -> str:
        """Give the currency of a row: the recipe's, or what its column says; empty when that is no currency."""
        said = row.text(self.currency_column) if self.currency_column else self.currency
        return said if re.fullmatch(r"[A-Z]{2,3}", said, re.ASCII) else ""

    def number(self, row: Row, column: str | None) -> Decimal | Missing:
        """Give a plain number, as a share or a count of days."""
        found: Decimal | Missing = self._read(row, column, as_number)
        return found

    def missing(self, text: str) -> Missing | None:
        """Say why a word stands where a value should; None for another word."""
        return next((meaning for pattern, meaning in self.no_value if pattern.search(text)), None)

    def _read(self, row: Row, column: str | None, read: Callable[[str], Any]) -> Any:
        text = row.text(column)
        if not text or column is None:
            return Missing.NOT_STATED
        value = read(text) if len(text) <= LONGEST else None
        if value is not None:
            return value
        missing = self.missing(text)
        if missing is not None:
            if missing is not Missing.NOT_STATED:
                row.doubt(column, text, missing.code, "kept")
            return missing
        row.doubt(column, text, "not-a-value", "set-aside")
        return Missing.DOUBTFUL

    def _as_day(self, text: str) -> date | None:
        for form, pattern in self.forms:
            match = pattern.fullmatch(text)
            if match is not None:
                year = int(match["y"])
                if form.endswith(".YY"):
                    year += self.century_from // 100 * 100
                    year += 100 if year < self.century_from else 0
                return _real_day(year, int(match["m"]), int(match["d"]))
        return None

    def _as_money(self, text: str, currency: str) -> Money | None:
        number = as_number(text)
        if number is None or not currency:
            return None
        amount = (number * self.unit).quantize(Decimal("0.0001"))
        return Money(amount, currency) if abs(amount) < _LARGEST else None


def as_number(text: str) -> Decimal | None:
    """Read an exact number, with or without thousands separators, currency sign and a closing m; None for another text.

    A power of ten of two digits, as spreadsheets write small amounts, is part of the number.
    """
    match = _AMOUNT.fullmatch(text.replace(" ", ""))
    if match is None:
        return None
    return Decimal(match["sign"] + match["number"].replace(",", "") + (match["power"] or ""))


def swapped(day: date) -> date | None:
    """Give the day that is meant when day and month stand in each other's place; None when that changes nothing."""
    if day.day > 12 or day.day == day.month:
        return None
    return date(day.year, day.day, day.month)


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if FIRST_DAY <= found <= LAST_DAY else None
