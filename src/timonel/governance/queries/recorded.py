"""The file (expediente) of a subject: its entries in the record, as sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from timonel.governance import subjects
from timonel.governance.queries.shown_changes import ChangeWords, Labels, ShownRow, numbers_named
from timonel.governance.queries.viewers import Viewer
from timonel.governance.sentences import act_sentence, act_title
from timonel.record.queries import EntryFilter, entries
from timonel.record.queries import entry as recorded_entry

if TYPE_CHECKING:
    from timonel.record.models import Entry

MOST = 100


@dataclass(frozen=True)
class RecordedAct:
    """One act of a file, as the time line shows it."""

    number: int
    day: date
    sentence: str
    outcome: str
    post: str
    note: str
    certificate_url: str


def titles_of(viewer: Viewer, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Give the titles of subjects by kind and number; those the viewer may not see go by their number alone."""
    titles = {}
    for kind in {kind for kind, _number in wanted}:
        known = subjects.KINDS.get(kind)
        if known is None:
            continue
        numbers = {number for other, number in wanted if other == kind}
        for row in known.visible_to(viewer).filter(number__in=numbers):
            titles[(kind, row.number)] = known.title(row)
    return titles


def as_acts(viewer: Viewer, rows: Sequence[Entry]) -> list[RecordedAct]:
    """Give entries as sentences, with the titles of what they are about."""
    posts = [("post", row.post) for row in rows]
    people = {row.seq: _people_of(row) for row in rows}
    concerned = [("person", number) for numbers in people.values() for number in numbers]
    titles = titles_of(viewer, [*((row.subject_kind, row.subject_number) for row in rows), *posts, *concerned])
    return [
        RecordedAct(
            row.seq,
            row.on_day,
            _sentence(row, titles.get((row.subject_kind, row.subject_number), row.subject_number)),
            row.outcome,
            titles.get(("post", row.post), row.post),
            ", ".join(titles[("person", each)] for each in people[row.seq] if ("person", each) in titles),
            reverse("record-entry", args=[row.seq]),
        )
        for row in rows
    ]


def _sentence(row: Entry, subject: str) -> str:
    """Say what was done; of what was refused, that it was not."""
    if row.outcome == "done":
        return act_sentence(row.act, subject)
    asked = f"{act_title(row.act)} ({subject})" if subject else act_title(row.act)
    return _("Not done: %(act)s") % {"act": asked}


def _people_of(row: Entry) -> Sequence[str]:
    """Give the numbers of the people whom an act on something else concerns: who was appointed, who is absent."""
    if row.subject_kind == "person":
        return ()
    changes = json.loads(bytes(row.body))["changes"]
    columns = changes.values() if isinstance(changes, dict) else ()
    named = [each.get("person") for each in columns if isinstance(each, dict)]
    return list(dict.fromkeys(number for number in named if isinstance(number, str) and number))


def file_of(viewer: Viewer, kind: str, number: str) -> list[RecordedAct]:
    """Give the last entries about a subject, newest first: what was done and what was refused."""
    asked = EntryFilter(subject_kind=kind, subject_number=number)
    return as_acts(viewer, entries(asked, limit=MOST).entries)


def latest_acts(viewer: Viewer, most: int) -> list[RecordedAct]:
    """Give the newest entries of the whole record."""
    return as_acts(viewer, entries(EntryFilter(), limit=most).entries)


def acts_since(
    viewer: Viewer, since: date, *, post: str | None, institution: str | None, most: int = 20
) -> list[RecordedAct]:
    """Give what was done since a day in a post or about its institution, newest first; nothing for neither."""
    asked = [EntryFilter(post=post, since=since)] if post else []
    asked += [EntryFilter(body=institution, since=since)] if institution else []
    rows = {row.seq: row for each in asked for row in entries(each, limit=most).entries}
    return as_acts(viewer, [rows[seq] for seq in sorted(rows, reverse=True)][:most])


@dataclass(frozen=True)
class EntryPage:
    """One entry as its page shows it: the sentence, who did it, what changed, and its neighbours."""

    act: RecordedAct
    entry: Entry
    body: dict[str, Any]
    subject: str
    subject_url: str | None
    person: str
    changes: list[ShownRow]
    previous: int | None
    next: int | None
    post_title: str

    @property
    def leaf(self) -> str:
        """The leaf hash of the entry, in hexadecimal."""
        return bytes(self.entry.leaf).hex()


def entry_page(viewer: Viewer, seq: int, labels: Labels) -> EntryPage | None:
    """Give one entry of the record, with what each act calls its inputs; None when there is none of that number."""
    row = recorded_entry(seq)
    if row is None:
        return None
    body = json.loads(bytes(row.body))
    changes = body["changes"] if isinstance(body["changes"], dict) else {}
    changes = {what: columns for what, columns in changes.items() if isinstance(columns, dict)}
    about = (row.subject_kind, row.subject_number)
    who = ("person", str(body["person"] or ""))
    titles = titles_of(viewer, [about, who, ("post", row.post), *numbers_named(changes, row.subject_kind)])
    return EntryPage(
        as_acts(viewer, [row])[0],
        row,
        body,
        titles.get(about, row.subject_number),
        subjects.url_of(*about) if row.subject_kind else None,
        titles.get(who, who[1]),
        ChangeWords(row.act, labels, titles).rows(changes, row.subject_kind),
        seq - 1 if seq else None,
        seq + 1 if recorded_entry(seq + 1) is not None else None,
        titles.get(("post", row.post), row.post),
    )
