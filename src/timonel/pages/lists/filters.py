"""Filters of a list: what may be asked, how it is read, and what it does to the query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from timonel.pages import formats
from timonel.pages.texts import Text

Rows = QuerySet[Any, Any]
Pair = tuple[str, str]
"""A key of an address and what it says there."""
LONGEST = 200
"""A filter's text is at most this long, in characters."""


class FilterKind(Enum):
    """How a filter is asked for: words, one of a list, any of a list, a day, from day to day, from amount to amount."""

    WORDS = "words"
    CHOICE = "choice"
    CHOICES = "choices"
    DAY = "day"
    DAYS = "days"
    AMOUNTS = "amounts"

    @property
    def is_range(self) -> bool:
        """Say whether it has two ends."""
        return self in (FilterKind.DAYS, FilterKind.AMOUNTS)


class UnreadableFilter(ValueError):
    """A filter's value is not what the filter expects; the sentence says what was expected."""


def is_plain(text: str) -> bool:
    """Say whether there is a text, not too long, that a database can hold."""
    return 0 < len(text) <= LONGEST and "\0" not in text


@dataclass(frozen=True, slots=True)
class Range:
    """From one value to another, both included; None where an end is open. Amounts are of one currency."""

    first: Any = None
    last: Any = None
    currency: str = ""

    def narrowing(self, lookup: str) -> Q:
        """Say which rows lie in it by one field; a row without a value lies in none."""
        ends = {f"{lookup}__gte": self.first, f"{lookup}__lte": self.last}
        return Q(**{key: end for key, end in ends.items() if end is not None})

    def wording(self) -> str:
        """Say it as people read it."""
        first, last = (_end(end, self.currency) for end in (self.first, self.last))
        if first and last:
            return _("%(low)s to %(high)s") % {"low": first, "high": last}
        return _("from %(first)s") % {"first": first} if first else _("up to %(last)s") % {"last": last}


@dataclass(frozen=True, kw_only=True)
class Filter:
    """One filter. `lookups` are joined by *or*; `apply` does what lookups cannot.

    The lookups of many choices and of ranges are fields without a comparison: `sector`, `started_on`. A range of
    amounts says the `currency` that all rows share, or the `currency_field` of each row and the `choices` of
    currencies: amounts of different currencies are never compared.
    """

    key: str
    label: Text
    kind: FilterKind = FilterKind.WORDS
    lookups: tuple[str, ...] = ()
    apply: Callable[[Rows, Any], Rows] | None = None
    choices: Callable[[], Sequence[tuple[str, Text]]] = tuple
    hint: Text = ""
    currency: str = ""
    currency_field: str = ""

    @property
    def keys(self) -> list[str]:
        """List the keys by which an address speaks of it."""
        if not self.kind.is_range:
            return [self.key]
        return [f"{self.key}-from", f"{self.key}-to", *([f"{self.key}-in"] if self.currency_field else [])]

    def read(self, texts: Mapping[str, Sequence[str]]) -> Any:
        """Turn what stands in the address into a value, or say what was expected."""
        if not all(is_plain(text) for each in texts.values() for text in each):
            raise UnreadableFilter(_("Write at most %(most)s characters of text.") % {"most": LONGEST})
        if self.kind.is_range:
            return self._range(*(texts[key][-1] if texts.get(key) else "" for key in (*self.keys, "")[:3]))
        written = list(texts[self.key])
        if self.kind in (FilterKind.CHOICE, FilterKind.CHOICES) and not {*written} <= {*dict(self.choices())}:
            raise UnreadableFilter(_("Choose one of the list."))
        if self.kind is FilterKind.CHOICES:
            return written
        return _day(written[-1]) if self.kind is FilterKind.DAY else written[-1]

    def _range(self, first: str, last: str, currency: str) -> Range | None:
        if not first and not last:
            return None
        read: Callable[[str], Any] = _day if self.kind is FilterKind.DAYS else _amount
        low, high = (read(text) if text else None for text in (first, last))
        if low is not None and high is not None and low > high:
            raise UnreadableFilter(_("The first value is above the last."))
        if self.currency_field and currency not in dict(self.choices()):
            raise UnreadableFilter(_("Choose the currency of these amounts."))
        return Range(low, high, currency or self.currency)

    def narrow(self, rows: Rows, value: Any) -> Rows:
        """Keep the rows that answer the filter."""
        if self.apply is not None:
            return self.apply(rows, value)
        wanted = Q()
        for lookup in self.lookups:
            if isinstance(value, Range):
                wanted |= value.narrowing(lookup)
            else:
                wanted |= Q(**{f"{lookup}__in" if self.kind is FilterKind.CHOICES else lookup: value})
        if self.currency_field:
            wanted &= Q(**{self.currency_field: value.currency})
        return rows.filter(wanted)

    def pairs(self, value: Any) -> list[Pair]:
        """Write a value as an address carries it, the same in every language."""
        if isinstance(value, Range):
            ends = [(key, _carried(end)) for key, end in zip(self.keys, (value.first, value.last), strict=False)]
            unit = [(self.keys[2], value.currency)] if self.currency_field else []
            return [(key, text) for key, text in ends if text] + unit
        written = value if isinstance(value, list) else [value]
        return [(self.key, _carried(each)) for each in written]

    def wording(self, value: Any) -> str:
        """Say the value as people read it."""
        if isinstance(value, Range):
            return value.wording()
        if self.kind in (FilterKind.CHOICE, FilterKind.CHOICES):
            return str(dict(self.choices()).get(value, value))
        return formats.day(value) if isinstance(value, date) else str(value)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnreadableFilter(_("Write a day that exists.")) from None


