"""What waits for a post: decisions, gates, assessments, conditions, returned proposals, opinions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from timonel.domain.findings import Outcome
from timonel.domain.mandates import Framework, mandate
from timonel.governance.acting.act import seat_of
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.viewers import Viewer
from timonel.governance.rows import Post
from timonel.governance.subjects import DeskItem
from timonel.portfolio.models import Advice, Approval, Condition, Project, Risk
from timonel.portfolio.queries.drafts import PAGES, drafts_of
from timonel.portfolio.queries.life import text_of

MOST = 50
"""Things of one kind that a desk shows at once."""


def projects_waiting(viewer: Viewer, on: date) -> Sequence[DeskItem]:
    """Give what waits for the viewer's post on a day about projects, at most `MOST` of each kind."""
    post = viewer.post
    if post is None:
        return ()
    framework = framework_in_force()[1]
    return [
        *_decisions(post, framework),
        *_gates(post, framework),
        *_sector(post, framework),
        *_conditions(post),
        *_drafts(viewer),
        *_to_submit(post, framework, on),
        *_opinions(post, framework, on),
        *_advice(post, framework, on),
    ]


def decided_by(post: Post, framework: Framework) -> Q:
    """Give the condition on approvals that a post decides: it is named, or acts for the body that is."""
    kind = framework.posts.get(post.post_kind)
    bodies = list(kind.acts_for) if kind is not None else []
    own = Q(project__institution=post.institution_id) if post.institution_id is not None else Q()
    return Q(decider_kind="body", decider__in=bodies) | (Q(decider_kind="post", decider=post.post_kind) & own)


def approvals_before(post: Post, framework: Framework) -> QuerySet[Approval]:
    """Give the approvals that are open before a post, soonest due first."""
    rows = Approval.objects.filter(stage="open").filter(decided_by(post, framework))
    return rows.select_related("project").order_by("due_on", "opened_on", "id")


def _decisions(post: Post, framework: Framework) -> Iterable[DeskItem]:
    for row in approvals_before(post, framework)[:MOST]:
        name = _name(framework, row.approval)
        address = reverse("portfolio:decide", args=[row.project.number, row.approval])
        yield _item(format_lazy(_("Decide: {name}"), name=name), row.project, row.due_on, address)


def _gates(post: Post, framework: Framework) -> Iterable[DeskItem]:
    kind = framework.posts.get(post.post_kind)
    mine = [f"body:{body}" for body in (kind.acts_for if kind is not None else ())]
    own = Q(gate_decider=f"post:{post.post_kind}") & Q(institution=post.institution_id)
    rows = Project.objects.filter(gate_ready_on__isnull=False).filter(Q(gate_decider__in=mine) | own)
    for row in rows.order_by("gate_ready_on", "id")[:MOST]:
        yield _item(_("Decide at the gate"), row, None)


def _sector(post: Post, framework: Framework) -> Iterable[DeskItem]:
    rows = Approval.objects.filter(stage="open", panel__contains=[{"post": post.number}]).select_related("project")
    for row in rows.order_by("due_on", "id")[:MOST]:
        said: dict[str, str] = next((each for each in row.panel if each["post"] == post.number), {})
        if not said.get("view"):
            name = format_lazy(_("Assess for the sector: {name}"), name=_name(framework, row.approval))
            yield _item(name, row.project, row.due_on)


def _conditions(post: Post) -> Iterable[DeskItem]:
    rows = Condition.objects.filter(owner=post, met_on=None).select_related("project").order_by("due_on", "id")
    for row in rows[:MOST]:
        yield _item(format_lazy(_("Meet the condition: {text}"), text=row.text), row.project, row.due_on)


def _drafts(viewer: Viewer) -> Iterable[DeskItem]:
    for row in drafts_of(viewer)[:MOST]:
        title = format_lazy(
            _("Go on with the draft: {name}"), name=str(row) if row.answers.get("name") else _("no name yet")
        )
        yield DeskItem(title, reverse("portfolio:draft", args=[row.pk, PAGES[0][0]]), "project", "")


def _to_submit(post: Post, framework: Framework, on: date) -> Iterable[DeskItem]:
    if post.institution is None:
        return
    seat = seat_of(post, on)
    if not mandate(framework, "submit-project", seat, on=on, over=seat.institution).is_held:
        return
    rows = Project.objects.filter(institution=post.institution_id, stage__in=("returned", "proposed"))
    for row in rows.order_by("-stage", "id")[:MOST]:
        yield _item(_("Answer the observations") if row.stage == "returned" else _("Complete and submit"), row, None)


def _opinions(post: Post, framework: Framework, on: date) -> Iterable[DeskItem]:
    if not mandate(framework, "give-security-opinion", seat_of(post, on), on=on).is_held:
        return
    rows = Risk.objects.filter(stage="open", opinion="").select_related("project").order_by("id")
    for row in rows[:MOST]:
        yield _item(format_lazy(_("Give an opinion on the risk: {title}"), title=row.title), row.project, None)


def _advice(post: Post, framework: Framework, on: date) -> Iterable[DeskItem]:
    seat = seat_of(post, on)
    if mandate(framework, "advise-technology", seat, on=on).outcome is Outcome.NOT_HELD:
        return
    rows = Advice.objects.filter(answered_on=None).select_related("project__institution").order_by("due_on", "id")
    for row in rows[:MOST]:
        if mandate(framework, "advise-technology", seat, on=on, over=row.project.institution.facts(on)).is_held:
            yield _item(_("Give advice"), row.project, row.due_on)


def _name(framework: Framework, approval: str) -> str:
    stated = framework.approvals.get(approval)
    return text_of(stated.label if stated else None, approval)


def _item(what: object, project: Project, due_on: date | None, address: str = "") -> DeskItem:
    title = format_lazy("{what} · {project}", what=what, project=project.name)
    url = address or reverse("portfolio:project", args=[project.number])
    return DeskItem(title, url, "project", project.number, due_on)
