"""Who looks: the public, or a person in one of their posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from timonel.governance.models import Institution, Person, Post


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks, and so what they may see. Without a person it is the public."""

    person: Person | None = None
    post: Post | None = None
    posts: tuple[Post, ...] = ()

    @property
    def is_public(self) -> bool:
        """Whether nobody is signed in."""
        return self.person is None

    def acts_as(self, *post_kinds: str) -> bool:
        """Whether the post in which they look now is of one of the kinds."""
        return self.post is not None and self.post.post_kind in post_kinds


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
    posts = _posts_held(person, on)
    chosen = next((post for post in posts if post.number == chosen_post), posts[0] if posts else None)
    return Viewer(person, chosen, posts)


_POST = tuple(field.attname for field in Post._meta.concrete_fields)
_INSTITUTION = tuple(field.attname for field in Institution._meta.concrete_fields)
_HELD = f"""
SELECT {", ".join(f"p.{column}" for column in _POST)}, {", ".join(f"i.{column}" for column in _INSTITUTION)}, (
    SELECT v.name FROM governance_institutionversion v WHERE v.institution_id = i.id ORDER BY v.period DESC LIMIT 1
)
FROM governance_post p LEFT JOIN governance_institution i ON i.id = p.institution_id
WHERE p.id IN (SELECT post_id FROM governance_appointment WHERE person_id = %s AND period @> %s::date)
ORDER BY p.number
"""


def _posts_held(person: Person, on: date) -> tuple[Post, ...]:
    """Give the posts a person holds on a day, by number, each with its institution and that one's latest name.

    Every page of everybody signed in asks this, so it is asked in SQL: to
    compose the same query anew takes several times as long as to run it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [person.pk, on])
        return tuple(_post(row) for row in cursor.fetchall())


def _post(row: tuple[Any, ...]) -> Post:
    post = Post.from_db(connection.alias, _POST, row[: len(_POST)])
    if post.institution_id is not None:
        post.institution = Institution.from_db(connection.alias, _INSTITUTION, row[len(_POST) : -1])
        post.institution.latest_name = row[-1]
    return post
