"""What follows from how projects stand: reviews proposed and open, orders to stop, the reserve, the closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from timonel.domain.benefits import Benefit
from timonel.domain.findings import Finding
from timonel.domain.lights import Colour
from timonel.domain.reviews import Shown, proposed_reviews
from timonel.governance.acting.may import buttons_for
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.viewers import Viewer
from timonel.governance.subjects import DeskItem
from timonel.monitoring.consequence_words import WORDS
from timonel.monitoring.models import Closing, Light, Recommendation, Report, ReserveMove, Review, StopOrder
from timonel.monitoring.queries.closing import benefits_of
from timonel.portfolio.queries.projects import sees_figures, visible_projects

if TYPE_CHECKING:
    from timonel.domain.mandates import Framework, Regime
    from timonel.portfolio.rows import Project

TOP_DEGREE = 4
"""The gravest degree of an opinion: red."""


def visible_reviews(viewer: Viewer) -> QuerySet[Review]:
    """Give the reviews of the projects that the viewer may see: those open first, the soonest due before the others."""
    rows = Review.objects.filter(project__in=visible_projects(viewer))
    return rows.select_related("project__institution").order_by("closed_on", "due_on", "id")


def review_by_number(viewer: Viewer, number: str) -> Review | None:
    """Give a review with its recommendations in their order; None when the viewer sees none of that number."""
    recommendations = Prefetch("recommendations", Recommendation.objects.order_by("sequence"))
    return visible_reviews(viewer).prefetch_related(recommendations).filter(number=number).first()


def listed_reviews(viewer: Viewer) -> QuerySet[Review]:
    """Give the reviews for a list, each with the name of its project; the list says in which order."""
    return visible_reviews(viewer).annotate(project_name=F("project__name"))


def listed_stops(viewer: Viewer) -> QuerySet[StopOrder]:
    """Give the orders to stop for a list, each with its project; the list says in which order."""
    return stop_orders(viewer).annotate(project_name=F("project__name"), project_number=F("project__number"))


def stop_orders(viewer: Viewer) -> QuerySet[StopOrder]:
    """Give the orders that stopped projects the viewer may see, the latest first."""
    rows = StopOrder.objects.filter(project__in=visible_projects(viewer))
    return rows.select_related("project__institution").order_by("-ordered_on", "-id")


def proposals(project: Project) -> tuple[Finding, ...]:
    """Propose reviews by the lights of the latest report, against either baseline; none of what is over."""
    latest = Report.objects.filter(project=project).order_by("-as_of").first()
    if latest is None or project.is_over:
        return ()
    open_for = set(Review.objects.filter(project=project, stage="open").values_list("opened_by", flat=True))
    rows = Light.objects.filter(report=latest).order_by("id")
    shown = [Shown(row.light, row.of, row.against, row.colour == Colour.RED) for row in rows if row.of not in open_for]
    return proposed_reviews(shown)


def reds_of(project: Project, *, judged: bool) -> list[bool]:
    """Say of each report that its management approved, oldest first, whether the project was red as a whole.

    `judged`: by the opinion of the day, where the framework leaves the whole to judgement; else by the worst of the
    lights against the approved baseline. What was not rated is not red.
    """
    reports = Report.objects.filter(project=project).exclude(stage="submitted").order_by("as_of")
    if not judged:
        return [row.worst_approved == Colour.RED for row in reports]
    ratings = project.ratings.filter(of="overall", degree=TOP_DEGREE)
    red = set(ratings.values_list("as_of", flat=True))
    return [row.as_of in red for row in reports]


def is_judged(framework: Framework, regime: Regime) -> bool:
    """Say whether the framework leaves a project's light as a whole to somebody's judgement, and not to the figures."""
    lights = [framework.lights[name] for name in regime.lights if name in framework.lights]
    return any(each.of == "overall" and each.plain.get("formula") == "judgement" for each in lights)


@dataclass(frozen=True)
class Consequences:
    """All that a project's page shows of what followed from how it stands."""

    viewer: Viewer
    project: Project
    on: date

    @cached_property
    def proposed(self) -> tuple[Finding, ...]:
        """The reviews that its lights propose and that are not open."""
        return proposals(self.project)

    @cached_property
    def reviews(self) -> list[Review]:
        """Its reviews, the latest first, with their recommendations."""
        rows = Review.objects.filter(project=self.project).prefetch_related("recommendations")
        return list(rows.order_by("-opened_on", "-id"))

    @cached_property
    def stop_orders(self) -> list[StopOrder]:
        """The orders to stop it, the latest first."""
        return list(StopOrder.objects.filter(project=self.project).order_by("-id"))

    @cached_property
    def moves(self) -> list[ReserveMove]:
        """The moves of its risk reserve, in the order in which they were asked for."""
        return list(ReserveMove.objects.filter(project=self.project).order_by("id"))

    @property
    def balance(self) -> Decimal | None:
        """What is left of the reserve; None where none was set aside."""
        approved = [move for move in self.moves if move.stage == "approved"]
        return max(approved, key=lambda move: move.sequence or 0).balance if approved else None

    @cached_property
    def closing(self) -> Closing | None:
        """Its closing."""
        return Closing.objects.filter(project=self.project).first()

    @cached_property
    def benefits(self) -> list[Benefit]:
        """Its planned benefits, each held against what was measured; none where its business case is reserved."""
        return benefits_of(self.project, self.on) if sees_figures(self.viewer, self.project) else []

    @property
    def benefits_overdue(self) -> bool:
        """Whether its benefits report is late: the day itself is in time."""
        closing = self.closing
        return closing is not None and closing.benefits_reported_on is None and closing.benefits_due_on < self.on

    @property
    def amounts_hidden(self) -> bool:
        """Whether the budget is reserved, and so every amount that follows from it."""
        return "total_budget" in self.project.reserves and not sees_figures(self.viewer, self.project)


