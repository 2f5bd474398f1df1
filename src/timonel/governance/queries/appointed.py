"""When people began in posts, for reports of other rooms."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from timonel.governance.models import Appointment


def first_days_in(post_kinds: Collection[str], on: date) -> list[date]:
    """Give the days up to one on which a titular began in a post of one of the kinds, in order."""
    rows = Appointment.objects.filter(
        post__post_kind__in=list(post_kinds), manner=Appointment.TITULAR, period__startswith__lte=on
    )
    return sorted(rows.values_list("period__startswith", flat=True))
