"""Acts by which an institution asks for advice on technology, and gets it in writing."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from timonel.governance.acting import Act, Ask, Outcome, action, against, over, refuse_if
from timonel.portfolio.actions.routing import term_of
from timonel.portfolio.actions.submission import PROJECT
from timonel.portfolio.models import Advice, Project

TIME = "advice-time"
"""The parameter that says within which time advice is given."""


@action("portfolio.ask_advice", power="submit-project", subject="project", over=over("project"))
def ask_advice(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    question: Annotated[str, Ask(_("Question"), hint=_("On choosing, introducing or using technology."), long=True)],
) -> Outcome:
    """Ask for advice on the technology of a project; the time of the answer is the framework's, where it sets one."""
    row = Advice(
        project=project,
        place=Advice.objects.filter(project=project).count() + 1,
        question=question,
        asked_on=act.on,
        due_on=term_of(act.framework, TIME, act.on),
    )
    row.save()
    return Outcome(project, rows=[row])


@action("portfolio.give_advice", power="advise-technology", subject="project", over=over("project"))
def give_advice(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    question: Annotated[int, Ask(_("Question"), hint=_("Its number in the project, from 1."))],
    answer: Annotated[str, Ask(_("Advice"), long=True)],
    precedents: Annotated[list[Project], Ask(_("Precedents"), hint=_("Projects that met the same question."))],
) -> Outcome:
    """Answer a question in writing, with the precedents on which the advice rests; only so is it closed."""
    row = Advice.objects.filter(project=project, place=question).first()
    refuse_if([against("no-such-question-asked", question=question)] * (row is None or row.answered_on is not None))
    assert row is not None
    own = [each.number for each in precedents if each.pk == project.pk]
    refuse_if([against("precedent-of-itself", project=project.number)] * bool(own))
    row.answer, row.precedents = answer, [each.number for each in precedents]
    row.answered_by, row.answered_on = act.post.number, act.on
    row.save()
    return Outcome(project, rows=[row])
