"""Keys of programs: who asks when a request bears one."""

from __future__ import annotations

from hmac import compare_digest

from django.db.models import Q
from django.db.models.expressions import RawSQL

from timonel.governance.acting.act import Asker
from timonel.governance.actions.accounts import digest_of
from timonel.governance.models import Token

LONGEST = 200
"""Characters of a token that are looked at; ours have 47."""
_LEGAL_TODAY = RawSQL(
    "(SELECT (now() AT TIME ZONE a.time_zone)::date FROM governance_adoption a"
    " WHERE a.from_on <= (now() AT TIME ZONE a.time_zone)::date ORDER BY a.from_on DESC, a.id DESC LIMIT 1)",
    (),
)


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
    token = (
        Token.objects.select_related("person", "post")
        .filter(Q(expires_on=None) | Q(expires_on__gte=_LEGAL_TODAY))
        .filter(digest=digest, revoked_at=None, person__account__is_active=True)
        .first()
    )
    if token is None or not compare_digest(bytes(token.digest), digest):
        return None
    return Asker(token.person, f"token:{token.pk}", token.post.number)
