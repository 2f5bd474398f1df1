"""What a statement rests on: instruments of law, documents read, and the claims of sources that disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from timonel.domain.periods import Period

Plain = Mapping[str, Any]
"""One entry of a framework as its file says it: text, whole numbers, booleans, lists and mappings."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Name the instrument, source or act that a statement rests on, and the place in it.

    ``kind`` is ``primary`` (the text itself), ``secondary`` (told by another) or ``adoption`` (the act that adopts
    the framework). ``act`` names an instrument that an act cited and that the files do not list.
    """

    instrument: str | None = None
    source: str | None = None
    where: str | None = None
    kind: str = "primary"
    act: str | None = None

    def to_plain(self) -> dict[str, str]:
        """Write the parts that are there."""
        parts = {"instrument": self.instrument, "source": self.source, "act": self.act, "where": self.where}
        return {**{name: value for name, value in parts.items() if value}, "kind": self.kind}


ADOPTION = Basis(kind="adoption")


@dataclass(frozen=True, slots=True)
class Label:
    """Name a thing in Spanish and English; ``official`` is its legal name in ``language`` where that is neither."""

    es: str
    en: str
    official: str | None = None
    language: str | None = None

    @classmethod
    def read(cls, plain: Plain | None) -> Label | None:
        """Read a label; ``None`` stays ``None``."""
        if not plain:
            return None
        language, official = next(iter((plain.get("official") or {}).items()), (None, None))
        return cls(plain["es"], plain["en"], official, language)

    def text(self, language: str) -> str:
        """Return the name in a language; Spanish when there is no other."""
        if language == self.language and self.official:
            return self.official
        return self.en if language.startswith("en") else self.es


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold what another source says about one key of a statement."""

    about: str
    value: str
    basis: tuple[Basis, ...]
    checked_on: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """Hold what a statement rests on and when that was looked up."""

    basis: tuple[Basis, ...]
    checked_on: str | None = None

    @property
    def instruments(self) -> tuple[str, ...]:
        """Return the instruments named, in the order of the file."""
        return tuple(basis.instrument for basis in self.basis if basis.instrument)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Hold what every entry of a framework has: an id, its own dates, its ground and the words of the file."""

    id: str
    label: Label | None
    period: Period
    spans: tuple[Period, ...]
    """The own period cut to the time each of its instruments is in force; it holds where one of them does."""
    ground: Ground
    demonstration: str | None
    plain: Plain

    @property
    def basis(self) -> tuple[Basis, ...]:
        """Return what the statement rests on."""
        return self.ground.basis

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return what other sources say differently."""
        return tuple(
            Claim(claim["about"], claim["value"], read_bases(claim.get("basis"), {}), claim.get("checked_on"))
            for claim in self.plain.get("claims") or ()
        )

    @property
    def note(self) -> Label | None:
        """Return the note of the file."""
        return Label.read(self.plain.get("note"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Name a document that was read."""

    id: str
    title: str
    publisher: str
    kind: str
    plain: Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument(Statement):
    """Name a law, decree or other text; its one span is the time it is in force."""

    kind: str
    number: str | None
    issued: str | None
    published: str | None
    amends: tuple[str, ...]
    repeals: tuple[str, ...]


def read_bases(plain: Any, source_kinds: Mapping[str, str]) -> tuple[Basis, ...]:
    """Read the bases of a statement; a basis without a kind has that of its source."""
    return tuple(_basis(entry, source_kinds) for entry in plain or ())


def _basis(plain: Any, source_kinds: Mapping[str, str]) -> Basis:
    if plain == "adoption":
        return ADOPTION
    kind = plain.get("kind") or source_kinds.get(plain.get("source"), "primary")
    return Basis(plain.get("instrument"), plain.get("source"), plain.get("where"), kind, plain.get("act"))
