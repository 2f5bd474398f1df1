"""What the command line says to a refusal: the sentence of its code, after the code."""

from __future__ import annotations

import sys

from timonel.domain.errors import TimonelError
from timonel.site.cli.words import _, gettext_noop

RECORD = {
    "record-empty": gettext_noop("Nothing is recorded yet."),
    "record-inconsistent": gettext_noop(
        "The record does not go on from the checkpoint of %(checkpoint)s entries. Run: timonel record verify"
    ),
    "no-such-entry": gettext_noop("There is no entry %(entry)s."),
    "no-such-checkpoint": gettext_noop("There is no checkpoint of %(size)s entries."),
    "key-missing": gettext_noop("The record's key is not in %(path)s: put it back from a copy."),
    "key-unreadable": gettext_noop("The record's key in %(path)s cannot be read: %(why)s."),
    "key-open-to-others": gettext_noop("Others may read the record's key in %(path)s: take that from them (0600)."),
    "time-stamp-unreadable": gettext_noop("The file is no time-stamp (RFC 3161) that can be read."),
    "time-stamp-of-something-else": gettext_noop(
        "The time-stamp is not of the checkpoint of %(checkpoint)s entries as it was printed."
    ),
}
"""Sentences of the record's codes; those of acts are governance's."""


def refused(refusal: Exception) -> str:
    """Say why a command was refused; what has no sentence says itself."""
    if not isinstance(refusal, TimonelError):
        return str(refusal)
    if refusal.code in RECORD:
        return f"{refusal.code}: {_(RECORD[refusal.code]) % refusal.params}"
    if "timonel.governance.models" in sys.modules:  # Django is there, and was not set up for that alone
        from timonel.governance.sentences import CODES, sentence

        if refusal.code in CODES:
            return f"{refusal.code}: {sentence(refusal.code, refusal.params)}"
    return str(refusal)
