"""How projects are named, found and shown to the rooms above and below."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timonel.businesscases import bearers
from timonel.governance.queries.viewers import Viewer
from timonel.governance.subjects import SubjectKind, register
from timonel.portfolio.models import Project
from timonel.portfolio.queries.projects import sees_figures, visible_projects
from timonel.portfolio.queries.waiting import projects_waiting


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
        projects_waiting,
        search_texts=_texts,
    )
)


def _several(project: Project) -> bool:
    """Say whether several institutions take part: there are partners, or it is said of the project."""
    return project.flags.get("multi-institution") is True or project.partners.exists()


def _case_shown(viewer: Viewer, project: Project) -> bool:
    """Say whether the viewer may see the business case: all may, unless an amount or the purpose is reserved."""
    return sees_figures(viewer, project)


bearers.register(bearers.Bearer("project", several_institutions=_several, shows=_case_shown))
