"""The whole portfolio: how many projects, how much money, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Count, Min, Q, Sum
from django.utils.functional import cached_property

from timonel.governance.queries.focal_points import without_focal_point
from timonel.governance.queries.institutions import name_of_institution
from timonel.governance.queries.viewers import Viewer
from timonel.governance.rows import Institution
from timonel.portfolio.models import Approval, Condition, Project
from timonel.portfolio.models.projects import OVER
from timonel.portfolio.queries.projects import shown_amount, visible_projects

Key = TypeVar("Key")
Decider = tuple[str, str]
"""Who decides: `body` or `post`, and its id in the framework."""


@dataclass
class Tally:
    """How many projects, and their budgets, each currency for itself.

    What is reserved from the viewer and what is not stated is in no sum; how many of each says how much is missing.
    """

    projects: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    reserved: int = 0
    not_stated: int = 0

    def add(self, other: Tally) -> None:
        """Take in what another counts."""
        self.projects += other.projects
        self.reserved += other.reserved
        self.not_stated += other.not_stated
        for currency, amount in other.amounts.items():
            self.amounts[currency] = self.amounts.get(currency, Decimal(0)) + amount


@dataclass(frozen=True)
class Waiting:
    """What waits for one decider: how many approvals, how many past their last day, and since when the oldest."""

    decider: Decider
    approvals: int
    overdue: int
    since: date


@dataclass(frozen=True)
class Portfolio:
    """All that the page of the whole portfolio shows, on a day, in a fixed number of queries."""

    viewer: Viewer
    on: date

    @cached_property
    def _cells(self) -> list[tuple[str, str, Tally]]:
        rows = visible_projects(self.viewer).filter(object="project").order_by()
        counted = _counted(self.viewer, rows.values_list("stage", "sector", "currency"))
        return [(stage, sector, _tally(*rest)) for stage, sector, *rest in counted]

    @cached_property
    def whole(self) -> Tally:
        """All projects. Programmes are not counted: their budgets hold those of their projects."""
        return _folded((("", each) for _stage, _sector, each in self._cells)).get("", Tally())

    @cached_property
    def by_stage(self) -> dict[str, Tally]:
        """The projects of each stage."""
        return _folded((stage, each) for stage, _sector, each in self._cells)

    @cached_property
    def by_sector(self) -> dict[str, Tally]:
        """The projects of each sector, the most first; those without a sector under the empty word."""
        found = _folded((sector, each) for _stage, sector, each in self._cells)
        return dict(sorted(found.items(), key=lambda each: (-each[1].projects, each[0])))

    @cached_property
    def by_decider(self) -> dict[Decider, Tally]:
        """The projects of which each decides an approval, decided or not, the most first; each project once a decider.

        A project that two decide stands under both: these do not add up to the whole.
        """
        mark = ("decider_kind", "decider")
        first = Approval.objects.order_by("project", *mark, "id").distinct("project", *mark).values("id")
        rows = Approval.objects.order_by().filter(id__in=first, project__object="project")
        counted = _counted(self.viewer, rows.values_list(*mark, "project__currency"), "project__")
        found = _folded(((kind, name), _tally(*rest)) for kind, name, *rest in counted)
        return dict(sorted(found.items(), key=lambda each: (-each[1].projects, each[0])))

    @cached_property
    def waiting(self) -> list[Waiting]:
        """The deciders for whom approvals wait, those with the most first."""
        rows = (
            Approval.objects.filter(stage="open")
            .order_by()
            .values_list("decider_kind", "decider")
            .annotate(n=Count("id"), late=Count("id", filter=Q(due_on__lt=self.on)), since=Min("opened_on"))
        )
        found = [Waiting((kind, name), n, late, since) for kind, name, n, late, since in rows]
        return sorted(found, key=lambda each: (-each.approvals, each.decider))

    @cached_property
    def conditions(self) -> list[tuple[str, int, int]]:
        """The kinds of post that owe conditions not met: how many, and how many past their day; the most first."""
        rows = (
            Condition.objects.filter(met_on=None)
            .order_by()
            .values_list("owner__post_kind")
            .annotate(n=Count("id"), late=Count("id", filter=Q(due_on__lt=self.on)))
        )
        return sorted(rows, key=lambda each: (-each[1], each[0]))

    @cached_property
    def by_risk(self) -> list[tuple[str, int]]:
        """How many projects that are not over are in each class of risk, the most first; not assessed: empty."""
        rows = visible_projects(self.viewer).filter(object="project").exclude(stage__in=OVER).order_by()
        found = rows.values_list("risk_class").annotate(n=Count("id"))
        return sorted(found, key=lambda each: (-each[1], each[0]))

    @cached_property
    def light_path(self) -> int:
        """How many approvals took the light path of pilots."""
        return Approval.objects.filter(light_path=True).exclude(stage="dropped").count()

    @cached_property
    def without_contact(self) -> list[tuple[str, str]]:
        """The institutions with a living project of their own and nobody to call: number and name, by name."""
        active = Project.objects.exclude(stage__in=OVER).filter(origin__in=("act", "demonstration"))
        rows = without_focal_point(Institution.objects.filter(pk__in=active.values("institution")), self.on)
        named = rows.annotate(called=name_of_institution("pk", self.on)).order_by("sort_key", "id")
        return [(number, called or number) for number, called in named.values_list("number", "called")]


def _counted(viewer: Viewer, rows: Any, of: str = "") -> Iterable[Sequence[Any]]:
    """Count rows of projects with a currency last: how many, how many are seen, how many reserved, and the sum."""
    shown = shown_amount(viewer, "total_budget", of)
    stated = Q(**{f"{of}total_budget__isnull": False})
    answer: Iterable[Sequence[Any]] = rows.annotate(
        n=Count("id"), seen=Count(shown), stated=Count("id", filter=stated), total=Sum(shown)
    )
    return answer


def _tally(currency: str, n: int, seen: int, stated: int, total: Decimal | None) -> Tally:
    return Tally(n, {currency: total} if total is not None else {}, stated - seen, n - stated)


def _folded(found: Iterable[tuple[Key, Tally]]) -> dict[Key, Tally]:
    folded: dict[Key, Tally] = {}
    for key, each in found:
        folded.setdefault(key, Tally()).add(each)
    return folded


def portfolio_on(viewer: Viewer, on: date) -> Portfolio:
    """Give the whole portfolio as a viewer may see it, on a day."""
    return Portfolio(viewer, on)
