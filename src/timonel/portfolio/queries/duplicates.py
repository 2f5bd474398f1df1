"""Projects that are likely the same as one, or that could be used again; and those that together pass a threshold.

The index of names is kept in the memory of each program that serves. Every question first asks the database whether
projects came or changed since, and takes those in, so an answer is never older than the question; only how rare each
word is may be counted late, by at most two in a hundred projects. What is reserved is compared for nobody, so that no
score and no reason gives it away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import connection
from django.db.models import Count, Max, Q

from timonel.domain.facts import UNKNOWN, InstitutionFacts
from timonel.domain.findings import Finding
from timonel.domain.mandates import Framework
from timonel.domain.matching import LIKELY, TOP, Index, Match, Row
from timonel.domain.splitting import WINDOW, Entered, splitting
from timonel.frameworks.synonyms import ict_synonyms
from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Project
from timonel.portfolio.queries.projects import visible_projects

COMPARED: Final = (
    "id", "number", "name", "purpose", "categories", "institution__number", "sector", "currency", "total_budget",
    "start_planned_on", "end_planned_on", "reserves", "last_entry",
)  # fmt: skip
NEVER_SPENT: Final = ("rejected", "withdrawn")
"""Stages of projects that add nothing to a sum."""
MOST_DAYS: Final = 36_500
"""A window beyond a hundred years is as good as none."""
ASKED_FOR: Final = 8 * TOP
"""Projects that are looked at, so that five are left when the viewer may not see some."""


@dataclass(frozen=True)
class Like:
    """A project that is like the one asked about, with the score from 0 to 1 and the reasons."""

    project: Project
    match: Match

    @property
    def is_likely_the_same(self) -> bool:
        """Say whether the score reaches the limit, the limit included."""
        return self.match.score >= LIKELY


@dataclass(frozen=True)
class _State:
    """How many projects there are, the newest and the entry of the last act on one: what tells that nothing changed."""

    database: str
    count: int
    newest: int
    entry: int

    @classmethod
    def now(cls) -> _State:
        found = Project.objects.aggregate(count=Count("pk"), newest=Max("pk"), entry=Max("last_entry"))
        name = str(connection.settings_dict["NAME"])
        return cls(name, found["count"], found["newest"] or 0, found["entry"] or 0)

    def follows(self, earlier: _State) -> bool:
        """Say whether this may have come of the earlier state by changes alone; a restored database has not."""
        return (
            self.database == earlier.database
            and self.count >= earlier.count
            and self.newest >= earlier.newest
            and self.entry >= earlier.entry
        )


class _Kept:
    """The index of this program, with the state of the database that it shows."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.known: tuple[_State, Index] | None = None

    def index(self) -> Index:
        """Give an index that shows every project there is now."""
        known = self.known
        if known is not None and known[0] == _State.now():
            return known[1]
        with self.lock:
            state, known = _State.now(), self.known
            if known is None or known[0] != state:
                self.known = known = (state, _brought_up(known, state))
            return known[1]


_KEPT = _Kept()


def _brought_up(known: tuple[_State, Index] | None, state: _State) -> Index:
    if known is not None and state.follows(known[0]):
        earlier, index = known
        index = index.with_changes(_rows(Q(pk__gt=earlier.newest) | Q(last_entry__gt=earlier.entry)))
        if index.is_settled and len(index) == state.count:
            return index
    return Index.build(_rows(Q()), ict_synonyms())


def _rows(where: Q) -> Iterable[Row]:
    rows = Project.objects.filter(where).select_related("institution").only(*COMPARED).order_by("pk")
    return (row_of(project) for project in rows.iterator(chunk_size=2000))


def row_of(project: Project) -> Row:
    """Give what is compared of a project: nothing that is reserved."""
    told = {name for name in ("purpose", "categories", "total_budget") if name not in project.reserves}
    amount = project.money("total_budget") if "total_budget" in told else UNKNOWN
    return Row(
        number=project.number,
        name=project.name,
        purpose=project.purpose if "purpose" in told else "",
        categories=frozenset(project.categories) if "categories" in told else frozenset(),
        institution=project.institution.number,
        sector=project.sector,
        amount=None if amount is UNKNOWN else amount,
        starts_on=project.start_planned_on,
        ends_on=project.end_planned_on,
    )


def likely_duplicates(viewer: Viewer, row: Row, *, top: int = TOP) -> tuple[Like, ...]:
    """Give the projects most like what is typed, as the viewer may see them: the best first, equals by number."""
    matches = _KEPT.index().nearest(row, top=max(ASKED_FOR, top))
    seen = {
        project.number: project
        for project in visible_projects(viewer).filter(number__in=[match.row.number for match in matches])
    }
    return tuple(Like(seen[match.row.number], match) for match in matches if match.row.number in seen)[:top]


def entered_together(project: Project, framework: Framework, on: date) -> tuple[Finding, ...]:
    """Say whether a project and others of its institution or purpose together pass a threshold that none passes alone.

    For who decides: it looks at every project, and at amounts that are reserved too. No supplier is known of a project
    before its contracts.
    """
    alike = _KEPT.index().nearest(row_of(project), top=ASKED_FOR, least=LIKELY)
    like = frozenset(match.row.number for match in alike)
    others = (
        Project.objects.filter(Q(institution=project.institution_id) | Q(number__in=like))
        .filter(_perhaps_within(project, framework, on))
        .exclude(Q(pk=project.pk) | Q(stage__in=NEVER_SPENT))
        .select_related("institution")
        .prefetch_related("baselines", "partners__institution")
        .order_by("number")
    )
    institutions: dict[int, InstitutionFacts] = {}

    def entered(other: Project) -> Entered:
        if other.institution_id not in institutions:
            institutions[other.institution_id] = other.institution.facts(on)
        return Entered(other.number, other.facts(on, institutions[other.institution_id]))

    asked = Entered(project.number, project.facts(on), like=like)
    return splitting(framework, asked, [entered(other) for other in others], on)


def _perhaps_within(project: Project, framework: Framework, on: date) -> Q:
    """Leave out, before they are read, projects that were surely entered outside the window; the rule asks exactly."""
    day, window = project.submitted_on or project.proposed_on, framework.value(WINDOW, on).version
    if day is None or window is None or window.number is None or window.unit != "days":
        return Q()
    days = timedelta(min(int(window.number), MOST_DAYS))
    span = (max(day, date.min + days) - days, min(day, date.max - days) + days)
    undated = Q(submitted_on=None) & (Q(proposed_on=None) | Q(proposed_on__range=span))
    return Q(submitted_on__range=span) | undated
