"""What rooms above show on a project's page and on the portfolio's, without this room knowing them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Project

Context = Callable[[Viewer, Project, date], Mapping[str, Any] | None]


@dataclass(frozen=True)
class Section:
    """A part of the project's page: its place, its template, and what the template is given.

    The template sees the given names and `page`, the whole page. None instead of names: it is not shown.
    """

    name: str
    order: int
    template: str
    context: Context


SECTIONS: dict[str, Section] = {}


def register(section: Section) -> None:
    """Make a section known, once."""
    if section.name in SECTIONS:
        raise TypeError(f"{section.name} is registered twice")
    SECTIONS[section.name] = section


def sections_of(viewer: Viewer, project: Project, on: date) -> list[tuple[str, Mapping[str, Any]]]:
    """Give the templates to show for a project, in order, each with what it is given."""
    ordered = sorted(SECTIONS.values(), key=lambda section: (section.order, section.name))
    given = [(section.template, section.context(viewer, project, on)) for section in ordered]
    return [(template, context) for template, context in given if context is not None]


@dataclass(frozen=True)
class OverviewPart:
    """A part of the page of the whole portfolio: its place, its template, and what the template is given.

    The template sees what it is given as `section`. None instead: it is not shown. What a part asks of the database
    does not grow with the number of projects.
    """

    name: str
    order: int
    template: str
    context: Callable[[Viewer, date], Mapping[str, Any] | None]


OVERVIEW: dict[str, OverviewPart] = {}


def register_overview(part: OverviewPart) -> None:
    """Make a part of the portfolio's page known, once."""
    if part.name in OVERVIEW:
        raise TypeError(f"{part.name} is registered twice")
    OVERVIEW[part.name] = part


def overview_parts(viewer: Viewer, on: date) -> list[tuple[str, Mapping[str, Any]]]:
    """Give the templates that rooms above show of the portfolio, in order, each with what it is given."""
    ordered = sorted(OVERVIEW.values(), key=lambda part: (part.order, part.name))
    given = [(part.template, part.context(viewer, on)) for part in ordered]
    return [(template, context) for template, context in given if context is not None]
