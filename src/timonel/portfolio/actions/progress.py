"""What acts of rooms above may note of a project: what a report says, and how far it is."""

from __future__ import annotations

from typing import Any

from timonel.portfolio.models import Project
from timonel.portfolio.models.projects import PROGRESS

NOTED = frozenset({*PROGRESS, "stage", "rating", "rating_scale"})


def note_progress(project: Project, **columns: Any) -> Project:
    """Note what the latest report or order says of a project; inside an act that has it as its subject."""
    unknown = columns.keys() - NOTED
    if unknown:
        raise TypeError(f"{sorted(unknown)} are not for others to note")
    for name, value in columns.items():
        setattr(project, name, value)
    project.save(update_fields=list(columns))
    return project
