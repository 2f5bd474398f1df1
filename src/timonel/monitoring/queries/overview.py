"""Where the portfolio is red and since when, and what follows: for the page of the whole portfolio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from timonel.domain.lights import Colour
from timonel.governance.queries.viewers import Viewer
from timonel.monitoring.models import Review, StopOrder
from timonel.portfolio.rows import OVER

MOST_REDS = 10
"""How many red projects the page names; all of them are in the list of projects."""

_LATEST = """
WITH latest AS (
    SELECT p.id, p.number, p.name, last.as_of, last.worst_original, last.worst_approved
    FROM portfolio_project p
    CROSS JOIN LATERAL (
        SELECT r.as_of, r.worst_original, r.worst_approved FROM monitoring_report r
        WHERE r.project_id = p.id AND r.stage <> 'submitted' ORDER BY r.as_of DESC LIMIT 1
    ) last
    WHERE p.stage <> ALL(%s)
)
"""
_COUNTED = f"""{_LATEST}
SELECT worst_original, worst_approved, count(*) FROM latest GROUP BY 1, 2
"""
_REDS = f"""{_LATEST}
SELECT number, name, worst_approved, (
    SELECT min(r.as_of) FROM monitoring_report r
    WHERE r.project_id = latest.id AND r.stage <> 'submitted' AND r.as_of > coalesce((
        SELECT max(before.as_of) FROM monitoring_report before
        WHERE before.project_id = latest.id AND before.stage <> 'submitted' AND before.worst_original <> 3
    ), '-infinity')
) AS since
FROM latest WHERE worst_original = 3 ORDER BY since, number LIMIT {MOST_REDS}
"""


@dataclass(frozen=True)
class RedProject:
    """A project that is red against its original baseline: since which report, and how it stands to the latest one."""

    number: str
    name: str
    approved: Colour
    since: date


@dataclass(frozen=True)
class PortfolioLights:
    """The worst lights of the latest reports by colour and baseline, the projects longest red, what is under review."""

    original: dict[Colour, int]
    approved: dict[Colour, int]
    reds: Sequence[RedProject]
    reviews: int
    stopped: int

    @property
    def reported(self) -> int:
        """How many projects that are not over have a report that stands."""
        return sum(self.original.values())


def portfolio_lights(viewer: Viewer) -> PortfolioLights:
    """Count the lights of the projects that are not over, and name those longest red against their original baseline.

    Only reports that management answers for count. Reds by the day since which they are red, then by number. That there
    is a project and what its lights show is public. Four queries, whatever the number of projects.
    """
    original: dict[Colour, int] = dict.fromkeys(reversed(Colour), 0)
    approved = dict(original)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [list(OVER)])
        for first, last, number in cursor.fetchall():
            original[Colour(first)] += number
            approved[Colour(last)] += number
        cursor.execute(_REDS, [list(OVER)])
        reds = [RedProject(number, name, Colour(worst), since) for number, name, worst, since in cursor.fetchall()]
    reviews = Review.objects.exclude(stage="closed").count()
    return PortfolioLights(original, approved, reds, reviews, StopOrder.objects.exclude(lifted=True).count())
