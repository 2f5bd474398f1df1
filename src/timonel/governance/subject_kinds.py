"""How the things of this room are named, found and shown to the rooms above and below."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from timonel.governance.models import Adoption, FollowUp, Institution, Person, Post
from timonel.governance.queries.focal_points import follows_institutions_up, lacking_focal_point
from timonel.governance.queries.frameworks import framework_by_hash, framework_in_force
from timonel.governance.queries.posts import visible_people, visible_posts
from timonel.governance.queries.titles import institution_title, language, post_kind_title
from timonel.governance.queries.viewers import Viewer
from timonel.governance.subjects import DeskItem, SubjectKind, register
from timonel.pages.formats import day


def post_title(post: Post) -> str:
    """Name a post: what the framework calls it, and where it sits."""
    _adoption, framework = framework_in_force()
    name = post_kind_title(framework, post.post_kind)
    return f"{name} · {institution_title(post.institution)}" if post.institution else name


def adoption_title(adoption: Adoption) -> str:
    """Name an adoption: the country whose framework it is, and its first day."""
    label = framework_by_hash(adoption.framework_id).label.text(language())
    return _("%(country)s, since %(day)s") % {"country": label, "day": day(adoption.from_on)}


def _without_focal_point(viewer: Viewer, on: date) -> Sequence[DeskItem]:
    """Flag on the desk of the head of digital government who takes part and has named nobody to call."""
    if not follows_institutions_up(viewer):
        return []
    rows = lacking_focal_point(on).prefetch_related("versions")
    return [
        DeskItem(
            format_lazy(_("{institution}: no focal point is named"), institution=_latest_name(row)),
            reverse("governance:institution", args=[row.number]),
            "institution",
            row.number,
        )
        for row in rows
    ]


def _institutions(viewer: Viewer) -> QuerySet[Any]:
    return Institution.objects.order_by("sort_key", "id").prefetch_related("versions")


def _latest_name(institution: Institution) -> str:
    versions = sorted(institution.versions.all(), key=lambda version: version.from_on or date.min)
    return versions[-1].name if versions else institution.number


def _follow_ups(viewer: Viewer) -> QuerySet[Any]:
    return FollowUp.objects.select_related("owner").order_by("due_on", "id")


def _follow_ups_due(viewer: Viewer, on: date) -> Sequence[DeskItem]:
    rows = FollowUp.objects.filter(owner=viewer.post, stage="open").order_by("due_on", "id") if viewer.post else []
    return [
        DeskItem(
            f"{row.matter}: {row.item}" if row.matter else row.item,
            reverse("governance:follow-up", args=[row.number]),
            "follow-up",
            row.number,
            row.due_on,
        )
        for row in rows
    ]


def _at(name: str) -> Any:
    return lambda number: reverse(f"governance:{name}", args=[number])


def _institution_texts(institution: Institution) -> tuple[str, str, str]:
    """Give latest name, earlier names, codes; who indexes many asks for versions and identifiers beforehand."""
    versions = sorted(institution.versions.all(), key=lambda each: each.period.lower or date.min, reverse=True)
    names = [each.name for each in versions] or [institution.number]
    return names[0], "; ".join(dict.fromkeys(names[1:])), " ".join(each.code for each in institution.identifiers.all())


register(
    SubjectKind(
        "institution",
        _("Institution"),
        Institution,
        _latest_name,
        _at("institution"),
        _institutions,
        _without_focal_point,
        search_texts=_institution_texts,
    )
)
register(
    SubjectKind(
        "person",
        _("Person"),
        Person,
        lambda row: row.name,
        _at("person"),
        visible_people,
        search_texts=lambda row: (row.name, "", ""),
    )
)
register(
    SubjectKind(
        "post",
        _("Post"),
        Post,
        post_title,
        _at("post"),
        visible_posts,
        search_texts=lambda row: (post_title(row), "", ""),
    )
)
register(
    SubjectKind(
        "adoption",
        _("Adoption of the framework"),
        Adoption,
        adoption_title,
        lambda number: reverse("governance:framework"),
        lambda viewer: Adoption.objects.order_by("-from_on", "-id"),
    )
)
register(
    SubjectKind(
        "follow-up",
        _("Follow-up"),
        FollowUp,
        lambda row: row.item,
        _at("follow-up"),
        _follow_ups,
        _follow_ups_due,
        search_texts=lambda row: (row.item, "", row.instrument),
    )
)
