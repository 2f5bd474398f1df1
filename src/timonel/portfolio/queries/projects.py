"""Projects as a viewer may see them: the list, and all that one page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, DecimalField, F, Prefetch, QuerySet, Value, When
from django.utils.functional import cached_property

from timonel.governance.queries.institutions import name_of_institution
from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Baseline, Project, ProjectPartner
from timonel.portfolio.queries.overseeing import oversees


def visible_projects(viewer: Viewer) -> QuerySet[Project]:
    """Give the projects a viewer may see: all of them, for that there is a project is public. By name."""
    return Project.objects.select_related("institution", "programme").order_by("sort_key", "id")


def listed_projects(viewer: Viewer, on: date) -> QuerySet[Project]:
    """Give the projects with what the institution of each is called on a day (`institution_name`), by name.

    An amount that is reserved is empty for who may not see it (`shown_budget`).
    """
    return Project.objects.annotate(
        institution_name=name_of_institution("institution", on), shown_budget=shown_amount(viewer, "total_budget")
    ).order_by("sort_key", "id")


def shown_amount(viewer: Viewer, column: str, of: str = "") -> Case:
    """Give, for queries, an amount of projects: empty where it is reserved and the viewer may not see all that is.

    `of` leads from the rows of the query to their project, as in `project__`.
    """
    reserved = {f"{of}reserves__has_key": column}
    hidden = [] if oversees(viewer) else [When(**reserved, then=Value(None))]
    return Case(*hidden, default=F(f"{of}{column}"), output_field=DecimalField())


def project_by_number(viewer: Viewer, number: str) -> Project | None:
    """Give a project with its partners and baselines; None when the viewer sees none of that number."""
    rows = visible_projects(viewer).prefetch_related(
        "baselines", Prefetch("partners", ProjectPartner.objects.select_related("institution"))
    )
    return rows.filter(number=number).first()


def sees_reserved(viewer: Viewer, project: Project) -> bool:
    """Say whether a viewer sees what is reserved of a project: those who take part in it, and those who decide."""
    if viewer.post is None:
        return False
    own = {project.institution_id, *(each.institution_id for each in project.partners.all())}
    return viewer.post.institution_id in own or oversees(viewer)


def sees_figures(viewer: Viewer, project: Project) -> bool:
    """Say whether a viewer sees the figures of a project: everybody, unless something of it is reserved from them."""
    return not project.reserves or sees_reserved(viewer, project)


@dataclass(frozen=True)
class Shown:
    """One fact of a project as somebody sees it: its value, or why there is none."""

    name: str
    value: Any = None
    why: str = ""
    """Empty where there is a value; else `not_stated`, `withheld` or `reserved`."""
    ground: str = ""


def shown(viewer: Viewer, project: Project, names: Iterable[str]) -> dict[str, Shown]:
    """Give columns of a project as the viewer sees them: reserved ones only to who may, empty ones with why."""
    may = sees_figures(viewer, project)
    return {name: _shown(project, name, may) for name in names}


def _shown(project: Project, name: str, may: bool) -> Shown:
    if name in project.reserved and not may:
        kept = name if name in project.reserves else "total_budget"
        return Shown(name, None, "reserved", project.reserves[kept])
    value = getattr(project, name)
    if value not in (None, "", []):
        return Shown(name, value)
    gap = project.gaps.get(name) or {}
    return Shown(name, None, gap.get("why", "not_stated"), gap.get("ground", ""))


FACTS = (
    "purpose", "sector", "run_by", "categories", "work_kind", "method", "total_budget", "annual_cost",
    "contract_value", "ict_spend", "start_planned_on", "end_planned_on", "start_actual_on", "end_latest_on",
    "end_actual_on", "cost_latest", "cost_actual", "benefits_latest", "rating", "risk_class", "phase",
)  # fmt: skip


@dataclass(frozen=True)
class ProjectPage:
    """All that the page of one project shows, on a day."""

    viewer: Viewer
    project: Project
    on: date

    @cached_property
    def facts(self) -> dict[str, Shown]:
        """Its facts as the viewer sees them, by column."""
        return shown(self.viewer, self.project, FACTS)

    @cached_property
    def baselines(self) -> list[Baseline]:
        """The plans that were approved, the original first."""
        return list(self.project.baselines.all())

    @cached_property
    def parts(self) -> list[Project]:
        """The projects of a programme, by name."""
        return list(visible_projects(self.viewer).filter(programme=self.project))

    @cached_property
    def amounts_hidden(self) -> bool:
        """Whether the budget is reserved, and so every amount derived from it."""
        return self.facts["total_budget"].why == "reserved"


def project_page(viewer: Viewer, number: str, on: date) -> ProjectPage | None:
    """Give the page of a project; None when the viewer sees none of that number."""
    project = project_by_number(viewer, number)
    return ProjectPage(viewer, project, on) if project is not None else None


def baselines_of(projects: Iterable[int]) -> dict[int, tuple[Baseline, Baseline]]:
    """Give, by key of project, its original baseline and the one approved last; without any it is absent."""
    found: dict[int, tuple[Baseline, Baseline]] = {}
    for row in Baseline.objects.filter(project__in=list(projects)).order_by("project", "sequence"):
        first = found.get(row.project_id, (row, row))[0]
        found[row.project_id] = (first, row)
    return found


def numbers_of(keys: Sequence[int]) -> dict[int, str]:
    """Give the numbers that people see of projects, by key."""
    return dict(Project.objects.filter(pk__in=keys).values_list("pk", "number"))
