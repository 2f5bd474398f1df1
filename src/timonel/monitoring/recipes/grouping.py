"""Which rows of yearly snapshots speak of the same project: by its number, else by its name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from timonel.domain.text import folded
from timonel.monitoring.recipes.cells import Row

_BRACKETS = re.compile(r"\([^)]*\)")
_OTHER = re.compile(r"[^a-z0-9]")


def plain_name(name: str) -> str:
    """Give a name without accents, capitals, spaces and signs."""
    return _OTHER.sub("", folded(name))


def bare_name(name: str) -> str:
    """Give the same without what stands in brackets, which often says what a project was called before."""
    return plain_name(_BRACKETS.sub("", name)) or plain_name(name)


def grouped(rows: Sequence[Row], name: str, number: str, period: str) -> list[list[Row]]:
    """Put the rows of each project together, in the order of the file.

    Rows belong together that share a number or a name without its brackets. Where that would give one project two rows
    of one period, the names in full decide, and the rows are named as ambiguous.
    """
    found = []
    for group in _joined(rows, name, number, bare_name):
        periods = [row.text(period) for row in group]
        if len(set(periods)) == len(periods):
            found.append(group)
        else:
            for row in group:
                row.doubt(name, row.text(name), "name-ambiguous", "kept")
            found.extend(_joined(group, name, number, plain_name))
    return sorted(found, key=lambda group: group[0].number)


def _joined(rows: Sequence[Row], name: str, number: str, fold: Callable[[str], str]) -> list[list[Row]]:
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(key: tuple[str, str]) -> tuple[str, str]:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for row in rows:
        named = ("name", fold(row.text(name)))
        root(named)
        if row.text(number):
            parent[root(named)] = root(("number", row.text(number)))
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[root(("name", fold(row.text(name))))].append(row)
    return list(groups.values())
