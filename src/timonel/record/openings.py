"""What is behind the hashes of an entry: shown to whom may see it, erased when the law says so."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection

from timonel.record.drafts import WITHHELD, Opened, salted_hash
from timonel.record.errors import RecordRefusal
from timonel.record.models import Opening


def openings(seq: int, names: Iterable[str] | None = None) -> list[Opened]:
    """Give what opens the hashes of an entry, or those of them at these JSON pointers; in the order of the pointers.

    Whether the reader may see them is for the caller to ask.
    """
    found = Opening.objects.filter(entry_id=seq).order_by("name")
    if names is not None:
        found = found.filter(name__in=list(names))
    return [Opened(each.name, each.value, bytes(each.salt)) for each in found]


def erase(seq: int, name: str) -> None:
    """Erase what opens one hash, for good. Every proof stays valid; nobody can show the value any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_opening WHERE entry_id = %s AND name = %s", [seq, name])
        if not cursor.rowcount:
            raise RecordRefusal("nothing-to-erase", {"entry": seq, "name": name})


def opened_entry(fields: Any, given: Iterable[Opened]) -> tuple[Any, list[str]]:
    """Put opened values in the place of their hashes; name the openings that do not belong there.

    A value inside another that was withheld for its length is reached once the outer one is opened.
    """
    wrong = []
    for opened in sorted(given, key=lambda each: each.name.count("/")):
        holder, key = _place(fields, opened.name)
        if holder is None or holder[key] != {WITHHELD: salted_hash(opened)}:
            wrong.append(opened.name)
        else:
            holder[key] = json.loads(opened.value)
    return fields, wrong


def _place(fields: Any, pointer: str) -> tuple[Any, Any]:
    """Find the dictionary or list, and the key in it, that a JSON pointer names; None when there is none."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    holder, key = None, None
    for step in steps:
        holder = fields if holder is None else holder[key]
        key = int(step) if isinstance(holder, list) and step.isdecimal() else step
        if isinstance(holder, dict) and key not in holder:
            return None, None
        if isinstance(holder, list) and not (isinstance(key, int) and key < len(holder)):
            return None, None
        if not isinstance(holder, dict | list):
            return None, None
    return holder, key
