"""Columns of a list, and how a row of values becomes a row of a table.

Cells are written by closures made once per language, and a row is one string:
a macro call per cell would cost more than the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from enum import Enum
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.timezone import get_current_timezone
from markupsafe import Markup, escape

from timonel.pages import formats
from timonel.pages.texts import Text

Row = Sequence[Any]
Writer = Callable[[Row], str]
_SENTINEL = "7777777"
_special = re.compile("[&<>\"']").search
_harmless = re.compile(r"[A-Za-z0-9_.~-]+").fullmatch


class Kind(Enum):
    """What a column holds; it decides alignment, writing and the cell's type in a spreadsheet.

    A code is a short text that is never broken over two lines.
    """

    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    MONEY = "money"
    DAY = "day"
    INSTANT = "instant"
    TAG = "tag"

    @property
    def is_figure(self) -> bool:
        """Say whether it is set to the right, in figures of one width."""
        return self in (Kind.NUMBER, Kind.MONEY)

    @property
    def css(self) -> str:
        """Give the attribute that its cells carry."""
        return ' class="num"' if self.is_figure else f' class="{self.value}"' if self in (Kind.DAY, Kind.CODE) else ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: the field it shows, how it is sorted, written, linked and summed.

    `field` is a path or an annotation of the query. `sort` is the field to sort by if it is another;
    "" means that the column cannot be sorted. `link` is a route that takes one value, that of `link_field`.
    `words` says what a code is called, `tones` which colour its tag has. Money says its currency by a
    field or, when all rows share one, by its code.
    """

    key: str
    label: Text
    field: str
    kind: Kind = Kind.TEXT
    sort: str | None = None
    link: str = ""
    link_field: str = ""
    words: Mapping[Any, Text] = made(default_factory=dict)
    tones: Mapping[Any, str] = made(default_factory=dict)
    currency: str = ""
    currency_field: str = ""
    decimals: int | None = None
    total: bool = False

    @property
    def sort_field(self) -> str:
        """Give the field it is sorted by, or "" if it cannot be."""
        return self.field if self.sort is None else self.sort

    @property
    def fields(self) -> list[str]:
        """List what must be read to show it."""
        return [name for name in (self.field, self.link_field, self.currency_field) if name]


def fields_of(columns: Sequence[Column], *more: str) -> list[str]:
    """List, each once, the fields that a row must carry."""
    return list(dict.fromkeys([*more, *(name for column in columns for name in column.fields)]))


def row_writer(columns: Sequence[Column], fields: Sequence[str]) -> Callable[[Sequence[Row]], Markup]:
    """Make the function that writes all rows of a page, in the language in force now."""
    cells = [_cell(column, fields, first=not number) for number, column in enumerate(columns)]

    def write(rows: Sequence[Row]) -> Markup:
        lines = ['<tr role="row">' + "".join([cell(row) for cell in cells]) + "</tr>\n" for row in rows]
        return Markup("".join(lines))

    return write


def head_cell(column: Column, sorted_as: str = "", address: str = "") -> str:
    """Write the cell that heads a column: how it is sorted now, and the address that sorts by it."""
    label, order = escape(str(column.label)), f' aria-sort="{sorted_as}"' if sorted_as else ""
    css = ' class="num"' if column.kind.is_figure else ""
    name = f'<a class="sort" href="{escape(address)}">{label}</a>' if address else label
    return f'<th role="columnheader" scope="col"{css}{order}>{name}</th>'


def option(value: str, wording: str, *, chosen: bool) -> Markup:
    """Write one choice of a list to choose from."""
    mark = " selected" if chosen else ""
    return Markup(f'<option value="{escape(value)}"{mark}>{escape(wording)}</option>')


def _cell(column: Column, fields: Sequence[str], *, first: bool) -> Writer:
    """Make the function that writes one cell, empty where there is no value; the first column heads its row."""
    head, tail = _edges(column, first=first)
    place = fields.index(column.field)
    text = _WRITERS[column.kind](column, fields)
    if column.link:
        text = _linked(column, fields, text)
    return lambda row: head + tail if row[place] is None else head + text(row) + tail


def _edges(column: Column, *, first: bool) -> tuple[str, str]:
    label = escape(str(column.label))
    if first:
        return f'<th role="rowheader" scope="row" data-label="{label}"{column.kind.css}>', "</th>"
    return f'<td role="cell" data-label="{label}"{column.kind.css}>', "</td>"


def _linked(column: Column, fields: Sequence[str], text: Writer) -> Writer:
    before, _, after = reverse(column.link, args=[_SENTINEL]).rpartition(_SENTINEL)
    place = fields.index(column.link_field or column.field)

    def write(row: Row) -> str:
        key = str(row[place])
        return f'<a href="{before}{key if _harmless(key) else quote(key, safe="")}{after}">{text(row)}</a>'

    return write


def _text(column: Column, fields: Sequence[str]) -> Writer:
    place = fields.index(column.field)
    if not column.words:
        return lambda row: _escaped(row[place])
    words = {key: _escaped(word) for key, word in column.words.items()}
    return lambda row: words[row[place]] if row[place] in words else _escaped(row[place])


def _escaped(value: Any) -> str:
    """Escape a text; most hold nothing to escape, and to look is cheaper than to escape."""
    text = str(value)
    return str(escape(text)) if _special(text) else text


def _tag(column: Column, fields: Sequence[str]) -> Writer:
    place, word, tones = fields.index(column.field), _text(column, fields), dict(column.tones)
    return lambda row: f'<span class="tag" data-tone="{tones.get(row[place], "neutral")}">{word(row)}</span>'


def _number(column: Column, fields: Sequence[str]) -> Writer:
    place, decimals, written = fields.index(column.field), column.decimals, formats.writing().number
    return lambda row: written(row[place], decimals)


def _money(column: Column, fields: Sequence[str]) -> Writer:
    place, decimals, written = fields.index(column.field), column.decimals, formats.writing().amount
    if not column.currency_field:
        tail = f' <span class="money__unit">{escape(column.currency)}</span></span>'
        return lambda row: f'<span class="money">{written(row[place], decimals)}{tail}'
    unit = fields.index(column.currency_field)
    return lambda row: (
        f'<span class="money">{written(row[place], decimals)} '
        f'<span class="money__unit">{escape(row[unit] or "")}</span></span>'
    )


def _day(column: Column, fields: Sequence[str]) -> Writer:
    place, written = fields.index(column.field), formats.writing().day
    return lambda row: f'<time datetime="{row[place].isoformat()}">{written(row[place])}</time>'


def _instant(column: Column, fields: Sequence[str]) -> Writer:
    place, written, zone = fields.index(column.field), formats.writing().instant, get_current_timezone()
    return lambda row: f'<time datetime="{row[place].isoformat()}">{written(row[place], zone)}</time>'


_WRITERS: dict[Kind, Callable[[Column, Sequence[str]], Writer]] = {
    Kind.TEXT: _text,
    Kind.CODE: _text,
    Kind.TAG: _tag,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DAY: _day,
    Kind.INSTANT: _instant,
}
