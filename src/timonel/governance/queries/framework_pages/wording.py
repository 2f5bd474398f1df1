"""How the days, periods, amounts and values of a framework read, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from babel.dates import format_skeleton
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timonel.domain.legal import Statement
from timonel.domain.mandates import Mandate
from timonel.domain.money import Money
from timonel.domain.parameters import Version
from timonel.domain.periods import ALWAYS, NEVER, Day, Period
from timonel.domain.truth import Truth
from timonel.governance.queries.framework_pages.words import ANSWERS, CHOICES, COMPARATORS, NOT_STATED, UNITS, word
from timonel.pages import formats


def capital(text: str) -> str:
    """Begin a text with a capital and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def demonstrated(text: str, stated: Statement | Mandate) -> str:
    """Add to a text in a drawing that it is a value of the demonstration, where the usual mark cannot stand."""
    return _("%(text)s (demonstration)") % {"text": text} if stated.demonstration is not None else text


def day_words(text: str) -> str:
    """Write a day, month or year of a framework: only the part that is known."""
    day = Day.parse(text)
    if day.is_exact:
        return formats.day(day.earliest)
    if len(text) == len("2016-01"):
        return str(format_skeleton("yMMMM", day.earliest, locale=formats.current_locale()))
    return text


def period_words(period: Period) -> str:
    """Write a period, both ends inside; what is known only as "by" or "after" is said so, open ends are left out."""
    parts = []
    if period.starts:
        known = _exact(period.first, period.sure_from)
        parts.append(_begins(known or period.starts.removeprefix("by "), by=period.starts.startswith("by ")))
    if period.ends:
        known = _exact(period.sure_to, period.last)
        parts.append(_ends(known or period.ends.removeprefix("after "), after=period.ends.startswith("after ")))
    return ", ".join(parts)


def _exact(one: int, other: int) -> str | None:
    """Give the day that both bounds name; what another instrument ends, ends the day before that one begins."""
    return date.fromordinal(one).isoformat() if one == other else None


def _begins(text: str, *, by: bool) -> str:
    """Write a beginning; a full day is spoken of with an article in Spanish, a month or year without one."""
    exact, said = Day.parse(text).is_exact, day_words(text)
    if by:
        form = _("since %(day)s at the latest") if exact else _("since %(time)s at the latest")
    else:
        form = _("since %(day)s") if exact else _("since %(time)s")
    return form % {"day": said, "time": said}


def _ends(text: str, *, after: bool) -> str:
    exact, said = Day.parse(text).is_exact, day_words(text)
    if after:
        form = _("at least until %(day)s") if exact else _("at least until %(time)s")
    else:
        form = _("until %(day)s") if exact else _("until %(time)s")
    return form % {"day": said, "time": said}


def whole_period(spans: Sequence[Period]) -> Period:
    """Give the time from the first beginning to the last end of a statement's spans."""
    if len(spans) == 1:
        return spans[0]
    begins, ends = min(spans, key=lambda span: span.first), max(spans, key=lambda span: span.last)
    return Period(begins.starts, ends.ends, begins.first, begins.sure_from, ends.sure_to, ends.last)


def drawn_day(ordinal: int, otherwise: int) -> date | None:
    """Give the day at which a bar begins or ends; another where the first is open; None where both are."""
    for found in (ordinal, otherwise):
        if found not in (ALWAYS, NEVER):
            return date.fromordinal(found)
    return None


_ENGLISH_PLACES = {"line": "línea", "lines": "líneas", "table": "tabla", "tables": "tablas", "box": "recuadro"}
_PLACE = re.compile(rf"\b({'|'.join(_ENGLISH_PLACES)})(?= [A-Z]?\.?\d)", re.IGNORECASE)


def place_words(where: str) -> str:
    """Say where in a document something stands: sources in English are cited by line, table and box."""
    if (get_language() or "es").startswith("en"):
        return where
    return _PLACE.sub(lambda found: _ENGLISH_PLACES[found[0].lower()], where)


def in_force_words(truth: Truth) -> str:
    """Say whether something is in force."""
    return {
        Truth.YES: _("in force"),
        Truth.NO: _("not in force"),
        Truth.UNKNOWN: _("not known whether in force"),
    }[truth]


def money_words(money: Money) -> str:
    """Write an amount with its currency."""
    return f"{formats.number(money.amount)}{formats.NBSP}{money.currency}"


def amount_words(text: str) -> str:
    """Write an amount that stands as text (``10000000 DKK``, ``10 percent``); other text stays as it is."""
    amount, _space, unit = text.partition(" ")
    try:
        shown = formats.number(Decimal(amount))
    except InvalidOperation:
        return word(ANSWERS, text)
    return f"{shown}{formats.NBSP}{word(UNITS, unit)}" if unit else shown


def value_words(version: Version, kind: str) -> str:
    """Write the value of a version with its comparator and unit, or that none is stated."""
    if version.value is None:
        return str(NOT_STATED)
    if version.money is not None:
        shown = money_words(version.money)
    elif isinstance(version.value, tuple):
        shown = ", ".join(word(CHOICES, each) for each in version.value)
    elif kind == "flag":
        shown = word(ANSWERS, version.value)
    elif version.number is not None and kind not in ("text", "choice"):
        shown = amount_words(f"{version.value} {version.unit}" if version.unit else version.value)
    else:
        shown = word(CHOICES, version.value)
    return f"{word(COMPARATORS, version.comparator)} {shown}" if version.comparator else shown
