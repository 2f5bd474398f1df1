"""The approvals of projects: who decides them, and which conditions are still open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from timonel.domain.approving import SIT, decider
from timonel.domain.findings import Outcome
from timonel.domain.gates import gate_of
from timonel.domain.mandates import Framework, Holder, Mandate, Seat
from timonel.portfolio.models import Approval, Condition, Project


def approval_of(project: Project, name: str) -> Approval | None:
    """Give the approval of that name that the project needs; None when it needs none such."""
    return project.approvals.filter(approval=name).first()


def decides_approval(framework: Framework, seat: Seat, values: Mapping[str, Any], on: date) -> Mandate:
    """Say whether a seat decides the approval that an act names, by the framework as it stands on the day."""
    project = values.get("project")
    found = approval_of(project, str(values.get("approval"))) if isinstance(project, Project) else None
    if not isinstance(project, Project) or found is None:
        return Mandate("approve-projects", Outcome.NOT_HELD, code="no-such-approval")
    return may_decide(framework, seat, project, found, on)


def may_decide(framework: Framework, seat: Seat, project: Project, approval: Approval, on: date) -> Mandate:
    """Say whether a seat decides an approval of a project on a day."""
    return decider(
        framework,
        seat,
        power=approval.power,
        decided_by=Holder(approval.decider_kind, approval.decider),
        on=on,
        over=project.institution.facts(on),
        facts=project.facts(on),
    )


def decides_gate(framework: Framework, seat: Seat, values: Mapping[str, Any], on: date) -> Mandate:
    """Say whether a seat decides the gate at which a project stands, as the model it began with names the decider."""
    project = values.get("project")
    gate = gate_of(project.begun_model, project.phase) if isinstance(project, Project) else None
    if not isinstance(project, Project) or gate is None:
        return Mandate("decide-gates", Outcome.NOT_HELD, code="no-gate")
    return may_pass(framework, seat, project, gate, on)


def may_pass(framework: Framework, seat: Seat, project: Project, gate: Mapping[str, Any], on: date) -> Mandate:
    """Say whether a seat decides a gate of a project on a day: one of those that the model names is enough."""
    named = gate.get("decided_by")
    holders = [Holder.read(each) for each in (named if isinstance(named, list) else [named])]
    asked = [
        decider(
            framework,
            seat,
            power="decide-gates",
            decided_by=holder,
            on=on,
            over=project.institution.facts(on),
            facts=project.facts(on),
        )
        for holder in holders
        if holder is not None
    ]
    none = Mandate("decide-gates", Outcome.NOT_HELD, code="gate-decider-not-stated")
    return next((each for each in asked if each.is_held), asked[0] if asked else none)


def sits(framework: Framework, kind: str, name: str) -> bool:
    """Say whether who decides is a body that sits, so that its minutes show what it decided."""
    body = framework.bodies.get(name) if kind == "body" else None
    return body is not None and body.kind in SIT


def unmet(project: Project) -> list[Condition]:
    """Give the conditions of a project that are not met yet, soonest due first."""
    return list(project.conditions.filter(met_on=None).select_related("owner"))
