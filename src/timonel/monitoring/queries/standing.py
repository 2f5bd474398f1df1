"""What lights a report would have now, and when a project owes its next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from timonel.domain.lights import LightRule, Lit, light_rules, lights_of
from timonel.domain.lights.due import Cycle, next_due, report_cycle
from timonel.domain.mandates import Framework
from timonel.monitoring.lighting import light_reports
from timonel.monitoring.models import Light, Report
from timonel.monitoring.queries.plans import plan_of, plans_on
from timonel.portfolio.importing import plans_of

if TYPE_CHECKING:
    from timonel.portfolio.rows import Baseline, Project


def rules_for(framework: Framework, project: Project, on: date) -> tuple[LightRule, ...]:
    """Give the lights of the framework on a day that are not surely for other projects."""
    return light_rules(framework, on, project.facts(on))


def lights_now(framework: Framework, project: Project, report: Report, on: date) -> list[Light]:
    """Light a report by the framework on a day, unsaved; the report notes by which, and the worst of them."""
    report.lit_under, report.lit_on = framework.hash, on
    return light_reports([report], plans_of([project.pk]), rules_for(framework, project, on))


def explained(framework: Framework, project: Project, report: Report, baselines: Sequence[Baseline]) -> list[Lit]:
    """Give the lights of a report with the figures and tolerances that decided, by the framework that lit it."""
    original, approved = plans_on(baselines, report.as_of)
    on = report.lit_on or report.as_of
    return lights_of(rules_for(framework, project, on), plan_of(original), plan_of(approved), report.standing())


def cycle_of(framework: Framework, project: Project, on: date) -> Cycle:
    """Give how often a project reports, and by which regime."""
    return report_cycle(framework, project.facts(on), on)


def due_of(framework: Framework, project: Project, on: date, reported: Sequence[date]) -> date | None:
    """Give the day on which the next report is due after those there are; None where nothing says how often.

    Counted from the day the first plan was approved, or else the project itself.
    """
    months = cycle_of(framework, project, on).months
    plans = plans_of([project.pk]).get(project.pk) or ()
    begun = next((plan.approved_on for plan in plans if plan.approved_on is not None), project.approved_on)
    return next_due(begun, months, reported) if months and begun else None
