"""Whose signature a power demands beside that of who exercises it, and whose is still missing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from timonel.domain.findings import Finding, Outcome
from timonel.domain.mandates import Framework, Holder, Mandate


def signs_for(framework: Framework, post: str, holder: Holder) -> bool:
    """Say whether a kind of post signs for a holder: it is that post, or acts for that body."""
    kind = framework.posts.get(post)
    return post == holder.id if holder.kind == "post" else kind is not None and holder.id in kind.acts_for


def signature_is_asked(framework: Framework, post: str, power: str, on: date) -> Finding:
    """Say whether the framework asks a kind of post to sign beside who exercises a power, in some case, on a day."""
    params = {"post": post, "power": power}
    for grant in framework.grants.get(power, ()):
        for holder, _condition, ground in grant.co_signatures:
            resolved = framework.resolved(holder, ground.instruments, on)
            if signs_for(framework, post, resolved):
                return Finding("co-signature", Outcome.HOLDS, ground.basis, "co-signature-asked", params)
    return Finding("co-signature", Outcome.FAILS, code="co-signature-not-asked", params=params)


def missing_signatures(framework: Framework, held: Mandate, signed: Collection[str]) -> list[Finding]:
    """List the signatures that a mandate demands and that none of the kinds of post who signed can give.

    One that depends on facts nobody knows is demanded too: what the law leaves
    open is no leave to go without.
    """
    return [
        Finding(
            "co-signature",
            Outcome.FAILS,
            each.basis,
            "co-signature-demanded",
            {"signer": each.holder.id, "power": held.rule},
        )
        for each in held.co_signatures
        if not any(signs_for(framework, post, each.holder) for post in signed)
    ]
