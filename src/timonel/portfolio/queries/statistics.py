"""Projects compared across the portfolio, the classes of their risk, and their stops around changes of government."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Count, F, Func, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from timonel.domain.bands import bands
from timonel.domain.mandates import Framework
from timonel.domain.stops import days_from_change, head_posts, stated_changes
from timonel.governance.queries.appointed import first_days_in
from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Baseline, GatePassage, RiskAssessment
from timonel.portfolio.queries.load import band_of
from timonel.portfolio.queries.overseeing import oversees
from timonel.portfolio.queries.projects import listed_projects


class DaysBetween(Func):
    """How many days lie from one day to another."""

    template = "(%(expressions)s)"
    arg_joiner = " - "
    output_field = IntegerField()

    def __init__(self, first: Any, last: Any) -> None:
        super().__init__(last, first)


def comparable_projects(viewer: Viewer, framework: Framework, on: date) -> QuerySet[Any]:
    """Give every project with the fields by which it compares with others, by name.

    `size` is the number of its band of whole budgets. Costs of the first plan, the plan in force and the latest report
    are empty where the budget is reserved from the viewer. `days_late` counts from the end first planned to the end
    that came about, or else is expected now, under nought where that is earlier; `rebaselines` how often a plan took
    the place of another.
    """
    plans = Baseline.objects.filter(project=OuterRef("pk")).order_by("sequence")
    latest = plans.reverse()
    costs = {
        "cost_first": Subquery(plans.values("cost")[:1]),
        "cost_planned": Subquery(latest.values("cost")[:1]),
        "cost_by_now": Coalesce("cost_actual", "cost_latest"),
    }
    stopped = GatePassage.objects.filter(project=OuterRef("pk"), outcome="stop").order_by("-decided_on", "-id")
    rows = listed_projects(viewer, on).annotate(
        size=band_of(viewer, framework, bands(framework, on)),
        end_original=Subquery(plans.values("end_on")[:1]),
        end_now=Coalesce("end_actual_on", "end_latest_on"),
        rebaselines=Subquery(latest.values("sequence")[:1]),
        stop_reason=Coalesce(Subquery(stopped.values("stop_reason")[:1]), Value(""), output_field=CharField()),
    )
    hidden = [] if oversees(viewer) else [When(reserves__has_key="total_budget", then=None)]
    shown: Mapping[str, Any] = {name: Case(*hidden, default=cost) for name, cost in costs.items()}
    return rows.annotate(days_late=DaysBetween(F("end_original"), F("end_now")), **shown)


@dataclass(frozen=True)
class RiskShare:
    """How many of the projects that were assessed fall into a class at their latest assessment."""

    risk_class: str
    projects: int
    share: Decimal


def risk_shares(viewer: Viewer) -> tuple[int, Sequence[RiskShare]]:
    """Give how many projects were assessed, and the share of each class at the latest assessment, the largest first."""
    latest = RiskAssessment.objects.order_by("project", "-assessed_on", "-id").distinct("project").values("id")
    rows = RiskAssessment.objects.filter(id__in=latest).order_by().values_list("risk_class").annotate(n=Count("id"))
    found = sorted(rows, key=lambda each: (-each[1], each[0]))
    whole = sum(n for _name, n in found)
    return whole, [RiskShare(name, n, Decimal(n) / whole) for name, n in found]


@dataclass(frozen=True)
class Stop:
    """A project stopped at a gate: why, when, and how many days from the nearest change of the head of government."""

    number: str
    name: str
    reason: str
    on: date
    from_change: int | None


@dataclass(frozen=True)
class Stops:
    """The stops at gates, the nearest to a change first; `changes` are those that are stated, and may be none."""

    changes: Sequence[date]
    stops: Sequence[Stop]


def stops_around_changes(viewer: Viewer, framework: Framework, on: date) -> Stops:
    """Give the stops up to a day, beside the changes of government that holders or appointments state."""
    changes = stated_changes(framework, first_days_in(head_posts(framework), on))
    rows = GatePassage.objects.filter(outcome="stop", decided_on__lte=on).order_by("-decided_on", "-id")
    fields = rows.values_list("project__number", "project__name", "stop_reason", "decided_on")
    stops = [Stop(*each, days_from_change(each[3], changes)) for each in fields]
    far = 10**6
    stops.sort(key=lambda each: abs(each.from_change) if each.from_change is not None else far)
    return Stops(changes, stops)
