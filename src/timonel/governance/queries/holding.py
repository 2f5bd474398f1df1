"""Who holds a post on a day, and so may act in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from timonel.domain.mandates import Seat
from timonel.governance.models import Delegation, Institution, Person, Post, SubjectRow
from timonel.governance.queries.rows import Columns
from timonel.record.prepared import prepared_cursor

POST_GATE, PERSON_GATE = 0x706F7374, 0x70657273
"""The classes of the advisory locks of posts and of people: "post" and "pers" in ASCII."""
_ABSENT = """EXISTS (
    SELECT 1 FROM governance_absence b
    WHERE b.post_id = a.post_id AND b.person_id = a.person_id AND b.period @> %(on)s::date
)"""
_IN_ORDER = "(a.manner = 'titular') DESC, a.rank, a.id"
WHOSE_TURN = f"""(
    SELECT a.person_id FROM governance_appointment a
    WHERE a.post_id = p.id AND a.period @> %(on)s::date AND NOT {_ABSENT} ORDER BY {_IN_ORDER} LIMIT 1
)"""
"""The key of who acts in a post `p` on the day `on`, as SQL: the titular, or the first substitute who is present."""
_POST, _INSTITUTION = Columns(Post, "p"), Columns(Institution, "i")
_HELD = f"""
SELECT a.person_id, a.manner, {_ABSENT},
       (SELECT r.ground FROM governance_recusal r
        JOIN unnest(%(kinds)s::text[], %(numbers)s::text[]) AS matter (kind, number)
          ON r.subject_kind = matter.kind AND r.subject_number = matter.number
        WHERE r.person_id = %(person)s AND r.period @> %(on)s::date ORDER BY r.id LIMIT 1),
       {_POST.sql}, {_INSTITUTION.sql}
FROM governance_post p
JOIN governance_appointment a ON a.post_id = p.id
LEFT JOIN governance_institution i ON i.id = p.institution_id
WHERE p.number = %(post)s AND a.period @> %(on)s::date
ORDER BY {_IN_ORDER}
"""
_ENTER = f"""
SELECT {{lock}}({PERSON_GATE}, (%s %% 2147483647)::int), (
    SELECT pg_advisory_xact_lock_shared({POST_GATE}, (p.id %% 2147483647)::int)
    FROM governance_post p WHERE p.number = %s
)
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
    vacant, the first substitute in order who is present acts. What is read stays
    true until the transaction ends for who has come in by `enter`.
    """
    with prepared_cursor() as cursor:
        cursor.execute(
            _HELD,
            {
                "person": person.pk,
                "post": post_number,
                "on": on,
                "kinds": [matter.kind for matter in matters],
                "numbers": [matter.number for matter in matters],
            },
        )
        rows = cursor.fetchall()
    present = [row for row in rows if not row[2]]
    if not present or present[0][0] != person.pk:
        return None
    _holder, manner, _absent, ground, *columns = present[0]
    post, institution = _POST.row(columns[: _POST.width]), columns[_POST.width :]
    post.institution = _INSTITUTION.row(institution) if post.institution_id is not None else None
    return Holding(post, manner, ground)


def enter(person: Person, post_number: str, *, alone: bool = False) -> None:
    """Begin to act: who acts in the post, and what the person stands aside from, stay so until the transaction ends.

    Asked before `holding_of`, in a statement of its own, for a statement sees
    nothing that was committed after it began to wait. `alone` waits until the
    person's other acts have ended.
    """
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with prepared_cursor() as cursor:
        cursor.execute(_ENTER.format(lock=lock), [person.pk, post_number])


def wait_for_acts_in(post: Post) -> None:
    """Wait until the acts under way in a post have ended; those that come meanwhile wait in their turn.

    Called before it is changed who acts in it: appointments, absences, delegated
    powers. Row locks that are shared are given to newcomers first: who acted
    without a pause could put off for ever that their appointment is ended.
    """
    with prepared_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, (%s %% 2147483647)::int)", [POST_GATE, post.pk])


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
