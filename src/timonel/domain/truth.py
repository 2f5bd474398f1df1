"""Three-valued truth: what the law or a source leaves open is neither yes nor no."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Truth(IntEnum):
    """Answer yes, no or unknown, after Kleene; the numbers are those of column expressions (int8)."""

    NO = 0
    YES = 1
    UNKNOWN = 2

    @classmethod
    def of(cls, known: bool | None) -> Truth:
        """Turn a boolean into a truth; ``None`` is unknown."""
        if known is None:
            return cls.UNKNOWN
        return cls.YES if known else cls.NO

    def negated(self) -> Truth:
        """Turn yes into no and no into yes; unknown stays."""
        return _NEGATED[self]


_NEGATED = {Truth.NO: Truth.YES, Truth.YES: Truth.NO, Truth.UNKNOWN: Truth.UNKNOWN}


def all_of(truths: Iterable[Truth]) -> Truth:
    """Say yes if all are yes (also of none), no if one is no, else unknown."""
    answer = Truth.YES
    for truth in truths:
        if truth is Truth.NO:
            return Truth.NO
        if truth is Truth.UNKNOWN:
            answer = Truth.UNKNOWN
    return answer


def any_of(truths: Iterable[Truth]) -> Truth:
    """Say yes if one is yes, no if all are no (also of none), else unknown."""
    answer = Truth.NO
    for truth in truths:
        if truth is Truth.YES:
            return Truth.YES
        if truth is Truth.UNKNOWN:
            answer = Truth.UNKNOWN
    return answer
