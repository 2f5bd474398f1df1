"""Which institutions have named whom to call, and which of those that take part have not."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from timonel.governance.models import Appointment, FocalPoint, Institution
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.viewers import Viewer


def institutions_with_focal_point(on: date) -> QuerySet[Institution]:
    """Give the institutions that have named somebody to call in force on the day, in no order."""
    named = FocalPoint.objects.filter(period__contains=on)
    return Institution.objects.filter(pk__in=named.values("institution")).order_by()


def without_focal_point(institutions: QuerySet[Institution], on: date) -> QuerySet[Institution]:
    """Give those of the institutions that have named no focal point in force on the day, in the same order."""
    return institutions.exclude(pk__in=institutions_with_focal_point(on))


def taking_part(on: date) -> QuerySet[Institution]:
    """Give the institutions in which somebody holds a post on the day, in the order of the Spanish alphabet."""
    held = Appointment.objects.filter(period__contains=on, post__institution__isnull=False)
    return Institution.objects.filter(pk__in=held.values("post__institution")).order_by("sort_key", "id")


def lacking_focal_point(on: date) -> QuerySet[Institution]:
    """Give the institutions that take part on the day and have named nobody to call."""
    return without_focal_point(taking_part(on), on)


def follows_institutions_up(viewer: Viewer) -> bool:
    """Say whether the viewer looks from the post that heads digital government, on whose desk the flags stand."""
    if viewer.post is None:
        return False
    _adoption, framework = framework_in_force()
    kind = framework.posts.get(viewer.post.post_kind)
    return kind is not None and kind.role == "cio"
