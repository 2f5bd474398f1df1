"""The search: one table of titles and codes, asked by words in Spanish or by the beginning of a number.

Bodies and instruments of the framework in force are found too, by the words of their names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.domain.text import folded
from timonel.governance import subjects
from timonel.governance.models import SearchEntry
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.titles import language
from timonel.governance.queries.viewers import Viewer

MOST = 50
BY_LENGTH = 2
"""How PostgreSQL weighs a find by the length of its text: the ministry before the services of its sector."""


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
        folded(words).replace("/", " "), config="spanish", search_type="websearch"
    )
    begins = Q(number__istartswith=words) | Q(codes__icontains=f" {words.lower()}")
    visible = Q()
    for kind in subjects.KINDS.values():
        visible |= Q(kind=kind.kind, number__in=kind.visible_to(viewer).order_by().values("number"))
    rows = (
        SearchEntry.objects.filter(Q(words=asked) | begins)
        .filter(visible)
        .annotate(rank=SearchRank(F("words"), asked, normalization=BY_LENGTH))
        .order_by("-rank", "title", "id")[:MOST]
    )
    listed = [
        Found(
            subjects.KINDS[row.kind].label,
            row.title,
            row.detail,
            subjects.KINDS[row.kind].url(row.number),
            row.number,
        )
        for row in rows
    ]
    return [*listed, *_of_the_framework(words)]


def _of_the_framework(words: str) -> list[Found]:
    """Give the bodies and instruments of the framework in force whose name has all the words."""
    parts = folded(words).split()
    _adoption, framework = framework_in_force()
    kinds: tuple[tuple[str | Promise, str, Mapping[str, Any]], ...] = (
        (_("Body"), "body", framework.bodies),
        (_("Instrument"), "instrument", framework.instruments),
    )
    found = [
        Found(label, name, "", reverse(f"governance:framework-{page}", args=[entry.id]), "")
        for label, page, entries in kinds
        for entry in entries.values()
        if entry.label is not None
        for name in [entry.label.text(language())]
        if all(part in folded(f"{entry.label.text('es')} {entry.label.text('en')}") for part in parts)
    ]
    return found[:MOST] if parts else []


def numbers_named(viewer: Viewer, kind: str, words: str) -> list[tuple[str, str]]:
    """Give number and title of the subjects of a kind that somebody may mean: the one of that number, or those found.

    The one whose whole title was typed stands alone, whatever else has the same words.
    """
    known = subjects.KINDS[kind]
    row = known.visible_to(viewer).filter(number=words).first()
    if row is not None:
        return [(row.number, known.title(row))]
    found = [(each.number, each.title) for each in found_for(viewer, words) if each.label == known.label]
    return [each for each in found if folded(each[1]) == folded(words)] or found
