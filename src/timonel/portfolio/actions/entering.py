"""How a project comes into being: the same way by a proposal, by the register and by an import."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from timonel.domain.mandates import Framework
from timonel.domain.proposals import proposal_faults
from timonel.domain.text import sort_key
from timonel.governance.acting import Act, against, refuse_if
from timonel.governance.numbers import next_number
from timonel.governance.rows import Institution
from timonel.portfolio.models import Project, ProjectPartner
from timonel.portfolio.models.projects import AMOUNTS, RESERVABLE
from timonel.portfolio.queries.words import flags_of


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of a project by whoever enters it; what they leave out is not stated."""

    institution: Institution
    name: str
    object: str = "project"
    purpose: str = ""
    programme: Project | None = None
    sector: str = ""
    run_by: str = ""
    partners: Sequence[Institution] = ()
    categories: Sequence[str] = ()
    flags: Sequence[str] = ()
    denied: Sequence[str] = ()
    work_kind: str = ""
    method: str = ""
    currency: str = ""
    total_budget: Decimal | None = None
    annual_cost: Decimal | None = None
    contract_value: Decimal | None = None
    ict_spend: Decimal | None = None
    institution_ict_cost: Decimal | None = None
    start_planned_on: date | None = None
    end_planned_on: date | None = None
    withheld: Sequence[str] = ()
    withheld_ground: str = ""
    reserved: Sequence[str] = ()
    reserved_ground: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    """Columns that only some ways in may fill: stage, origin, source, days of proposal and approval."""


_PLAIN = (
    "institution", "name", "object", "purpose", "programme", "sector", "run_by", "work_kind", "method",
    "start_planned_on", "end_planned_on", *AMOUNTS,
)  # fmt: skip


def enter_project(act: Act, told: Told) -> tuple[Project, list[ProjectPartner]]:
    """Enter a project with the next number of the act's year, and its partners; inside an act's transaction.

    Refused with every fault of the proposal at once.
    """
    refuse_if(faults_of(act.framework, told))
    project = Project(number=next_number("project", act.on.year), **columns_of(act.framework, told))
    project.save()
    return project, put_partners(project, told.partners)


def columns_of(framework: Framework, told: Told) -> dict[str, Any]:
    """Give the columns of a project from what was told."""
    written = {name: value for name, value in vars(told).items() if name in _PLAIN}
    return {
        **written,
        "sort_key": sort_key(told.name),
        "currency": told.currency or framework.currency,
        "categories": list(told.categories),
        "flags": {**dict.fromkeys(told.flags, True), **dict.fromkeys(told.denied, False)},
        "gaps": {name: {"why": "withheld", "ground": told.withheld_ground} for name in told.withheld},
        "reserves": dict.fromkeys(told.reserved, told.reserved_ground),
        **told.more,
    }


def put_partners(project: Project, partners: Sequence[Institution]) -> list[ProjectPartner]:
    """Note who takes part beside the institution that leads; who is no longer told of is no partner any more."""
    project.partners.exclude(institution__in=[each.pk for each in partners]).delete()
    known = set(project.partners.values_list("institution_id", flat=True))
    new = [
        ProjectPartner(project=project, institution=each, role="partner") for each in partners if each.pk not in known
    ]
    return ProjectPartner.objects.bulk_create(new)


def faults_of(framework: Framework, told: Told) -> list[Any]:
    """Say what stands against what was told: all of it."""
    found = proposal_faults(
        amounts={name: getattr(told, name) for name in AMOUNTS},
        currency=told.currency or framework.currency,
        start=told.start_planned_on,
        end=told.end_planned_on,
        own=told.institution.number,
        partners=tuple(each.number for each in told.partners),
        flags=tuple(told.flags),
        denied=tuple(told.denied),
        known_flags=frozenset(flags_of(framework)),
    )
    return [*found, *_gaps(told), *_programme(told)]


def _gaps(told: Told) -> list[Any]:
    gaps = {"start_planned_on", "end_planned_on", *AMOUNTS}
    stated = [name for name in told.withheld if name not in gaps or getattr(told, name) is not None]
    return [
        *(against("withheld-and-stated", field=name) for name in stated),
        *([against("withheld-without-ground")] if told.withheld and not told.withheld_ground else []),
        *(against("not-reservable", field=name) for name in told.reserved if name not in RESERVABLE),
        *([against("reserved-without-ground")] if told.reserved and not told.reserved_ground else []),
    ]


def _programme(told: Told) -> list[Any]:
    above = told.programme
    if above is None:
        return []
    wrong = above.object != "programme" or told.object == "programme"
    return [
        *([against("not-a-programme", project=above.number)] if wrong else []),
        *([against("programme-is-over", project=above.number)] if above.is_over else []),
    ]
