"""People, the posts they hold, what they may not touch, and the accounts by which they come in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q

from timonel.governance.models.institutions import Institution
from timonel.governance.models.subject import Dated, SubjectRow, only_once


class Person(SubjectRow):
    """Somebody who may hold a post. The number is opaque: the record names nobody by name."""

    kind: ClassVar[str] = "person"
    reserved: ClassVar[frozenset[str]] = frozenset({"name", "sort_key", "run"})

    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400, db_index=True, db_collation="C")
    run = models.CharField(max_length=12, null=True, unique=True)


class Accounts(BaseUserManager["Account"]):
    """How accounts are made, by an act or at the genesis, and read: with their person, whom every page needs."""

    def get_queryset(self) -> models.QuerySet[Account]:
        """Give accounts together with their person, in one query."""
        return super().get_queryset().select_related("person")

    def select_for_update(
        self, nowait: bool = False, skip_locked: bool = False, of: Sequence[str] = ("self",), no_key: bool = False
    ) -> models.QuerySet[Account]:
        """Lock accounts, and not the person read with them."""
        return self.get_queryset().select_for_update(nowait=nowait, skip_locked=skip_locked, of=of, no_key=no_key)

    def create_account(self, email: str, password: str | None, person: Person | None, **fields: Any) -> Account:
        """Make an account; without a password it can only come in through a provider."""
        account = self.model(email=email.lower(), person=person, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    create_user = create_account


class Account(AbstractBaseUser):
    """A way in for one person: an address with a password and second factor, or an identity at a provider."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    email = models.EmailField(unique=True)
    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = Accounts()

    def __str__(self) -> str:
        return self.email


class Post(SubjectRow):
    """A seat that somebody can be appointed to: a kind of post of the framework, in a body or an institution.

    The number is the kind alone for a post there is one of (`government-cio`),
    and `kind@institution` for a post that each institution has.
    """

    kind: ClassVar[str] = "post"

    post_kind = models.CharField(max_length=80, db_index=True)
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="posts")
    body = models.CharField(max_length=80, blank=True)

    def record_facts(self, on: date) -> Mapping[str, Any]:
        """Give the kind of post and where it sits."""
        return {"post": self.post_kind, "institution": self.institution.number if self.institution else None}


class Appointment(Dated):
    """A person in a post from a day to a day, by an instrument. A titular post has one holder on each day."""

    TITULAR, SUBSTITUTE = "titular", "substitute"

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    manner = models.CharField(max_length=12, default=TITULAR, choices=[(TITULAR, TITULAR), (SUBSTITUTE, SUBSTITUTE)])
    rank = models.PositiveSmallIntegerField(default=0)
    selection = models.CharField(max_length=60, blank=True)
    instrument = models.CharField(max_length=300)
    ended_by = models.CharField(max_length=20, blank=True)
    ended_instrument = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="governance_one_titular_of_a_post_a_day",
                expressions=only_once("post"),
                condition=Q(manner="titular"),
                violation_error_code="post-is-held",
            ),
            ExclusionConstraint(
                name="governance_one_substitute_of_a_rank_a_day",
                expressions=[*only_once("post")[:1], *only_once("person")],
                violation_error_code="already-appointed",
            ),
        ]
        indexes = [GistIndex(fields=["period"], name="governance_appointment_period")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.post_id}"


class Absence(Dated):
    """That the titular of a post is away, so that the first substitute in order acts in it. Why is not published."""

    reserved: ClassVar[frozenset[str]] = frozenset({"reason"})

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="absences")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="governance_one_absence_of_a_holder_a_day",
                expressions=[*only_once("post")[:1], *only_once("person")],
                violation_error_code="already-absent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} away from {self.post_id}"


class Delegation(Dated):
    """That a post lets another exercise one of its powers, by an instrument of its own."""

    power = models.CharField(max_length=80)
    from_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegated")
    to_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    instrument = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_post=models.F("to_post")), name="governance_no_delegation_to_oneself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.power}: {self.from_post_id} -> {self.to_post_id}"


class Recusal(Dated):
    """That a person stands aside from a matter. The ground, one of the law's, is public; the statement is not."""

    reserved: ClassVar[frozenset[str]] = frozenset({"statement"})

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recusals")
    subject_kind = models.CharField(max_length=60)
    subject_number = models.CharField(max_length=120)
    ground = models.CharField(max_length=60)
    statement = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "subject_kind", "subject_number"], name="governance_recusal_of")]

    def __str__(self) -> str:
        return f"{self.person_id} from {self.subject_kind} {self.subject_number}"


class Interest(Dated):
    """An interest that a person has declared, standing or in one matter. Not all who look may see it."""

    reserved: ClassVar[frozenset[str]] = frozenset({"description", "subject_kind", "subject_number"})

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    description = models.TextField()
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_number = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"interest of {self.person_id}"


class FocalPoint(Dated):
    """Whom the authority calls at an institution, in one matter."""

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="focal_points")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="focal_points")
    matter = models.CharField(max_length=60)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="governance_one_focal_point_of_a_person_a_day",
                expressions=[*only_once("institution")[:1], *only_once("person")],
                violation_error_code="already-focal-point",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.institution_id}"


class Token(models.Model):
    """A key for a program, bound to one person and one post. Only its digest is kept; it is shown once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32, unique=True)
    expires_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    entry = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.label