def _amount(text: str) -> Decimal | int:
    value = formats.read_number(text)
    if value is None:
        raise UnreadableFilter(_("Write an amount in figures, without its currency."))
    return int(value) if value == value.to_integral_value() else value


def _carried(value: Any) -> str:
    """Write one value for an address. Three decimals get a fourth: 1.234 would be read as a thousand in Spanish."""
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return f"{text}0" if isinstance(value, Decimal) and value.as_tuple().exponent == -3 else text


def _end(end: Any, currency: str) -> str:
    if end is None:
        return ""
    return formats.day(end) if isinstance(end, date) else f"{formats.number(end)}{formats.NBSP}{currency}".strip()


@dataclass(frozen=True)
class AskedFilter:
    """A filter as it was asked: the texts as typed by key, the value if they could be read, else the fault."""

    filter: Filter
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    value: Any = None
    fault: str = ""

    @property
    def in_force(self) -> bool:
        """Say whether it narrows the list."""
        return self.value is not None

    @property
    def text(self) -> str:
        """Give what was typed, of a filter that has one text."""
        return self.typed(self.filter.key)

    def typed(self, key: str) -> str:
        """Give what was typed under a key of the filter; of several texts the last."""
        return self.texts[key][-1] if self.texts.get(key) else ""

    @property
    def chosen(self) -> Sequence[str]:
        """List what was chosen of the list."""
        return self.texts.get(self.filter.key, ())

    @property
    def choices(self) -> list[tuple[str, Text]]:
        """List what may be chosen; of one choice "all" first."""
        some = list(self.filter.choices())
        return [("", _("All")), *some] if self.filter.kind is FilterKind.CHOICE else some

    @property
    def pairs(self) -> list[Pair]:
        """Give it back as an address carries it; as typed while it cannot be read."""
        if self.in_force:
            return self.filter.pairs(self.value)
        return [(key, text) for key, each in self.texts.items() for text in each]

    @property
    def parts(self) -> list[tuple[str, list[Pair]]]:
        """List what can be taken away alone: its wording, and the pairs that say it. Of many choices, each."""
        if self.filter.kind is FilterKind.CHOICES:
            return [(self.filter.wording(each), [(self.filter.key, each)]) for each in self.value]
        return [(self.filter.wording(self.value), self.pairs)]


@dataclass(frozen=True)
class AskedFilters:
    """All filters of a list as they were asked."""

    each: tuple[AskedFilter, ...] = field(default=())

    @classmethod
    def of(cls, filters: Sequence[Filter], values: Mapping[str, Any]) -> AskedFilters:
        """Read the filters from an address; a blank one is not in force."""
        return cls(tuple(_asked(one, values) for one in filters))

    @property
    def in_force(self) -> list[AskedFilter]:
        """List those that narrow the list."""
        return [one for one in self.each if one.in_force]

    @property
    def faults(self) -> list[AskedFilter]:
        """List those that could not be read."""
        return [one for one in self.each if one.fault]

    @cached_property
    def pairs(self) -> list[Pair]:
        """Give them back as an address carries them."""
        return [pair for one in self.each for pair in one.pairs]

    def narrow(self, rows: Rows) -> Rows:
        """Keep the rows that answer all filters; none at all while one cannot be read."""
        if self.faults:
            return rows.none()
        for one in self.in_force:
            rows = one.filter.narrow(rows, one.value)
        return rows


def _asked(one: Filter, values: Mapping[str, Any]) -> AskedFilter:
    texts = {key: written for key in one.keys if (written := _written(values, key))}
    if not any(texts.get(key) for key in one.keys[:2]):  # a currency alone asks for nothing
        return AskedFilter(one)
    try:
        return AskedFilter(one, texts, one.read(texts))
    except UnreadableFilter as fault:
        kept = {key: [text.replace("\0", "")[:LONGEST] for text in each] for key, each in texts.items()}
        return AskedFilter(one, kept, None, str(fault))


def _written(values: Mapping[str, Any], key: str) -> list[str]:
    """List, each once, the texts that an address (or a mapping) has under a key, the blank ones left out."""
    found = values.getlist(key) if hasattr(values, "getlist") else values.get(key, [])
    each = [found] if isinstance(found, str) else found
    return list(dict.fromkeys(text.strip() for text in each if text.strip()))
