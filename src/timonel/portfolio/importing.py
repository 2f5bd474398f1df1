"""Projects and plans that others recorded, entered many at once inside an import's act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from timonel.domain.text import sort_key
from timonel.governance.numbers import next_numbers
from timonel.governance.searching import index
from timonel.portfolio.models import Baseline, Project

AT_ONCE = 1000
Gaps = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedProject:
    """A project as a source says it, with what its latest report says; `institution` is the key of its row here."""

    source: str
    source_key: str
    name: str
    institution: int
    object: str
    currency: str
    purpose: str = ""
    work_kind: str = ""
    flags: Mapping[str, bool] = field(default_factory=dict)
    rating: str = ""
    rating_scale: str = ""
    end_latest_on: date | None = None
    cost_latest: Decimal | None = None
    benefits_latest: Decimal | None = None
    start_planned_on: date | None = None
    end_planned_on: date | None = None
    total_budget: Decimal | None = None
    gaps: Gaps = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedPlan:
    """A baseline as a source says it: `project` is the key of its project's row; `sequence` counts from 0."""

    project: int
    sequence: int
    approved_on: date
    reason: str
    currency: str
    start_on: date | None = None
    end_on: date | None = None
    cost: Decimal | None = None
    benefits: Decimal | None = None
    gaps: Gaps = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Put:
    """What became of the projects of a file: rows by their key in the source, and how many are new or changed."""

    rows: Mapping[str, Project]
    added: int
    changed: int


_FOLLOWED = (
    "name", "purpose", "work_kind", "rating", "rating_scale", "end_latest_on", "cost_latest", "benefits_latest",
    "end_planned_on", "start_planned_on", "total_budget", "gaps",
)  # fmt: skip


def put_projects(rows: Sequence[ImportedProject], year: int) -> Put:
    """Enter the projects of a source that are not in yet, with numbers of the year; bring the others up to date.

    What follows the source is its name, purpose, plan and latest standing. All rows are of one source, each key once.
    """
    sources = {row.source for row in rows}
    known = {str(row.source_key): row for row in Project.objects.filter(source__in=sources)}
    new = [row for row in rows if row.source_key not in known]
    numbers = next_numbers("project", year, len(new))
    made = [_entered(row, number) for row, number in zip(new, numbers, strict=True)]
    Project.objects.bulk_create(made, batch_size=AT_ONCE)
    changed = [known[row.source_key] for row in rows if row.source_key in known and _follow(known[row.source_key], row)]
    Project.objects.bulk_update(changed, [*_FOLLOWED, "sort_key"], batch_size=AT_ONCE)
    for first in range(0, len(made) + len(changed), AT_ONCE):
        index([*made, *changed][first : first + AT_ONCE])
    found: dict[str, Project] = {str(row.source_key): row for row in [*known.values(), *made]}
    return Put({row.source_key: found[row.source_key] for row in rows}, len(made), len(changed))


def _entered(row: ImportedProject, number: str) -> Project:
    return Project(
        number=number,
        object=row.object,
        institution_id=row.institution,
        sort_key=sort_key(row.name),
        currency=row.currency,
        flags=dict(row.flags),
        stage="not-stated",
        origin="import",
        source=row.source,
        source_key=row.source_key,
        **{name: getattr(row, name) for name in _FOLLOWED},
    )


def _follow(project: Project, row: ImportedProject) -> bool:
    """Take over what the source says now; say whether that changed anything."""
    before = [getattr(project, name) for name in _FOLLOWED]
    for name in _FOLLOWED:
        setattr(project, name, getattr(row, name))
    project.sort_key = sort_key(row.name)
    return before != [getattr(project, name) for name in _FOLLOWED]


def put_plans(rows: Iterable[ImportedPlan]) -> list[Baseline]:
    """Enter the baselines that are not in yet, and give them; one that is in stays as it is, for ever.

    A project that has baselines gets those of later days that differ from its last one, counted on from it.
    """
    by_project: dict[int, list[ImportedPlan]] = {}
    for row in rows:
        by_project.setdefault(row.project, []).append(row)
    latest = {row.project_id: row for row in Baseline.objects.filter(project__in=by_project).order_by("sequence")}
    new = [
        Baseline(project_id=project, **columns)
        for project, plans in by_project.items()
        for columns in _following(plans, latest.get(project))
    ]
    return Baseline.objects.bulk_create(new, batch_size=AT_ONCE)


_PLANNED = ("start_on", "end_on", "cost", "benefits", "gaps")


def _following(plans: Sequence[ImportedPlan], last: Baseline | None) -> Iterator[dict[str, Any]]:
    """Yield the columns of the plans that follow the last one that is in, in the order of their days."""
    before = [getattr(last, name) for name in _PLANNED] if last is not None else None
    sequence = last.sequence + 1 if last is not None else 0
    for plan in sorted(plans, key=lambda each: (each.approved_on, each.sequence)):
        if last is not None and last.approved_on is not None and plan.approved_on <= last.approved_on:
            continue
        planned = [getattr(plan, name) for name in _PLANNED]
        if planned == before:
            continue
        columns = {name: getattr(plan, name) for name in ImportedPlan.__dataclass_fields__ if name != "project"}
        reason = plan.reason or ("changed-in-source" if sequence else "")
        yield {**columns, "sequence": sequence, "reason": reason}
        before, sequence = planned, sequence + 1


def plans_of(projects: Iterable[int]) -> dict[int, list[Baseline]]:
    """Give the baselines of projects by the key of each, the original first."""
    found: dict[int, list[Baseline]] = {}
    for row in Baseline.objects.filter(project__in=list(projects)).order_by("project", "sequence"):
        found.setdefault(row.project_id, []).append(row)
    return found
