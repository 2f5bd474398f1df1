"""Who looks: the public, or a person in one of their posts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from timonel.governance.models import Institution, Person, Post
from timonel.governance.queries.holding import WHOSE_TURN


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks, and so what they may see. Without a person it is the public.

    `waiting` names those of their posts in which another acts today. `received`
    gives, by post, the powers delegated to it today, each with the kind of post
    that delegates it.
    """

    person: Person | None = None
    post: Post | None = None
    posts: tuple[Post, ...] = ()
    waiting: frozenset[str] = frozenset()
    received: Mapping[str, Collection[tuple[str, str]]] = field(default_factory=dict, hash=False)

    @property
    def is_public(self) -> bool:
        """Whether nobody is signed in."""
        return self.person is None

    def acts_as(self, *post_kinds: str) -> bool:
        """Whether they look in a post of one of the kinds, and it is they who may act in it today.

        That is the titular who is present, or else the first substitute who is:
        who acts and who sees what the post sees are the same.
        """
        return self.post is not None and self.post.post_kind in post_kinds and self.post.number not in self.waiting

    def acts_for(self, powers: Collection[str], *post_kinds: str) -> bool:
        """Whether the post in which they may act today exercises one of the powers for a post of one of the kinds."""
        if self.post is None or self.post.number in self.waiting:
            return False
        return any(power in powers and kind in post_kinds for power, kind in self.received.get(self.post.number, ()))


PUBLIC = Viewer()
CHOSEN_POST = "post"
"""Under which name the session keeps the post one has chosen."""


def viewer_of(person: Person | None, chosen_post: str | None, on: date) -> Viewer:
    """Give the viewer of a person on a day, in the chosen post if they hold it then, else in their first.

    Posts are ordered by number. A post held as substitute is offered too;
    whether the substitute may act is the frame's to say.
    """
    if person is None:
        return PUBLIC
    held = _posts_held(person, on)
    posts = tuple(each.post for each in held)
    chosen = next((post for post in posts if post.number == chosen_post), posts[0] if posts else None)
    waiting = frozenset(each.post.number for each in held if not each.in_turn)
    return Viewer(person, chosen, posts, waiting, {each.post.number: each.received for each in held})


_POST = tuple(field.attname for field in Post._meta.concrete_fields)
_INSTITUTION = tuple(field.attname for field in Institution._meta.concrete_fields)
_HELD = f"""
SELECT {WHOSE_TURN} = %(person)s, ARRAY(
           SELECT ARRAY[d.power, f.post_kind]
           FROM governance_delegation d JOIN governance_post f ON f.id = d.from_post_id
           WHERE d.to_post_id = p.id AND d.period @> %(on)s::date
       ),
       {", ".join(f"p.{column}" for column in _POST)}, {", ".join(f"i.{column}" for column in _INSTITUTION)}, (
    SELECT v.name FROM governance_institutionversion v WHERE v.institution_id = i.id ORDER BY v.period DESC LIMIT 1
)
FROM governance_post p LEFT JOIN governance_institution i ON i.id = p.institution_id
WHERE p.id IN (SELECT post_id FROM governance_appointment WHERE person_id = %(person)s AND period @> %(on)s::date)
ORDER BY p.number
"""


class _Held(NamedTuple):
    post: Post
    in_turn: bool
    received: frozenset[tuple[str, str]]


def _posts_held(person: Person, on: date) -> tuple[_Held, ...]:
    """Give the posts a person holds on a day, by number: whether it is their turn, and the powers received.

    Each comes with its institution and that one's latest name. Every page of
    everybody signed in asks this, so it is asked in SQL: to compose the same query
    anew takes several times as long as to run it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"person": person.pk, "on": on})
        return tuple(
            _Held(_post(row), bool(in_turn), frozenset((power, kind) for power, kind in received))
            for in_turn, received, *row in cursor.fetchall()
        )


def _post(row: Sequence[Any]) -> Post:
    post = Post.from_db(connection.alias, _POST, row[: len(_POST)])
    if post.institution_id is not None:
        post.institution = Institution.from_db(connection.alias, _INSTITUTION, row[len(_POST) : -1])
        post.institution.latest_name = row[-1]
    return post
