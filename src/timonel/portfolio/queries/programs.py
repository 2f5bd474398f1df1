"""Projects in the shape in which programs read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Project
from timonel.portfolio.queries.projects import FACTS, project_by_number, shown, shown_amount

MOST: Final = 200
"""Projects in one answer."""
_ROW = ("number", "name", "object", "stage", "phase", "risk_class", "currency", "proposed_on", "approved_on", "origin")
_PLAN = ("sequence", "approved_on", "reason", "start_on", "end_on", "entry")
_APPROVAL = ("approval", "decider", "effect", "stage", "round", "opened_on", "due_on", "decided_on")


def projects_for_programs(
    viewer: Viewer, *, after: str = "", stage: str = "", institution: str = "", limit: int = MOST
) -> dict[str, Any]:
    """Give projects in the order in which they were entered, as rows, and the number to go on from."""
    rows = Project.objects.annotate(shown_budget=shown_amount(viewer, "total_budget")).order_by("pk")
    last = Project.objects.filter(number=after).values_list("pk", flat=True).first() if after else None
    rows = rows.filter(pk__gt=last) if last is not None else rows.none() if after else rows
    rows = rows.filter(stage=stage) if stage else rows
    rows = rows.filter(institution__number=institution) if institution else rows
    found = list(rows.select_related("institution")[: limit + 1])
    page = found[:limit]
    written = [{**_row(each), "total_budget": each.shown_budget} for each in page]
    return {"projects": written, "next": page[-1].number if len(found) > limit else None}


def project_for_programs(viewer: Viewer, number: str) -> dict[str, Any] | None:
    """Give one project with its plans and approvals; None when the viewer sees none of that number."""
    project = project_by_number(viewer, number)
    if project is None:
        return None
    facts = shown(viewer, project, FACTS)
    budget = facts["total_budget"]
    hidden = budget.why == "reserved"
    return {
        **_row(project),
        "total_budget": budget.value,
        "facts": {name: each.value for name, each in facts.items() if not each.why},
        "missing": {name: {"why": each.why, "ground": each.ground} for name, each in facts.items() if each.why},
        "flags": project.flags,
        "partners": [part.institution.number for part in project.partners.all()],
        "baselines": [
            {
                **_of(plan, _PLAN),
                "cost": None if hidden else plan.cost,
                "benefits": None if hidden else plan.benefits,
            }
            for plan in project.baselines.all()
        ],
        "approvals": [_of(each, _APPROVAL) for each in project.approvals.all()],
    }


def _row(project: Project) -> Mapping[str, Any]:
    return {**_of(project, _ROW), "institution": project.institution.number}


def _of(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
