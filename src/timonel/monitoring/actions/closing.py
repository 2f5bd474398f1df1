"""Acts at the end of a project: its closing with what was learnt, and its benefits, measured and reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from timonel.domain.benefits import lessons_missing, report_due
from timonel.governance.acting import Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.rows import StoredFile
from timonel.monitoring.models import BenefitMeasure, Closing
from timonel.monitoring.queries.closing import planned_benefits
from timonel.portfolio.actions.progress import note_progress
from timonel.portfolio.rows import Project

PROJECT = Ask(_("Project"))


@action("monitoring.close_project", power="report-on-project", subject="project", over=over("project"))
def close_project(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    end_actual_on: Annotated[date, Ask(_("Actual end"))],
    context: Annotated[str, Ask(_("Context"), hint=_("The problem, for whom, under which conditions."), long=True)],
    what_was_done: Annotated[str, Ask(_("What was done"), long=True)],
    what_worked: Annotated[str, Ask(_("What worked"), long=True)],
    what_did_not: Annotated[str, Ask(_("What did not"), long=True)],
    evidence: Annotated[str, Ask(_("How one knows"), hint=_("Figures, studies, where they are."), long=True)],
    advice: Annotated[str, Ask(_("Advice to the next"), long=True)],
    cost_actual: Annotated[Decimal | None, Ask(_("Final cost"))] = None,
    report: Annotated[StoredFile | None, Ask(_("Closing report"))] = None,
) -> Outcome:
    """Close a project with its closing report: when it ended, what it cost, and what others can learn from it.

    Every part of the case template is told. A year later, the same day, its
    benefits report is due. A project that its last gate closed is closed here too.
    """
    stage = project.stage
    refuse_if(
        [against("project-not-to-close", project=project.number)] * (stage not in ("approved", "under-way", "closed"))
    )
    refuse_if([against("project-is-closed", project=project.number)] * Closing.objects.filter(project=project).exists())
    refuse_if([against("came-about-later", field="end_actual_on", day=end_actual_on)] * (end_actual_on > act.on))
    refuse_if([against("amount-under-nought", field="cost_actual")] * ((cost_actual or 0) < 0))
    told = {
        "context": context,
        "what_was_done": what_was_done,
        "what_worked": what_worked,
        "what_did_not": what_did_not,
        "evidence": evidence,
        "advice": advice,
    }
    refuse_if(lessons_missing(told))
    row = Closing.objects.create(
        project=project, closed_on=act.on, benefits_due_on=report_due(act.on), report=report, **told
    )
    note_progress(project, stage="closed", end_actual_on=end_actual_on, cost_actual=cost_actual)
    return Outcome(project, rows=[row])


@action("monitoring.measure_benefit", power="report-on-project", subject="project", over=over("project"))
def measure_benefit(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    benefit: Annotated[str, Ask(_("Benefit"), hint=_("Its key in the business case."), most=120)],
    value: Annotated[Decimal, Ask(_("Value measured"))],
    measured_on: Annotated[date, Ask(_("Measured on"))],
    source: Annotated[str, Ask(_("Where it is seen"), long=True)],
) -> Outcome:
    """Note what was measured of a benefit that the business case planned; before the closing as well as after it."""
    known = {each.key for each in planned_benefits(project)}
    refuse_if([against("no-such-benefit", benefit=benefit)] * (benefit not in known))
    refuse_if([against("came-about-later", field="measured_on", day=measured_on)] * (measured_on > act.on))
    again = BenefitMeasure.objects.filter(project=project, benefit=benefit, measured_on=measured_on).exists()
    refuse_if([against("benefit-is-measured", benefit=benefit, day=measured_on)] * again)
    row = BenefitMeasure.objects.create(
        project=project, benefit=benefit, value=value, measured_on=measured_on, source=source
    )
    return Outcome(project, rows=[row])


@action("monitoring.report_benefits", power="report-on-project", subject="project", over=over("project"))
def report_benefits(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    said: Annotated[str, Ask(_("What came of the benefits"), hint=_("Why they came about, or did not."), long=True)],
) -> Outcome:
    """Report the benefits of a closed project: each planned one has been measured, after the closing or on its day.

    Once. What was not measured is named; nothing is taken for realised because nobody looked.
    """
    closing = Closing.objects.filter(project=project).first()
    if closing is None:
        refuse_if([against("project-not-closed", project=project.number)])
    assert closing is not None
    refuse_if([against("benefits-are-reported", day=closing.benefits_reported_on)] * bool(closing.benefits_reported_on))
    measured = set(BenefitMeasure.objects.filter(project=project).values_list("benefit", flat=True))
    refuse_if(
        [
            against("benefit-not-measured", benefit=each.label)
            for each in planned_benefits(project)
            if each.key not in measured
        ]
    )
    closing.benefits_reported_on, closing.benefits_said = act.on, said
    closing.save(update_fields=["benefits_reported_on", "benefits_said"])
    return Outcome(project, rows=[closing])
