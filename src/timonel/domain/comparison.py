"""What changed between two dates, two countries or two reforms: begins, ends, differs, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from timonel.domain.legal import Basis, Statement
from timonel.domain.mandates import Framework
from timonel.domain.parameters import Value, ValueState
from timonel.domain.truth import Truth

COMPARED = (
    "instruments",
    "bodies",
    "posts",
    "approvals",
    "models",
    "regimes",
    "lights",
    "sectors",
    "levels",
    "autonomies",
    "traits",
    "holders",
    "agendas",
)
IGNORED = frozenset({"from", "to", "basis", "checked_on", "note", "claims", "demonstration"})


@dataclass(frozen=True, slots=True)
class Change:
    """Name a difference: ``begins`` (only in the second), ``ends`` (only in the first), ``differs`` in some keys."""

    section: str
    entry: str
    kind: Literal["begins", "ends", "differs", "unknown"]
    keys: tuple[tuple[str, Any, Any], ...] = ()
    basis: tuple[Basis, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Write the change as JSON values."""
        keys = [{"key": key, "before": before, "after": after} for key, before, after in self.keys]
        basis = [entry.to_plain() for entry in self.basis]
        return {"section": self.section, "entry": self.entry, "kind": self.kind, "keys": keys, "basis": basis}


def changes_between(before: Framework, on_before: date, after: Framework, on_after: date) -> tuple[Change, ...]:
    """Compare two frameworks on two days; the same framework on two days, or two frameworks on one, are the usual.

    Dates and grounds alone make no difference. Parameters are compared by the value in force. ``unknown``: on one of
    the days it cannot be said whether the entry is in force.
    """
    return tuple(_changes(before, on_before, after, on_after))


def _changes(before: Framework, on_before: date, after: Framework, on_after: date) -> Iterator[Change]:
    for section in COMPARED:
        yield from _section(section, _standing(before, section, on_before), _standing(after, section, on_after))
    yield from _section("powers", _grants(before, on_before), _grants(after, on_after))
    for name in dict.fromkeys((*before.parameters, *after.parameters)):
        yield from _parameter(name, before.value(name, on_before), after.value(name, on_after))


Standing = Mapping[str, tuple[Truth, Statement]]


def _standing(framework: Framework, section: str, on: date) -> Standing:
    entries: Mapping[str, Statement] = getattr(framework, section)
    return {
        name: (truth, entry)
        for name, entry in entries.items()
        if (truth := framework.in_force(entry, on)) is not Truth.NO
    }


def _grants(framework: Framework, on: date) -> Standing:
    return {
        f"{power}/{grant.id}": (truth, grant)
        for power, grants in framework.grants.items()
        for grant in grants
        if (truth := framework.in_force(grant, on)) is not Truth.NO
    }


def _section(section: str, before: Standing, after: Standing) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        basis = (other or one or (None, None))[1]
        ground = basis.basis if basis is not None else ()
        if any(entry is not None and entry[0] is Truth.UNKNOWN for entry in (one, other)):
            if one is None or other is None or one[0] is not other[0]:
                yield Change(section, name, "unknown", (), ground)
        elif one is None:
            yield Change(section, name, "begins", (), ground)
        elif other is None:
            yield Change(section, name, "ends", (), ground)
        if one is not None and other is not None and (keys := _different(one[1].plain, other[1].plain)):
            yield Change(section, name, "differs", keys, ground)


def _different(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    keys = [key for key in dict.fromkeys((*one, *other)) if key not in IGNORED]
    return tuple((key, one.get(key), other.get(key)) for key in keys if one.get(key) != other.get(key))


def _parameter(name: str, one: Value, other: Value) -> Iterator[Change]:
    shown = (_shown(one), _shown(other))
    if shown[0] == shown[1]:
        return
    basis = (other.version or one.version).basis if (other.version or one.version) else ()  # type: ignore[union-attr]
    kind: Literal["begins", "ends", "differs"] = "differs"
    if one.state is ValueState.NONE:
        kind = "begins"
    elif other.state is ValueState.NONE:
        kind = "ends"
    yield Change("parameters", name, kind, (("value", *shown),), basis)


def _shown(value: Value) -> str:
    if value.version is None:
        return value.state.value
    comparator = f"{value.version.comparator} " if value.version.comparator else ""
    return comparator + value.version.text
