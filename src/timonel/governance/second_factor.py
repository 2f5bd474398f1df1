"""Of whom a second factor is demanded, and whether a browser's session has shown one."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest

from timonel.domain.mandates import Framework
from timonel.governance.acting.clock import legal_today
from timonel.governance.models import Account, Adoption, Post
from timonel.governance.queries.frameworks import NothingAdopted, framework_in_force
from timonel.governance.queries.viewers import viewer_of


def is_demonstration(adoption: Adoption) -> bool:
    """Whether the installation is a demonstration: every framework ever adopted here was adopted as one.

    An installation that has once governed in earnest does not become one by
    adopting a demonstration's framework later.
    """
    earnest = adoption.ever_in_earnest
    if earnest is None:
        earnest = Adoption.objects.filter(demonstration=False).exists()
    return adoption.demonstration and not earnest


def demands_second_factor(posts: Iterable[Post], adoption: Adoption, framework: Framework) -> bool:
    """Whether who holds these posts must show a second factor: one of them is privileged, and this is in earnest.

    Neither a setting nor an environment variable has a say. A kind of post that
    the framework does not know has no powers, and so no privilege.
    """
    kinds = (framework.posts.get(post.post_kind) for post in posts)
    return any(kind is not None and kind.privileged for kind in kinds) and not is_demonstration(adoption)


def demanded_of(account: Account) -> bool:
    """Whether a second factor is demanded of the holder of an account, for the posts they hold today.

    Before any framework is adopted there are no posts, and so none is.
    """
    if account.person is None:
        return False
    try:
        adoption, framework = framework_in_force()
    except NothingAdopted:
        return False
    held = viewer_of(account.person, None, legal_today(framework.time_zone))
    return demands_second_factor(held.posts, adoption, framework)


def has_shown_second_factor(request: HttpRequest) -> bool:
    """Whether the person has shown a second factor since they signed in, or when they did."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
