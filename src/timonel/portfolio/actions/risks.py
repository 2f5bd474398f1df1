"""Acts about what may go wrong: the class of a project, its risks and who owns them, what stands in its way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.domain.findings import DOES_NOT_SET, Finding
from timonel.domain.findings import Outcome as Verdict
from timonel.domain.mandates import Framework, Mandate, Seat, mandate, who_may
from timonel.domain.risk_scores import LATEST, QUESTIONNAIRES, answer_faults, assessed, owner_fault
from timonel.domain.routing import regimes_for
from timonel.governance.acting import REASON, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.titles import language
from timonel.governance.rows import Post, StoredFile
from timonel.portfolio.actions.decisions import close
from timonel.portfolio.actions.routing import settle
from timonel.portfolio.actions.submission import PROJECT
from timonel.portfolio.models import Obstacle, Project, Risk, RiskAssessment
from timonel.portfolio.queries.approvals import may_decide, sits


def _instruments() -> Sequence[tuple[str, str | Promise]]:
    """Give the instruments of the framework in force, to choose from."""
    known = framework_in_force()[1].instruments.values()
    return [(each.id, each.label.text(language()) if each.label else each.id) for each in known]


_RISK = Ask(_("Risk"), hint=_("Its number in the project, from 1."))
_FROM_1_TO_5 = _("From 1 (least) to 5.")
Family = Literal["business", "technical", "legal", "security", "supplier"]


def _classifies(framework: Framework, seat: Seat, values: Mapping[str, Any], on: date) -> Mandate:
    """Say whether a seat assesses the risk: it decides the approval that classifies, or holds the power over all."""
    project = values.get("project")
    if not isinstance(project, Project):
        return mandate(framework, "assess-risk", seat, on=on)
    asked = project.approvals.filter(effect="classifies").exclude(stage="dropped").first()
    if asked is not None:
        return may_decide(framework, seat, project, asked, on)
    return mandate(framework, "assess-risk", seat, on=on, over=project.institution.facts(on), facts=project.facts(on))


@action("portfolio.assess_risk", power="assess-risk", subject="project", over=over("project"), asked=_classifies)
def assess_risk(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    answers: Annotated[
        str, Ask(_("Answers"), hint=_("A line for each question: its name, an equals sign, the answer."), long=True)
    ],
    reasons: Annotated[str, REASON],
    questionnaire: Annotated[str, Ask(_("Questionnaire"), most=60)] = LATEST,
    minutes: Annotated[StoredFile | None, Ask(_("Minutes"))] = None,
) -> Outcome:
    """Assess a project's risk by the questionnaire; score and class follow from the answers alone.

    Who assesses is independent of who proposes: nobody of an institution in
    the project. The class puts the monitoring that the framework demands of it
    in force.
    """
    asked = QUESTIONNAIRES.get(questionnaire)
    refuse_if([against("no-such-questionnaire", questionnaire=questionnaire)] * (asked is None))
    assert asked is not None
    refuse_if(_dependence(act, project))
    given = dict(part.split("=", 1) for part in _lines(answers) if "=" in part)
    given = {name.strip(): answer.strip() for name, answer in given.items()}
    refuse_if(answer_faults(asked, given))
    score, found = assessed(asked, given)
    row = RiskAssessment(
        project=project,
        questionnaire=asked.id,
        answers=given,
        score=score,
        risk_class=found,
        reasons=reasons,
        assessed_on=act.on,
    )
    row.save()
    project.risk_class = found
    project.save(update_fields=["risk_class"])
    rows = [row, *_classified(act, project, found, reasons, minutes)]
    return Outcome(project, rows=rows, findings=_regimes(act, project), facts={"score": score})


def _dependence(act: Act, project: Project) -> list[Finding]:
    own = {project.institution_id, *(part.institution_id for part in project.partners.all())}
    mine = act.post.institution_id in own
    return [against("assessor-not-independent", post=act.post.number)] * mine


def _classified(act: Act, project: Project, found: str, reasons: str, minutes: StoredFile | None) -> list[Any]:
    """Close the approval that waited for the class."""
    waiting = project.approvals.filter(effect="classifies", stage="open").first()
    if waiting is None:
        return []
    body = sits(act.framework, waiting.decider_kind, waiting.decider)
    refuse_if([against("no-minutes")] * (body and minutes is None and act.cause is None))
    decision = close(act, waiting, "granted", f"{found}: {reasons}", minutes=minutes)
    return [waiting, decision, *(each for each in settle(act, project) if each != waiting)]


def _regimes(act: Act, project: Project) -> list[Finding]:
    return [
        Finding("monitoring", Verdict.REQUIRED, regime.basis, "regime-in-force", {"regime": regime.id}, reasons)
        for regime, truth, reasons in regimes_for(act.framework, project.facts(act.on), act.on)
        if truth.name == "YES"
    ]


@action("portfolio.record_risk", power="report-on-project", subject="project", over=over("project"))
def record_risk(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    title: Annotated[str, Ask(_("What may happen"), most=300)],
    family: Annotated[Family, Ask(_("Kind of risk"))],
    probability: Annotated[int, Ask(_("Probability"), hint=_FROM_1_TO_5, most=5)],
    impact: Annotated[int, Ask(_("Impact"), hint=_FROM_1_TO_5, most=5)],
    owner: Annotated[Post, Ask(_("Who owns it"), hint=_("The post that answers for it."))],
    response: Annotated[str, Ask(_("What is done about it"), long=True)] = "",
) -> Outcome:
    """Record a risk of a project with who owns it.

    A risk of the business is owned by who leads the business: refused for a
    post of ICT, security or data protection.
    """
    kind = act.framework.posts.get(owner.post_kind)
    zero = [
        against("from-1-to-5", field=name)
        for name, value in (("probability", probability), ("impact", impact))
        if not value
    ]
    refuse_if([*zero, *owner_fault(family, kind.role if kind else owner.post_kind)])
    row = Risk(
        project=project,
        place=project.risks.count() + 1,
        title=title,
        family=family,
        probability=probability,
        impact=impact,
        owner=owner,
        response=response,
    )
    row.save()
    return Outcome(project, rows=[row])


@action("portfolio.give_risk_opinion", power="give-security-opinion", subject="project", over=over("project"))
def give_risk_opinion(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    risk: Annotated[int, _RISK],
    opinion: Annotated[str, Ask(_("Opinion"), long=True)],
) -> Outcome:
    """Say, as the security and data protection adviser, what to think of a risk and of accepting it."""
    row = _risk(project, risk)
    refuse_if([against("risk-not-open", risk=risk)] * (row.stage != "open"))
    row.opinion, row.opinion_on = opinion, act.on
    row.save(update_fields=["opinion", "opinion_on"])
    return Outcome(project, rows=[row])


@action("portfolio.accept_risk", power="submit-project", subject="project", over=over("project"))
def accept_risk(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    risk: Annotated[int, _RISK],
    reason: Annotated[str, REASON],
) -> Outcome:
    """Accept what remains of a risk, for the institution whose project it is.

    Where the framework has somebody who advises on security and data
    protection, their opinion comes first, unless it says that it need not;
    where it does not say whether anybody does, nothing can be accepted.
    """
    row = _risk(project, risk)
    refuse_if([against("risk-not-open", risk=risk)] * (row.stage != "open"))
    refuse_if(_opinion_missing(act, project, row))
    row.stage, row.accepted_on = "accepted", act.on
    row.save(update_fields=["stage", "accepted_on"])
    return Outcome(project, rows=[row], facts={"reason": reason})


NEEDS_OPINION = "risk-acceptance-needs-opinion"
"""The parameter by which a framework says `false`: a risk is accepted without the adviser's opinion."""


