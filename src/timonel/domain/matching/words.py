"""The words of a name as matching reads them: without accents, endings and words that say nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from timonel.domain.text import folded

CUT: Final = 6
"""Letters of a word that count: what follows is mostly ending (gestión, gestionar; register, registration)."""
SHORTEST_INITIALS, LONGEST_INITIALS = 3, 8
_TOKEN = re.compile(r"[a-z0-9]+(?:&[a-z0-9]+)*")
_PREFIX = re.compile(r"\b([a-z])-(?=[a-z]{2})")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")
_ROMAN = {numeral: str(value) for value, numeral in enumerate(_ROMANS, start=1)}
_SAYING_NOTHING = (
    "a al ante con como cual de del desde e el en entre es esta este la las lo los mas ni o para pero por que se sin "
    "sobre su sus u un una unas uno unos y "
    "an and are as at be by for from has have in into is its of on or that the their this to via which will with"
)
STOPS: Final = frozenset(_SAYING_NOTHING.split(" "))
_KINDS_OF_WORK = "programa programas programme program proyecto proyectos project projects iniciativa initiative"
_GENERIC = frozenset(_KINDS_OF_WORK.split(" "))
"""Words that tell nothing of what a project is for."""


def words(text: str) -> tuple[str, ...]:
    """Split a text into words in small letters without accents; words that say nothing (de, of) are left out."""
    plain = _PREFIX.sub(r"\1", folded(text))
    return tuple(word for word in _TOKEN.findall(plain) if word not in STOPS)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Take the plural and the last vowel off a word, so that electrónicas, electrónico and electronic are one."""
    if len(word) > 3 and word[-1] == "s" and word[-2] != "s":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "aeo" else word


def cut(word: str) -> str:
    """Keep the first six letters of a word."""
    return word[:CUT]


def telling(said: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out words such as programme or project, unless nothing else is left."""
    return tuple(word for word in said if word not in _GENERIC) or said


def initials(said: tuple[str, ...]) -> tuple[str, ...]:
    """Give the short forms that a name may go by: its initials, with and without words such as programme around it.

    Names of fewer than three or more than eight words have none.
    """
    forms = []
    start, end = 0, len(said)
    while start < end and said[start] in _GENERIC:
        start += 1
    while end > start and said[end - 1] in _GENERIC:
        end -= 1
    for run in (said, said[start:end]):
        if SHORTEST_INITIALS <= len(run) <= LONGEST_INITIALS:
            forms.append("".join(word[0] for word in run))
    return tuple(dict.fromkeys(forms))


def number_of(word: str) -> str | None:
    """Read a word as a number: digits (also 2b, fy13, v2), or a Roman numeral up to XVI; ``None`` when it is none."""
    if word in _ROMAN:
        return _ROMAN[word]
    digits = "".join(letter for letter in word if letter.isdigit())
    if not digits:
        return None
    return word.lstrip("0") or "0" if word.isdigit() else word
