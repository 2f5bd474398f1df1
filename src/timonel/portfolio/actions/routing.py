"""How approvals are opened and closed, and what that makes of the project; inside the acts that decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from timonel.domain.approving import BINDING, checks_of, last_day, next_open
from timonel.domain.errors import TimonelError
from timonel.domain.facts import UNKNOWN
from timonel.domain.gates import gate_of, products
from timonel.domain.mandates import Framework, Holder
from timonel.domain.parameters import ValueState
from timonel.domain.routing import ApprovalFinding
from timonel.domain.truth import Truth
from timonel.frameworks.holidays import holidays
from timonel.governance.acting import Act, against, refuse_if
from timonel.governance.rows import Post
from timonel.portfolio.models import Approval, Baseline, Project
from timonel.portfolio.queries.gates import filed_products

MOMENTS = ("submission", "not_stated")
"""Moments of approvals that begin with the submission itself."""


def put_approvals(act: Act, project: Project, found: Sequence[ApprovalFinding]) -> list[Approval]:
    """Note the approvals that a project needs: new ones, those it needs again, and those it needs no more."""
    known = {each.approval: each for each in project.approvals.all()}
    needed = {each.approval: each for each in found if each.is_required}
    changed = []
    for name, row in known.items():
        if name not in needed and row.stage in ("later", "open", "returned"):
            row.stage = "dropped"
            changed.append(row)
        elif row.stage == "returned":
            row.stage, row.round, row.decided_on = "later", row.round + 1, None
            changed.append(row)
    for row in changed:
        row.save()
    new = [_row(act, project, each) for name, each in needed.items() if name not in known]
    for row in new:
        row.save()
    return [*changed, *new]


def _row(act: Act, project: Project, found: ApprovalFinding) -> Approval:
    stated = act.framework.approvals[found.approval]
    return Approval(
        project=project,
        approval=found.approval,
        framework=act.framework.hash,
        power=stated.power or "",
        decider_kind=found.decider.kind if found.decider else "",
        decider=found.decider.id if found.decider else "",
        effect=found.effect,
        order=found.order,
        at=found.at or "submission",
        gate=stated.plain.get("gate", ""),
        silence=found.silence or "",
        light_path=found.light_path,
        checks=checks_of(stated.plain, found.effect),
        panel=_panel(act.framework, project, found, act.on),
        why=found.to_plain(),
    )


def _panel(framework: Framework, project: Project, found: ApprovalFinding, on: date) -> list[dict[str, Any]]:
    """Add who stands for the sector of the institution: proposals are assessed with somebody of their own ministry.

    Only beside those who decide for others, and where the framework has such posts.
    """
    ministry = project.institution.facts(on).ministry
    decides = framework.posts.get(found.decider.id) if found.decider and found.decider.kind == "post" else None
    if ministry is UNKNOWN or found.effect == "notice" or (decides is not None and decides.of == "institution"):
        return []
    kinds = [
        post.id
        for post in framework.posts.values()
        if post.role == "sector-cio" and post.of == "ministry" and framework.in_force(post, on) is Truth.YES
    ]
    posts = Post.objects.filter(post_kind__in=kinds, institution__number=ministry).order_by("number")
    named: list[dict[str, Any]] = [{"post": post.number, "why": "sector"} for post in posts]
    return named or [{"post": f"{kind}@{ministry}", "why": "sector"} for kind in kinds]


def open_next(act: Act, project: Project, moments: Sequence[str] = MOMENTS, gate: str = "") -> list[Approval]:
    """Open the approvals whose turn it is, each with the last day of its time; what only takes note is done at once."""
    rows = [each for each in project.approvals.all() if not gate or each.gate == gate]
    places = next_open([{"order": each.order, "at": each.at, "stage": each.stage} for each in rows], moments)
    opened = [rows[place] for place in places]
    for row in opened:
        open_one(act, row)
    if opened and all(each.stage == "granted" for each in opened):
        return [*opened, *open_next(act, project, moments, gate)]
    return opened


def open_one(act: Act, row: Approval) -> None:
    """Open an approval on the day of the act."""
    row.stage, row.opened_on, row.due_on = "open", act.on, time_of(act.framework, row.approval, act.on)
    if row.effect == "notice":
        row.stage, row.decided_on = "granted", act.on
    row.save()


def time_of(framework: Framework, approval: str, on: date) -> date | None:
    """Give the last day of an approval opened on a day; None where the framework sets no time for it."""
    stated = framework.approvals.get(approval)
    return term_of(framework, stated.time_limit, on) if stated is not None and stated.time_limit else None


def term_of(framework: Framework, parameter: str, on: date) -> date | None:
    """Give the last day of a time that a parameter sets, counted from a day; None where it sets none.

    Refused where a time is set that cannot be counted, because nobody has listed the country's holidays.
    """
    limit = framework.value(parameter, on)
    if limit.state is not ValueState.SET:
        return None
    try:
        return last_day(on, limit, holidays(framework.country))
    except TimonelError as unlisted:
        refuse_if([against("approval-time-uncountable", parameter=parameter, why=unlisted.code)])
        raise


def settle(act: Act, project: Project) -> list[Any]:
    """Bring the project to the stage that its approvals make: rejected, returned, submitted still, or approved.

    Give the rows that changed. The first approval of all makes the plan the original baseline.
    """
    opened = open_next(act, project)
    rows = list(project.approvals.all())
    made: list[Any] = []
    if any(each.stage == "rejected" and each.effect in BINDING for each in rows):
        project.stage = "rejected"
    elif any(each.stage == "returned" for each in rows):
        project.stage = "returned"
    elif any(each.stage in ("open", "later") and each.at in MOMENTS for each in rows):
        project.stage = "submitted"
    else:
        project.stage = "approved"
        project.approved_on = project.approved_on or act.on
        made = original_baseline(act, project)
    project.save(update_fields=["stage", "approved_on"])
    stand_at_gate(act, project)
    return [*opened, *made]


def stand_at_gate(act: Act, project: Project) -> None:
    """Note who decides the next gate, and since when every mandatory product of the phase is filed."""
    gate = gate_of(project.begun_model, project.phase) if project.stage in ("approved", "under-way") else None
    missing, _recommended = products(project.begun_model, project.phase, filed_products(project))
    named = gate.get("decided_by") if gate else None
    holder = Holder.read(named[0] if isinstance(named, list) else named)
    ready = gate is not None and not missing
    project.gate_decider = f"{holder.kind}:{holder.id}" if holder is not None else ""
    project.gate_ready_on = (project.gate_ready_on or act.on) if ready else None
    project.save(update_fields=["gate_decider", "gate_ready_on"])


def original_baseline(act: Act, project: Project) -> list[Baseline]:
    """Keep the plan as it was first approved, for ever; what it does not say is a gap of it too."""
    if project.baselines.exists():
        return []
    columns = {"start_on": "start_planned_on", "end_on": "end_planned_on", "cost": "total_budget"}
    plan = Baseline(
        project=project,
        sequence=0,
        approved_on=act.on,
        currency=project.currency,
        start_on=project.start_planned_on,
        end_on=project.end_planned_on,
        cost=project.total_budget,
        benefits=project.benefits_latest,
        gaps={
            column: project.gaps.get(told, {"why": "not_stated"})
            for column, told in columns.items()
            if getattr(project, told) is None
        },
    )
    plan.save()
    return [plan]
