"""Turn one cell into the value its column asks for, or say what is wrong with it. Nothing is guessed or mended."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from timonel.domain.periods import FIRST_DAY, LAST_DAY
from timonel.domain.text import folded
from timonel.governance.sheets.specs import Column, Flaw, Raw, Value

DAY_FORMS = ["2026-11-23", "23-11-2026", "23/11/2026"]
YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})", re.ASCII)
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
FIRST_SERIAL, LAST_SERIAL = 61, 401_768
"""From 1900-03-01, because Excel counts a 29 February 1900 that never was, to 2999-12-31."""


class CellReader:
    """Reads the cells of one column of one file."""

    def __init__(self, column: Column, *, from_1904: bool = False) -> None:
        self.column = column
        self.from_1904 = from_1904
        self.pattern = re.compile(column.pattern or ".*", re.ASCII | re.DOTALL)
        self.nothing: Value = None if column.kind in {"date", "int", "amount"} else ""
        also = {folded(word): choice.code for choice in column.choices for word in choice.also}
        labels = {folded(label): choice.code for choice in column.choices for label in choice.label}
        self.meanings = also | labels | {choice.code: choice.code for choice in column.choices}

    def read(self, raw: Raw) -> Value | Flaw:
        """Give the value of a cell, or its flaw."""
        if isinstance(raw, Flaw):
            return raw
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return Flaw("cell-required") if self.column.required else self.nothing
        if self.column.kind == "date":
            day = _day(raw, from_1904=self.from_1904)
            return day if isinstance(day, Flaw) or FIRST_DAY <= day <= LAST_DAY else _no_day(raw)
        if self.column.kind == "int":
            return _whole(raw)
        if self.column.kind == "amount":
            return _amount(raw)
        return self._written(_text(raw))

    def _written(self, text: str) -> str | Flaw:
        if CONTROL.search(text):
            return Flaw("cell-control-character", found=text)
        if len(text) > self.column.length:
            return Flaw("cell-too-long", found=text, expected={"longest": self.column.length})
        if self.column.kind == "choice":
            return self.meanings.get(text) or self.meanings.get(folded(text)) or self._no_choice(text)
        if not self.pattern.fullmatch(text):
            return Flaw("cell-not-a-code", found=text, expected={"example": self.column.example})
        return text

    def _no_choice(self, text: str) -> Flaw:
        known = [choice.code for choice in self.column.choices]
        return Flaw("cell-not-a-choice", found=text, expected={"choices": known})


def _text(raw: str | float | bool | date) -> str:
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time.min:
        return raw.date().isoformat()
    text = str(raw)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _whole(raw: str | float | bool | date) -> int | Flaw:
    text = _text(raw)
    if not re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII) or isinstance(raw, bool | date):
        return Flaw("cell-not-a-whole-number", found=text)
    return int(text)


AMOUNT = re.compile(r"-?\d{1,15}(?:[.,](\d{1,4}))?", re.ASCII)


def _amount(raw: str | float | bool | date) -> Decimal | Flaw:
    """Read an exact amount: a number cell, or text with a point or a comma before the decimals and no other mark.

    In text three figures behind the mark are refused, for they may be thousands.
    """
    text = _text(raw)
    match = AMOUNT.fullmatch(text)
    if match is None or isinstance(raw, bool | date):
        return Flaw("cell-not-an-amount", found=text)
    if match[1] and len(match[1]) == 3 and isinstance(raw, str):
        return Flaw("cell-amount-ambiguous", found=text)
    return Decimal(text.replace(",", "."))


def _no_day(raw: str | float | bool | date) -> Flaw:
    return Flaw("cell-not-a-date", found=_text(raw), expected={"forms": DAY_FORMS})


def _day(raw: str | float | bool | date, *, from_1904: bool) -> date | Flaw:
    """Read a date: a date cell, a serial number of Excel, or text with a year of four figures, day before month."""
    wrong = _no_day(raw)
    if isinstance(raw, datetime):
        return raw.date() if raw.time() == time.min else wrong
    if isinstance(raw, date):
        return raw
    if isinstance(raw, bool):
        return wrong
    if isinstance(raw, float | int):
        return _serial(raw, from_1904=from_1904) or wrong
    match = YEAR_FIRST.fullmatch(_text(raw)) or DAY_FIRST.fullmatch(_text(raw))
    if match is None:
        return wrong
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return wrong


def _serial(number: float, *, from_1904: bool) -> date | None:
    if number != int(number):
        return None
    if from_1904:
        return date(1904, 1, 1) + timedelta(days=int(number)) if 0 <= number <= LAST_SERIAL - 1462 else None
    return date(1899, 12, 30) + timedelta(days=int(number)) if FIRST_SERIAL <= number <= LAST_SERIAL else None
