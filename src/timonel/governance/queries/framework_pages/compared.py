"""Two frameworks, or one on two days, side by side: what begins, ends and differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timonel.domain.comparison import Change, changes_between
from timonel.domain.legal import Label
from timonel.domain.mandates import Holder
from timonel.domain.mandates.framework import NoSuchEntry
from timonel.governance.queries.framework_pages.chosen import Asked, Chosen, country_choices, reforms_of
from timonel.governance.queries.framework_pages.keys import KEYS, VALUES
from timonel.governance.queries.framework_pages.names import Link, Names
from timonel.governance.queries.framework_pages.wording import amount_words, in_force_words
from timonel.governance.queries.framework_pages.words import NOT_STATED, SECTIONS, word
from timonel.pages import formats
from timonel.pages.explanations import BasisLine

KINDS: Mapping[str, str | Promise] = {
    "begins": gettext_lazy("only in the second"),
    "ends": gettext_lazy("only in the first"),
    "differs": gettext_lazy("differs"),
    "unknown": gettext_lazy("not known whether in force"),
}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One part of an entry that differs: what it is called, and what it was and is."""

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One entry that begins, ends or differs; `before` and `after` say how it stands on each side."""

    name: Link
    kind: str
    words: str
    before: str
    after: str
    keys: tuple[KeyRow, ...]
    basis: tuple[BasisLine, ...]
    demonstration: bool


@dataclass(frozen=True, slots=True)
class ComparePage:
    """All that the page of the comparison shows."""

    first: str
    second: str
    same: bool
    counts: tuple[tuple[str, int], ...]
    sections: tuple[tuple[str, tuple[ChangeRow, ...]], ...]


def compare_page(before: Chosen, after: Chosen) -> ComparePage:
    """Compare two frameworks on two days, section by section in the order of the domain."""
    changes = changes_between(before.framework, before.on, after.framework, after.on)
    names = (Names(before), Names(after))
    sections: dict[str, list[ChangeRow]] = {}
    for change in changes:
        sections.setdefault(change.section, []).append(_row(names, change))
    kinds = [change.kind for change in changes]
    return ComparePage(
        titled(before),
        titled(after),
        before.framework.hash == after.framework.hash and before.on == after.on,
        tuple((str(label), kinds.count(kind)) for kind, label in KINDS.items()),  # type: ignore[arg-type]
        tuple((word(SECTIONS, section), tuple(rows)) for section, rows in sections.items()),
    )


def titled(chosen: Chosen) -> str:
    """Name one side: the country, the reform, the day."""
    asked: Asked = chosen.asked
    parts = [Names(chosen).label(chosen.framework.label, chosen.framework.country)]
    if asked.country:
        parts = [dict(country_choices()).get(asked.country, asked.country)]
        parts += [dict(reforms_of(asked.country))[asked.reform]] if asked.reform else []
    return ", ".join([*parts, formats.day(chosen.on)])


def _row(names: tuple[Names, Names], change: Change) -> ChangeRow:
    before, after = names
    told = after if _has(after, change) else before
    return ChangeRow(
        told.entry(change.section, change.entry),
        change.kind,
        word(KINDS, change.kind),
        _standing(before, change),
        _standing(after, change),
        tuple(
            KeyRow(word(KEYS, key).replace("_", " "), _shown(before, one), _shown(after, other))
            for key, one, other in change.keys
        ),
        told.cited(change.basis),
        _is_demonstration(told, change),
    )


def _has(names: Names, change: Change) -> bool:
    """Say whether one side has the entry at all, in force or not."""
    try:
        names.framework.entry(change.section, change.entry)
    except NoSuchEntry:
        return False
    return True


def _standing(names: Names, change: Change) -> str:
    """Say how an entry stands on one side; nothing where its parts are shown."""
    if change.keys:
        return ""
    if not _has(names, change):
        return _("is not there")
    entry = names.framework.entry(change.section, change.entry)
    return in_force_words(names.framework.in_force(entry, names.chosen.on))


def _is_demonstration(names: Names, change: Change) -> bool:
    """Say whether what stands on the side that is told of is a value of a demonstration."""
    if change.section == "parameters":
        version = names.framework.value(change.entry, names.chosen.on).version
        return version is not None and version.demonstration is not None
    return names.framework.entry(change.section, change.entry).demonstration is not None


def _shown(names: Names, plain: Any) -> str:
    """Write a part of an entry as its file has it, with names instead of ids."""
    if plain is None:
        return "–"
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if isinstance(plain, Mapping):
        return _mapping(names, plain)
    if isinstance(plain, Sequence) and not isinstance(plain, str):
        return "; ".join(_shown(names, each) for each in plain)
    return _text(names, str(plain))


def _mapping(names: Names, plain: Mapping[str, Any]) -> str:
    if {"es", "en"} <= plain.keys():
        label = Label.read(plain)
        return names.label(label, "")
    if len(plain) == 1 and (holder := Holder.read(plain) if {"post", "body"} & plain.keys() else None) is not None:
        return names.holder(holder).text
    left_out = ("basis", "checked_on", "claims", "note")
    return ", ".join(
        f"{word(KEYS, key).replace('_', ' ')}: {_shown(names, value)}"
        for key, value in plain.items()
        if key not in left_out
    )


def _text(names: Names, text: str) -> str:
    if text == "not_stated":
        return str(NOT_STATED)
    for known in ("instruments", "bodies", "posts", "parameters"):
        if text in getattr(names.framework, known):
            return names.entry(known, text).text
    head, _space, rest = text.partition(" ")
    if rest and head in VALUES:
        return f"{word(VALUES, head)} {amount_words(rest)}"
    return word(VALUES, text) if text in VALUES else amount_words(text) if text[:1].isdigit() else text
