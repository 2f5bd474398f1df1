"""Who has signed a matter as it stands now, beside who is to decide it."""

from __future__ import annotations

import json
from dataclasses import dataclass

from timonel.governance.models import SubjectRow
from timonel.record.queries import EntryFilter, entries

CO_SIGN = "governance.co_sign"


@dataclass(frozen=True)
class Signature:
    """A signature: the entry that records it, and the post that signed."""

    entry: int
    post: str

    @property
    def post_kind(self) -> str:
        """The kind of post that signed."""
        return self.post.partition("@")[0]


def signatures_on(subject: SubjectRow, power: str) -> list[Signature]:
    """Give who has signed a matter for a power since anything about it last changed, the latest first.

    Signatures follow one another without anything between: each says which
    version it signed, and with each the version grows by one.
    """
    found, version = [], subject.version
    about = EntryFilter(subject_kind=subject.kind, subject_number=subject.number, outcome="done")
    for entry in entries(about).entries:
        version -= 1
        facts = json.loads(bytes(entry.body))["facts"]
        if entry.act != CO_SIGN or facts["signed_version"] != version:
            break
        if facts["power"] == power:
            found.append(Signature(entry.seq, entry.post))
    return found
