"""Acts by which an institution says how its project stands, and its management answers for that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _

from timonel.domain.findings import Finding
from timonel.domain.lights import Degree
from timonel.governance.acting import Act, Ask, Outcome, action, against, over, refuse_if
from timonel.monitoring.actions.reviews import open_after_reds
from timonel.monitoring.models import Light, Rating, Report
from timonel.monitoring.queries.standing import due_of, lights_now
from timonel.portfolio.actions.progress import note_progress
from timonel.portfolio.rows import Project

Opinion = Literal["", "green", "amber-green", "amber", "amber-red", "red"]
PROJECT = Ask(_("Project"))
AS_OF = Ask(_("As of"), hint=_("The day the report speaks of."))
_DEGREES = {degree.code: int(degree) for degree in Degree}
_COLUMNS = (
    "start_actual_on", "end_expected_on", "end_actual_on", "cost_to_date", "cost_expected", "cost_actual",
    "benefits_expected", "on_schedule", "on_cost", "on_benefits",
)  # fmt: skip


@action("monitoring.submit_report", power="report-on-project", subject="project", over=over("project"))
def submit_report(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    as_of: Annotated[date, AS_OF],
    on_schedule: Annotated[str, Ask(_("On schedule"), hint=_("One sentence."), long=True, most=1000)],
    on_cost: Annotated[str, Ask(_("On cost"), hint=_("One sentence."), long=True, most=1000)],
    on_benefits: Annotated[str, Ask(_("On benefits"), hint=_("One sentence."), long=True, most=1000)],
    own_opinion: Annotated[Opinion, Ask(_("Light you declare yourself"))] = "",
    start_actual_on: Annotated[date | None, Ask(_("Actual start"))] = None,
    end_expected_on: Annotated[date | None, Ask(_("Expected end"))] = None,
    end_actual_on: Annotated[date | None, Ask(_("Actual end"))] = None,
    cost_to_date: Annotated[Decimal | None, Ask(_("Spent so far"))] = None,
    cost_expected: Annotated[Decimal | None, Ask(_("Expected cost"), hint=_("Of the whole project."))] = None,
    cost_actual: Annotated[Decimal | None, Ask(_("Final cost"), hint=_("Once it is closed."))] = None,
    benefits_expected: Annotated[Decimal | None, Ask(_("Expected benefits"))] = None,
) -> Outcome:
    """Report how a project stands as of a day: dates, money, benefits, one sentence on each, and a light of one's own.

    The lights follow from the tolerances of the framework and are kept with
    it. A report that its management has not approved yet may be sent anew; an
    approved one stands. The day is not after today and after the last report.
    """
    told = {name: value for name, value in locals().items() if name in _COLUMNS}
    known = list(Report.objects.filter(project=project).order_by("as_of"))
    refuse_if(_faults(act, project, as_of, told, known))
    report = next((each for each in known if each.as_of == as_of), None) or Report(project=project, as_of=as_of)
    for name, value in told.items():
        setattr(report, name, value)
    report.stage, report.currency, report.submitted_by = "submitted", project.currency, act.person.number
    report.due_on = due_of(act.framework, project, act.on, [each.as_of for each in known if each.as_of < as_of])
    lit = lights_now(act.framework, project, report, act.on)
    report.save()
    lights = _put_lights(report, lit)
    opinions = _put_opinion(act, project, as_of, own_opinion)
    return Outcome(project, rows=[report, *lights, *opinions])


def _faults(act: Act, project: Project, as_of: date, told: dict[str, Any], known: Iterable[Report]) -> list[Finding]:
    latest = max((each.as_of for each in known if each.stage != "submitted"), default=None)
    past = {name: told[name] for name in ("start_actual_on", "end_actual_on") if told[name] is not None}
    amounts = ("cost_to_date", "cost_expected", "cost_actual", "benefits_expected")
    return [
        *([against("project-is-over", project=project.number)] if project.is_over else []),
        *([against("report-of-the-future", day=as_of)] if as_of > act.on else []),
        *([against("report-not-after-the-last", day=as_of, last=latest)] if latest and as_of <= latest else []),
        *(against("came-about-later", field=name, day=day) for name, day in past.items() if day > as_of),
        *(against("amount-under-nought", field=name) for name in amounts if (told[name] or 0) < 0),
    ]


def _put_lights(report: Report, lights: list[Light]) -> list[Light]:
    Light.objects.filter(report=report).delete()
    return Light.objects.bulk_create(lights)


def _put_opinion(act: Act, project: Project, as_of: date, word: str) -> list[Rating]:
    """Keep the institution's own light beside the computed ones; none where it declares none."""
    Rating.objects.filter(project=project, as_of=as_of, by="self", of="overall").delete()
    if not word:
        return []
    columns = {"scale": "five-degrees", "word": word, "degree": _DEGREES[word], "post": act.post.number}
    return [Rating.objects.create(project=project, as_of=as_of, by="self", of="overall", **columns)]


@action("monitoring.approve_report", power="report-on-project", subject="project", over=over("project"))
def approve_report(act: Act, *, project: Annotated[Project, PROJECT], as_of: Annotated[date, AS_OF]) -> Outcome:
    """Answer for a report as management: from here on it stands, and the project shows what it says.

    Somebody else than who sent it approves it.
    """
    report = Report.objects.filter(project=project, as_of=as_of).first()
    if report is None or report.stage != "submitted":
        refuse_if([against("no-report-to-approve", day=as_of)])
    assert report is not None
    refuse_if([against("report-approved-by-its-author")] if report.submitted_by == act.person.number else [])
    report.stage, report.approved_by = "approved", act.person.number
    report.save(update_fields=["stage", "approved_by"])
    note_progress(
        project,
        start_actual_on=report.start_actual_on,
        end_latest_on=report.end_expected_on,
        end_actual_on=report.end_actual_on,
        cost_latest=report.cost_expected,
        cost_actual=report.cost_actual,
        benefits_latest=report.benefits_expected,
    )
    opened, findings = open_after_reds(act, project)
    return Outcome(project, rows=[report, *opened], findings=findings)
