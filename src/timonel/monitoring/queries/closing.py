"""What a closed project leaves: its benefits held against the business case, and what is still owed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from timonel.businesscases.queries import planned_benefits as benefits_of_case
from timonel.domain.benefits import Benefit, Planned, Realised, held_against, level_in
from timonel.monitoring.models import BenefitMeasure

if TYPE_CHECKING:
    from timonel.portfolio.rows import Project


def planned_benefits(project: Project) -> list[Planned]:
    """Give the benefits that the business case in force planned, in its order; none without a case.

    A level that the case gives in words and not in figures cannot be held
    against anything, and counts as not stated.
    """
    return [
        Planned(each.code, each.name, level_in(each.baseline), level_in(each.target), each.due_on)
        for each in benefits_of_case("project", project.number)
    ]


def benefits_of(project: Project, on: date) -> list[Benefit]:
    """Hold each planned benefit against what was measured of it up to the day."""
    rows = BenefitMeasure.objects.filter(project=project).order_by("measured_on", "id")
    realised = [Realised(row.benefit, row.value, row.measured_on) for row in rows]
    return held_against(planned_benefits(project), realised, on)
