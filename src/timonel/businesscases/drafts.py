"""What is being written of a case, part by part, kept as typed; nothing of it counts until a version is adopted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from timonel.businesscases.models import CaseDraft
from timonel.domain.appraisal.shape import HEAD, MOST_ROWS, ROWS
from timonel.governance.rows import Person

LONGEST = 20_000
"""Characters of one typed text; what is longer is cut off by nobody but refused as a whole."""


@dataclass(frozen=True)
class Kept:
    """One part as it was kept: what was typed, and which edition of it that is (0 for none)."""

    typed: Any
    edition: int


def kept_parts(kind: str, number: str) -> dict[str, Kept]:
    """Give the parts of a case that somebody has typed since its latest version."""
    rows = CaseDraft.objects.filter(subject_kind=kind, subject_number=number)
    return {row.part: Kept(row.typed, row.edition) for row in rows}


def keep_part(kind: str, number: str, part: str, typed: Any, *, edition: int, person: Person) -> int | None:
    """Keep a part as typed over the edition that the person saw; None, and nothing kept, when it has moved on.

    A part that no form of ours can have sent (too many rows, texts too long, other shapes) is not kept either.
    """
    if not _may_be_kept(part, typed):
        return None
    rows = CaseDraft.objects.filter(subject_kind=kind, subject_number=number, part=part)
    if edition:
        moved = rows.filter(edition=edition).update(typed=typed, edition=edition + 1, person=person)
        return edition + 1 if moved else None
    try:
        with transaction.atomic():
            CaseDraft.objects.create(
                subject_kind=kind, subject_number=number, part=part, typed=typed, edition=1, person=person
            )
    except IntegrityError:
        return None
    return 1


def keep_all(kind: str, number: str, typed: Mapping[str, Any], *, person: Person) -> bool:
    """Keep a whole case as typed, over whatever was there; say whether it was kept."""
    parts: dict[str, Any] = {"": {place.name: str(typed.get(place.name) or "") for place in HEAD}}
    parts |= {part: list(typed.get(part) or []) for part in ROWS}
    if not all(_may_be_kept(part, value) for part, value in parts.items()):
        return False
    with transaction.atomic():
        kept = {row.part: row.edition for row in CaseDraft.objects.filter(subject_kind=kind, subject_number=number)}
        for part, value in parts.items():
            CaseDraft.objects.update_or_create(
                subject_kind=kind,
                subject_number=number,
                part=part,
                defaults={"typed": value, "edition": kept.get(part, 0) + 1, "person": person},
            )
    return True


def _may_be_kept(part: str, typed: Any) -> bool:
    rows: Sequence[Any] = typed if part else [typed]
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        return False
    names = {place.name for place in ROWS.get(part, HEAD)}
    return all(isinstance(row, dict) and row.keys() <= names and all(map(_fits, row.values())) for row in rows)


def _fits(text: Any) -> bool:
    return isinstance(text, str) and len(text) <= LONGEST and "\0" not in text
