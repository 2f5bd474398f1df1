"""Keeping the search table true to the subjects, inside the act that changes them."""

from __future__ import annotations

from collections.abc import Sequence

from timonel.domain.text import folded
from timonel.governance import subjects
from timonel.governance.models import SubjectRow
from timonel.record.prepared import prepared_cursor

_PUT = """
INSERT INTO governance_searchentry (kind, number, title, detail, codes, words)
SELECT kind, number, title, detail, codes,
       to_tsvector('spanish', title || ' ' || detail || ' ' || plain)
FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
     AS new (kind, number, title, detail, codes, plain)
ON CONFLICT (kind, number) DO UPDATE
SET title = excluded.title, detail = excluded.detail, codes = excluded.codes, words = excluded.words
"""


def index(rows: Sequence[SubjectRow]) -> None:
    """Enter subjects into the search, or anew if they are there: title and details, as written and folded; codes.

    Folded, the parts of a word with a slash stand apart: `Director/a` is found by `director`.
    """
    known = [(row, subjects.KINDS[row.kind]) for row in rows if row.kind in subjects.KINDS]
    found = [(row, kind.kind, *kind.search_texts(row)) for row, kind in known if kind.search_texts is not None]
    if not found:
        return
    with prepared_cursor() as cursor:
        cursor.execute(
            _PUT,
            [
                [kind for _row, kind, *_rest in found],
                [row.number for row, *_rest in found],
                [title[:400] for _row, _kind, title, _detail, _codes in found],
                [detail[:400] for _row, _kind, _title, detail, _codes in found],
                [f" {codes}".lower() for *_rest, codes in found],
                [folded(f"{title} {detail}").replace("/", " ") for _row, _kind, title, detail, _codes in found],
            ],
        )
