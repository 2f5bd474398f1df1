"""How much two projects are alike: one function over columns of pairs, for one question and for a whole portfolio.

The text decides: the best of same words, same meanings and same spelling, raised by a like purpose. Names that differ
in a number, year, place or step are siblings and count for less. Fields that agree raise the score; fields that differ
or are unknown do not lower it, since what another institution has built may be used again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from timonel.domain.matching.parts import UNKNOWN, Part, Sparse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Places = NDArray[np.int64]
    Answers = NDArray[np.bool_]

AGREEMENT: Final = {
    "institution": 0.12,
    "amount": 0.10,
    "supplier": 0.08,
    "categories": 0.08,
    "sector": 0.03,
    "dates": 0.03,
}
"""What each field that agrees adds, as a share of what the text leaves open."""
NEAR: Final = 0.9
"""Amounts of one currency are near when the lesser is at least this share of the greater."""
SPELLING_BEGINS: Final = 0.5
"""Likeness of letters that any two names have: what goes beyond it counts, up to one."""
MEANT: Final = 0.98
"""What the same meaning counts beside the same words."""
PURPOSE_RAISES, PURPOSE_ALONE = 0.3, 0.85
SIBLINGS: Final = 0.55
"""What is left of the likeness of two names that differ in a number, year, place or step."""


def scores(left: Part, at: Places, right: Part, other: Places) -> Scores:
    """Score pairs of rows, given by their places; the same for a pair in either order."""
    import numpy as np

    text = likeness(left, at, right, other)
    agreed = np.zeros_like(text)
    for field, weight in AGREEMENT.items():
        agreed += weight * agrees(field, left, at, right, other)
    raised: Scores = np.round(text + (1.0 - text) * text * agreed, 4)
    return raised


def likeness(left: Part, at: Places, right: Part, other: Places) -> Scores:
    """Say how much the texts of pairs are alike, from 0 to 1."""
    import numpy as np

    said = cosine(left.views["words"], at, right.views["words"], other)
    meant = MEANT * cosine(left.views["meanings"], at, right.views["meanings"], other)
    name = np.maximum(np.maximum(said, meant), spelling(left, at, right, other))
    purpose = cosine(left.views["purposes"], at, right.views["purposes"], other)
    name = np.maximum(name + (1.0 - name) * PURPOSE_RAISES * purpose, PURPOSE_ALONE * purpose)
    alike: Scores = np.where(apart(left, at, right, other), name * SIBLINGS, name)
    return alike


def cosine(left: Sparse, at: Places, right: Sparse, other: Places) -> Scores:
    """Give the cosine of pairs of weighed rows; the last digits, which hang on the order of summing, are cut off."""
    import numpy as np

    products = np.asarray(left[at].multiply(right[other]).sum(axis=1), dtype=np.float64).ravel()
    return np.clip(np.round(products, 5), 0.0, 1.0)


def spelling(left: Part, at: Places, right: Part, other: Places) -> Scores:
    """Say how alike the letters of two names are, the order of words aside; what any two names share counts nothing."""
    import numpy as np
    from rapidfuzz import fuzz, process

    ones, others = [left.keys[place] for place in at], [right.keys[place] for place in other]
    ratio = np.asarray(process.cpdist(ones, others, scorer=fuzz.ratio, workers=1), dtype=np.float64) / 100.0
    ratio[[not key for key in ones]] = 0.0
    beyond: Scores = (np.round(ratio, 5) - SPELLING_BEGINS) / (1.0 - SPELLING_BEGINS)
    return np.clip(beyond, 0.0, 1.0)


def apart(left: Part, at: Places, right: Part, other: Places) -> Answers:
    """Say which pairs are told apart by their names: both have numbers, places or steps, and not the same."""
    import numpy as np

    pairs = zip(at.tolist(), other.tolist(), strict=True)
    return np.array([told_apart(left.marks[one], right.marks[two]) for one, two in pairs], dtype=np.bool_)


def told_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Say whether two names have marks of one kind, and each one that the other lacks."""
    if one == other or not one or not other:
        return False
    only, only_other = ({mark.partition(":")[0] for mark in marks} for marks in (one - other, other - one))
    return bool(only & only_other)


def agrees(field: str, left: Part, at: Places, right: Part, other: Places) -> Answers:
    """Say of which pairs a field is known on both sides and agrees."""
    import numpy as np

    if field == "categories":
        pairs = zip(at.tolist(), other.tolist(), strict=True)
        shared = [not left.rows[one].categories.isdisjoint(right.rows[two].categories) for one, two in pairs]
        return np.array(shared, dtype=np.bool_)

    def both(name: str) -> tuple[Places, Places]:
        return left.columns[name][at], right.columns[name][other]

    if field == "amount":
        (one, two), (currency, other_currency) = both("amount"), both("currency")
        known = (one > 0) & (two > 0) & (currency == other_currency)
        near: Answers = known & (np.minimum(one, two) >= NEAR * np.maximum(one, two))
        return near
    if field == "dates":
        (starts, other_starts), (ends, other_ends) = both("starts"), both("ends")
        known = (starts != UNKNOWN) & (ends != UNKNOWN) & (other_starts != UNKNOWN) & (other_ends != UNKNOWN)
        together: Answers = known & (starts <= other_ends) & (other_starts <= ends)
        return together
    one, two = both(field)
    same: Answers = (one == two) & (one != UNKNOWN)
    return same