def offered(found: Consequences) -> list[str]:
    """Name the acts that make sense for the project as it stands; who may do them is another question."""
    project = found.project
    if project.stage == "stopped":
        return ["monitoring.appeal_stop", "monitoring.decide_appeal"]
    running = project.stage in ("approved", "under-way", "not-stated")
    codes = ["monitoring.open_review", "monitoring.order_external_review"] if running else []
    if running:
        asked = any(move.stage == "asked" for move in found.moves)
        codes += ["monitoring.decide_reserve"] if asked else []
        codes += ["monitoring.ask_reserve"] if found.moves and not asked else []
        codes += [] if found.moves else ["monitoring.set_reserve"]
        codes += ["monitoring.stop_project"]
    if found.closing is None and project.stage in ("approved", "under-way", "closed"):
        codes.append("monitoring.close_project")
    codes += ["monitoring.measure_benefit"] if found.benefits and (running or found.closing) else []
    if found.closing is not None and found.closing.benefits_reported_on is None:
        codes.append("monitoring.report_benefits")
    return codes


def consequences_section(viewer: Viewer, project: Project, on: date) -> Mapping[str, Any] | None:
    """Give what the project's page shows of reviews, orders, reserve and closing, and what may be done there."""
    found = Consequences(viewer, project, on)
    framework = framework_in_force()[1]
    codes = offered(found)
    may = buttons_for(viewer, framework, codes, on, over=project.institution, query={"project": project.number})
    told = found.proposed or found.reviews or found.stop_orders or found.moves or found.closing or found.benefits
    return {"consequences": found, "buttons": may, "words": WORDS} if told or may else None


def reviews_waiting_for(viewer: Viewer, on: date) -> list[DeskItem]:
    """Put the reviews of an institution's projects that are not closed on the desks of its posts, soonest due first."""
    if viewer.post is None or viewer.post.institution_id is None:
        return []
    rows = visible_reviews(viewer).exclude(stage="closed").filter(project__institution=viewer.post.institution_id)
    return [
        DeskItem(
            format_lazy(_("Review of {project}"), project=row.project.name),
            reverse("monitoring:review", args=[row.number]),
            "review",
            row.number,
            row.due_on,
        )
        for row in rows
    ]
