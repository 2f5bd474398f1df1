"""Acts by which a running project is looked at: a review opened, ordered, reported, answered, brought to its end."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from timonel.domain.calendar import Holidays
from timonel.domain.findings import Finding
from timonel.domain.reviews import after_reds, dependence
from timonel.domain.routing import regimes_for
from timonel.domain.truth import Truth
from timonel.frameworks.holidays import holidays
from timonel.frameworks.registers import RegisterNotShipped
from timonel.governance.acting import REASON, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.numbers import next_number
from timonel.governance.rows import Institution, StoredFile
from timonel.monitoring.models import Recommendation, Review
from timonel.monitoring.queries.consequences import is_judged, reds_of
from timonel.portfolio.rows import Project

OpenedBy = Literal["schedule", "cost", "benefits", "decision"]
MOST = 50
"""The most recommendations that one review may make."""

PROJECT = Ask(_("Project"))
REVIEW = Ask(_("Review"))
UNTIL = Ask(_("Until"), hint=_("The last day, included."))
PLACE = Ask(_("Number of the recommendation"), most=MOST)


@action("monitoring.open_review", power="review-projects", subject="project", over=over("project"))
def open_review(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    opened_by: Annotated[OpenedBy, Ask(_("What it is opened for"))],
    reason: Annotated[str, REASON],
    due_on: Annotated[date, UNTIL],
) -> Outcome:
    """Open the review of a running project: for its schedule, its cost, its benefits, or because it is decided so.

    One review for each of these is open at a time. It does not stop the project.
    """
    refuse_if(_not_running(project) + _past(act, due_on))
    again = Review.objects.filter(project=project, opened_by=opened_by, external=False, stage="open").first()
    refuse_if([against("review-is-open", review=again.number)] if again else [])
    review = entered(act, project, opened_by, reason, due_on)
    return Outcome(project, rows=[review], facts={"review": review.number})


@action("monitoring.order_external_review", power="mandate-external-reviews", subject="project", over=over("project"))
def order_external_review(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    reason: Annotated[str, REASON],
    terms: Annotated[
        str, Ask(_("Terms of reference"), hint=_("What is asked, with which access, in which form."), long=True)
    ],
    reviewer: Annotated[str, Ask(_("Reviewer"), hint=_("The person or firm that reviews."), most=300)],
    due_on: Annotated[date, UNTIL],
    reviewer_institution: Annotated[
        Institution | None, Ask(_("Institution of the reviewer"), hint=_("If they belong to one of the State."))
    ] = None,
    took_part: Annotated[bool, Ask(_("The reviewer took part in the project before"))] = False,
    interests: Annotated[
        list[Institution], Ask(_("Interests declared"), hint=_("Institutions in which the reviewer has an interest."))
    ] = [],  # noqa: B006
) -> Outcome:
    """Order that somebody independent of a project reviews it, on terms of reference, until a day.

    Not independent is who belongs to the institution or to a partner, who took
    part before, and who has an interest in any of them: then it is refused.
    """
    faults = dependence(
        reviewer_institution=reviewer_institution.number if reviewer_institution else "",
        own=project.institution.number,
        partners=[part.institution.number for part in project.partners.all()],
        took_part=took_part,
        interests=[each.number for each in interests],
    )
    refuse_if([*_not_running(project), *_past(act, due_on), *faults])
    review = entered(act, project, "decision", reason, due_on)
    review.external, review.terms, review.reviewer = True, terms, reviewer
    review.reviewer_institution = reviewer_institution
    review.save(update_fields=["external", "terms", "reviewer", "reviewer_institution"])
    return Outcome(project, rows=[review], facts={"review": review.number})


@action("monitoring.report_review", power="review-projects", subject="review", over=over("review"))
def report_review(
    act: Act,
    *,
    review: Annotated[Review, REVIEW],
    conclusion: Annotated[str, Ask(_("Conclusion"), long=True)],
    recommendations: Annotated[str, Ask(_("Recommendations"), hint=_("One in each line."), long=True)] = "",
    file: Annotated[StoredFile | None, Ask(_("Report"))] = None,
) -> Outcome:
    """Enter what a review concluded and what it recommends; from then on each recommendation is followed to its end.

    A review without recommendations says so by leaving them empty.
    """
    refuse_if([against("review-not-open", review=review.number)] * (review.stage != "open"))
    texts = [line.strip() for line in recommendations.splitlines() if line.strip()]
    refuse_if([against("too-many-recommendations", most=MOST)] * (len(texts) > MOST))
    review.conclusion, review.report, review.reported_on = conclusion, file, act.on
    review.stage = "reported"
    review.save()
    rows = [Recommendation(review=review, sequence=place, text=text) for place, text in enumerate(texts, 1)]
    return Outcome(review, rows=Recommendation.objects.bulk_create(rows))


@action("monitoring.answer_recommendation", power="report-on-project", subject="review", over=over("review"))
def answer_recommendation(
    act: Act,
    *,
    review: Annotated[Review, REVIEW],
    recommendation: Annotated[int, PLACE],
    answer: Annotated[Literal["accepted", "rejected"], Ask(_("Answer"))],
    reason: Annotated[str, REASON],
    owner: Annotated[str, Ask(_("Who answers for it"), most=300)] = "",
    due_on: Annotated[date | None, UNTIL] = None,
) -> Outcome:
    """Say whether the institution does what was recommended: by whom and until when, or why not.

    What is accepted names who answers for it and a day that is not past.
    """
    row = _recommendation(review, recommendation)
    refuse_if([against("recommendation-is-answered", number=recommendation)] * bool(row.answer))
    if answer == "accepted":
        refuse_if([against("accepted-without-owner", number=recommendation)] * (not owner or due_on is None))
        refuse_if(_past(act, due_on))
    row.answer, row.answer_reason, row.owner, row.due_on = answer, reason, owner, due_on
    row.save()
    return Outcome(review, rows=[row])


@action("monitoring.submit_corrective_plan", power="report-on-project", subject="review", over=over("review"))
def submit_corrective_plan(
    act: Act,
    *,
    review: Annotated[Review, REVIEW],
    root_cause: Annotated[str, Ask(_("Root cause"), long=True)],
    plan: Annotated[str, Ask(_("Corrective actions"), hint=_("What is done, by whom, in which order."), long=True)],
    due_on: Annotated[date, UNTIL],
) -> Outcome:
    """Submit the corrective plan of a reviewed project: why it went wrong, what is done about it, and until when."""
    refuse_if([against("review-is-closed", review=review.number)] * (review.stage == "closed"))
    refuse_if(_past(act, due_on))
    review.root_cause, review.plan, review.plan_due_on = root_cause, plan, due_on
    review.save()
    return Outcome(review)


@action("monitoring.settle_recommendation", power="review-projects", subject="review", over=over("review"))
def settle_recommendation(
    act: Act,
    *,
    review: Annotated[Review, REVIEW],
    recommendation: Annotated[int, PLACE],
    how: Annotated[str, Ask(_("What was done"), long=True)],
    evidence: Annotated[StoredFile | None, Ask(_("Evidence"))] = None,
) -> Outcome:
    """Find that an accepted recommendation was carried out, and say what shows it."""
    row = _recommendation(review, recommendation)
    refuse_if([against("recommendation-not-accepted", number=recommendation)] * (row.answer != "accepted"))
    refuse_if([against("recommendation-is-done", number=recommendation)] * (row.done_on is not None))
    row.done_on, row.how, row.evidence = act.on, how, evidence
    row.save()
    return Outcome(review, rows=[row])


@action("monitoring.close_review", power="review-projects", subject="review", over=over("review"))
def close_review(act: Act, *, review: Annotated[Review, REVIEW], reason: Annotated[str, REASON]) -> Outcome:
    """Close a review that was reported, once every recommendation was rejected or carried out."""
    refuse_if([against("review-not-reported", review=review.number)] * (review.stage != "reported"))
    still = [each.sequence for each in review.recommendations.all() if each.is_open]
    refuse_if([against("recommendation-is-open", number=place) for place in still])
    review.stage, review.closed_on = "closed", act.on
    review.save(update_fields=["stage", "closed_on"])
    return Outcome(review, facts={"reason": reason})


def open_after_reds(act: Act, project: Project) -> tuple[list[Review], list[Finding]]:
    """Open the review that reds in a row bring about by a regime of the project, as of the report just approved.

    One at a time; a regime whose number of reds the law does not state is told and opens nothing.
    """
    rows: list[Review] = []
    findings: list[Finding] = []
    facts, days = project.facts(act.on), _holidays(act.framework.country)
    for regime, truth, _why in regimes_for(act.framework, facts, act.on):
        if truth is not Truth.YES:
            continue
        reds = reds_of(project, judged=is_judged(act.framework, regime))
        found = after_reds(act.framework, regime, reds, act.on, days)
        if found is None:
            continue
        findings.append(found.finding)
        waiting = rows or Review.objects.filter(project=project, opened_by="reds", stage="open").exists()
        if found.opens == "review" and not waiting:
            rows.append(entered(act, project, "reds", found.finding.code, found.due_on))
    return rows, findings


def _holidays(country: str) -> Holidays | None:
    try:
        return holidays(country)
    except RegisterNotShipped:
        return None


def entered(act: Act, project: Project, opened_by: str, reason: str, due_on: date | None) -> Review:
    """Enter a review with the next number of the act's year."""
    return Review.objects.create(
        number=next_number("review", act.on.year),
        project=project,
        opened_by=opened_by,
        reason=reason,
        opened_on=act.on,
        due_on=due_on,
    )


def _recommendation(review: Review, place: int) -> Recommendation:
    row = Recommendation.objects.filter(review=review, sequence=place).first()
    if row is None:
        refuse_if([against("no-such-recommendation", review=review.number, number=place)])
    assert row is not None
    return row


def _not_running(project: Project) -> list[Finding]:
    return [against("project-is-over", project=project.number)] if project.is_over else []


def _past(act: Act, day: date | None) -> list[Finding]:
    return [against("day-is-past", day=day)] if day is not None and day < act.on else []
