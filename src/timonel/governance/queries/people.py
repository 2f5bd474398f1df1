"""All that the page of one post or one person shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from timonel.governance.models import (
    Absence,
    Account,
    Appointment,
    Delegation,
    FocalPoint,
    FollowUp,
    Interest,
    Person,
    Post,
    Recusal,
    Token,
)
from timonel.governance.queries.posts import Holder, holder_on, post_history, posts_of, visible_people
from timonel.governance.queries.viewers import Viewer

SEES_INTERESTS = ("registrar", "auditor")
"""Who sees the declared interests of others: who keeps the registers and who audits."""


@dataclass(frozen=True)
class PostPage:
    """A post on a day."""

    post: Post
    on: date
    holder: Holder
    history: list[Appointment]
    absences: list[Absence]
    delegated: list[Delegation]
    received: list[Delegation]


def post_page(viewer: Viewer, number: str, on: date) -> PostPage | None:
    """Give the page of a post on a day; None when there is none of that number."""
    post = Post.objects.select_related("institution").filter(number=number).first()
    if post is None:
        return None
    given = Delegation.objects.select_related("from_post", "to_post").order_by("-period", "id")
    return PostPage(
        post,
        on,
        holder_on(post, on),
        list(post_history(post)),
        list(Absence.objects.filter(post=post).select_related("person").order_by("-period")),
        list(given.filter(from_post=post)),
        list(given.filter(to_post=post)),
    )


def person_of_account(email: str) -> Person | None:
    """Give the person of an open account by its address; None when there is none."""
    account = Account.objects.filter(email__iexact=email, is_active=True).first()
    return account.person if account is not None else None


def follow_up_row(number: str) -> FollowUp | None:
    """Give a follow-up with its owner; None when there is none of that number."""
    return FollowUp.objects.select_related("owner").filter(number=number).first()


@dataclass(frozen=True)
class PersonPage:
    """A person as the viewer may see them. `interests` and `recusals` are None to who may not see them."""

    person: Person
    on: date
    appointments: list[Appointment]
    focal: list[FocalPoint]
    interests: list[Interest] | None
    recusals: list[Recusal] | None
    email: str


def person_page(viewer: Viewer, number: str, on: date) -> PersonPage | None:
    """Give the page of a person; None when the viewer may not see them or there is none."""
    person = visible_people(viewer).filter(number=number).first()
    if person is None:
        return None
    own = viewer.person is not None and viewer.person.pk == person.pk
    sees = own or viewer.acts_as(*SEES_INTERESTS)
    account = getattr(person, "account", None) if own or viewer.acts_as("registrar", "operator") else None
    return PersonPage(
        person,
        on,
        list(posts_of(person)),
        list(person.focal_points.select_related("institution").order_by("-period")),
        list(person.interests.order_by("-period")) if sees else None,
        list(person.recusals.order_by("-period", "id")) if sees else None,
        account.email if account else "",
    )


def person_by_number(number: str) -> Person:
    """Give a person by their opaque number."""
    return Person.objects.get(number=number)


def tokens_of(viewer: Viewer) -> list[Token]:
    """Give the viewer's own tokens with their posts, the latest first; nobody else's."""
    return list(Token.objects.filter(person=viewer.person).select_related("post").order_by("-id"))
