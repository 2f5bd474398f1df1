"""Who looks: the public, or a person in one of their posts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from timonel.governance.models import Appointment, Person, Post


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
    held = Appointment.objects.filter(person=person, period__contains=on)
    posts = tuple(Post.objects.filter(pk__in=held.values("post")).select_related("institution").order_by("number"))
    chosen = next((post for post in posts if post.number == chosen_post), posts[0] if posts else None)
    return Viewer(person, chosen, posts)
