"""Who holds which post, on any day; what is vacant; who stands in for whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.domain.mandates import Framework, Seat
from timonel.domain.truth import Truth
from timonel.governance.models import Absence, Appointment, FocalPoint, InstitutionVersion, Person, Post
from timonel.governance.queries.viewers import Viewer

ABSTENTION_GROUNDS: Sequence[tuple[str, str | Promise]] = (
    ("personal-interest", _("Personal interest, or manager of an interested entity, or pending litigation")),
    ("kinship", _("Kinship to the fourth degree by blood or second by affinity, or shared office")),
    ("friendship-or-enmity", _("Close friendship or manifest enmity")),
    ("expert-or-witness", _("Having been expert or witness in the matter")),
    ("service-relation", _("Service relation, or professional services in the last two years")),
    ("other-declared", _("Another ground that the person declares")),
)
"""Grounds of Chile's Law 19.880, article 12, and one for what a person declares beyond them."""


LOOKS_FOR_CONFLICTS = ("registrar", "auditor")


@dataclass(frozen=True)
class Holder:
    """The answer to "who holds this post on that day": a person with the instrument, or a vacancy.

    `acting` is who acts in the post that day when it is not the titular: the
    first substitute in order who is present.
    """

    post: Post
    titular: Appointment | None
    acting: Appointment | None
    absent: bool

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds the post as titular."""
        return self.titular is None


def visible_posts(viewer: Viewer) -> QuerySet[Post]:
    """Give the posts a viewer may see: all, for who governs is public. Ordered by number."""
    return Post.objects.select_related("institution").order_by("number")


def posts_on(viewer: Viewer, on: date, unknown: Collection[str] = ()) -> QuerySet[Post]:
    """Give the posts with who holds each on a day (`holder_name`, None if vacant), ordered by number.

    `state` is `held`, `vacant`, or `absent` for a vacant one of a kind that the
    framework does not have on the day: those are the kinds in `unknown`.
    """
    held = Appointment.objects.filter(post=OuterRef("pk"), manner=Appointment.TITULAR, period__contains=on)
    called = InstitutionVersion.objects.filter(institution=OuterRef("institution"), period__contains=on)
    return Post.objects.annotate(
        holder_name=Subquery(held.values("person__name")[:1]),
        holder_number=Subquery(held.values("person__number")[:1]),
        holder_instrument=Subquery(held.values("instrument")[:1]),
        institution_name=Subquery(called.values("name")[:1]),
        state=Case(
            When(Exists(held), then=Value("held")),
            When(post_kind__in=unknown, then=Value("absent")),
            default=Value("vacant"),
        ),
    ).order_by("number")


def kinds_not_in_force(framework: Framework, on: date) -> frozenset[str]:
    """Give the kinds of post that the framework knows and that surely do not exist on a day."""
    return frozenset(kind for kind, post in framework.posts.items() if framework.in_force(post, on) is Truth.NO)


def people_on(viewer: Viewer, on: date) -> QuerySet[Person]:
    """Give the people a viewer may see, with how many posts each holds on a day and the first of these."""
    held = Appointment.objects.filter(person=OuterRef("pk"), manner=Appointment.TITULAR, period__contains=on)
    first = held.order_by("post__number")
    called = InstitutionVersion.objects.filter(institution__posts=OuterRef("post"), period__contains=on)
    return visible_people(viewer).annotate(
        posts_held=Coalesce(Subquery(held.order_by().values("person").annotate(n=Count("pk")).values("n")), 0),
        post_kind=Subquery(first.values("post__post_kind")[:1]),
        post_number=Subquery(first.values("post__number")[:1]),
        institution_name=Subquery(first.annotate(name=Subquery(called.values("name")[:1])).values("name")[:1]),
    )


SEES_EVERYBODY = ("registrar", "operator", "auditor")
"""Who sees people without a post too: who keeps the registers, who opens accounts, and who audits."""
POWERS_OVER_PEOPLE = frozenset({"keep-registers", "appoint-people", "manage-accounts"})
"""The powers whose acts name people of the register, with or without a post."""


def visible_people(viewer: Viewer) -> QuerySet[Person]:
    """Give the people a viewer may see, by name.

    Anybody sees those who hold or have held a post, for that is public. Who is
    signed in also sees whom to call at an institution, and themselves.
    Everybody is seen only in the posts that need to, and in those to which they
    have delegated a power that is exercised over people.
    """
    people = Person.objects.order_by("sort_key", "id")
    if viewer.acts_as(*SEES_EVERYBODY) or viewer.acts_for(POWERS_OVER_PEOPLE, *SEES_EVERYBODY):
        return people
    seen = Q(pk__in=Appointment.objects.values("person"))
    if viewer.person is not None:
        seen |= Q(pk__in=FocalPoint.objects.values("person")) | Q(pk=viewer.person.pk)
    return people.filter(seen)


def holder_on(post: Post, on: date) -> Holder:
    """Say who holds a post on a day and who acts in it; one answer, or a vacancy."""
    rows = list(
        Appointment.objects.filter(post=post, period__contains=on).select_related("person").order_by("rank", "id")
    )
    away = set(Absence.objects.filter(post=post, period__contains=on).values_list("person_id", flat=True))
    titular = next((row for row in rows if row.manner == Appointment.TITULAR), None)
    absent = titular is not None and titular.person_id in away
    if titular is not None and not absent:
        return Holder(post, titular, titular, False)
    acting = next((row for row in rows if row.manner == Appointment.SUBSTITUTE and row.person_id not in away), None)
    return Holder(post, titular, acting, absent)


def post_history(post: Post) -> QuerySet[Appointment]:
    """Give every appointment to a post, the latest first."""
    return Appointment.objects.filter(post=post).select_related("person").order_by("-period", "rank", "id")


def posts_of(person: Person) -> QuerySet[Appointment]:
    """Give every appointment of a person, the latest first."""
    return (
        Appointment.objects.filter(person=person).select_related("post", "post__institution").order_by("-period", "id")
    )


def double_roles(viewer: Viewer, on: date) -> list[tuple[Person, list[Post]]]:
    """Give the people who hold two posts or more on a day as titular, by name, with their posts.

    For who keeps the registers and who audits: they look for conflicts. To others it is empty.
    """
    if not viewer.acts_as(*LOOKS_FOR_CONFLICTS):
        return []
    held: dict[int, tuple[Person, list[Post]]] = {}
    rows = Appointment.objects.filter(manner=Appointment.TITULAR, period__contains=on)
    for row in rows.select_related("person", "post").order_by("person__sort_key", "post__number"):
        held.setdefault(row.person_id, (row.person, []))[1].append(row.post)
    return [(person, posts) for person, posts in held.values() if len(posts) > 1]


def seat_on(number: str, on: date) -> Seat | None:
    """Give a post as the framework knows it on a day; None when there is none of that number."""
    post = Post.objects.select_related("institution").filter(number=number).first()
    if post is None:
        return None
    return Seat(post.post_kind, post.institution.facts(on) if post.institution is not None else None)


def demonstration_accounts(domain: str) -> list[tuple[str, str, str]]:
    """Give the accounts of a demonstration's domain: address, kind of post, institution; by kind of post."""
    rows = Appointment.objects.filter(
        person__account__email__endswith=f"@{domain}", person__account__is_active=True, manner=Appointment.TITULAR
    )
    found = rows.values_list("person__account__email", "post__post_kind", "post__institution__number")
    return [(email, kind, where or "") for email, kind, where in found.order_by("post__post_kind", "post__number")]
