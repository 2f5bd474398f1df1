"""Who sees what is reserved of every project: those to whom the framework gives a say over all, and who audits."""

from __future__ import annotations

from typing import Final

from timonel.domain.mandates import Framework
from timonel.domain.truth import Truth
from timonel.governance.acting.clock import legal_today
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.viewers import Viewer

OVERSIGHT: Final = (
    "approve-projects",
    "review-projects",
    "assess-risk",
    "monitor-projects",
    "stop-projects",
    "approve-ict-spend",
    "hold-risk-reserve",
    "read-record",
)
"""Powers that cannot be used without seeing what is decided about."""


def oversees(viewer: Viewer) -> bool:
    """Say whether a viewer looks from a post that has a say over the projects of others, by the framework in force.

    A power over one's own institution is none of these: its projects are seen for another reason.
    """
    if viewer.post is None:
        return False
    framework = framework_in_force()[1]
    return _oversees(framework, viewer.post.post_kind)


def _oversees(framework: Framework, kind: str) -> bool:
    post, today = framework.posts.get(kind), legal_today(framework.time_zone)
    if post is None:
        return False
    return any(
        (holder.id == post.id if holder.kind == "post" else holder.id in post.acts_for)
        for power in OVERSIGHT
        for grant in framework.grants.get(power, ())
        if grant.reach != "own" and not grant.in_fact and framework.in_force(grant, today) is Truth.YES
        for holder in (framework.resolved(each, grant.ground.instruments, today) for each in grant.holders)
    )
