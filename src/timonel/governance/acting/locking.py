"""Step 1 of the frame: the rows an act speaks of, those it changes under lock and as they were seen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from timonel.governance.acting.act import Action
from timonel.governance.acting.errors import InputFault, StaleSubject
from timonel.governance.acting.inputs import Input
from timonel.governance.models import StoredFile, SubjectRow

Seen = int | Mapping[str, int] | None
"""What the asker saw: the version of the subject, or of each row by its number."""


def resolve(action: Action, values: dict[str, Any], seen: Seen) -> list[SubjectRow]:
    """Turn numbers into rows; give those that the act changes, locked, and see that they are as the person saw them.

    Locks are taken table by table and in a table from the lowest key up, so that
    of two acts that change the same rows one waits for the other.
    """
    named = [each for each in action.inputs.each if each.row is not None or each.kind is StoredFile]
    changed = {name for name in (action.subject, *action.also) if name is not None}
    faults = []
    for kind in sorted({each.kind for each in named}, key=lambda kind: str(kind._meta.db_table)):
        inputs = [each for each in named if each.kind is kind]
        found = _rows(
            kind, [each for each in inputs if each.name in changed or kind is StoredFile], values, locked=True
        )
        found = _rows(kind, inputs, values, but=found) | found
        for each in inputs:
            numbers = _numbers([each], values)
            faults += [_no_such(each, number) for number in numbers if number not in found]
            rows = [found[number] for number in numbers if number in found]
            values[each.name] = rows if each.many else next(iter(rows), None)
    if faults:
        raise InputFault(fields=faults)
    subject = values[action.subject] if action.subject else None
    others = [row for name in action.also for row in many(values[name]) if row is not None and row is not subject]
    locked_rows = list(dict.fromkeys([*([subject] if subject is not None else []), *others]))
    _as_seen(subject, locked_rows, seen)
    return locked_rows


def _numbers(inputs: Iterable[Input], values: Mapping[str, Any]) -> list[str]:
    """Give the numbers that inputs name, each once, in the order in which they are given."""
    return list(dict.fromkeys(number for each in inputs for number in many(values[each.name]) if number))


def _rows(
    kind: type[models.Model],
    inputs: Sequence[Input],
    values: Mapping[str, Any],
    *,
    but: Collection[str] = (),
    locked: bool = False,
) -> dict[str, models.Model]:
    """Give the rows that inputs of one kind name, by number; a file is locked so that it is not swept meanwhile."""
    numbers = [number for number in _numbers(inputs, values) if number not in but]
    if not numbers:
        return {}
    named = "sha256" if kind is StoredFile else "number"
    rows = kind._default_manager.filter(**{f"{named}__in": numbers})
    if locked:
        rows = rows.order_by("pk").select_for_update(no_key=True)  # rows that refer to it may be written meanwhile
    return {getattr(row, named): row for row in rows}


def _no_such(each: Input, number: str) -> dict[str, Any]:
    return {"field": each.name, "code": "no-such", "value": number, "params": {}}


def _as_seen(subject: SubjectRow | None, locked: Iterable[SubjectRow], seen: Seen) -> None:
    if seen is None:
        return
    versions = seen if isinstance(seen, Mapping) else {subject.number: seen} if subject is not None else {}
    for row in locked:
        if versions.get(row.number, row.version) != row.version:
            raise StaleSubject(kind=row.kind, number=row.number, entry=row.last_entry)


LONGEST_SEEN = 20_000
_SEEN = re.compile(r"[^\s,=\"]{1,120}=[0-9]{1,18}")


def seen_in(text: str) -> Seen:
    """Read which versions were seen: `7` of the subject, or `i-1=7, i-2=0` of each row; None when nothing is said."""
    parts = text[:LONGEST_SEEN].replace(",", " ").replace('"', " ").split()
    if not parts:
        return None
    if len(parts) == 1 and parts[0].isascii() and parts[0].isdigit() and len(parts[0]) <= 18:
        return int(parts[0])
    if len(text) > LONGEST_SEEN or not all(_SEEN.fullmatch(part) for part in parts):
        raise InputFault("versions-not-read", value=text[:80])
    return {number: int(version) for number, _equals, version in (part.rpartition("=") for part in parts)}


def versions_of(action: Action, typed: Mapping[str, Any]) -> dict[str, int]:
    """Give the versions of the rows that the act would change, as they stand, by number."""
    found: dict[str, int] = {}
    for name in dict.fromkeys(each for each in (action.subject, *action.also) if each is not None):
        kind = action.inputs.by_name[name].row
        numbers = [number for number in many(typed.get(name)) if isinstance(number, str) and "\0" not in number]
        if kind is not None and numbers:
            found |= kind._default_manager.filter(number__in=numbers).values_list("number", "version")
    return found


def versions_text(versions: Mapping[str, int]) -> str:
    """Write versions down as `seen_in` reads them."""
    return " ".join(f"{number}={version}" for number, version in versions.items())


def many(value: Any) -> list[Any]:
    """Give the values of an input that takes one or several."""
    return value if isinstance(value, list) else [value]
