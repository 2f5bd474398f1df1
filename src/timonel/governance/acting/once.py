"""Once: what is asked for again under the same key is not done again; its first answer is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from timonel.domain.canonical import canonical
from timonel.governance.acting.act import Answer, Asker
from timonel.governance.acting.changes import record_value
from timonel.governance.acting.errors import ActError, KeyReused, from_answer
from timonel.governance.acting.locking import Seen
from timonel.governance.models import AnswerGiven
from timonel.record.append import Statement
from timonel.record.prepared import prepared_cursor


def digest_of(code: str, post: str, values: Mapping[str, Any], seen: Seen, cause: int | None) -> bytes:
    """Give the hash of what was asked, by which another act under the same key is known."""
    asked = {"code": code, "post": post, "seen": seen, "cause": cause, "typed": record_value(dict(values))}
    return hashlib.sha256(canonical(asked)).digest()


def once(asker: Asker, key: str, digest: bytes) -> AnswerGiven:
    """Insert the key; a second asker with the same key waits here for the first to end."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "INSERT INTO governance_answergiven (asker, key, digest, given_at) VALUES (%s, %s, %s, now())"
            " ON CONFLICT (asker, key) DO NOTHING RETURNING id",
            [asker.key, key, digest],
        )
        made = cursor.fetchone()
    if made:
        return AnswerGiven(pk=made[0], asker=asker.key, key=key, digest=digest)
    return AnswerGiven.objects.get(asker=asker.key, key=key)


def kept(given: AnswerGiven | None, ended: Answer | ActError) -> list[Statement]:
    """Write down how the answer is kept under its key; nothing when there is none."""
    if given is None:
        return []
    answer = json.dumps(ended.as_answer(), ensure_ascii=False)
    return [("UPDATE governance_answergiven SET answer = %s::jsonb WHERE id = %s", [answer, given.pk])]


def again(given: AnswerGiven, digest: bytes) -> Answer:
    """Give the first answer again, be it a refusal; refused with `KeyReused` when something else was asked then."""
    answer = given.answer or {}
    if bytes(given.digest) != digest:
        raise KeyReused(key=given.key, entry=answer.get("entry"))
    if "error" in answer:
        raise from_answer(answer)
    subject = answer["subject"]
    return Answer(answer["entry"], answer["code"], subject["kind"], subject["number"], answer["findings"])
