"""How near the stops of projects lie to changes of the head of government."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from timonel.domain.mandates import Framework

_EXACT = re.compile(r"\d{4}-\d{2}-\d{2}")
HEAD = "head-of-government"


def head_posts(framework: Framework) -> frozenset[str]:
    """Give the kinds of post whose holder heads the government; none where the framework states no such post."""
    return frozenset(name for name, post in framework.posts.items() if post.role == HEAD)


def stated_changes(framework: Framework, appointed: Iterable[date] = ()) -> tuple[date, ...]:
    """Give the days on which a head of government begins, as holders of the framework state them or as appointed.

    A holder who is known only to be in office *by* a day states no change, and neither does one known by year alone.
    """
    heads = head_posts(framework)
    begun = (holder.period.starts or "" for holder in framework.holders.values() if holder.post in heads)
    return tuple(sorted({*appointed, *(date.fromisoformat(each) for each in begun if _EXACT.fullmatch(each))}))


def days_from_change(day: date, changes: Sequence[date]) -> int | None:
    """Count the days from the nearest change to a day: negative before it, nought on it; None where none is stated.

    Of two changes equally near, the earlier one counts.
    """
    if not changes:
        return None
    nearest = min(changes, key=lambda change: (abs((day - change).days), change))
    return (day - nearest).days
