"""The kinds of thing that acts, searches, agendas and time lines speak of.

An app registers each of its kinds once. So a room lower in the order can show
what stands above it (on the desk, in the record, on an agenda) without
knowing it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.functional import Promise

if TYPE_CHECKING:
    from timonel.governance.models import SubjectRow
    from timonel.governance.queries.viewers import Viewer


@dataclass(frozen=True)
class DeskItem:
    """One thing that waits for a post, until when, and where it is dealt with."""

    title: str | Promise
    url: str
    kind: str
    number: str
    due_on: date | None = None


def _no_items(viewer: Viewer, on: date) -> Sequence[DeskItem]:
    return ()


def _no_papers(row: Any) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class SubjectKind:
    """How one kind of thing is named, found and shown.

    `visible_to` gives the rows a viewer may see: what is hidden is absent.
    `search_texts` gives title, details and codes by which it is found; None when it is not searched.
    `desk_items` gives what waits for the viewer's post on a day, soonest first.
    """

    kind: str
    label: str | Promise
    model: type[SubjectRow]
    title: Callable[[Any], str]
    url: Callable[[str], str]
    visible_to: Callable[[Viewer], QuerySet[Any]]
    desk_items: Callable[[Viewer, date], Sequence[DeskItem]] = _no_items
    papers: Callable[[Any], Sequence[Any]] = _no_papers
    search_texts: Callable[[Any], tuple[str, str, str]] | None = None


KINDS: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Make a kind known, once."""
    if kind.kind in KINDS:
        raise TypeError(f"{kind.kind} is registered twice")
    KINDS[kind.kind] = kind


def url_of(kind: str, number: str) -> str | None:
    """Give the page of a subject; None when its kind has none."""
    known = KINDS.get(kind)
    return known.url(number) if known else None
