"""The outbox as those who operate the platform see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min, Q
from django.db.models.functions import Now

from timonel.governance.models import Letter


@dataclass(frozen=True, slots=True)
class Outbox:
    """Letters that wait to be sent: how many, for how long the oldest, and how many were tried in vain."""

    waiting: int
    oldest: timedelta | None
    failed: int


def outbox() -> Outbox:
    """Count the letters that wait, by the database's clock."""
    found = Letter.objects.filter(sent_at=None).aggregate(
        waiting=Count("id"), oldest=Now() - Min("written_at"), failed=Count("id", filter=Q(attempts__gt=0))
    )
    return Outbox(**found)
