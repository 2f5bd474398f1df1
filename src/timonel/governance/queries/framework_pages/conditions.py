"""Conditions and sets of institutions in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from timonel.domain.conditions.shape import Condition
from timonel.domain.mandates import Grant, Institutions
from timonel.domain.parameters import ValueState
from timonel.domain.powers import POWERS
from timonel.governance.queries.framework_pages.names import Names
from timonel.governance.queries.framework_pages.wording import value_words
from timonel.governance.queries.framework_pages.words import (
    CHOICES,
    INSTITUTION_KEYS,
    MEASURES,
    NOT_STATED,
    OBJECTS,
    REACHES,
    UNKNOWN,
    word,
)


def condition_words(names: Names, condition: Condition | None, on: date) -> str:
    """Say when something holds, with the values of a day; without a condition it always does."""
    return "" if condition is None else _WRITERS[condition.kind](names, condition, on)


def _joined(names: Names, condition: Condition, on: date) -> str:
    ordered = sorted(condition.parts, key=lambda part: part.kind != "object")
    parts = [condition_words(names, part, on) for part in ordered]
    if condition.kind == "none_of":
        return _("not: %(parts)s") % {"parts": "; ".join(parts)}
    joint = " " + _("and") + " " if condition.kind == "all_of" else "; " + _("or") + " "
    return joint.join(f"({part})" if condition.kind == "all_of" and "; " in part else part for part in parts)


def _amount(names: Names, condition: Condition, on: date) -> str:
    value = names.framework.value(condition.parameter, on)
    entry = names.framework.parameters.get(condition.parameter)
    limit = str(UNKNOWN if value.state is ValueState.UNKNOWN else NOT_STATED)
    if value.version is not None and entry is not None:
        limit = value_words(value.version, entry.kind)
    elif value.state is ValueState.NONE:
        limit = _("no limit in force")
    name = names.parameter(condition.parameter).text
    return f"{word(MEASURES, condition.measure)}: {limit} ({name})"


def _words(names: Names, condition: Condition, on: date) -> str:
    lists = {"object": OBJECTS, "risk_class": CHOICES}
    shown = ", ".join(word(lists[condition.kind], each) for each in condition.words)
    return shown if condition.kind == "object" else _("risk class: %(words)s") % {"words": shown}


def _institution(names: Names, condition: Condition, on: date) -> str:
    return f"{word(INSTITUTION_KEYS, condition.key)}: {key_words(names, condition.key, condition.words)}"


def _flag(names: Names, condition: Condition, on: date) -> str:
    return f" {_('or')} ".join(names.flag(each) for each in condition.words)


def _category(names: Names, condition: Condition, on: date) -> str:
    return _("category that begins with %(words)s") % {"words": ", ".join(condition.words)}


_WRITERS = {
    "all_of": _joined,
    "any_of": _joined,
    "none_of": _joined,
    "amount": _amount,
    "object": _words,
    "risk_class": _words,
    "institution": _institution,
    "flag": _flag,
    "category": _category,
}


def key_words(names: Names, key: str, words: object) -> str:
    """Name the values of one key of a set of institutions."""
    found = [words] if isinstance(words, str) else sorted(words)  # type: ignore[call-overload]
    named = {
        "level": lambda each: names.entry("levels", each).text,
        "sector": lambda each: names.entry("sectors", each).text,
        "flag": names.flag,
    }.get(key, str)
    return ", ".join(named(each) for each in found)


def institutions_words(names: Names, institutions: Institutions) -> str:
    """Describe a set of institutions."""
    parts = [f"{word(INSTITUTION_KEYS, key)}: {key_words(names, key, words)}" for key, words in institutions.keys]
    parts += [names.flag(flag) for flag in institutions.flags]
    return ", ".join(parts)


def reach_words(names: Names, grant: Grant) -> str:
    """Say over which institutions a power is held; nothing for a power that is not over institutions."""
    parts = [word(REACHES, grant.reach)] if grant.reach else []
    if grant.only is not None:
        parts.append(_("only %(institutions)s") % {"institutions": institutions_words(names, grant.only)})
    if grant.exempted is not None:
        parts.append(_("except %(institutions)s") % {"institutions": institutions_words(names, grant.exempted)})
    if not parts and POWERS[grant.power].over_institutions:
        return str(NOT_STATED)
    return "; ".join(parts)
