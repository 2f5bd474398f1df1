"""How numbers, money and days are written for people, in the language in force.

Chile's form for Spanish (1.234.567,5; 23-11-2026), British for English
(1,234,567.5; 23 Nov 2026), both as Babel's tables say. Figures are never
rounded through a float: twenty digits go in, twenty come out.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_datetime
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


@lru_cache(maxsize=8)
def _signs(locale: Locale) -> dict[int, str]:
    return str.maketrans({",": get_group_symbol(locale), ".": get_decimal_symbol(locale), "-": MINUS})


def number(value: Decimal | int | None, decimals: int | None = None) -> str:
    """Write a number with its thousands grouped; as many decimals as it has, or as many as asked for."""
    if value is None:
        return ""
    text = f"{value:,}" if decimals is None else f"{value:,.{decimals}f}"
    return text.translate(_signs(current_locale()))


def percent(value: Decimal | None, decimals: int = 1) -> str:
    """Write a share of one as a percentage."""
    return "" if value is None else number(value * 100, decimals) + NBSP + "%"


@lru_cache(maxsize=8192)
def _day(value: date, width: str, locale: Locale) -> str:
    return format_date(value, width, locale)


def day(value: date | None, width: str = "medium") -> str:
    """Write a day: `medium` for tables (23-11-2026), `long` for sentences (23 de noviembre de 2026)."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = local(value).date()
    return _day(value, width, current_locale())


def instant(value: datetime | None) -> str:
    """Write an instant to the minute, in the time zone in force."""
    if value is None:
        return ""
    pattern = "d MMM y, HH:mm" if current_locale().language == "en" else "dd-MM-y HH:mm"
    return format_datetime(local(value), pattern, locale=current_locale())


def local(value: datetime) -> datetime:
    """Bring an instant into the time zone in force; leave a naive one as it is."""
    return timezone.localtime(value) if timezone.is_aware(value) else value


def plain(value: Decimal | int, decimals: int | None = None) -> str:
    """Write a number for a file: no grouping, the decimal sign of the language, an ordinary minus."""
    text = str(value) if decimals is None else f"{value:.{decimals}f}"
    return text.replace(".", get_decimal_symbol(current_locale()))
