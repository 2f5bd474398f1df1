"""From the tables of plans to what lights look at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from timonel.domain.facts import UNKNOWN
from timonel.domain.lights import Missing, Plan
from timonel.domain.money import Money

if TYPE_CHECKING:
    from timonel.portfolio.models import Baseline

_MISSING = {each.code: each for each in Missing}


def plan_of(baseline: Baseline | None) -> Plan | None:
    """Give a baseline as lights see it: each value, or why there is none."""
    if baseline is None:
        return None
    return Plan(
        baseline.start_on or _why(baseline, "start_on"),
        baseline.end_on or _why(baseline, "end_on"),
        _money(baseline, "cost"),
        _money(baseline, "benefits"),
    )


def plans_on(baselines: Sequence[Baseline], on: date) -> tuple[Baseline | None, Baseline | None]:
    """Give the original baseline and the one approved last on or before a day; one without a day counts always."""
    approved = [each for each in baselines if each.approved_on is None or each.approved_on <= on]
    return (baselines[0], approved[-1]) if approved else (None, None)


def _money(baseline: Baseline, name: str) -> Money | Missing:
    found = baseline.money(name)
    return _why(baseline, name) if found is UNKNOWN else found


def _why(baseline: Baseline, name: str) -> Missing:
    why = (baseline.gaps.get(name) or {}).get("why", "").replace("_", "-")
    return _MISSING.get(why, Missing.NOT_STATED)
