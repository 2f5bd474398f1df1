"""Which posts with overlapping roles are kept apart without a case for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from timonel.domain.mandates import Framework
from timonel.domain.role_splits import OVERLAPPING, overlap
from timonel.domain.truth import Truth
from timonel.governance.models import Post, RoleSplit

ROLES = frozenset[str]().union(*OVERLAPPING)


def filed_splits(post: Post) -> list[RoleSplit]:
    """Give the cases filed for keeping the post apart from another, the oldest first."""
    found = RoleSplit.objects.filter(Q(post=post) | Q(beside=post)).select_related("post", "beside")
    return list(found.order_by("id"))


def splits_without_case(framework: Framework, on: date, post: Post | None = None) -> Sequence[tuple[Post, Post]]:
    """Give the pairs of posts kept apart on the day without a case: all of them, or those of one post, by number.

    Posts of institutions overlap within their institution only.
    """
    kinds = {kind.id: kind for kind in framework.posts.values() if kind.role in ROLES}
    standing = [name for name, kind in kinds.items() if framework.in_force(kind, on) is Truth.YES]
    if post is not None and post.post_kind not in standing:
        return []
    posts = list(Post.objects.filter(post_kind__in=standing).order_by("number"))
    filed = {frozenset(pair) for pair in RoleSplit.objects.values_list("post", "beside")}
    return [
        (one, other)
        for place, one in enumerate(posts)
        for other in posts[place + 1 :]
        if overlap(kinds[one.post_kind], kinds[other.post_kind])
        and one.institution_id == other.institution_id
        and frozenset({one.pk, other.pk}) not in filed
        and (post is None or post.pk in (one.pk, other.pk))
    ]
