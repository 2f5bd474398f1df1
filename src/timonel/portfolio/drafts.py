"""Drafts of proposals: kept as typed, page by page, from any number of windows; no act, and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from timonel.governance.rows import Person, Post
from timonel.portfolio.models import ProjectDraft

MOST = 50
"""How many drafts of one person are kept at once."""
LONGEST = 20_000
"""Characters kept of one answer."""


@dataclass(frozen=True)
class Conflict:
    """An answer that another window changed since this one saw it: what each says."""

    name: str
    here: Any
    there: Any


def begin_draft(person: Person, post: Post) -> ProjectDraft | None:
    """Begin a draft in a post; None past `MOST` of them."""
    if ProjectDraft.objects.filter(person=person, project=None).count() >= MOST:
        return None
    draft = ProjectDraft(person=person, post=post.number)
    draft.save()
    return draft


@transaction.atomic
def keep(draft: ProjectDraft, answers: Mapping[str, Any], seen: int) -> list[Conflict]:
    """Keep answers as they were typed, and give those that another window changed since `seen`.

    `seen` is the version that this window showed. What is in conflict is left as the other window kept it: the one
    who types sees both and sends again. What was proposed keeps no more.
    """
    row = ProjectDraft.objects.select_for_update().get(pk=draft.pk)
    conflicts = []
    changed = False
    for name, value in answers.items():
        typed = _cut(value)
        before = row.answers.get(name, [] if isinstance(typed, list) else "")
        if typed == before:
            continue
        if row.kept.get(name, 0) > seen:
            conflicts.append(Conflict(name, typed, before))
            continue
        row.answers[name], changed = typed, True
        row.kept[name] = row.version + 1
    if changed and row.project_id is None:
        row.version += 1
        row.save()
    draft.answers, draft.kept, draft.version = row.answers, row.kept, row.version
    return conflicts


def drop_draft(draft: ProjectDraft) -> None:
    """Forget a draft that was not proposed."""
    ProjectDraft.objects.filter(pk=draft.pk, project=None).delete()


def _cut(value: Any) -> Any:
    if isinstance(value, list):
        return [str(each)[:LONGEST].replace("\0", "") for each in value[:1000]]
    return str(value)[:LONGEST].replace("\0", "")
