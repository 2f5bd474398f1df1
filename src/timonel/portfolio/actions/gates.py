"""Acts by which a project goes on: its documents, the decision at each gate, and a new baseline with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _

from timonel.domain.gates import OUTCOMES, gate_of, next_phase, passage_faults, phase_of, products
from timonel.domain.proposals import proposal_faults
from timonel.governance.acting import REASON, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.rows import Post, StoredFile
from timonel.portfolio.actions.decisions import CONDITIONS, DUE, OWNER, conditions_of
from timonel.portfolio.actions.routing import open_next, stand_at_gate
from timonel.portfolio.actions.submission import PROJECT
from timonel.portfolio.models import Approval, Baseline, Document, GatePassage, Project
from timonel.portfolio.queries.approvals import decides_gate, sits, unmet
from timonel.portfolio.queries.gates import evidence_of, filed_products, warnings_of
from timonel.portfolio.queries.words import product_names

StopReason = Literal[
    "",
    "technical",
    "cost",
    "schedule",
    "no-longer-needed",
    "merged",
    "benefits-gone",
    "supplier-failed",
    "legal",
    "political",
]
RebaselineReason = Literal[
    "scope-changed", "funding-changed", "law-changed", "supplier-changed", "plan-was-wrong", "outside-event"
]


def product_options() -> Sequence[tuple[str, str]]:
    """Give the products of the project models in force, to choose from."""
    return list(product_names(framework_in_force()[1]).items())


@action("portfolio.file_document", power="submit-project", subject="project", over=over("project"))
def file_document(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    file: Annotated[StoredFile, Ask(_("File"))],
    title: Annotated[str, Ask(_("Title"), most=300)] = "",
    product: Annotated[
        str, Ask(_("Product"), hint=_("Which product of the present phase it is."), most=120, options=product_options)
    ] = "",
) -> Outcome:
    """File a document of a project; its hash is in the record, so that nobody can put another in its place.

    A product is one of the phase in which the project stands, or, before it has
    begun, one of any phase it will come to.
    """
    phase = project.phase if product and project.phase else ""
    known = (phase_of(project.begun_model, phase) or {}).get("products") or {}
    refuse_if([against("no-such-product", product=product, phase=phase)] * (bool(phase) and product not in known))
    again = project.documents.filter(file=file, product=product, phase=phase).exists()
    refuse_if([against("document-is-filed", title=title or file.name)] * again)
    row = Document(project=project, title=title or file.name, phase=phase, product=product, file=file, filed_on=act.on)
    row.save()
    stand_at_gate(act, project)
    return Outcome(project, rows=[row])


@action("portfolio.pass_gate", power="decide-gates", subject="project", over=over("project"), asked=decides_gate)
def pass_gate(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    outcome: Annotated[Literal["go", "conditional", "stop", "return"], Ask(_("Decision"))],
    reasons: Annotated[str, REASON],
    conditions: Annotated[str, CONDITIONS] = "",
    owner: Annotated[Post | None, OWNER] = None,
    due_on: Annotated[date | None, DUE] = None,
    stop_reason: Annotated[StopReason, Ask(_("Reason of the stop"))] = "",
    sunk_cost: Annotated[Decimal | None, Ask(_("Spent so far"), hint=_("What is lost with a political stop."))] = None,
    lost_benefit: Annotated[str, Ask(_("Benefit that is lost"), long=True)] = "",
    minutes: Annotated[StoredFile | None, Ask(_("Minutes"))] = None,
) -> Outcome:
    """Decide at the gate of the phase in which a project stands: go, go on conditions, stop, or back.

    The model is the one the project began with. To go on, every mandatory
    product is filed, earlier conditions are met and the approvals that come
    before this gate are decided; recommended products that are missing are
    noted as a warning. What was seen is listed with its hashes. A stop names
    its reason; a political one says what was spent and what benefit is lost.
    """
    gate = gate_of(project.begun_model, project.phase)
    assert gate is not None, "the mandate was asked of it"
    refuse_if([against("not-under-way", project=project.number, stage=project.stage)] * (not _may_pass(project)))
    laid = conditions_of(act, project, f"gate:{project.phase}", conditions, *_laid(owner, due_on, conditions))
    missing, recommended = products(project.begun_model, project.phase, filed_products(project))
    refuse_if(
        passage_faults(
            outcome,
            allowed=gate.get("outcomes") or OUTCOMES,
            missing=missing,
            unmet=[each.text for each in unmet(project)],
            undecided=[each.approval for each in _before(project)],
            conditions=len(laid),
            stop_reason=stop_reason,
            sunk_cost=sunk_cost,
            lost_benefit=lost_benefit,
        )
    )
    by = gate["decided_by"].get("body", "") if isinstance(gate["decided_by"], dict) else ""
    refuse_if([against("no-minutes")] * (sits(act.framework, "body", by) and minutes is None and act.cause is None))
    passage = GatePassage(
        project=project,
        phase=project.phase,
        outcome=outcome,
        reasons=reasons,
        evidence=evidence_of(project, project.phase),
        warnings=recommended if outcome in ("go", "conditional") else [],
        stop_reason=stop_reason if outcome == "stop" else "",
        sunk_cost=sunk_cost,
        lost_benefit=lost_benefit,
        minutes=minutes,
        decided_on=act.on,
    )
    passage.save()
    for condition in laid:
        condition.save()
    opened = _goes_on(act, project, outcome)
    found = warnings_of(recommended) if outcome in ("go", "conditional") else []
    return Outcome(project, rows=[passage, *laid, *opened], findings=found, facts={"gate": passage.phase})


def _may_pass(project: Project) -> bool:
    return project.stage in ("approved", "under-way")


def _laid(owner: Post | None, due_on: date | None, conditions: str) -> tuple[Any, Any]:
    refuse_if([against("condition-without-owner")] * (bool(conditions.strip()) and (owner is None or due_on is None)))
    return owner, due_on or date.max


def _before(project: Project) -> list[Approval]:
    """Give the approvals that come before this gate and that nobody has granted yet."""
    rows = project.approvals.filter(at="gate", gate=project.phase)
    return [each for each in rows if each.stage not in ("granted", "conditional", "not-given", "dropped")]


def _goes_on(act: Act, project: Project, outcome: str) -> list[Any]:
    """Bring the project where the decision leads it, and open the approvals that the next gate waits for."""
    opened: list[Any] = []
    if outcome == "stop":
        project.stage = "stopped"
    elif outcome != "return":
        following = next_phase(project.begun_model, project.phase)
        project.stage = "under-way" if following else "closed"
        project.start_actual_on = project.start_actual_on or act.on
        if following:
            project.phase = following
            opened = open_next(act, project, ("gate",), following)
        else:
            project.end_actual_on = act.on
    project.save()
    stand_at_gate(act, project)
    return opened


@action("portfolio.rebaseline", power="approve-baselines", subject="project", over=over("project"))
def rebaseline(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    reason: Annotated[RebaselineReason, Ask(_("Reason"))],
    explanation: Annotated[str, Ask(_("Explanation"), hint=_("What changed, and why the plan follows."), long=True)],
    start_on: Annotated[date | None, Ask(_("Start"))] = None,
    end_on: Annotated[date | None, Ask(_("End"))] = None,
    cost: Annotated[Decimal | None, Ask(_("Cost"))] = None,
    benefits: Annotated[Decimal | None, Ask(_("Benefits"))] = None,
) -> Outcome:
    """Approve a new baseline, with its reason; the original and every one between stay for ever.

    What is left empty stays as in the plan before. Refused before a first plan
    was approved, after the project is over, and where nothing would change.
    """
    last = project.baselines.order_by("-sequence").first()
    refuse_if([against("no-plan-to-change", project=project.number)] * (last is None or project.is_over))
    assert last is not None
    told: dict[str, Any] = {"start_on": start_on, "end_on": end_on, "cost": cost, "benefits": benefits}
    plan = {name: getattr(last, name) if value is None else value for name, value in told.items()}
    faults = proposal_faults(
        amounts={"cost": plan["cost"], "benefits": plan["benefits"]},
        currency=last.currency,
        start=plan["start_on"],
        end=plan["end_on"],
        own=project.institution.number,
    )
    same = all(plan[name] == getattr(last, name) for name in plan)
    refuse_if([*faults, *([against("nothing-changes")] * same)])
    row = Baseline(
        project=project,
        sequence=last.sequence + 1,
        approved_on=act.on,
        reason=reason,
        explanation=explanation,
        currency=last.currency,
        milestones=last.milestones,
        gaps={name: why for name, why in last.gaps.items() if plan.get(name) is None},
        **plan,
    )
    row.save()
    return Outcome(project, rows=[row])
