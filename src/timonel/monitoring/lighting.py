"""Light reports: many at once for an import, each against its original baseline and the one approved by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from timonel.domain.lights import LightRule, Plan
from timonel.domain.lights.columns import PlanColumns, StandingColumns, light_columns
from timonel.domain.lights.facts import NO_PLAN
from timonel.monitoring.models import Light, Report
from timonel.monitoring.queries.plans import plan_of, plans_on

if TYPE_CHECKING:
    from timonel.portfolio.models import Baseline


def light_reports(
    reports: Sequence[Report], baselines: Mapping[int, Sequence[Baseline]], rules: Sequence[LightRule]
) -> list[Light]:
    """Give the lights of reports, unsaved, and note in each the worst against either baseline and which it was.

    A light that the framework cannot rate at all is given too: not rated, with why.
    """
    if not reports:
        return []
    pairs = [plans_on(baselines.get(report.project_id, ()), report.as_of) for report in reports]
    for report, (_original, approved) in zip(reports, pairs, strict=True):
        report.baseline = approved.sequence if approved is not None else None
    standings = [report.standing() for report in reports]
    currencies = sorted({report.currency for report in reports if report.currency} | {"", *_currencies(rules)})
    said = StandingColumns.of(standings, currencies)
    found: list[Light] = []
    for place, against in enumerate(("original", "approved")):
        plans: list[Plan] = [plan_of(pair[place]) or NO_PLAN for pair in pairs]
        columns = PlanColumns.of(plans, currencies)
        worst = np.zeros(len(reports), np.int8)
        for rule in rules:
            if rule.is_measured:
                lights = light_columns(rule, columns, said, currencies)
                worst = np.maximum(worst, lights.colours)
                values = zip(reports, lights.colours.tolist(), lights.missing.tolist(), strict=True)
                found.extend(
                    Light(report=report, light=rule.id, of=rule.of, against=against, colour=colour, missing=missing)
                    for report, colour, missing in values
                )
        for report, colour in zip(reports, worst.tolist(), strict=True):
            setattr(report, f"worst_{against}", colour)
    return found


def _currencies(rules: Sequence[LightRule]) -> set[str]:
    return {test.currency for rule in rules for test in (*rule.red, *rule.yellow) if test.currency is not None}
