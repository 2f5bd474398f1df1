"""The pages on which a case is written: rows of fields, as typed, with what is wrong beside each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from timonel.businesscases.drafts import Kept, kept_parts
from timonel.businesscases.queries.versions import latest_version, plain_of
from timonel.businesscases.wording import PARTS, hint, place_title, word
from timonel.domain.appraisal import Fault, read_case
from timonel.domain.appraisal.shape import HEAD, MOST_ROWS, ROWS, Place
from timonel.governance.sentences import sentence

FREE_ROWS = 1
"""Empty rows that a part without any begins with."""
ONCE = "situations"
"""How an address names the part that a case says once."""


@dataclass(frozen=True)
class Draft:
    """What is being written: the whole case as typed, and which edition of each part was kept (0 for none)."""

    typed: Mapping[str, Any]
    editions: Mapping[str, int]
    follows: int

    @property
    def begun(self) -> bool:
        """Whether anybody has typed anything since the latest version."""
        return bool(self.editions)


def draft_of(kind: str, number: str) -> Draft:
    """Give what is being written of a case, over its latest version."""
    latest = latest_version(kind, number)
    typed: dict[str, Any] = dict(plain_of(latest)) if latest else {}
    kept: Mapping[str, Kept] = kept_parts(kind, number)
    for part, each in kept.items():
        typed.update({part: each.typed} if part else each.typed)
    return Draft(typed, {part: each.edition for part, each in kept.items()}, latest.ordinal if latest else 0)


def part_named(name: str) -> str | None:
    """Give the part that an address names; None for no part."""
    part = "" if name == ONCE else name
    return part if part in PARTS and name else None


def name_of(part: str) -> str:
    """Give the name of a part in addresses."""
    return part or ONCE


@dataclass(frozen=True)
class TypedField:
    """One field as the page draws it."""

    name: str
    label: str
    kind: str
    value: str
    required: bool
    hint: str = ""
    options: Sequence[tuple[str, str]] = ()
    errors: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class PartForm:
    """One part as it is written: its rows of fields; the part that is said once has one row."""

    part: str
    rows: Sequence[Sequence[TypedField]]
    edition: int
    faults: Sequence[tuple[str | None, str, str]] = ()

    @property
    def full(self) -> bool:
        """Whether no further row fits."""
        return len(self.rows) >= MOST_ROWS


def form_of(draft: Draft, part: str, *, rows: Sequence[Mapping[str, Any]] | None = None, judge: bool) -> PartForm:
    """Give the form of a part as kept, or as just sent; with `judge`, what is wrong stands beside each field."""
    shown = rows if rows is not None else _rows(draft.typed, part)
    typed = {**draft.typed, **(({part: shown}) if part else (shown[0] if shown else {}))}
    faults = [each for each in read_case(typed).faults if each.part == part] if judge else []
    drawn = [_row(part, number, row, faults) for number, row in enumerate(shown)]
    summary = [_line(part, fault) for fault in faults]
    return PartForm(part, drawn, draft.editions.get(part, 0), summary)


def _rows(typed: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    if not part:
        return [typed]
    return list(typed.get(part) or []) or [{} for _row in range(FREE_ROWS)]


def _row(part: str, number: int, row: Mapping[str, Any], faults: Sequence[Fault]) -> list[TypedField]:
    return [_field(part, number, place, row, faults) for place in ROWS.get(part, HEAD)]


def _field(part: str, number: int, place: Place, row: Mapping[str, Any], faults: Sequence[Fault]) -> TypedField:
    at = number if part else None
    wrong = [sentence(each.code, each.params) for each in faults if (each.row, each.place) == (at, place.name)]
    return TypedField(
        field_name(part, number, place.name),
        place_title(part, place.name),
        place.kind,
        str(row.get(place.name) or ""),
        place.required,
        hint(part, place.name),
        [(choice, word(choice)) for choice in place.choices],
        tuple(wrong),
    )


def field_name(part: str, number: int, place: str) -> str:
    """Name a field of a row."""
    return f"{part}-{number}-{place}" if part else place


def _line(part: str, fault: Fault) -> tuple[str | None, str, str]:
    if not fault.place:
        return None, "", sentence(fault.code, fault.params)
    label = place_title(part, fault.place)
    row = f" {fault.row + 1}" if fault.row is not None else ""
    return f"id_{field_name(part, fault.row or 0, fault.place)}", f"{label}{row}", sentence(fault.code, fault.params)


def rows_sent(part: str, sent: QueryDict) -> list[dict[str, str]]:
    """Read the rows that a form sent, in their order, as typed; one for the part that is said once."""
    places = ROWS.get(part, HEAD)
    if not part:
        return [{place.name: sent.get(place.name, "").strip() for place in places}]
    numbers = {name.split("-")[1] for name in sent if name.startswith(f"{part}-") and name.count("-") >= 2}
    ordered = sorted(int(each) for each in numbers if each.isascii() and each.isdigit() and len(each) < 5)
    return [
        {place.name: sent.get(field_name(part, number, place.name), "").strip() for place in places}
        for number in ordered
    ]


def after_button(rows: list[dict[str, str]], button: str) -> list[dict[str, str]]:
    """Add a row or take one out, as the button that was pressed says; else leave them."""
    verb, _, which = button.partition("-")
    if verb == "add" and len(rows) < MOST_ROWS:
        return [*rows, {}]
    if verb == "remove" and which.isascii() and which.isdigit():
        return [row for number, row in enumerate(rows) if number != int(which)]
    return rows
