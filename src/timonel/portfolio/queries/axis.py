"""Projects on one time axis: their plans, what became of them, and their gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Baseline, GatePassage, Project
from timonel.portfolio.queries.projects import visible_projects

PASSED = ("go", "conditional")


@dataclass(frozen=True)
class AxisGate:
    """A gate of a project: the phase it ends, and the day it was passed or for which the plan has it."""

    phase: str
    on: date
    passed: bool


@dataclass(frozen=True)
class OnAxis:
    """One project from its first to its last day, as they came about or else as the plan in force has them.

    `original` is the first plan that was approved, where a later one took its place. A gate that was not passed stands
    where the plan in force has a milestone of its phase's id.
    """

    project: Project
    first: date | None
    last: date | None
    original: tuple[date, date] | None
    gates: Sequence[AxisGate]


def running_projects(viewer: Viewer) -> QuerySet[Project]:
    """Give the projects that are approved or under way, by name."""
    return visible_projects(viewer).filter(stage__in=("approved", "under-way"))


def on_axis(viewer: Viewer, keys: Sequence[int]) -> list[OnAxis]:
    """Put projects on the axis in the order of their keys as given; three queries, however many they are."""
    plans: dict[int, list[Baseline]] = {}
    for plan in Baseline.objects.filter(project__in=keys).order_by("project", "sequence"):
        plans.setdefault(plan.project_id, []).append(plan)
    passages: dict[int, list[GatePassage]] = {}
    passed = GatePassage.objects.filter(project__in=keys, outcome__in=PASSED)
    for passage in passed.defer("evidence", "warnings").order_by("decided_on", "id"):
        passages.setdefault(passage.project_id, []).append(passage)
    found = {row.pk: row for row in visible_projects(viewer).filter(pk__in=keys)}
    return [_on_axis(found[key], plans.get(key, []), passages.get(key, [])) for key in keys if key in found]


def _on_axis(project: Project, plans: Sequence[Baseline], passages: Sequence[GatePassage]) -> OnAxis:
    first, last = (plans[0], plans[-1]) if plans else (None, None)
    start, end = (last.start_on, last.end_on) if last else (None, None)
    starts = (project.start_actual_on, start, project.start_planned_on)
    ends = (project.end_actual_on, project.end_latest_on, end, project.end_planned_on)
    original = (first.start_on, first.end_on) if first and len(plans) > 1 and first.start_on and first.end_on else None
    gates = [AxisGate(each.phase, each.decided_on, True) for each in passages]
    gone = {each.phase for each in passages}
    phases = {each["id"] for each in project.begun_model.get("phases") or () if each.get("gate")}
    for milestone in last.milestones if last else ():
        if milestone["name"] in phases - gone and milestone.get("on"):
            gates.append(AxisGate(milestone["name"], date.fromisoformat(milestone["on"]), False))
    return OnAxis(project, _known(starts), _known(ends), original, gates)


def _known(days: Sequence[date | None]) -> date | None:
    return next((day for day in days if day is not None), None)
