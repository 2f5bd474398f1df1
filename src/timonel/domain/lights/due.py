"""When a project owes its reports, by the monitoring regime it is under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from timonel.domain.facts import ProjectFacts
from timonel.domain.lights.measures import same_day_after
from timonel.domain.mandates import Regime
from timonel.domain.parameters import ValueState
from timonel.domain.routing import regimes_for
from timonel.domain.truth import Truth

if TYPE_CHECKING:
    from timonel.domain.mandates import Framework

_MONTHS = {"months": 1, "month": 1, "years": 12, "year": 12}


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often a project owes a report: the regime that says so, and the months between two reports.

    `months` is None where no regime that surely holds states an interval in months or years; `lights` are those of
    the regimes, in the order of the framework.
    """

    regime: Regime | None
    months: int | None
    lights: tuple[str, ...] = ()


def report_cycle(framework: Framework, facts: ProjectFacts, on: date) -> Cycle:
    """Say how often a project reports: by the shortest interval among the regimes it is surely under on the day."""
    surely = [regime for regime, truth, _why in regimes_for(framework, facts, on) if truth is Truth.YES]
    lights = tuple(dict.fromkeys(light for regime in surely for light in regime.lights))
    timed = [(months, regime) for regime in surely if (months := _months(framework, regime, on)) is not None]
    if not timed:
        return Cycle(surely[0] if surely else None, None, lights)
    months, regime = min(timed, key=lambda pair: pair[0])
    return Cycle(regime, months, lights)


def _months(framework: Framework, regime: Regime, on: date) -> int | None:
    if regime.report_every is None:
        return None
    value = framework.value(regime.report_every, on)
    version = value.version
    if value.state is not ValueState.SET or version is None or version.number is None:
        return None
    factor = _MONTHS.get(version.unit or "")
    return int(version.number) * factor if factor and version.number == int(version.number) else None


def due_days(begun_on: date, months: int, until: date) -> Sequence[date]:
    """Give the days on which reports fall due, the first one interval after the beginning, up to a day inclusive."""
    found = []
    passed = months
    while months > 0 and (day := same_day_after(begun_on, passed)) <= until:
        found.append(day)
        passed += months
    return found


def next_due(begun_on: date, months: int, reported: Sequence[date]) -> date:
    """Give the first due day that is still to be answered, after the latest report.

    A report as of a day answers the due day that is that day or the next after it; so a report as of the due day itself
    is the one that was owed, and one as of the day after is the next one.
    """
    latest = max((day for day in reported if day > begun_on), default=None)
    passed = months
    while latest is not None and same_day_after(begun_on, passed) < latest:
        passed += months
    return same_day_after(begun_on, passed if latest is None else passed + months)
