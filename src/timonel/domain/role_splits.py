"""Which roles overlap, so that keeping them in two posts needs a case."""

from __future__ import annotations

from typing import Final

from timonel.domain.findings import Finding, Outcome
from timonel.domain.legal import Basis
from timonel.domain.mandates import Post

OVERLAPPING: Final = (frozenset({"cio", "cdto"}), frozenset({"cio", "digital-officer"}))
"""Pairs of roles whose work overlaps: the CIO's and that of who leads digital transformation."""
GROUND: Final = Basis(source="oecd-2016", where="lines 458-460", kind="secondary")


def overlap(one: Post, other: Post) -> bool:
    """Say whether two kinds of post have overlapping roles and are two people's.

    Posts that the framework gives to the same person are one, however many they are.
    """
    together = other.id in one.same_person_as or one.id in other.same_person_as
    return frozenset({one.role, other.role}) in OVERLAPPING and not together


def split_without_case(post: str, beside: str) -> Finding:
    """Give the warning that two overlapping posts are kept apart and no case for it is filed; it refuses nothing."""
    return Finding(
        "role-split", Outcome.FOUND, (GROUND,), "roles-overlap-without-case", {"post": post, "beside": beside}
    )
