"""The register of institutions as it stands on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.functional import cached_property

from timonel.domain.facts import InstitutionFacts
from timonel.governance.models import (
    FocalPoint,
    Institution,
    InstitutionIdentifier,
    InstitutionSuccession,
    InstitutionVersion,
    Post,
)
from timonel.governance.queries.focal_points import taking_part, without_focal_point
from timonel.governance.queries.posts import visible_people
from timonel.governance.queries.viewers import PUBLIC, Viewer


def institutions_on(viewer: Viewer, on: date) -> QuerySet[InstitutionVersion]:
    """Give what each institution is on a day, in the order of the Spanish alphabet. All of it is public.

    `ministry_name` is what its ministry is called that day.
    """
    called = InstitutionVersion.objects.filter(institution=OuterRef("ministry"), period__contains=on)
    return (
        InstitutionVersion.objects.filter(period__contains=on)
        .annotate(ministry_name=Subquery(called.values("name")[:1]))
        .order_by("institution__sort_key", "institution_id")
    )


@dataclass(frozen=True)
class InstitutionPage:
    """All that the page of one institution shows, on a day."""

    institution: Institution
    current: InstitutionVersion | None
    on: date
    viewer: Viewer = PUBLIC

    @cached_property
    def ministry_name(self) -> str:
        """What its ministry is called on the day; empty when it has none."""
        ministry = self.current.ministry if self.current else None
        version = ministry.version_on(self.on) if ministry else None
        return version.name if version else ""

    @cached_property
    def latest_name(self) -> str:
        """Its latest name, whatever the day."""
        return self.history[0].name if self.history else self.institution.number

    @cached_property
    def history(self) -> list[InstitutionVersion]:
        """Its versions, the latest first."""
        return list(self.institution.versions.select_related("ministry").order_by("-period"))

    @property
    def goes_on(self) -> bool:
        """Whether no last day is set: what is over, or will be, is neither renamed nor moved nor closed any more."""
        return any(version.to_on is None for version in self.history)

    @cached_property
    def identifiers(self) -> list[InstitutionIdentifier]:
        """Its codes, by scheme."""
        return list(self.institution.identifiers.order_by("scheme", "code"))

    @cached_property
    def successions(self) -> list[InstitutionSuccession]:
        """What it came from and what became of it, by day."""
        rows = InstitutionSuccession.objects.select_related("predecessor", "successor")
        both = rows.filter(predecessor=self.institution) | rows.filter(successor=self.institution)
        return list(both.order_by("on", "id"))

    @cached_property
    def relatives(self) -> list[Institution]:
        """The other institutions of its successions, each once."""
        both = [each for step in self.successions for each in (step.predecessor, step.successor)]
        return list({row.pk: row for row in both if row.pk != self.institution.pk}.values())

    @cached_property
    def posts(self) -> list[Post]:
        """Its posts, by number."""
        return list(self.institution.posts.order_by("number"))

    @cached_property
    def focal_points(self) -> list[FocalPoint]:
        """Whom to call there on the day, by matter; those the viewer may see."""
        rows = self.institution.focal_points.filter(period__contains=self.on)
        rows = rows.filter(person__in=visible_people(self.viewer).order_by())
        return list(rows.select_related("person").order_by("matter", "id"))

    @cached_property
    def lacks_focal_point(self) -> bool:
        """Whether somebody holds a post there on the day and nobody is named whom to call."""
        taking = taking_part(self.on).filter(pk=self.institution.pk)
        return not self.focal_points and without_focal_point(taking, self.on).exists()

    @cached_property
    def dependants(self) -> int:
        """How many institutions stand under it on the day."""
        return InstitutionVersion.objects.filter(ministry=self.institution, period__contains=self.on).count()


def institution_page(viewer: Viewer, number: str, on: date) -> InstitutionPage | None:
    """Give the page of an institution on a day; None when there is none of that number."""
    institution = Institution.objects.filter(number=number).first()
    if institution is None:
        return None
    return InstitutionPage(institution, institution.version_on(on), on, viewer)


def ministries_on(on: date) -> QuerySet[InstitutionVersion]:
    """Give the ministries of a day, in Spanish order."""
    rows = InstitutionVersion.objects.filter(kind="ministry", period__contains=on)
    return rows.select_related("institution").order_by("institution__sort_key")


def institution_facts(number: str, on: date) -> InstitutionFacts | None:
    """Give what rules ask of an institution on a day; None when there is none of that number."""
    institution = Institution.objects.filter(number=number).first()
    return institution.facts(on) if institution is not None else None


def name_of_institution(key: str, on: date) -> Subquery:
    """Give, for queries of other rooms, what the institution that a column refers to is called on a day."""
    called = InstitutionVersion.objects.filter(institution=OuterRef(key), period__contains=on)
    return Subquery(called.values("name")[:1])


def institutions_by_number(numbers: Iterable[str]) -> dict[str, Institution]:
    """Give institutions by their numbers; who is not in the register is absent."""
    return {row.number: row for row in Institution.objects.filter(number__in=set(numbers))}
