"""How numbers, money and days are written for people, in the language in force.

Chile's form for Spanish (1.234.567,5; 23-11-2026), British for English
(1,234,567.5; 23 Nov 2026), both as Babel's tables say. Figures are never
rounded through a float: twenty digits go in, twenty come out.
"""

from __future__ import annotations

import re
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils import timezone
from django.utils.translation import get_language

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@lru_cache(maxsize=8)
def locale_of(language: str) -> Locale:
    """Choose Babel's locale for one of our languages."""
    return Locale.parse("en_GB" if language.startswith("en") else "es_CL")


def current_locale() -> Locale:
    """Say which locale is in force for this request."""
    return locale_of(get_language() or "es-cl")


class Writing:
    """How one language writes figures and days; taken once for a page, it spares asking for each cell."""

    __slots__ = ("_between", "_name", "_signs")

    def __init__(self, locale: Locale) -> None:
        self._name = str(locale)
        self._signs = str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": MINUS})
        self._between = ", " if locale.language == "en" else " "

    def number(self, value: Decimal | int | None, decimals: int | None = None) -> str:
        """Write a number with its thousands grouped; as many decimals as it has, or as many as asked for."""
        if value is None:
            return ""
        text = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
        return text.translate(self._signs)

    def amount(self, value: Decimal | int | None, decimals: int | None = None) -> str:
        """Write an amount of money: without the noughts at its end that only a column's scale gives it."""
        if decimals is None and isinstance(value, Decimal) and value.is_finite():
            value = int(value) if value == value.to_integral_value() else value.normalize()
        return self.number(value, decimals)

    def day(self, value: date | None, width: str = "medium") -> str:
        """Write a day: `medium` for tables (23-11-2026), `long` for sentences (23 de noviembre de 2026)."""
        if value is None:
            return ""
        return _day(local(value).date() if isinstance(value, datetime) else value, width, self._name)

    def instant(self, value: datetime | None, zone: tzinfo | None = None) -> str:
        """Write an instant to the minute, in a time zone or in the one in force."""
        if value is None:
            return ""
        here = value.astimezone(zone) if zone else local(value)
        return f"{_day(here.date(), 'medium', self._name)}{self._between}{here.hour:02}:{here.minute:02}"


@lru_cache(maxsize=8192)
def _day(value: date, width: str, locale: str) -> str:
    return format_date(value, width, locale)


@lru_cache(maxsize=8)
def writing_of(language: str) -> Writing:
    """Give how a language writes."""
    return Writing(locale_of(language))


def writing() -> Writing:
    """Give how the language of this request writes."""
    return writing_of(get_language() or "es-cl")


def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Write a number in the language in force, as `Writing.number` says."""
    return writing().number(value, decimals)


def amount(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Write an amount of money in the language in force, as `Writing.amount` says."""
    return writing().amount(value, decimals)


def percent(value: Decimal | None, decimals: int = 1) -> str:
    """Write a share of one as a percentage."""
    return "" if value is None else number(value * 100, decimals) + NBSP + "%"


def day(value: date | None, width: str = "medium") -> str:
    """Write a day in the language in force, as `Writing.day` says."""
    return writing().day(value, width)


def month(value: date) -> str:
    """Write a month with its year, shortly: nov 2026."""
    return format_skeleton("yMMM", value, locale=current_locale())


def instant(value: datetime | None) -> str:
    """Write an instant in the language in force, as `Writing.instant` says."""
    return writing().instant(value)


def local(value: datetime) -> datetime:
    """Bring an instant into the time zone in force; leave a naive one as it is."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


_GROUPED = {
    ".": re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?"),
    ",": re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"),
}
_UNGROUPED = re.compile(r"\d+([.,]\d+)?")


def read_number(text: str) -> Decimal | None:
    """Read a number as people type it, grouped or not; None for what is no number or has more than 30 digits.

    Only where a text can be both (1.234) does the language in force decide: a thousand in Spanish, in English a unit
    and decimals.
    """
    typed = re.sub(r"[\s']", "", text).replace(MINUS, "-")
    sign, digits = ("-", typed[1:]) if typed.startswith("-") else ("", typed)
    if not digits.isascii() or sum(char.isdigit() for char in digits) > 30:
        return None
    group = get_group_symbol(current_locale())
    foreign = "," if group == "." else "."
    if _GROUPED[group].fullmatch(digits):
        digits = digits.replace(group, "")
    elif not _UNGROUPED.fullmatch(digits):
        if not _GROUPED[foreign].fullmatch(digits):
            return None
        digits = digits.replace(foreign, "")
    return Decimal(sign + digits.replace(",", "."))


def plain(value: Decimal | int, decimals: int | None = None) -> str:
    """Write a number for a file: no grouping, the decimal sign of the language, an ordinary minus."""
    text = str(value) if decimals is None else f"{value:.{decimals}f}"
    return text.replace(".", get_decimal_symbol(current_locale()))
