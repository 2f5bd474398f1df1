"""Acts by which an institution asks for what the framework demands, notes silence, and takes a proposal back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from timonel.domain.approving import left_open, routed, silence
from timonel.domain.findings import Finding
from timonel.domain.gates import model_for
from timonel.governance.acting import REASON, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.queries.frameworks import framework_in_force
from timonel.portfolio.actions.routing import MOMENTS, open_one, put_approvals, settle
from timonel.portfolio.models import Approval, Project
from timonel.portfolio.queries.approvals import approval_of
from timonel.portfolio.queries.cases import business_case_faults, business_case_flags
from timonel.portfolio.queries.words import approval_names

PROJECT = Ask(_("Project"))


def approval_options() -> Sequence[tuple[str, str]]:
    """Give the approvals of the framework in force, to choose from."""
    return list(approval_names(framework_in_force()[1]).items())


APPROVAL = Ask(_("Approval"), most=120, options=approval_options)


@action("portfolio.submit_project", power="submit-project", subject="project", over=over("project"))
def submit_project(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    answers: Annotated[
        str, Ask(_("Answers to the observations"), hint=_("By their numbers, when it was returned."), long=True)
    ] = "",
) -> Outcome:
    """Ask for the approvals that the framework demands of a project on this day.

    They are noted as the framework states them today, and whether a later law
    reaches them is for the framework to say. Refused while a fact is unknown
    on which an approval hangs, and without an accepted business case, which
    the light path alone does not need. After a return, the observations are
    answered, and the next round begins.
    """
    opened = project.stage in ("proposed", "returned")
    refuse_if([against("not-to-be-submitted", project=project.number, stage=project.stage)] * (not opened))
    refuse_if([against("observations-not-answered")] * (project.stage == "returned" and not answers))
    facts = replace(project.facts(act.on), submitted_on=project.submitted_on or act.on)
    found = routed(act.framework, facts, act.on, project.submitted_on)
    refuse_if(left_open(found))
    light = any(each.is_required and each.light_path for each in found)
    refuse_if([] if light else business_case_faults(project, act.framework, act.on))
    project.submitted_on = project.submitted_on or act.on
    project.stage, project.round = "submitted", project.round + 1
    _begin_model(act, project)
    project.save()
    rows = {id(row): row for row in (*put_approvals(act, project, found), *settle(act, project))}
    required: list[Finding] = [each for each in found if each.is_required]
    required += business_case_flags(project, act.framework, act.on)
    return Outcome(project, rows=list(rows.values()), findings=required, facts={"answers": answers} if answers else {})


def _begin_model(act: Act, project: Project) -> None:
    """Let the project begin with the model of this day, once; later versions of it do not reach the project."""
    if project.begun_model:
        return
    found = model_for(act.framework, project.facts(act.on), act.on)
    if found is not None:
        project.begun_model = dict(found)
        project.phase = found["phases"][0]["id"]


@action("portfolio.call_for_approval", power="submit-project", subject="project", over=over("project"))
def call_for_approval(act: Act, *, project: Annotated[Project, PROJECT], approval: Annotated[str, APPROVAL]) -> Outcome:
    """Ask for an approval whose moment has come: before the tender, before money is spent, in the yearly round."""
    row = _approval(project, approval)
    early = (
        row.stage != "later" or row.at in MOMENTS or row.at == "gate" or project.stage not in ("approved", "under-way")
    )
    refuse_if([against("not-its-moment", approval=approval, at=row.at, stage=row.stage)] * early)
    open_one(act, row)
    return Outcome(project, rows=[row])


@action("portfolio.note_silence", power="submit-project", subject="project", over=over("project"))
def note_silence(act: Act, *, project: Annotated[Project, PROJECT], approval: Annotated[str, APPROVAL]) -> Outcome:
    """Note that the time of an approval has passed without an answer, with what the framework says that means.

    On its last day it is still in time. Where the framework does not say what
    silence means, the approval stays open and the act is refused.
    """
    row = _approval(project, approval)
    refuse_if([against("not-open", approval=approval, stage=row.stage)] * (row.stage != "open"))
    means = silence(row.silence, row.due_on, act.on)
    refuse_if([against("still-in-time", approval=approval, due=row.due_on)] * (means == "in-time"))
    refuse_if([against("silence-not-stated", approval=approval)] * (means == "not-stated"))
    row.stage, row.decided_on = means, act.on
    row.save()
    return Outcome(project, rows=_others(row, settle(act, project)), facts={"silence": row.silence})


@action("portfolio.withdraw_project", power="submit-project", subject="project", over=over("project"))
def withdraw_project(act: Act, *, project: Annotated[Project, PROJECT], reason: Annotated[str, REASON]) -> Outcome:
    """Take a proposal back before it is approved; what was said of it stays in the record."""
    asked = project.stage in ("proposed", "submitted", "returned")
    refuse_if([against("not-to-be-withdrawn", project=project.number, stage=project.stage)] * (not asked))
    rows = [each for each in project.approvals.all() if each.stage in ("later", "open", "returned")]
    for row in rows:
        row.stage = "dropped"
        row.save(update_fields=["stage"])
    project.stage = "withdrawn"
    project.save(update_fields=["stage"])
    return Outcome(project, rows=rows, facts={"reason": reason})


def _approval(project: Project, name: str) -> Approval:
    found = approval_of(project, name)
    refuse_if([against("no-such-approval", project=project.number, approval=name)] * (found is None))
    assert found is not None
    return found


def _others(row: Approval, changed: list[Approval]) -> list[Approval]:
    return [row, *(each for each in changed if each.pk != row.pk or each._meta.model is not Approval)]
