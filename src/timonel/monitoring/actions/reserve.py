"""Acts on the risk reserve of a project: set aside, asked for, drawn. Who holds it approves each draw."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from timonel.domain.findings import Outcome as Verdict
from timonel.domain.reserve import draw_faults, reserve_due
from timonel.governance.acting import REASON, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.monitoring.models import ReserveMove
from timonel.portfolio.rows import Project

PROJECT = Ask(_("Project"))


@action("monitoring.set_reserve", power="hold-risk-reserve", subject="project", over=over("project"))
def set_reserve(act: Act, *, project: Annotated[Project, PROJECT]) -> Outcome:
    """Set aside the risk reserve of a project: the share of its budget that its monitoring regime demands.

    Once for a project. Refused where no regime demands one, where the law does
    not state the share, and where the budget is not known.
    """
    due = reserve_due(act.framework, project.facts(act.on), act.on)
    refuse_if([against("reserve-is-set", project=project.number)] * bool(moves(project)))
    refuse_if([due.finding, *([against("no-reserve-demanded")] if due.finding.outcome is Verdict.EXEMPT else [])])
    assert due.amount is not None
    refuse_if([against("draw-of-nothing", amount=due.amount.amount)] * (due.amount.amount <= 0))
    row = ReserveMove.objects.create(
        project=project,
        what="set",
        stage="approved",
        sequence=1,
        currency=due.amount.currency,
        amount=due.amount.amount,
        balance=due.amount.amount,
        rate=f"{due.percent:f} % ({due.parameter})",
        asked_on=act.on,
        decided_on=act.on,
    )
    return Outcome(project, rows=[row], findings=[due.finding])


@action("monitoring.ask_reserve", power="report-on-project", subject="project", over=over("project"))
def ask_reserve(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    amount: Annotated[Decimal, Ask(_("Amount"), hint=_("In the project's currency."))],
    reason: Annotated[str, Ask(_("Which risk came about"), long=True)],
) -> Outcome:
    """Ask for money from the risk reserve of a project; nothing is drawn until who holds it approves."""
    approved = moves(project)
    refuse_if([against("no-reserve", project=project.number)] * (not approved))
    refuse_if(draw_faults(amount, approved[-1].balance or Decimal(0)))
    waiting = ReserveMove.objects.filter(project=project, stage="asked").exists()
    refuse_if([against("draw-is-waiting", project=project.number)] * waiting)
    row = ReserveMove.objects.create(
        project=project,
        what="draw",
        stage="asked",
        currency=approved[-1].currency,
        amount=amount,
        reason=reason,
        asked_on=act.on,
    )
    return Outcome(project, rows=[row])


@action("monitoring.decide_reserve", power="hold-risk-reserve", subject="project", over=over("project"))
def decide_reserve(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    decision: Annotated[Literal["approved", "refused"], Ask(_("Decision"))],
    reason: Annotated[str, REASON],
) -> Outcome:
    """Approve or refuse the draw that a project asked for; the reserve is never overdrawn."""
    row = ReserveMove.objects.filter(project=project, stage="asked").first()
    if row is None:
        refuse_if([against("no-draw-asked", project=project.number)])
    assert row is not None
    if decision == "approved":
        last = moves(project)[-1]
        balance = last.balance or Decimal(0)
        refuse_if(draw_faults(row.amount, balance))
        row.sequence, row.balance = (last.sequence or 0) + 1, balance - row.amount
    row.stage, row.decided_on, row.decision = decision, act.on, reason
    row.save()
    return Outcome(project, rows=[row])


def moves(project: Project) -> list[ReserveMove]:
    """Give the approved moves of a project's reserve in their order; inside an act that holds the project's lock."""
    return list(ReserveMove.objects.filter(project=project, stage="approved").order_by("sequence"))
