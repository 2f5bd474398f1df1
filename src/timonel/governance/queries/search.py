"""The search: one table of titles and codes, asked by words in Spanish or by the beginning of a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
from django.utils.functional import Promise

from timonel.domain.text import folded
from timonel.governance import subjects
from timonel.governance.models import SearchEntry
from timonel.governance.queries.viewers import Viewer

MOST = 50


@dataclass(frozen=True)
class Found:
    """One thing found."""

    label: str | Promise
    title: str
    detail: str
    url: str
    number: str


def found_for(viewer: Viewer, words: str) -> Sequence[Found]:
    """Give what the viewer may see and the words find, best first: at most `MOST`.

    All words must be there, in any form (`instituciones` finds `institución`), or
    the number or a code must begin with what was typed. What is hidden from the
    viewer is absent.
    """
    if not words:
        return ()
    asked = SearchQuery(words, config="spanish", search_type="websearch") | SearchQuery(
        folded(words), config="spanish", search_type="websearch"
    )
    begins = Q(number__istartswith=words) | Q(codes__icontains=f" {words.lower()}")
    visible = Q()
    for kind in subjects.KINDS.values():
        visible |= Q(kind=kind.kind, number__in=kind.visible_to(viewer).order_by().values("number"))
    rows = (
        SearchEntry.objects.filter(Q(words=asked) | begins)
        .filter(visible)
        .annotate(rank=SearchRank(F("words"), asked))
        .order_by("-rank", "title", "id")[:MOST]
    )
    return [
        Found(
            subjects.KINDS[row.kind].label,
            row.title,
            row.detail,
            subjects.KINDS[row.kind].url(row.number),
            row.number,
        )
        for row in rows
    ]