def _opinion_missing(act: Act, project: Project, row: Risk) -> list[Finding]:
    if row.opinion:
        return []
    said = act.framework.value(NEEDS_OPINION, act.on)
    if said.version is not None and said.version.value is not None:
        return [against("opinion-missing", risk=row.place)] * (said.version.value == "true")
    advisers = who_may(act.framework, "give-security-opinion", on=act.on, over=project.institution.facts(act.on))
    if any(each.is_held for each in advisers):
        return [against("opinion-missing", risk=row.place)]
    stated = [each for each in advisers if each.outcome is not Verdict.UNKNOWN]
    if advisers and not stated:
        return [against(DOES_NOT_SET, parameter=NEEDS_OPINION)]
    return []


@action("portfolio.log_obstacle", power="submit-project", subject="project", over=over("project"))
def log_obstacle(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    instrument: Annotated[
        str,
        Ask(_("Instrument"), hint=_("The law, decree or instruction that stands in the way."), options=_instruments),
    ],
    description: Annotated[str, Ask(_("How it stands in the way"), long=True)],
    where: Annotated[str, Ask(_("Where in it"), hint=_("Article or section."), most=120)] = "",
) -> Outcome:
    """Log that a legal instrument stands in the way of a project, linked to the instrument."""
    refuse_if([against("no-such-instrument", instrument=instrument)] * (instrument not in act.framework.instruments))
    row = Obstacle(
        project=project,
        place=project.obstacles.count() + 1,
        instrument=instrument,
        where=where,
        description=description,
        logged_on=act.on,
    )
    row.save()
    return Outcome(project, rows=[row])


@action("portfolio.clear_obstacle", power="submit-project", subject="project", over=over("project"))
def clear_obstacle(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    obstacle: Annotated[int, Ask(_("Obstacle"), hint=_("Its number in the project, from 1."))],
    how: Annotated[str, Ask(_("How it was cleared"), long=True)],
) -> Outcome:
    """Note that an obstacle is out of the way, and how."""
    row = project.obstacles.filter(place=obstacle).first()
    refuse_if([against("no-such-obstacle", obstacle=obstacle)] * (row is None or row.cleared_on is not None))
    assert row is not None
    row.cleared_on, row.how_cleared = act.on, how
    row.save(update_fields=["cleared_on", "how_cleared"])
    return Outcome(project, rows=[row])


def _risk(project: Project, place: int) -> Risk:
    found = project.risks.filter(place=place).first()
    refuse_if([against("no-such-risk", risk=place)] * (found is None))
    assert found is not None
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
