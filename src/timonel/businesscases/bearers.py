"""The kinds of thing that have a business case: rooms above register theirs, and this room knows them by number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from timonel.governance import subjects
from timonel.governance.queries.viewers import Viewer
from timonel.governance.rows import Institution, SubjectRow


def _institution(row: Any) -> Institution | None:
    found: Institution | None = row if isinstance(row, Institution) else getattr(row, "institution", None)
    return found


def _alone(row: Any) -> bool:
    return False


def _open(viewer: Viewer, row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Bearer:
    """Say of a kind of subject whose it is, whether several institutions take part, and who sees its business case.

    Whoever does not see the subject sees no business case of it either.
    """

    kind: str
    institution: Callable[[Any], Institution | None] = _institution
    several_institutions: Callable[[Any], bool] = _alone
    shows: Callable[[Viewer, Any], bool] = _open


BEARERS: dict[str, Bearer] = {}


def register(bearer: Bearer) -> None:
    """Let a kind of subject have business cases, once."""
    if bearer.kind in BEARERS:
        raise TypeError(f"{bearer.kind} is registered twice")
    BEARERS[bearer.kind] = bearer


@dataclass(frozen=True)
class Matter:
    """What a business case is about: the subject, its title and address, whose it is, who takes part."""

    kind: str
    number: str
    row: SubjectRow
    title: str
    url: str
    institution: Institution | None
    several_institutions: bool


def matter_of(viewer: Viewer, kind: str, number: str) -> Matter | None:
    """Give what a business case would be about; None where the viewer sees no such thing or it has no case."""
    bearer, known = BEARERS.get(kind), subjects.KINDS.get(kind)
    row = known.visible_to(viewer).filter(number=number).first() if bearer and known else None
    if row is None or bearer is None or known is None or not bearer.shows(viewer, row):
        return None
    institution, several = bearer.institution(row), bearer.several_institutions(row)
    return Matter(kind, number, row, known.title(row), known.url(number), institution, several)


def row_of(kind: str, number: str) -> SubjectRow | None:
    """Give the subject itself, whoever looks; None where there is none of a kind that has business cases."""
    known = subjects.KINDS.get(kind) if kind in BEARERS else None
    return known.model._default_manager.filter(number=number).first() if known else None


def institution_of(kind: str, number: str) -> Institution | None:
    """Say whose a subject is."""
    row = row_of(kind, number)
    return BEARERS[kind].institution(row) if row is not None else None
