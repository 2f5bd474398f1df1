"""Turn one cell into the value its column asks for, or say what is wrong with it. Nothing is guessed or mended."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from timonel.domain.text import folded
from timonel.governance.sheets.specs import Column, Flaw, Raw, Value

DAY_FORMS = ["2026-11-23", "23-11-2026", "23/11/2026"]
YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})", re.ASCII)
FIRST_SERIAL, LAST_SERIAL = 61, 2_958_465
"""From 1900-03-01, because Excel counts a 29 February 1900 that never was, to 9999-12-31."""


def read_cell(raw: Raw, column: Column, *, from_1904: bool = False) -> Value | Flaw:
    """Give the value of a cell for its column, or its flaw."""
    if isinstance(raw, Flaw):
        return raw
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        if column.required:
            return Flaw("cell-required")
        return None if column.kind in {"date", "int"} else ""
    if column.kind == "date":
        return _day(raw, from_1904=from_1904)
    if column.kind == "int":
        return _whole(raw)
    text = _text(raw)
    if any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in text):
        return Flaw("cell-control-character", found=text)
    if len(text) > column.length:
        return Flaw("cell-too-long", found=text, expected={"longest": column.length})
    if column.kind == "choice":
        return _choice(text, column)
    if column.pattern and not re.fullmatch(column.pattern, text, re.ASCII):
        return Flaw("cell-not-a-code", found=text, expected={"example": column.example})
    return text


def _text(raw: str | float | bool | date) -> str:
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, datetime) and raw.time() == time.min:
        return raw.date().isoformat()
    text = unicodedata.normalize("NFC", str(raw)).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\u00a0", " ").strip()


def _choice(text: str, column: Column) -> str | Flaw:
    said = folded(text)
    for choice in column.choices:
        if text == choice.code or said in {folded(choice.label.es), folded(choice.label.en)}:
            return choice.code
    known = [choice.code for choice in column.choices]
    return Flaw("cell-not-a-choice", found=text, expected={"choices": known})


def _whole(raw: str | float | bool | date) -> int | Flaw:
    text = _text(raw)
    if not re.fullmatch(r"[+-]?\d{1,15}", text, re.ASCII) or isinstance(raw, bool | date):
        return Flaw("cell-not-a-whole-number", found=text)
    return int(text)


def _day(raw: str | float | bool | date, *, from_1904: bool) -> date | Flaw:
    """Read a date: a date cell, a serial number of Excel, or text with a year of four figures, day before month."""
    wrong = Flaw("cell-not-a-date", found=_text(raw), expected={"forms": DAY_FORMS})
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
