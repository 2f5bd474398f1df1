"""What waits for a post, and what the first page says of the installation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from timonel.domain.mandates import Framework
from timonel.governance import subjects
from timonel.governance.models import Adoption, Appointment, InstitutionVersion, Post
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.recorded import RecordedAct, acts_since
from timonel.governance.queries.viewers import Viewer
from timonel.governance.subjects import DeskItem


@dataclass(frozen=True)
class Desk:
    """A desk on a day: what waits, soonest first; what changed since yesterday; and what one may do."""

    on: date
    waiting: Sequence[DeskItem]
    changed: Sequence[RecordedAct]

    @property
    def overdue(self) -> list[DeskItem]:
        """What should have been done before today."""
        return [item for item in self.waiting if item.due_on is not None and item.due_on < self.on]


def desk_of(viewer: Viewer, framework: Framework, on: date) -> Desk:
    """Give the desk of the viewer's post: items of every kind of subject, by due day, those without one last."""
    items = [item for kind in subjects.KINDS.values() for item in kind.desk_items(viewer, on)]
    items.sort(key=lambda item: (item.due_on is None, item.due_on or date.max, item.number))
    own = viewer.post.number if viewer.post else None
    institution = viewer.post.institution.number if viewer.post and viewer.post.institution else None
    changed = acts_since(viewer, on - timedelta(days=1), post=own, institution=institution)
    return Desk(on, items, changed)


@dataclass(frozen=True)
class FrontPage:
    """What the first page says at a glance."""

    adoption: Adoption
    institutions: int
    posts: int
    held: int


def front_page(on: date) -> FrontPage:
    """Give the counts of the first page, on a day."""
    adoption, _framework = framework_in_force()
    held = Appointment.objects.filter(manner=Appointment.TITULAR, period__contains=on)
    return FrontPage(
        adoption,
        InstitutionVersion.objects.filter(period__contains=on).count(),
        Post.objects.count(),
        held.values("post").distinct().count(),
    )
