"""Acts by which a project comes to be: proposed by its institution, or entered as one that exists already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.domain.text import sort_key
from timonel.governance.acting import Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.rows import Institution
from timonel.portfolio.actions.entering import Told, columns_of, enter_project, faults_of, put_partners
from timonel.portfolio.models import Project, ProjectDraft
from timonel.portfolio.queries.words import flags_of, sector_names

Object = Literal["project", "programme"]
RunBy = Literal["", "authority", "institution"]
Stage = Literal["approved", "under-way", "closed", "stopped", "not-stated"]


def flag_options() -> Sequence[tuple[str, str | Promise]]:
    """Give the flags of the framework in force, to choose from."""
    return list(flags_of(framework_in_force()[1]).items())


def sector_options() -> Sequence[tuple[str, str]]:
    """Give the sectors of the framework in force, to choose from."""
    return sorted(sector_names(framework_in_force()[1]).items(), key=lambda pair: sort_key(pair[1]))


_INSTITUTION = Ask(_("Institution"), hint=_("Whose project it is; the one that answers for it."))
_OBJECT = Ask(_("Project or programme"))
_NAME = Ask(_("Name"), most=300)
_PURPOSE = Ask(_("Purpose"), hint=_("Which problem it solves, for whom, and what will be different."), long=True)
_PROGRAMME = Ask(_("Programme"), hint=_("The programme it is a part of, if any."))
_SECTOR = Ask(_("Sector"), most=60, options=sector_options)
_RUN_BY = Ask(_("Who runs it"), hint=_("The authority runs what is for the whole of government."))
_PARTNERS = Ask(_("Partners"), hint=_("Institutions that take part in it."))
_CATEGORIES = Ask(_("Categories"), hint=_("Codes with their scheme: cpv:48000000, cl-budget:29.07."))
_FLAGS = Ask(
    _("What holds of it"), hint=_("On these marks the framework decides what is required."), options=flag_options
)
_DENIED = Ask(_("What surely does not hold of it"), hint=_("What is in neither list is unknown."), options=flag_options)
_KIND = Ask(_("Kind of work"), most=120)
_METHOD = Ask(_("Method"), most=60)
_CURRENCY = Ask(_("Currency"), hint=_("Left empty, the framework's."), pattern=r"^([A-Z]{2,3})?$", most=3)
_BUDGET = Ask(_("Total budget"), hint=_("Of the whole project; left empty, it is not stated."))
_ANNUAL = Ask(_("Cost per year"))
_CONTRACT = Ask(_("Value of the contract"))
_ICT = Ask(_("ICT share of the budget"))
_START = Ask(_("Planned start"))
_END = Ask(_("Planned end"))
_WITHHELD = Ask(_("Withheld"), hint=_("Columns that exist and are not given: total_budget, end_planned_on."))
_RESERVED = Ask(_("Reserved"), hint=_("Columns that the public does not see: purpose, total_budget, categories."))
_GROUND = Ask(_("Ground"), hint=_("The rule that allows to keep it back."), most=300)
_PROJECT = Ask(_("Project"))


@action("portfolio.propose_project", power="submit-project", over=over("institution"))
def propose_project(
    act: Act,
    *,
    institution: Annotated[Institution, _INSTITUTION],
    name: Annotated[str, _NAME],
    purpose: Annotated[str, _PURPOSE],
    object: Annotated[Object, _OBJECT] = "project",  # noqa: A002
    programme: Annotated[Project | None, _PROGRAMME] = None,
    sector: Annotated[str, _SECTOR] = "",
    run_by: Annotated[RunBy, _RUN_BY] = "",
    partners: Annotated[list[Institution], _PARTNERS] = [],  # noqa: B006
    categories: Annotated[list[str], _CATEGORIES] = [],  # noqa: B006
    flags: Annotated[list[str], _FLAGS] = [],  # noqa: B006
    denied: Annotated[list[str], _DENIED] = [],  # noqa: B006
    work_kind: Annotated[str, _KIND] = "",
    method: Annotated[str, _METHOD] = "",
    currency: Annotated[str, _CURRENCY] = "",
    total_budget: Annotated[Decimal | None, _BUDGET] = None,
    annual_cost: Annotated[Decimal | None, _ANNUAL] = None,
    contract_value: Annotated[Decimal | None, _CONTRACT] = None,
    ict_spend: Annotated[Decimal | None, _ICT] = None,
    start_planned_on: Annotated[date | None, _START] = None,
    end_planned_on: Annotated[date | None, _END] = None,
    reserved: Annotated[list[str], _RESERVED] = [],  # noqa: B006
    reserved_ground: Annotated[str, _GROUND] = "",
    draft: Annotated[int | None, Ask(_("Draft"), hint=_("The draft it was written in, if any."))] = None,
) -> Outcome:
    """Propose a project: from here on it has a number, and what is done about it is in the record.

    Nothing is approved by it, and nothing asked for: that begins when it is
    submitted. A draft becomes one project, never two.
    """
    told = _told(locals())
    written = _own_draft(act, draft)
    project, partners_noted = enter_project(act, _with(told, stage="proposed", proposed_on=act.on, origin=act.origin))
    if written is not None:
        written.project = project
        written.save(update_fields=["project"])
    return Outcome(project, rows=partners_noted)


@action("portfolio.amend_project", power="submit-project", subject="project", over=over("project"))
def amend_project(
    act: Act,
    *,
    project: Annotated[Project, _PROJECT],
    name: Annotated[str, _NAME],
    purpose: Annotated[str, _PURPOSE],
    object: Annotated[Object, _OBJECT] = "project",  # noqa: A002
    programme: Annotated[Project | None, _PROGRAMME] = None,
    sector: Annotated[str, _SECTOR] = "",
    run_by: Annotated[RunBy, _RUN_BY] = "",
    partners: Annotated[list[Institution], _PARTNERS] = [],  # noqa: B006
    categories: Annotated[list[str], _CATEGORIES] = [],  # noqa: B006
    flags: Annotated[list[str], _FLAGS] = [],  # noqa: B006
    denied: Annotated[list[str], _DENIED] = [],  # noqa: B006
    work_kind: Annotated[str, _KIND] = "",
    method: Annotated[str, _METHOD] = "",
    currency: Annotated[str, _CURRENCY] = "",
    total_budget: Annotated[Decimal | None, _BUDGET] = None,
    annual_cost: Annotated[Decimal | None, _ANNUAL] = None,
    contract_value: Annotated[Decimal | None, _CONTRACT] = None,
    ict_spend: Annotated[Decimal | None, _ICT] = None,
    start_planned_on: Annotated[date | None, _START] = None,
    end_planned_on: Annotated[date | None, _END] = None,
    reserved: Annotated[list[str], _RESERVED] = [],  # noqa: B006
    reserved_ground: Annotated[str, _GROUND] = "",
) -> Outcome:
    """Change a proposal before it is submitted, or after it came back with observations.

    Once submitted it stands as it is until somebody has decided: what deciders
    look at does not change under their hands.
    """
    refuse_if([against("proposal-not-open", project=project.number, stage=project.stage)] * (not _is_open(project)))
    told = _told({**locals(), "institution": project.institution})
    refuse_if(faults_of(act.framework, told))
    refuse_if([against("programme-of-itself")] * (programme is not None and programme.pk == project.pk))
    for column, value in columns_of(act.framework, told).items():
        setattr(project, column, value)
    project.save()
    return Outcome(project, rows=put_partners(project, told.partners))


@action("portfolio.register_project", power="keep-registers", over=over("institution"))
def register_project(
    act: Act,
    *,
    institution: Annotated[Institution, _INSTITUTION],
    name: Annotated[str, _NAME],
    source: Annotated[str, Ask(_("Source"), hint=_("The document or page that says so."), most=120)],
    source_key: Annotated[str, Ask(_("Row of the source"), hint=_("By which it is found there."), most=200)],
    purpose: Annotated[str, _PURPOSE] = "",
    object: Annotated[Object, _OBJECT] = "project",  # noqa: A002
    stage: Annotated[Stage, Ask(_("Stage"))] = "not-stated",
    sector: Annotated[str, _SECTOR] = "",
    partners: Annotated[list[Institution], _PARTNERS] = [],  # noqa: B006
    categories: Annotated[list[str], _CATEGORIES] = [],  # noqa: B006
    flags: Annotated[list[str], _FLAGS] = [],  # noqa: B006
    currency: Annotated[str, _CURRENCY] = "",
    total_budget: Annotated[Decimal | None, _BUDGET] = None,
    start_planned_on: Annotated[date | None, _START] = None,
    end_planned_on: Annotated[date | None, _END] = None,
    withheld: Annotated[list[str], _WITHHELD] = [],  # noqa: B006
    withheld_ground: Annotated[str, _GROUND] = "",
) -> Outcome:
    """Enter a project that exists already, with what a source says of it; what it does not say stays unknown.

    Nothing was approved here, so it has no baseline of its own. The same row of
    a source is entered once.
    """
    taken = Project.objects.filter(source=source, source_key=source_key).first()
    refuse_if([against("source-row-is-in", project=taken.number)] if taken else [])
    told = _with(_told(locals()), stage=stage, source=source, source_key=source_key, origin="import")
    project, rows = enter_project(act, told)
    return Outcome(project, rows=rows)


def _told(values: dict[str, Any]) -> Told:
    """Gather what was told from the inputs of an act."""
    return Told(**{name: value for name, value in values.items() if name in Told.__dataclass_fields__})


def _with(told: Told, **more: Any) -> Told:
    return Told(**{**vars(told), "more": more})


def _is_open(project: Project) -> bool:
    return project.stage in ("proposed", "returned")


def _own_draft(act: Act, number: int | None) -> ProjectDraft | None:
    """Give the draft of the one who acts, under lock; refuse another's, and one that was proposed already."""
    if number is None:
        return None
    found = ProjectDraft.objects.select_for_update(no_key=True).filter(pk=number, person=act.person).first()
    refuse_if([against("no-such-draft", draft=number)] * (found is None))
    assert found is not None
    refuse_if([against("draft-is-proposed", draft=number, project=found.project)] * (found.project_id is not None))
    return found
