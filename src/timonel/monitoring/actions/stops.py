"""Acts that stop a project, and those by which its institution appeals and is answered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from timonel.domain.gates import stop_faults
from timonel.governance.acting import INSTRUMENT, REASON, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.rows import StoredFile
from timonel.monitoring.models import StopOrder
from timonel.portfolio.actions.progress import note_progress
from timonel.portfolio.rows import Project

StopReason = Literal[
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
PROJECT = Ask(_("Project"))


@action("monitoring.stop_project", power="stop-projects", subject="project", over=over("project"))
def stop_project(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    reason: Annotated[StopReason, Ask(_("Reason of the stop"))],
    explanation: Annotated[str, Ask(_("Explanation"), long=True)],
    instrument: Annotated[str, INSTRUMENT],
    appeal_to: Annotated[str, Ask(_("Before whom one may appeal"), most=300)],
    appeal_until: Annotated[date, Ask(_("Appeal until"), hint=_("The last day, included."))],
    sunk_cost: Annotated[Decimal | None, Ask(_("Spent so far"), hint=_("What is lost with a political stop."))] = None,
    lost_benefit: Annotated[str, Ask(_("Benefit that is lost"), long=True)] = "",
) -> Outcome:
    """Order a project to stop: by which instrument, for which reason, and before whom one may appeal until when.

    A political stop states what was spent and which benefit is lost. The
    project and all its acts stay in the record; a lifted order brings it back
    to where it was.
    """
    refuse_if([against("project-is-over", project=project.number)] * project.is_over)
    late = [against("day-is-past", day=appeal_until)] if appeal_until < act.on else []
    refuse_if([*stop_faults(reason, sunk_cost, lost_benefit), *late])
    order = StopOrder.objects.create(
        project=project,
        reason=reason,
        explanation=explanation,
        instrument=instrument,
        sunk_cost=sunk_cost,
        lost_benefit=lost_benefit,
        ordered_on=act.on,
        ordered_by=act.post.number,
        orderer=act.person.number,
        stage_before=project.stage,
        appeal_to=appeal_to,
        appeal_until=appeal_until,
    )
    note_progress(project, stage="stopped")
    return Outcome(project, rows=[order])


@action("monitoring.appeal_stop", power="submit-project", subject="project", over=over("project"))
def appeal_stop(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    grounds: Annotated[str, Ask(_("Grounds of the appeal"), long=True)],
    file: Annotated[StoredFile | None, Ask(_("Document"))] = None,
) -> Outcome:
    """Appeal against the order that stopped a project, up to and including the last day it names; once.

    The project stays stopped until the appeal is decided.
    """
    order = _order(project)
    refuse_if([against("stop-is-appealed", day=order.appealed_on)] * (order.appealed_on is not None))
    refuse_if([against("appeal-too-late", day=order.appeal_until)] * (act.on > order.appeal_until))
    order.appealed_on, order.grounds = act.on, grounds
    order.save()
    return Outcome(project, rows=[order], facts={"file": file.sha256} if file else {})


@action("monitoring.decide_appeal", power="stop-projects", subject="project", over=over("project"))
def decide_appeal(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    lifted: Annotated[bool, Ask(_("The order is lifted"))],
    reason: Annotated[str, REASON],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Decide an appeal against a stop: lift the order, so that the project goes on where it was, or let it stand.

    Somebody else than who gave the order decides.
    """
    order = _order(project)
    refuse_if([against("stop-not-appealed", project=project.number)] * (order.appealed_on is None))
    refuse_if([against("appeal-is-decided", day=order.decided_on)] * (order.decided_on is not None))
    refuse_if([against("appeal-decided-by-the-orderer")] * (order.orderer == act.person.number))
    order.lifted, order.decided_on, order.decision = lifted, act.on, f"{instrument}: {reason}"
    order.save()
    if lifted:
        note_progress(project, stage=order.stage_before)
    return Outcome(project, rows=[order])


def _order(project: Project) -> StopOrder:
    """Give the order under which the project stands still; refuse where there is none."""
    order = StopOrder.objects.filter(project=project).exclude(lifted=True).order_by("-id").first()
    if order is None or project.stage != "stopped":
        refuse_if([against("no-stop-order", project=project.number)])
    assert order is not None
    return order
