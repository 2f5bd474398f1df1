"""The competition for a post: how far it is, who is on its shortlist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from timonel.domain.shortlists import means
from timonel.governance.models import Candidacy, PanelScore, Post, Selection
from timonel.governance.queries.posts import LOOKS_FOR_CONFLICTS
from timonel.governance.queries.viewers import Viewer


@dataclass(frozen=True)
class CandidateRow:
    """A candidate as who may see them does: the mean of the scores so far, how many, and the place on the shortlist."""

    candidacy: Candidacy
    mean: Decimal | None
    scored: int


@dataclass(frozen=True)
class SelectionPage:
    """The latest competition for a post. `candidates` is None to who may not see who competes."""

    post: Post
    selection: Selection | None
    count: int
    candidates: Sequence[CandidateRow] | None


def under_way(post: Post) -> Selection | None:
    """Give the competition for a post that has not ended; None when there is none."""
    return Selection.objects.filter(post=post, stage__in=Selection.UNDER_WAY).first()


def panel_scores(selection: Selection) -> dict[str, dict[str, Decimal]]:
    """Give the scores by candidate's number, then by panelist's number; a candidate without any has an empty one."""
    found: dict[str, dict[str, Decimal]] = {
        row.person.number: {} for row in selection.candidacies.select_related("person").order_by("id")
    }
    rows = PanelScore.objects.filter(candidacy__selection=selection).select_related("candidacy__person", "panelist")
    for row in rows:
        found[row.candidacy.person.number][row.panelist.number] = row.score
    return found


def selection_page(viewer: Viewer, number: str) -> SelectionPage | None:
    """Give the page of a post's latest competition; None when there is no such post.

    Who competes is reserved: only who keeps the registers and who audits sees
    names and scores, by place and then by name. The public sees how far it is.
    """
    post = Post.objects.select_related("institution").filter(number=number).first()
    if post is None:
        return None
    selection = Selection.objects.filter(post=post).order_by("-id").first()
    if selection is None:
        return SelectionPage(post, None, 0, None)
    shown = _candidates(selection) if viewer.acts_as(*LOOKS_FOR_CONFLICTS) else None
    return SelectionPage(post, selection, selection.candidacies.count(), shown)


def _candidates(selection: Selection) -> list[CandidateRow]:
    scores = panel_scores(selection)
    rows = []
    for candidacy in selection.candidacies.select_related("person").order_by("place", "person__sort_key"):
        given = list(scores[candidacy.person.number].values())
        mean = means({"": given})[""] if given else None
        shown = round(Decimal(mean.numerator) / mean.denominator, 2) if mean is not None else None
        rows.append(CandidateRow(candidacy, shown, len(given)))
    return rows
