"""Whether an appointment follows what the framework demands of how a post is filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from timonel.domain.findings import Finding, Outcome
from timonel.domain.legal import read_bases
from timonel.domain.mandates import Framework, Post


@dataclass(frozen=True, slots=True)
class Proposal:
    """An appointment as it is proposed: the kind of post, the first day, and how the person was selected."""

    post: str
    from_on: date
    selection: str | None
    manner: str = "titular"


OPEN = frozenset({"not_stated"})


def selection_demanded(post: Post) -> str | None:
    """Give the selection procedure that the framework demands of a post; None where it states none."""
    selection = post.plain.get("selection")
    procedure = selection.get("procedure") if isinstance(selection, dict) else None
    return None if procedure is None or procedure in OPEN else str(procedure)


def selection_follows_the_framework(proposal: Proposal, framework: Framework) -> Finding:
    """Say whether the person was selected as the framework demands for the post.

    Where it states no procedure any is taken, and none need be said. Only the
    titular is bound; who substitutes is named by order.
    """
    post = framework.posts.get(proposal.post)
    demanded = selection_demanded(post) if post is not None and proposal.manner == "titular" else None
    if demanded is None:
        return Finding("selection", Outcome.HOLDS, code="selection-not-demanded", params={"post_kind": proposal.post})
    assert post is not None
    bases = read_bases(post.plain["selection"].get("basis"), {}) or post.basis
    params = {"post_kind": proposal.post, "demanded": demanded}
    if proposal.selection == demanded:
        return Finding("selection", Outcome.HOLDS, bases, "selection-followed", params)
    if proposal.selection is None:
        return Finding("selection", Outcome.FAILS, bases, "selection-missing", params)
    params["proposed"] = proposal.selection
    return Finding("selection", Outcome.FAILS, bases, "selection-other", params)
