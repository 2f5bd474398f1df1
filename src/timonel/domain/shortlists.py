"""Who is on the shortlist of a competition, from the scores of its panel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from timonel.domain.errors import TimonelError


class UnscoredCandidate(TimonelError):
    """A candidate has no score, so that nobody can be compared with them."""

    code = "scores-missing"


def means(scores: Mapping[str, Sequence[Decimal]]) -> dict[str, Fraction]:
    """Give each candidate's mean score, exactly; ``UnscoredCandidate`` for one without any."""
    for candidate, given in scores.items():
        if not given:
            raise UnscoredCandidate(candidate=candidate)
    return {name: sum(map(Fraction, given), Fraction(0)) / len(given) for name, given in scores.items()}


def shortlist(scores: Mapping[str, Sequence[Decimal]], size: int) -> dict[str, int]:
    """Give who is on the shortlist with their place: the best by mean score, as many as its size.

    Those who have the same mean share a place. All who tie for the last place
    are on it, so that it may be longer than its size and never leaves one of
    two equals out. With fewer candidates than its size all are on it.
    """
    found = means(scores)
    places = {name: 1 + sum(other > mean for other in found.values()) for name, mean in found.items()}
    return {name: place for name, place in sorted(places.items(), key=lambda each: (each[1], each[0])) if place <= size}
