"""A report before it is sent: what it begins with, and the lights that would result. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from timonel.domain.lights import Lit
from timonel.domain.mandates import Framework
from timonel.governance.queries.viewers import Viewer
from timonel.monitoring.models import Report
from timonel.monitoring.queries.standing import explained
from timonel.portfolio.importing import plans_of
from timonel.portfolio.queries.projects import project_by_number, sees_figures

if TYPE_CHECKING:
    from timonel.portfolio.rows import Project

_KEPT = ("start_actual_on", "end_expected_on", "end_actual_on", "cost_expected", "cost_to_date", "benefits_expected")


@dataclass(frozen=True)
class Preview:
    """What a report would bring: its lights with their reasons."""

    lights: Sequence[Lit]


def project_to_report_on(viewer: Viewer, number: str) -> Project | None:
    """Give a project whose figures the viewer sees; of another the lights of a made-up report would tell the plan."""
    project = project_by_number(viewer, number)
    return project if project is not None and sees_figures(viewer, project) else None


def begun_with(viewer: Viewer, project: Project, on: date) -> dict[str, Any]:
    """Give what the form of the next report begins with: the last report, or else the plan; today as its day."""
    last = Report.objects.filter(project=project).order_by("as_of").last()
    plans = plans_of([project.pk]).get(project.pk) or []
    begun: dict[str, Any] = {"project": project.number, "as_of": on.isoformat()}
    if last is not None:
        values = {name: getattr(last, name) for name in _KEPT}
    elif plans:
        plan = plans[-1]
        values = {
            "end_expected_on": plan.end_on,
            "cost_expected": plan.cost,
            "benefits_expected": plan.benefits,
        }
    else:
        values = {}
    return {**begun, **{name: _written(value) for name, value in values.items() if value is not None}}


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else f"{value.normalize():f}"


def preview(framework: Framework, project: Project, values: Mapping[str, Any], on: date) -> Preview:
    """Light a report that nobody has sent yet, by the framework as it stands on the day."""
    names = {field.name for field in Report._meta.fields}
    told = {name: value for name, value in values.items() if name in names and name != "project"}
    report = Report(project=project, currency=project.currency, lit_on=on, **told)
    return Preview(explained(framework, project, report, plans_of([project.pk]).get(project.pk) or []))
