"""Who holds a post on a day, and so may act in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from timonel.domain.mandates import Seat
from timonel.governance.models import Delegation, Person, Post, SubjectRow

_HELD = """
SELECT a.person_id, a.manner, a.rank,
       EXISTS (SELECT 1 FROM governance_absence b
               WHERE b.post_id = a.post_id AND b.person_id = a.person_id AND b.period @> %(on)s::date),
       (SELECT r.ground FROM governance_recusal r
        JOIN unnest(%(kinds)s::text[], %(numbers)s::text[]) AS matter (kind, number)
          ON r.subject_kind = matter.kind AND r.subject_number = matter.number
        WHERE r.person_id = %(person)s AND r.period @> %(on)s::date ORDER BY r.id LIMIT 1)
FROM governance_appointment a
WHERE a.post_id = %(post)s AND a.period @> %(on)s::date
ORDER BY (a.manner = 'titular') DESC, a.rank, a.id
FOR SHARE OF a
"""


@dataclass(frozen=True)
class Holding:
    """How a person holds a post on a day, and the ground on which they stand aside in the matter, if any."""

    post: Post
    manner: str
    recused_on: str | None


def holding_of(person: Person, post_number: str, on: date, matters: Sequence[SubjectRow]) -> Holding | None:
    """Give how the person may act in the post on the day, in these matters; None when they may not.

    The titular acts while not absent. When the titular is absent or the post is
    vacant, the first substitute in order who is present acts. The appointments
    read are locked against change until the transaction ends.
    """
    post = Post.objects.select_related("institution").filter(number=post_number).first()
    if post is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            _HELD,
            {
                "person": person.pk,
                "post": post.pk,
                "on": on,
                "kinds": [matter.kind for matter in matters],
                "numbers": [matter.number for matter in matters],
            },
        )
        rows = cursor.fetchall()
    present = [row for row in rows if not row[3]]
    if not present or present[0][0] != person.pk:
        return None
    return Holding(post, present[0][1], present[0][4])


@dataclass(frozen=True)
class Delegated:
    """A delegation in force: from whose seat the power comes, and by which instrument."""

    post: Post
    instrument: str

    def seat(self, on: date) -> Seat:
        """Give the seat of the post that delegates."""
        institution = self.post.institution
        return Seat(self.post.post_kind, institution.facts(on) if institution is not None else None)


def delegations_to(post: Post, power: str, on: date) -> Sequence[Delegated]:
    """Give the delegations of the power to the post that are in force on the day, oldest first."""
    rows = (
        Delegation.objects.filter(to_post=post, power=power, period__contains=on)
        .select_related("from_post__institution")
        .order_by("id")
    )
    return [Delegated(row.from_post, row.instrument) for row in rows]
