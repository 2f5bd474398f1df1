"""What programs may read of projects: the list page by page, and one with its plans and approvals, as the public."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from timonel.governance.queries.viewers import PUBLIC
from timonel.portfolio.queries.programs import MOST, project_for_programs, projects_for_programs

router = Router(tags=["projects"])


class ProjectRow(Schema):
    """A project in the list; an amount that is not stated, withheld or reserved is null."""

    number: str
    name: str
    object: str
    institution: str
    stage: str
    phase: str
    risk_class: str
    currency: str
    total_budget: Decimal | None
    proposed_on: date | None
    approved_on: date | None
    origin: str


class ProjectRows(Schema):
    """A page of projects by number; `next` is what to ask for after it, null at the end."""

    projects: list[ProjectRow]
    next: str | None


class Gap(Schema):
    """Why a fact has no value: `not_stated`, `withheld` or `reserved`, and the ground."""

    why: str
    ground: str


class Plan(Schema):
    """A plan that was approved; sequence 0 is the original."""

    sequence: int
    approved_on: date | None
    reason: str
    start_on: date | None
    end_on: date | None
    cost: Decimal | None
    benefits: Decimal | None
    entry: int | None


class ApprovalOut(Schema):
    """An approval that the framework demands of the project, and how it stands."""

    approval: str
    decider: str
    effect: str
    stage: str
    round: int
    opened_on: date | None
    due_on: date | None
    decided_on: date | None


class ProjectOut(ProjectRow):
    """One project: its facts, why those are missing that are, its plans, approvals and marks."""

    facts: dict[str, Any]
    missing: dict[str, Gap]
    flags: dict[str, bool]
    partners: list[str]
    baselines: list[Plan]
    approvals: list[ApprovalOut]


@router.get("/projects", response=ProjectRows)
def projects(
    request: HttpRequest,
    after: str = "",
    stage: str = "",
    institution: str = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> dict[str, Any]:
    """Give projects in the order in which they were entered, those after one number, of a stage or institution."""
    return projects_for_programs(PUBLIC, after=after, stage=stage, institution=institution, limit=limit)


@router.get("/projects/{number}", response=ProjectOut)
def project(request: HttpRequest, number: str) -> dict[str, Any]:
    """Give one project as the public sees it."""
    found = project_for_programs(PUBLIC, number)
    if found is None:
        raise HttpError(404, "no such project")
    return found
