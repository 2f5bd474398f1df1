"""What waits for a post about running projects: reports, draws of the reserve, reviews, benefits to report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from timonel.domain.mandates import mandate
from timonel.governance.acting.act import seat_of
from timonel.governance.acting.may import may_act
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.viewers import Viewer
from timonel.governance.subjects import DeskItem
from timonel.monitoring.models import Closing, Report, ReserveMove
from timonel.monitoring.queries.consequences import reviews_waiting_for
from timonel.portfolio.queries.projects import visible_projects

if TYPE_CHECKING:
    from timonel.portfolio.rows import Project

MOST = 50
"""Things of one kind that a desk shows at once."""
RUNS: Final = ("approved", "under-way", "not-stated")
"""The stages in which a project is reported on."""


def may_report(viewer: Viewer, project: Project, on: date) -> bool:
    """Say whether the viewer's post reports on a project today."""
    may = may_act(viewer, framework_in_force()[1], "monitoring.submit_report", on, over=project.institution)
    return may is not None and may.allowed


def waits_for(viewer: Viewer, report: Report) -> bool:
    """Say whether a report waits for the viewer as management: it is sent, and somebody else sent it."""
    return report.stage == "submitted" and viewer.person is not None and report.submitted_by != viewer.person.number


def monitoring_waiting(viewer: Viewer, on: date) -> Sequence[DeskItem]:
    """Give what waits for the viewer's post about running projects, at most `MOST` of each kind."""
    if viewer.post is None:
        return ()
    return [*reviews_waiting_for(viewer, on), *_own(viewer, on), *_draws(viewer, on)]


def _own(viewer: Viewer, on: date) -> Iterable[DeskItem]:
    """What the institution owes: reports that somebody else sent, and benefits of what is closed."""
    post = viewer.post
    if post is None or post.institution is None or viewer.person is None:
        return
    seat = seat_of(post, on)
    if not mandate(framework_in_force()[1], "report-on-project", seat, on=on, over=seat.institution).is_held:
        return
    sent = Report.objects.filter(project__institution=post.institution_id, stage="submitted")
    sent = sent.exclude(submitted_by=viewer.person.number).select_related("project").order_by("as_of", "id")
    for row in sent[:MOST]:
        yield _item(_("Approve the report: {project}"), row.project, None, "lights")
    owed = Closing.objects.filter(project__institution=post.institution_id, benefits_reported_on=None)
    for closing in owed.select_related("project").order_by("benefits_due_on", "id")[:MOST]:
        yield _item(_("Report the benefits: {project}"), closing.project, closing.benefits_due_on, "consequences")


def _draws(viewer: Viewer, on: date) -> Iterable[DeskItem]:
    """The draws that projects asked for, before whoever holds the reserve."""
    post = viewer.post
    if post is None or not mandate(framework_in_force()[1], "hold-risk-reserve", seat_of(post, on), on=on).is_held:
        return
    asked = ReserveMove.objects.filter(stage="asked", project__in=visible_projects(viewer))
    for row in asked.select_related("project").order_by("asked_on", "id")[:MOST]:
        yield _item(_("Decide on the risk reserve: {project}"), row.project, None, "consequences")


def _item(what: Any, project: Project, due_on: date | None, place: str) -> DeskItem:
    url = reverse("portfolio:project", args=[project.number]) + f"#{place}"
    return DeskItem(format_lazy(what, project=project.name), url, "project", project.number, due_on)
