"""What must be true of the tables after every kill, asked in SQL behind the program's back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psycopg

from tests.durability.acting import Asked
from timonel.site.embedded import roles
from timonel.site.embedded.server import Server

SUBJECTS = {
    "person": "governance_person",
    "institution": "governance_institution",
    "post": "governance_post",
    "adoption": "governance_adoption",
}
MADE = {
    "governance.declare_interest": "SELECT entry FROM governance_interest",
    "governance.open_account": "SELECT entry FROM governance_letter",
}
"""Which rows an act makes, by the entry that they must name."""


class Auditor:
    """Compares the record with the tables and with what the clients were told.

    `size` is how much of the record it has seen; what lies before is asked about again only when everything is.
    What was there when it began is taken as given.
    """

    def __init__(self, server: Server) -> None:
        self.server = server
        self.connect()
        self.begun = self.size = self.one("SELECT size FROM record_head")

    def connect(self) -> None:
        """Connect, unless the connection still lives."""
        with suppress(AttributeError, psycopg.OperationalError):
            self.link.execute("SELECT")
            return
        self.close()
        self.link = self.server.connect(roles.APP, roles.DATABASE)

    def close(self) -> None:
        with suppress(AttributeError):
            self.link.close()

    def all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.link.execute(query, values).fetchall()  # type: ignore[arg-type]

    def one(self, query: str, *values: Any) -> Any:
        return self.all(query, *values)[0][0]

    def audit(self, answered: Sequence[Asked], *, everything: bool = False) -> None:
        """Check what has been recorded since the last time, or all; `answered` is what clients were told of it."""
        since = self.begun if everything else self.size
        self._record_is_whole(since)
        self._record_holds_what_was_told(answered, since)
        self._answers_are_kept(answered)
        self._subjects_are_as_recorded(since)
        self._rows_are_as_recorded(since)
        self.size = self.one("SELECT size FROM record_head")

    def _record_is_whole(self, since: int) -> None:
        size = self.one("SELECT size FROM record_head")
        found = self.all("SELECT seq FROM record_entry WHERE seq >= %s ORDER BY seq", since)
        assert [seq for (seq,) in found] == list(range(since, size))
        leaves = self.all('SELECT "index" FROM record_node WHERE level = 0 AND "index" >= %s ORDER BY "index"', since)
        assert leaves == found
        falling = "SELECT count(*) FROM record_entry a JOIN record_entry b ON b.seq = a.seq + 1"
        assert self.one(f"{falling} WHERE b.seq >= %s AND b.recorded_at < a.recorded_at", since) == 0

    def _record_holds_what_was_told(self, answered: Sequence[Asked], since: int) -> None:
        """Each act told of is one entry, and each entry is of an act told of."""
        told = {
            asked.entry: (asked.code, "done" if asked.done else "refused")
            for asked in answered
            if asked.entry is not None
        }
        assert len(told) == sum(asked.entry is not None for asked in answered), "two acts were told of one entry"
        recorded = self.all("SELECT seq, act, outcome FROM record_entry WHERE seq >= %s", since)
        assert {seq: (act, outcome) for seq, act, outcome in recorded} == told

    def _answers_are_kept(self, answered: Sequence[Asked]) -> None:
        assert self.one("SELECT count(*) FROM governance_answergiven WHERE answer IS NULL") == 0
        keys = [asked.key for asked in answered]
        kept = dict(
            self.all("SELECT key, (answer->>'entry')::bigint FROM governance_answergiven WHERE key = ANY(%s)", keys)
        )
        assert kept == {asked.key: asked.entry for asked in answered}

    def _subjects_are_as_recorded(self, since: int) -> None:
        """Each subject counts the acts done on it and names the last; no row is without its entry, nor the reverse.

        Entry 0 makes the first registrar and their post, and counts on neither.
        """
        for kind, table in SUBJECTS.items():
            differing = self.all(
                f"""
                WITH recorded AS (
                    SELECT subject_number AS number, count(*) FILTER (WHERE seq > 0) AS version, max(seq) AS last_entry
                    FROM record_entry WHERE subject_kind = %s AND outcome = 'done' GROUP BY 1
                )
                SELECT number, t.version, r.version, t.last_entry, r.last_entry
                FROM {table} t FULL JOIN recorded r USING (number)
                WHERE (coalesce(r.last_entry, %s) >= %s OR t.number IS NULL)
                AND (t.version, t.last_entry) IS DISTINCT FROM (coalesce(r.version, 0), coalesce(r.last_entry, 0))
                """,
                kind,
                since,
                since,
            )
            assert not differing, (kind, differing[:5])
        assert self.all("SELECT number FROM governance_person WHERE last_entry IS NULL") == []
        unfound = "SELECT number FROM governance_person EXCEPT SELECT number FROM governance_searchentry"
        assert len(self.all(f"{unfound} WHERE kind = 'person'")) <= 1

    def _rows_are_as_recorded(self, since: int) -> None:
        for act, rows in MADE.items():
            named = Counter(entry for (entry,) in self.all(rows) if entry is None or entry >= since)
            done = "SELECT seq FROM record_entry WHERE act = %s AND outcome = 'done' AND seq >= %s"
            assert named == Counter(seq for (seq,) in self.all(done, act, since)), act
        opened = "SELECT count(*) FROM record_entry WHERE act = 'governance.open_account' AND outcome = 'done'"
        assert self.one("SELECT count(*) FROM governance_account") == 1 + self.one(opened)
        versions = """
            SELECT number, count(*), max(name) FILTER (WHERE upper_inf(period))
            FROM governance_institution i JOIN governance_institutionversion v ON v.institution_id = i.id
            GROUP BY number, version HAVING count(*) <> version OR count(*) FILTER (WHERE upper_inf(period)) <> 1
        """
        assert self.all(versions) == []
        withheld = """
            SELECT seq FROM record_entry e WHERE act = 'governance.register_person' AND outcome = 'done' AND seq >= %s
            AND (SELECT count(*) FROM record_opening o WHERE o.entry_id = e.seq) <> 2
        """
        assert self.all(withheld, since) == []
