"""Two versions of a case side by side: what was added, left out and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from timonel.domain.appraisal.shape import HEAD, ROWS

KEYS: Final[dict[str, tuple[str, ...]]] = {
    "costs": ("situation", "nature", "category", "description", "year", "assumption"),
    "benefits": ("code",),
    "gains": ("benefit", "situation", "year", "assumption"),
    "assumptions": ("code",),
    "financing": ("source", "name", "year"),
    "staff": ("family",),
    "commitments": ("institution", "level", "commitment"),
    "risks": ("name",),
}
"""By what a row of one version is taken for the same in the other."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Say what changed in one place: the part, which row, and the value before and after; None where there is none."""

    part: str
    row: tuple[str, ...]
    place: str
    before: str | None
    after: str | None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Compare two cases in their plain form: the head first, then each part by its rows, in the order of the later one.

    A row that is new or gone is one difference with no place; of rows with the same key the first is held against the
    first, the second against the second.
    """
    head = [
        Difference("", (), place.name, str(before[place.name]), str(after[place.name]))
        for place in HEAD
        if before[place.name] != after[place.name]
    ]
    return head + [found for part in ROWS for found in _of_part(part, before[part], after[part])]


Rows = dict[tuple[str, ...], Mapping[str, Any]]


def _keyed(part: str, rows: list[Mapping[str, Any]]) -> Rows:
    found: Rows = {}
    for row in rows:
        key = tuple(str(row[name]) for name in KEYS[part])
        times = sum(other[:-1] == key for other in found)
        found[*key, str(times)] = row
    return found


def _of_part(part: str, before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> list[Difference]:
    old, new = _keyed(part, before), _keyed(part, after)
    found = []
    for key, row in new.items():
        name = tuple(each for each in key[:-1] if each)
        if key not in old:
            found.append(Difference(part, name, "", None, _said(part, row)))
            continue
        found += [
            Difference(part, name, place.name, _text(old[key][place.name]), _text(row[place.name]))
            for place in ROWS[part]
            if old[key][place.name] != row[place.name]
        ]
    gone = [(key, row) for key, row in old.items() if key not in new]
    return found + [
        Difference(part, tuple(each for each in key[:-1] if each), "", _said(part, row), None) for key, row in gone
    ]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _said(part: str, row: Mapping[str, Any]) -> str:
    """Give what a whole row says beside its key."""
    other = [_text(row[place.name]) for place in ROWS[part] if place.name not in KEYS[part]]
    return " · ".join(text for text in other if text)
