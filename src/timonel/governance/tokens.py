"""Keys of programs: who asks when a request bears one."""

from __future__ import annotations

from hmac import compare_digest

from django.conf import settings

from timonel.governance.acting.act import Asker
from timonel.governance.actions.accounts import digest_of
from timonel.governance.models import Person
from timonel.governance.queries.rows import Columns
from timonel.record.prepared import prepared_cursor

LONGEST = 200
"""Characters of a token that are looked at; ours have 47."""
_PERSON = Columns(Person, "p")
_BEARER = f"""
SELECT t.id, t.digest, o.number, {_PERSON.sql}
FROM governance_token t
JOIN governance_person p ON p.id = t.person_id
JOIN governance_account c ON c.person_id = t.person_id
JOIN governance_post o ON o.id = t.post_id
WHERE t.digest = %s AND t.revoked_at IS NULL AND c.is_active
AND (t.expires_on IS NULL OR t.expires_on >= (
    SELECT (now() AT TIME ZONE a.time_zone)::date FROM governance_adoption a
    WHERE a.from_on <= (now() AT TIME ZONE a.time_zone)::date ORDER BY a.from_on DESC, a.id DESC LIMIT 1
))
"""


def asker_of_token(authorization: str | None) -> Asker | None:
    """Give who asks, from the header `Authorization: Bearer …`: the token's person, in the token's post.

    None without a token, and for one that nobody issued, that is revoked, whose
    last day is over by the legal day, or whose person's account is closed.
    Whether the person still holds the post is the frame's to ask. One query: it
    looks up the digest, from which nobody can learn a token by timing.
    """
    scheme, _, secret = (authorization or "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret or len(secret) > LONGEST:
        return None
    digest = digest_of(secret)
    with prepared_cursor() as cursor:
        cursor.execute(_BEARER, [digest])
        found = cursor.fetchone()
    if found is None:
        return None
    token, kept, post, *person = found
    if not compare_digest(bytes(kept), digest):
        return None
    return Asker(_PERSON.row(person), f"token:{token}", post, settings.ACTS_A_MINUTE)
