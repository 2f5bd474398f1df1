"""The load of each deciding body: what waits before it, and how long it took, by the thresholds of the framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Case, Count, DurationField, F, IntegerField, Max, Q, QuerySet, When

from timonel.domain.bands import Band, Threshold, bands, thresholds
from timonel.domain.mandates import Framework
from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Approval
from timonel.portfolio.queries.overseeing import oversees

NOT_STATED, RESERVED, OTHER_CURRENCY = -1, -2, -3
"""Instead of the number of a band: for a budget not stated, reserved from the viewer, or in another currency."""


class Median(Aggregate):
    """The middle value: of an even number of values, between the two in the middle."""

    name = "median"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Load:
    """What waits, and how long what was decided took, in days from its opening; None where nothing was decided.

    `asked` counts the approvals that were ever opened. The median of an even number is cut down to whole days.
    """

    asked: int
    waiting: int
    overdue: int
    decided: int
    median: int | None
    worst: int | None


@dataclass(frozen=True)
class DeciderLoad:
    """One who decides: its whole load, and that of each band of whole budgets, by number of the band."""

    decider: tuple[str, str]
    whole: Load
    banded: Mapping[int, Load]


@dataclass(frozen=True)
class LoadPage:
    """All that the page of the load shows: each decider, those for whom most waits first, and all of them by band."""

    bands: Sequence[Band]
    thresholds: Sequence[Threshold]
    deciders: Sequence[DeciderLoad]
    banded: Mapping[int, Load]

    def share(self, band: int) -> float | None:
        """Say which share of the approvals of a known amount a band has; None where there is none at all."""
        known = sum(load.asked for number, load in self.banded.items() if number >= 0)
        return self.banded[band].asked / known if known and band >= 0 else None


def load_page(viewer: Viewer, framework: Framework, on: date) -> LoadPage:
    """Give the load of each decider on a day: three queries.

    Notices are not decided, so they are no load. An approval that was asked again counts from its latest opening.
    """
    known = bands(framework, on)
    rows = _asked(viewer, framework, known)
    mark = ("decider_kind", "decider")
    whole = {(each["decider_kind"], each["decider"]): _load(each) for each in _figures(rows.values(*mark), on)}
    parts: dict[tuple[str, str], dict[int, Load]] = {}
    for each in _figures(rows.values(*mark, "band"), on):
        parts.setdefault((each["decider_kind"], each["decider"]), {})[each["band"]] = _load(each)
    deciders = [
        DeciderLoad(decider, load, dict(sorted(parts[decider].items(), key=_upwards)))
        for decider, load in whole.items()
    ]
    deciders.sort(key=lambda each: (-each.whole.waiting, -each.whole.asked, each.decider))
    banded = {each["band"]: _load(each) for each in _figures(rows.values("band"), on)}
    return LoadPage(known, thresholds(framework, on), deciders, dict(sorted(banded.items(), key=_upwards)))


def _upwards(found: tuple[int, Load]) -> tuple[bool, int]:
    """Put the bands first, upwards, and behind them what is in none."""
    return found[0] < 0, abs(found[0])


def _asked(viewer: Viewer, framework: Framework, known: Sequence[Band]) -> QuerySet[Any]:
    opened = Approval.objects.exclude(effect="notice").filter(opened_on__isnull=False).order_by()
    return opened.annotate(band=band_of(viewer, framework, known, "project__"))


def band_of(viewer: Viewer, framework: Framework, known: Sequence[Band], of: str = "") -> Case:
    """Give, for queries, the number of the band of a project's whole budget, or why it is in none.

    `of` leads from the rows of the query to their project, as in `project__`.
    """
    amount = f"{of}total_budget"
    edges = [(band.number, band.up_to) for band in known if band.up_to is not None]
    reserved = [] if oversees(viewer) else [When(**{f"{of}reserves__has_key": "total_budget"}, then=RESERVED)]
    return Case(
        When(**{f"{amount}__isnull": True}, then=NOT_STATED),
        *reserved,
        When(~Q(**{f"{of}currency": framework.currency}), then=OTHER_CURRENCY),
        *(When(**{f"{amount}__{'lte' if edge.included else 'lt'}": edge.amount}, then=n) for n, edge in edges),
        default=known[-1].number,
        output_field=IntegerField(),
    )


def _figures(rows: Any, on: date) -> Any:
    taken = F("decided_on") - F("opened_on")
    decided = Q(decided_on__isnull=False)
    return rows.annotate(
        asked=Count("pk"),
        waiting=Count("pk", filter=Q(stage="open")),
        overdue=Count("pk", filter=Q(stage="open", due_on__lt=on)),
        decided=Count("pk", filter=decided),
        median=Median(taken, filter=decided),
        worst=Max(taken, filter=decided, output_field=DurationField()),
    )


def _load(found: Mapping[str, Any]) -> Load:
    counts = {name: found[name] for name in ("asked", "waiting", "overdue", "decided")}
    return Load(**counts, median=_days(found["median"]), worst=_days(found["worst"]))


def _days(span: timedelta | None) -> int | None:
    return span.days if span is not None else None
