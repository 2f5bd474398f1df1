"""How projects are named, found and shown to the rooms above and below."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timonel.governance.subjects import SubjectKind, register
from timonel.portfolio.models import Project
from timonel.portfolio.queries.projects import visible_projects


def _texts(project: Project) -> tuple[str, str, str]:
    purpose = "" if "purpose" in project.reserves else project.purpose
    return project.name, purpose, f"{project.number} {project.source_key or ''}"


register(
    SubjectKind(
        "project",
        _("Project"),
        Project,
        lambda row: row.name,
        lambda number: reverse("portfolio:project", args=[number]),
        visible_projects,
        search_texts=_texts,
    )
)
