"""Which matters are a post's, where the framework states its duties."""

from __future__ import annotations

from timonel.domain.findings import Finding, Outcome
from timonel.domain.legal import Label
from timonel.domain.mandates import Framework
from timonel.domain.text import folded


def duties_of(framework: Framework, post: str) -> tuple[Label, ...]:
    """Give the duties that the framework states for a kind of post; none where it states none."""
    kind = framework.posts.get(post)
    stated = kind.plain.get("duties") if kind is not None else None
    return tuple(label for duty in stated or () if (label := Label.read(duty)) is not None)


def is_among_its_duties(framework: Framework, post: str, matter: str) -> Finding:
    """Say whether a matter is one of the duties of a kind of post.

    It is named as the framework names the duty, in Spanish or English, without
    regard to capitals and accents. Where no duties are stated any matter is.
    """
    duties = duties_of(framework, post)
    params = {"post_kind": post, "matter": matter, "duties": "; ".join(duty.es for duty in duties)}
    if not duties:
        return Finding("duties", Outcome.HOLDS, code="duties-not-stated", params={"post_kind": post})
    bases = framework.posts[post].basis
    if folded(matter) in {folded(name) for duty in duties for name in (duty.es, duty.en)}:
        return Finding("duties", Outcome.HOLDS, bases, "among-its-duties", params)
    return Finding("duties", Outcome.FAILS, bases, "not-among-its-duties", params)
