"""Filters of a list: what may be asked, how it is read, and what it does to the query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from timonel.pages import formats
from timonel.pages.texts import Text

Rows = QuerySet[Any, Any]
LONGEST = 200
"""A filter's text is at most this long, in characters."""


class FilterKind(Enum):
    """How a filter is asked for: words, one of a list, or a day."""

    WORDS = "words"
    CHOICE = "choice"
    DAY = "day"


class UnreadableFilter(ValueError):
    """A filter's value is not what the filter expects; the sentence says what was expected."""


def is_plain(text: str) -> bool:
    """Say whether there is a text, not too long, that a database can hold."""
    return 0 < len(text) <= LONGEST and "\0" not in text


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter. `lookups` are joined by *or*; `apply` does what lookups cannot."""

    key: str
    label: Text
    kind: FilterKind = FilterKind.WORDS
    lookups: tuple[str, ...] = ()
    apply: Callable[[Rows, Any], Rows] | None = None
    choices: Callable[[], Sequence[tuple[str, Text]]] = tuple
    hint: Text = ""

    def read(self, text: str) -> Any:
        """Turn what stands in the address into a value, or say what was expected."""
        if not is_plain(text):
            raise UnreadableFilter(_("Write at most %(most)s characters of text.") % {"most": LONGEST})
        if self.kind is FilterKind.DAY:
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise UnreadableFilter(_("Write a day that exists.")) from None
        if self.kind is FilterKind.CHOICE and text not in dict(self.choices()):
            raise UnreadableFilter(_("Choose one of the list."))
        return text

    def narrow(self, rows: Rows, value: Any) -> Rows:
        """Keep the rows that answer the filter."""
        if self.apply is not None:
            return self.apply(rows, value)
        wanted = Q()
        for lookup in self.lookups:
            wanted |= Q(**{lookup: value})
        return rows.filter(wanted)

    def wording(self, value: Any) -> str:
        """Say the value as people read it."""
        if self.kind is FilterKind.CHOICE:
            return str(dict(self.choices()).get(value, value))
        return formats.day(value) if isinstance(value, date) else str(value)


@dataclass(frozen=True)
class AskedFilter:
    """A filter as it was asked: the text as typed, the value if it could be read, else the fault."""

    filter: Filter
    text: str = ""
    value: Any = None
    fault: str = ""

    @property
    def in_force(self) -> bool:
        """Say whether it narrows the list."""
        return bool(self.text) and not self.fault

    @property
    def choices(self) -> list[tuple[str, Text]]:
        """List what may be chosen, "all" first."""
        return [("", _("All")), *self.filter.choices()]


@dataclass(frozen=True)
class AskedFilters:
    """All filters of a list as they were asked."""

    each: tuple[AskedFilter, ...] = field(default=())

    @classmethod
    def of(cls, filters: Sequence[Filter], values: Mapping[str, str]) -> AskedFilters:
        """Read the filters from an address; a blank one is not in force."""
        return cls(tuple(_asked(one, values.get(one.key, "").strip()) for one in filters))

    @property
    def in_force(self) -> list[AskedFilter]:
        """List those that narrow the list."""
        return [one for one in self.each if one.in_force]

    @property
    def faults(self) -> list[AskedFilter]:
        """List those that could not be read."""
        return [one for one in self.each if one.fault]

    @property
    def parameters(self) -> dict[str, str]:
        """Give them back as an address carries them."""
        return {one.filter.key: one.text for one in self.each if one.text}

    def narrow(self, rows: Rows) -> Rows:
        """Keep the rows that answer all filters; none at all while one cannot be read."""
        if self.faults:
            return rows.none()
        for one in self.in_force:
            rows = one.filter.narrow(rows, one.value)
        return rows


def _asked(one: Filter, text: str) -> AskedFilter:
    if not text:
        return AskedFilter(one)
    try:
        return AskedFilter(one, text, one.read(text))
    except UnreadableFilter as fault:
        return AskedFilter(one, text.replace("\0", "")[:LONGEST], None, str(fault))
