"""What may stand in each place of a business case: declared once for reading, forms and spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from timonel.domain.appraisal import case

Kind = Literal["text", "long", "code", "choice", "year", "day", "amount", "count", "percent"]


@dataclass(frozen=True, slots=True)
class Place:
    """Say what one place takes: its kind, whether it must be filled in, its choices, its longest text."""

    name: str
    kind: Kind
    required: bool = True
    choices: tuple[str, ...] = ()
    longest: int = 300


def _estimate(*, ranged: bool) -> tuple[Place, ...]:
    """Place a three-point estimate; where an assumption may give the range, low and high stay empty."""
    return (Place("low", "amount", not ranged), Place("likely", "amount"), Place("high", "amount", not ranged))


HEAD: Final = (
    Place("currency", "code"),
    Place("first_year", "year"),
    Place("purpose", "long", False, longest=4000),
    Place("without_project", "long", False, longest=4000),
    Place("with_project", "long", False, longest=4000),
    Place("staff_effect", "long", False, longest=4000),
    Place("staff_assessed_by", "text", False),
    Place("staff_assessed_on", "day", False),
)
"""What a case says once."""

ROWS: Final[dict[str, tuple[Place, ...]]] = {
    "costs": (
        Place("situation", "choice", choices=case.SITUATIONS),
        Place("nature", "choice", choices=case.NATURES),
        Place("category", "choice", choices=case.CATEGORIES),
        Place("description", "text", False),
        Place("year", "year"),
        *_estimate(ranged=True),
        Place("assumption", "code", False),
    ),
    "benefits": (
        Place("code", "code"),
        Place("name", "text"),
        Place("kind", "choice", choices=case.BENEFIT_KINDS),
        Place("indicator", "text", False),
        Place("baseline", "text", False),
        Place("target", "text", False),
        Place("owner", "text", False),
        Place("due_on", "day", False),
    ),
    "gains": (
        Place("benefit", "code"),
        Place("situation", "choice", choices=case.SITUATIONS),
        Place("year", "year"),
        *_estimate(ranged=True),
        Place("assumption", "code", False),
    ),
    "assumptions": (
        Place("code", "code"),
        Place("name", "text"),
        Place("unit", "text", False, longest=60),
        *_estimate(ranged=False),
        Place("source", "text", False),
    ),
    "financing": (
        Place("source", "choice", choices=case.FUNDING_SOURCES),
        Place("name", "text", False),
        Place("year", "year"),
        Place("amount", "amount"),
    ),
    "staff": (
        Place("family", "text"),
        Place("before", "count"),
        Place("after", "count"),
        Place("measures", "text", False),
    ),
    "commitments": (
        Place("institution", "text"),
        Place("level", "choice", choices=case.COMMITMENT_LEVELS),
        Place("commitment", "text"),
        Place("given_by", "text", False),
        Place("given_on", "day", False),
        Place("evidence", "text", False),
    ),
    "risks": (
        Place("name", "text"),
        Place("owner", "text", False),
        Place("response", "text", False),
        Place("probability", "percent"),
        Place("impact", "amount"),
        Place("year", "year"),
    ),
}
"""What a case says many times: a row each."""

MOST_ROWS: Final = 500
"""Rows that one part may have, the limit included."""
