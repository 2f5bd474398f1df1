"""The portfolio at a glance: how many projects, how much money, who has how much to decide and how long it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Case, Count, DurationField, F, IntegerField, Max, Q, QuerySet, Sum, Value, When

from timonel.domain.mandates import Framework
from timonel.governance.queries.focal_points import without_focal_point
from timonel.governance.queries.viewers import Viewer
from timonel.governance.rows import Institution
from timonel.portfolio.models import Approval, Condition, Project
from timonel.portfolio.models.projects import OVER
from timonel.portfolio.queries.life import decider_name
from timonel.portfolio.queries.projects import SEES_RESERVED


class Median(Aggregate):
    """The middle value: of an even number of values, between the two in the middle."""

    name = "median"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Load:
    """What one decider has before it, and how long it took over what it decided, in days, in one band of amounts."""

    decider: str
    name: str
    waiting: int
    overdue: int
    decided: int
    median: int | None
    worst: int | None


@dataclass(frozen=True)
class Band:
    """A band of whole budgets between two thresholds of the framework; None is open, or an amount not stated."""

    number: int
    over: Decimal | None
    up_to: Decimal | None


@dataclass(frozen=True)
class Overview:
    """All that the page shows."""

    stages: Sequence[tuple[str, int]]
    classes: Sequence[tuple[str, int]]
    money: Sequence[tuple[str, Decimal]]
    unstated: int
    waiting: int
    overdue: int
    conditions: int
    light: int
    loads: Sequence[Load]
    bands: Sequence[tuple[Band, Load]]
    without_contact: Sequence[Institution]


def overview(viewer: Viewer, framework: Framework, on: date) -> Overview:
    """Give the portfolio at a glance, on a day, in a fixed number of queries."""
    living = Project.objects.exclude(stage__in=OVER)
    stages = Project.objects.values_list("stage").annotate(n=Count("pk")).order_by("-n", "stage")
    classes = living.values_list("risk_class").annotate(n=Count("pk")).order_by("-n", "risk_class")
    seen = living if viewer.acts_as(*SEES_RESERVED) else living.exclude(reserves__has_key="total_budget")
    money = seen.exclude(total_budget=None).values_list("currency").annotate(sum=Sum("total_budget"))
    opened = Approval.objects.filter(stage="open").aggregate(n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    return Overview(
        list(stages),
        list(classes),
        list(money.order_by("currency")),
        living.filter(total_budget=None).count(),
        opened["n"],
        opened["late"],
        Condition.objects.filter(met_on=None, due_on__lt=on).count(),
        Approval.objects.filter(light_path=True).exclude(stage="dropped").count(),
        _loads(framework, on),
        _banded(framework, on),
        institutions_without_contact(on),
    )


def institutions_without_contact(on: date) -> list[Institution]:
    """Give the institutions with a project that is not over and without anybody named whom to call, by name."""
    active = Project.objects.exclude(stage__in=OVER).filter(origin__in=("act", "demonstration")).values("institution")
    rows = without_focal_point(Institution.objects.filter(pk__in=active), on)
    return list(rows.prefetch_related("versions").order_by("sort_key", "id"))


def _figures(rows: QuerySet[Any, Any], on: date) -> Any:
    taken = F("decided_on") - F("opened_on")
    decided = Q(decided_on__isnull=False, opened_on__isnull=False)
    return rows.order_by().annotate(
        waiting=Count("pk", filter=Q(stage="open")),
        overdue=Count("pk", filter=Q(stage="open", due_on__lt=on)),
        decided=Count("pk", filter=decided),
        median=Median(taken, filter=decided),
        worst=Max(taken, filter=decided, output_field=DurationField()),
    )


def _loads(framework: Framework, on: date) -> list[Load]:
    rows = Approval.objects.exclude(effect="notice").values("decider_kind", "decider")
    found = _figures(rows, on).order_by("-waiting", "decider")
    return [
        _load(each, each["decider"], decider_name(framework, each["decider_kind"], each["decider"])) for each in found
    ]


def bands(framework: Framework, on: date) -> list[Band]:
    """Give the bands between the amounts in the country's currency on which approvals hang on a day."""
    limits = set()
    for name in framework.parameters:
        version = framework.value(name, on).version
        if version is not None and version.money is not None and version.money.currency == framework.currency:
            limits.add(version.money.amount)
    edges = [None, *sorted(limits), None]
    return [Band(place, edges[place], edges[place + 1]) for place in range(len(edges) - 1)]


def _banded(framework: Framework, on: date) -> list[tuple[Band, Load]]:
    known = bands(framework, on)
    whens = [
        When(project__total_budget__lte=each.up_to, then=Value(each.number)) for each in known if each.up_to is not None
    ]
    last = known[-1].number
    asked = Approval.objects.exclude(effect="notice").filter(
        project__currency=framework.currency, project__total_budget__isnull=False
    )
    rows = asked.annotate(band=Case(*whens, default=Value(last), output_field=IntegerField())).values("band")
    found = {each["band"]: each for each in _figures(rows, on)}
    return [(band, _load(found[band.number], str(band.number), "")) for band in known if band.number in found]


def _load(found: Any, decider: str, name: str) -> Load:
    return Load(
        decider,
        name,
        found["waiting"],
        found["overdue"],
        found["decided"],
        _days(found["median"]),
        _days(found["worst"]),
    )


def _days(span: timedelta | None) -> int | None:
    return span.days if span is not None else None
