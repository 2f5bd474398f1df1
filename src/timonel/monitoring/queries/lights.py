"""The lights of a project as its page shows them: now and by date, reported beside computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.functional import cached_property

from timonel.domain.lights import Admission, Colour, Degree, Lit, Opinion, admission
from timonel.domain.lights.due import Cycle
from timonel.domain.lights.gaps import Gap, compared
from timonel.governance.queries.frameworks import framework_by_hash, framework_in_force
from timonel.governance.queries.viewers import Viewer
from timonel.monitoring.models import Light, LightOverride, Rating, Report
from timonel.monitoring.queries.standing import cycle_of, due_of, explained
from timonel.portfolio.importing import plans_of

if TYPE_CHECKING:
    from timonel.portfolio.rows import Baseline, Project


@dataclass(frozen=True)
class Reported:
    """One report with its lights, the opinions of the same day, and how the project's own opinion stands to them."""

    report: Report
    lights: Sequence[Light]
    ratings: Sequence[Rating]

    @property
    def worst(self) -> Colour:
        """The worst light against the original baseline, where one is rated."""
        return Colour(self.report.worst_original)

    def rating(self, *by: str) -> Rating | None:
        """Give the opinion of the whole by one of these, in that order; None where nobody gave one."""
        found = {rating.by: rating for rating in self.ratings if rating.of == "overall"}
        return next((found[each] for each in by if each in found), None)

    @property
    def degree(self) -> Degree | None:
        """The opinion that is held against the figures: the project's own, else the one that was published."""
        rating = self.rating("self", "not-stated", "independent")
        return Degree(rating.degree) if rating is not None and rating.degree is not None else None

    @property
    def gap(self) -> Gap:
        """How that opinion stands to the worst light against the original baseline."""
        return compared(self.degree, self.worst)


@dataclass(frozen=True)
class ProjectLights:
    """All that a project's page shows of its lights, on a day."""

    viewer: Viewer
    project: Project
    on: date

    @cached_property
    def reports(self) -> list[Reported]:
        """Its reports with lights and opinions, the latest first."""
        overrides = Prefetch("overrides", LightOverride.objects.order_by("id"))
        rows = (
            Report.objects.filter(project=self.project)
            .prefetch_related(Prefetch("lights", Light.objects.order_by("id").prefetch_related(overrides)))
            .order_by("-as_of")
        )
        ratings: dict[date, list[Rating]] = {}
        for rating in Rating.objects.filter(project=self.project).order_by("as_of", "id"):
            ratings.setdefault(rating.as_of, []).append(rating)
        return [Reported(row, list(row.lights.all()), ratings.get(row.as_of, [])) for row in rows]

    @cached_property
    def baselines(self) -> list[Baseline]:
        """Its plans, the original first."""
        return plans_of([self.project.pk]).get(self.project.pk) or []

    @property
    def latest(self) -> Reported | None:
        """The latest report."""
        return self.reports[0] if self.reports else None

    @cached_property
    def explained(self) -> list[tuple[Lit, Light | None]]:
        """The lights of the latest report with the figures that decided, and each as it was kept."""
        latest = self.latest
        if latest is None:
            return []
        known = framework_by_hash(latest.report.lit_under) if latest.report.lit_under else framework_in_force()[1]
        kept = {(light.light, light.against): light for light in latest.lights}
        lit = explained(known, self.project, latest.report, self.baselines)
        return [(each, kept.get((each.rule.id, each.against))) for each in lit]

    @cached_property
    def cycle(self) -> Cycle:
        """How often it reports, and by which regime."""
        return cycle_of(framework_in_force()[1], self.project, self.on)

    @cached_property
    def due_on(self) -> date | None:
        """When its next report is due; None where nothing says how often, or where it is over."""
        if self.project.is_over:
            return None
        days = [each.report.as_of for each in self.reports]
        return due_of(framework_in_force()[1], self.project, self.on, days)

    @property
    def admission(self) -> Admission:
        """When the opinion admitted a risk, beside when the figures showed one."""
        return admission([Opinion(each.report.as_of, each.degree, each.worst) for each in self.reports])


def project_lights(viewer: Viewer, project: Project, on: date) -> ProjectLights:
    """Give the lights of a project, on a day."""
    return ProjectLights(viewer, project, on)
