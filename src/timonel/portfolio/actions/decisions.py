"""Acts by which an approval is decided: granted, granted with conditions, returned with observations, rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from timonel.domain.approving import decision_faults
from timonel.domain.findings import Outcome as Verdict
from timonel.domain.mandates import Framework, Mandate, Seat
from timonel.governance.acting import REASON, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.rows import Post, StoredFile
from timonel.portfolio.actions.routing import settle
from timonel.portfolio.actions.submission import APPROVAL, PROJECT
from timonel.portfolio.models import Approval, Condition, Decision, Project
from timonel.portfolio.queries.approvals import approval_of, decides_approval, sits

_CHECKS = Ask(
    _("Checklist"),
    hint=_(
        "A line for each check: its name, then meets, fails or does-not-apply, then a note: standards=meets=no waiver"
    ),
    long=True,
)
_PRECEDENTS = Ask(_("Precedents"), hint=_("Projects on which something like it was decided."))
_MINUTES = Ask(_("Minutes"), hint=_("Of the sitting in which the body decided; a body that sits needs them."))
CONDITIONS = Ask(_("Conditions"), hint=_("What must still be done, one in each line."), long=True)
OWNER = Ask(_("Who meets them"), hint=_("The post that answers for the conditions."))
DUE = Ask(_("Until"), hint=_("The last day on which they may be met."))


@action(
    "portfolio.approve_project",
    power="approve-projects",
    subject="project",
    over=over("project"),
    asked=decides_approval,
)
def approve_project(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    approval: Annotated[str, APPROVAL],
    reasons: Annotated[str, REASON],
    checks: Annotated[str, _CHECKS] = "",
    precedents: Annotated[list[Project], _PRECEDENTS] = [],  # noqa: B006
    minutes: Annotated[StoredFile | None, _MINUTES] = None,
) -> Outcome:
    """Grant an approval that a project needs, with reasons.

    Every check is filled in first, and what fails one cannot be granted without
    a condition. What a body decided that sits, its secretary enters with the
    minutes.
    """
    return _decided(act, project, approval, "granted", reasons, checks, precedents, minutes)


@action(
    "portfolio.approve_with_conditions",
    power="approve-projects",
    subject="project",
    over=over("project"),
    asked=decides_approval,
)
def approve_with_conditions(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    approval: Annotated[str, APPROVAL],
    reasons: Annotated[str, REASON],
    conditions: Annotated[str, CONDITIONS],
    owner: Annotated[Post, OWNER],
    due_on: Annotated[date, DUE],
    checks: Annotated[str, _CHECKS] = "",
    precedents: Annotated[list[Project], _PRECEDENTS] = [],  # noqa: B006
    minutes: Annotated[StoredFile | None, _MINUTES] = None,
) -> Outcome:
    """Grant an approval on conditions, each with an owner and a day; the next gate waits until they are met."""
    rows = conditions_of(act, project, approval, conditions, owner, due_on)
    return _decided(act, project, approval, "conditional", reasons, checks, precedents, minutes, conditions=rows)


@action(
    "portfolio.return_project",
    power="approve-projects",
    subject="project",
    over=over("project"),
    asked=decides_approval,
)
def return_project(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    approval: Annotated[str, APPROVAL],
    reasons: Annotated[str, REASON],
    observations: Annotated[str, Ask(_("Observations"), hint=_("What must be mended, one in each line."), long=True)],
    checks: Annotated[str, _CHECKS] = "",
    minutes: Annotated[StoredFile | None, _MINUTES] = None,
) -> Outcome:
    """Send a project back with observations, numbered from 1; its institution mends it and submits it again."""
    return _decided(act, project, approval, "returned", reasons, checks, (), minutes, observations=_lines(observations))


@action(
    "portfolio.reject_project",
    power="approve-projects",
    subject="project",
    over=over("project"),
    asked=decides_approval,
)
def reject_project(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    approval: Annotated[str, APPROVAL],
    reasons: Annotated[str, REASON],
    checks: Annotated[str, _CHECKS] = "",
    precedents: Annotated[list[Project], _PRECEDENTS] = [],  # noqa: B006
    minutes: Annotated[StoredFile | None, _MINUTES] = None,
) -> Outcome:
    """Refuse an approval. Where it binds, the project ends here; an opinion against it does not stop it."""
    return _decided(act, project, approval, "rejected", reasons, checks, precedents, minutes)


def _decided(
    act: Act,
    project: Project,
    name: str,
    outcome: str,
    reasons: str,
    checks: str,
    precedents: Sequence[Project],
    minutes: StoredFile | None,
    *,
    observations: Sequence[str] = (),
    conditions: Sequence[Condition] = (),
) -> Outcome:
    row = approval_of(project, name)
    assert row is not None, "the mandate was asked of it"
    refuse_if([against("not-open", approval=name, stage=row.stage)] * (row.stage != "open"))
    refuse_if([against("classified-by-assessment", approval=name)] * (row.effect == "classifies"))
    filled = read_checks(row, checks)
    faults = decision_faults(
        outcome,
        checks=row.checks,
        filled={each["id"]: each["result"] for each in filled},
        observations=observations,
        conditions=len(conditions),
        sits=sits(act.framework, row.decider_kind, row.decider) and act.cause is None,
        minutes=minutes is not None,
    )
    refuse_if(faults)
    decision = close(act, row, outcome, reasons, filled, observations, precedents, minutes)
    for condition in conditions:
        condition.save()
    changed = settle(act, project)
    rows = [row, decision, *conditions, *(each for each in changed if each != row)]
    return Outcome(project, rows=rows, facts={"approval": name, "decision": outcome})


def close(
    act: Act,
    row: Approval,
    outcome: str,
    reasons: str,
    filled: Sequence[Mapping[str, Any]] = (),
    observations: Sequence[str] = (),
    precedents: Sequence[Project] = (),
    minutes: StoredFile | None = None,
) -> Decision:
    """Note the decision of this round, and close the approval with it."""
    row.stage, row.decided_on = outcome, act.on
    row.save()
    decision = Decision(
        approval=row,
        round=row.round,
        outcome=outcome,
        reasons=reasons,
        checks=list(filled),
        observations=[{"n": place, "text": text} for place, text in enumerate(observations, start=1)],
        precedents=[each.number for each in precedents],
        minutes=minutes,
        post=act.post.number,
        decided_on=act.on,
    )
    decision.save()
    return decision


def read_checks(row: Approval, text: str) -> list[dict[str, str]]:
    """Read the checklist as it was filled in: a line for each check, with its result and a note."""
    known = {each["id"] for each in row.checks}
    found, faults = [], []
    for line in _lines(text):
        name, result, note = ([part.strip() for part in line.split("=", 2)] + ["", ""])[:3]
        faults += [against("no-such-check", check=name)] * (name not in known)
        found.append({"id": name, "result": result, "note": note})
    refuse_if(faults)
    return found


def conditions_of(act: Act, project: Project, source: str, text: str, owner: Post, due_on: date) -> list[Condition]:
    """Give the conditions of a decision, one of each line; refused when they are due before they are made."""
    refuse_if([against("due-before-made", due=due_on)] * (due_on < act.on))
    return [Condition(project=project, source=source, text=line, owner=owner, due_on=due_on) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _answers_for(framework: Framework, seat: Seat, values: Mapping[str, Any], on: date) -> Mandate:
    """Say whether a seat answers for a condition: it is the post that it was laid upon."""
    found = _condition(values)
    owner = found.owner if found else None
    where = owner.institution.number if owner is not None and owner.institution is not None else None
    own = seat.institution.code if seat.institution is not None else None
    params = {"post": seat.post}
    if owner is None or owner.post_kind != seat.post or where != own:
        return Mandate("report-on-project", Verdict.NOT_HELD, code="not-the-owner", params=params)
    return Mandate("report-on-project", Verdict.HELD, code="owner-of-the-condition", params=params)


def _condition(values: Mapping[str, Any]) -> Condition | None:
    project = values.get("project")
    if not isinstance(project, Project):
        return None
    rows = project.conditions.select_related("owner__institution").order_by("id")
    return rows[int(values["condition"]) - 1 : int(values["condition"])].first() if values.get("condition") else None


@action(
    "portfolio.meet_condition", power="report-on-project", subject="project", over=over("project"), asked=_answers_for
)
def meet_condition(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    condition: Annotated[int, Ask(_("Condition"), hint=_("Its number in the project, from 1."))],
    evidence: Annotated[str, Ask(_("How it was met"), hint=_("What shows it: a document, an act, a day."), long=True)],
) -> Outcome:
    """Say that a condition is met, with what shows it; who decides the next gate sees it."""
    found = _condition({"project": project, "condition": condition})
    assert found is not None, "the mandate was asked of its owner"
    refuse_if([against("condition-is-met", condition=condition)] * (found.met_on is not None))
    found.met_on, found.evidence = act.on, evidence
    found.save(update_fields=["met_on", "evidence"])
    return Outcome(project, rows=[found])


def _stands_for_sector(framework: Framework, seat: Seat, values: Mapping[str, Any], on: date) -> Mandate:
    """Say whether a seat stands for the sector in an approval: the rule added it when the approval was opened."""
    project = values.get("project")
    row = approval_of(project, str(values.get("approval"))) if isinstance(project, Project) else None
    number = f"{seat.post}@{seat.institution.code}" if seat.institution else seat.post
    named = row is not None and any(each["post"] == number for each in row.panel)
    verdict, code = (Verdict.HELD, "added-by-rule") if named else (Verdict.NOT_HELD, "not-in-the-panel")
    return Mandate("assess-compliance", verdict, code=code, params={"post": seat.post})


@action(
    "portfolio.assess_for_sector",
    power="assess-compliance",
    subject="project",
    over=over("project"),
    asked=_stands_for_sector,
)
def assess_for_sector(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    approval: Annotated[str, APPROVAL],
    view: Annotated[str, Ask(_("Assessment"), hint=_("What the sector says of the proposal."), long=True)],
) -> Outcome:
    """Say what the sector holds of a proposal that is being decided; who decides sees it."""
    row = approval_of(project, approval)
    assert row is not None, "the mandate was asked of it"
    refuse_if([against("not-open", approval=approval, stage=row.stage)] * (row.stage != "open"))
    for member in row.panel:
        if member["post"] == act.post.number:
            member |= {"view": view, "on": str(act.on)}
    row.save(update_fields=["panel"])
    return Outcome(project, rows=[row])
