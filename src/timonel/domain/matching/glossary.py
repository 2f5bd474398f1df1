"""Words of public-sector ICT that mean the same in Spanish and English, and words that tell sibling projects apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from timonel.domain.matching.words import number_of, stem, words

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Say that a text speaks of a group of the glossary, and in which words."""

    group: str
    said: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """Hold groups of terms that mean the same, and groups of words that tell siblings apart, under a version.

    ``apart`` maps a kind (places, steps) to groups of words that mean the same place or step.
    """

    version: str
    groups: Mapping[str, tuple[str, ...]]
    apart: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    _meanings: dict[str, dict[Phrase, str]] = field(init=False, repr=False, compare=False)
    _marks: dict[str, dict[Phrase, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        meanings = ((term, group) for group, terms in self.groups.items() for term in terms)
        marks = (
            (term, f"{kind}:{terms[0]}") for kind, groups in self.apart.items() for terms in groups for term in terms
        )
        object.__setattr__(self, "_meanings", _by_first(meanings))
        object.__setattr__(self, "_marks", _by_first(marks))

    def read(self, said: tuple[str, ...]) -> tuple[str | Found, ...]:
        """Read the words of a text from left to right: groups where a term stands, the longest first, else words."""
        return tuple(_read(said, self._meanings))

    def meanings(self, said: tuple[str, ...]) -> dict[str, str]:
        """Give the groups that a text speaks of, each with the words it does so in."""
        found: dict[str, str] = {}
        for part in self.read(said):
            if isinstance(part, Found):
                found.setdefault(part.group, part.said)
        return found

    def marks(self, said: tuple[str, ...]) -> frozenset[str]:
        """Give what would tell a project from its siblings: numbers, years, places and steps that its name has."""
        found = {part.group for part in _read(said, self._marks) if isinstance(part, Found)}
        numbers = {f"number:{number}" for word in said if (number := number_of(word)) is not None}
        return frozenset(found | numbers)


def phrase(term: str) -> Phrase:
    """Give the key under which a term is looked up: its words without accents and endings."""
    return tuple(stem(word) for word in words(term))


def _by_first(terms: Iterable[tuple[str, str]]) -> dict[str, dict[Phrase, str]]:
    by_first: dict[str, dict[Phrase, str]] = {}
    for term, group in terms:
        key = phrase(term)
        if key:
            by_first.setdefault(key[0], {}).setdefault(key, group)
    return {first: dict(sorted(of.items(), key=lambda each: -len(each[0]))) for first, of in by_first.items()}


def _read(said: tuple[str, ...], known: Mapping[str, Mapping[Phrase, str]]) -> Iterator[str | Found]:
    stems = tuple(stem(word) for word in said)
    at = 0
    while at < len(said):
        terms = known.get(stems[at], {})
        key = next((key for key in terms if stems[at : at + len(key)] == key), None)
        if key is None:
            yield said[at]
            at += 1
        else:
            yield Found(terms[key], " ".join(said[at : at + len(key)]))
            at += len(key)
