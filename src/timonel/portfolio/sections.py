"""What rooms above show on a project's page, without this room knowing them."""

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
