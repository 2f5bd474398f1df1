"""The act by which somebody independent of a project says what they think of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _

from timonel.domain.lights import Degree
from timonel.governance.acting import Act, Ask, Outcome, action, against, over, refuse_if
from timonel.monitoring.actions.reports import AS_OF, PROJECT
from timonel.monitoring.models import Rating
from timonel.portfolio.rows import Project

_DEGREES = {degree.code: int(degree) for degree in Degree}
Word = Literal["green", "amber-green", "amber", "amber-red", "red"]


@action("monitoring.give_opinion", power="review-projects", subject="project", over=over("project"))
def give_opinion(
    act: Act,
    *,
    project: Annotated[Project, PROJECT],
    as_of: Annotated[date, AS_OF],
    word: Annotated[Word, Ask(_("Light"))],
    comment: Annotated[str, Ask(_("Why"), long=True, most=4000)],
) -> Outcome:
    """Say as somebody independent how a project stands as of a day, beside what it says itself and what is computed.

    Not by a post of the project's own institution; once for a day.
    """
    own = act.post.institution_id == project.institution_id
    known = Rating.objects.filter(project=project, as_of=as_of, by="independent", of="overall").exists()
    refuse_if(
        [
            *([against("opinion-not-independent", post=act.post.number)] if own else []),
            *([against("report-of-the-future", day=as_of)] if as_of > act.on else []),
            *([against("opinion-given-already", day=as_of)] if known else []),
        ]
    )
    made = Rating.objects.create(
        project=project,
        as_of=as_of,
        by="independent",
        of="overall",
        scale="five-degrees",
        word=word,
        degree=_DEGREES[word],
        comment=comment,
        post=act.post.number,
    )
    return Outcome(project, rows=[made])
