"""Whether an appointment follows what the framework demands of how a post is filled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from timonel.domain.findings import Finding, Outcome
from timonel.domain.legal import Label, read_bases
from timonel.domain.mandates import Framework, Post
from timonel.domain.text import folded


@dataclass(frozen=True, slots=True)
class Proposal:
    """An appointment as it is proposed: kind of post, first day, how the person was selected, and with which rank."""

    post: str
    from_on: date
    selection: str | None
    manner: str = "titular"
    rank: str | None = None


OPEN = frozenset({"not_stated"})


def selection_demanded(post: Post) -> str | None:
    """Give the selection procedure that the framework demands of a post; None where it states none."""
    selection = post.plain.get("selection")
    procedure = selection.get("procedure") if isinstance(selection, dict) else None
    return None if procedure is None or procedure in OPEN else str(procedure)


def shortlist_size(framework: Framework, post: str, on: date) -> int | None:
    """Give the size of the shortlist that the framework sets for a post on a day; None where it sets none."""
    kind = framework.posts.get(post)
    selection = kind.plain.get("selection") if kind is not None else None
    name = selection.get("shortlist") if isinstance(selection, dict) else None
    version = framework.value(name, on).version if name else None
    return int(version.number) if version is not None and version.number is not None else None


def selection_follows_the_framework(proposal: Proposal, framework: Framework) -> Finding:
    """Say whether the person was selected as the framework demands for the post.

    Where it states no procedure any is taken, and none need be said. Only the
    titular is bound: a substitute acts for a time in the place of who was
    selected, and is bound by `substitute_follows_the_framework` instead.
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


def substitute_follows_the_framework(proposal: Proposal, framework: Framework, held: Collection[str]) -> Finding:
    """Say whether the framework lets the person stand in for the holder of the post.

    `held` are the kinds of post that the person holds on the first day. Where it
    names the posts that stand in, only who holds one of them does. Where it names
    none, as in every framework we ship, the order of who appoints names whom it
    will: no competition is asked of a substitute, for no law that we know asks it.
    """
    post = framework.posts.get(proposal.post)
    named = post.substitutes if post is not None and proposal.manner == "substitute" else ()
    if post is None or not named:
        return Finding("substitute", Outcome.HOLDS, code="substitutes-not-stated", params={"post_kind": proposal.post})
    params = {"post_kind": proposal.post, "named": ", ".join(named)}
    if any(kind in held for kind in named):
        return Finding("substitute", Outcome.HOLDS, post.basis, "substitute-named", params)
    return Finding("substitute", Outcome.FAILS, post.basis, "substitute-other", params)


def rank_follows_the_framework(proposal: Proposal, framework: Framework) -> Finding:
    """Say whether the rank that an appointment gives is the one that the framework states for the post.

    Ranks are compared as they are called, in Spanish, English or the language of
    the law, without regard to capitals and accents. Who gives none takes the
    rank stated; where none is stated any is taken. Only the titular has one.
    """
    post = framework.posts.get(proposal.post)
    stated = Label.read(post.plain.get("rank")) if post is not None and proposal.manner == "titular" else None
    if stated is None or post is None:
        return Finding("rank", Outcome.HOLDS, code="rank-not-stated", params={"post_kind": proposal.post})
    names = {folded(name) for name in (stated.es, stated.en, stated.official) if name}
    params = {"post_kind": proposal.post, "stated": stated.es}
    if proposal.rank is None or folded(proposal.rank) in names:
        return Finding("rank", Outcome.HOLDS, post.basis, "rank-followed", params)
    return Finding("rank", Outcome.FAILS, post.basis, "rank-other", {**params, "proposed": proposal.rank})
