"""What the entries of a framework are called, where their pages are, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from timonel.domain.facts import FLAGS
from timonel.domain.legal import Basis, Label, Plain, Statement, read_bases
from timonel.domain.mandates import Holder
from timonel.domain.powers import FUNCTIONS, POWERS
from timonel.governance.queries.framework_pages.chosen import Chosen, text_of
from timonel.governance.queries.framework_pages.matters import MATTERS
from timonel.governance.queries.framework_pages.wording import day_words, place_words
from timonel.governance.queries.framework_pages.words import word
from timonel.governance.queries.titles import language
from timonel.pages.explanations import BasisLine


class Link(NamedTuple):
    """A name, with the address of its page where it has one."""

    text: str
    url: str = ""


class ClaimLine(NamedTuple):
    """What another source says of one part of a statement."""

    about: str
    value: str
    basis: tuple[BasisLine, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a statement rests on, when that was looked up, and what other sources say."""

    basis: tuple[BasisLine, ...]
    checked_on: str
    demonstration: bool
    note: str = ""
    claims: tuple[ClaimLine, ...] = ()


class Names:
    """Name the entries of one chosen framework in the reader's language."""

    def __init__(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self.framework = chosen.framework
        self.language = language()

    def label(self, label: Label | None, otherwise: str) -> str:
        """Give a label in the reader's language, or what it is called otherwise."""
        return label.text(self.language) if label is not None else otherwise

    def _pair(self, pair: tuple[str, str] | None, otherwise: str) -> str:
        return otherwise if pair is None else pair[self.language == "en"]

    # --- entries

    def body(self, name: str) -> Link:
        """Name a body, with its page."""
        entry = self.framework.bodies.get(name)
        if entry is None:
            return Link(name)
        return Link(self.label(entry.label, name), self.chosen.link("framework-body", name))

    def post(self, name: str) -> Link:
        """Name a post, with the page of the body it belongs to where there is one."""
        entry = self.framework.posts.get(name)
        if entry is None:
            return Link(name)
        url = self.chosen.link("framework-body", entry.of.id) if isinstance(entry.of, Holder) else ""
        return Link(self.label(entry.label, name), f"{url}#post-{name}" if url else "")

    def holder(self, holder: Holder) -> Link:
        """Name a post or body."""
        return self.body(holder.id) if holder.kind == "body" else self.post(holder.id)

    def plain_holder(self, plain: Any) -> Link | None:
        """Name a holder as files write it; ``none`` and ``not_stated`` are nobody."""
        found = Holder.read(plain)
        return None if found is None else self.holder(found)

    def either(self, name: str) -> Link:
        """Name what is a body or a post of that id; bodies first."""
        return self.body(name) if name in self.framework.bodies else self.post(name)

    def instrument(self, name: str) -> Link:
        """Name an instrument, with its page."""
        entry = self.framework.instruments.get(name)
        if entry is None:
            return Link(name)
        return Link(self.label(entry.label, name), self.chosen.link("framework-instrument", name))

    def parameter(self, name: str) -> Link:
        """Name a parameter, with its place on the page of parameters."""
        entry = self.framework.parameters.get(name)
        if entry is None:
            return Link(name)
        return Link(self.label(entry.label, name), f"{self.chosen.link('framework-parameters')}#{name}")

    def power(self, name: str) -> str:
        """Name a power of the vocabulary."""
        known = POWERS.get(name)
        return self._pair((known.es, known.en) if known else None, name)

    def function(self, name: str) -> str:
        """Name a function of the vocabulary."""
        return self._pair(FUNCTIONS.get(name), name)

    def product(self, product: str) -> str:
        """Name a product of the project models: as the first that asks for it calls it."""
        phases = [phase for model in self.framework.models.values() for phase in model.phases or ()]
        asked = [item for phase in phases for name, item in (phase.get("products") or {}).items() if name == product]
        label = Label.read(asked[0]["label"]) if asked else None
        return label.text(self.language) if label is not None else product

    def flag(self, name: str) -> str:
        """Name a flag: the country's own, or one of the vocabulary."""
        own = self.framework.flags.get(name)
        return self.label(own, name) if own else self._pair(FLAGS.get(name), name)

    def matter(self, name: str) -> str:
        """Name a matter: a function of that name, a matter we have a word for, or the country's own word."""
        known = FUNCTIONS.get(name)
        return self._pair(known, name) if known else word(MATTERS, name).replace("-", " ")

    def matters(self, names: Iterable[str] | None) -> str:
        """Name matters; none named means all."""
        return _("all matters") if names is None else ", ".join(sorted(self.matter(name) for name in names))

    def entry(self, section: str, name: str) -> Link:
        """Name an entry of any section; grants go by the name of their power."""
        known = {"bodies": self.body, "posts": self.post, "instruments": self.instrument, "parameters": self.parameter}
        if section in known:
            return known[section](name)
        if section == "powers":
            return Link(self.power(name.partition("/")[0]), self.chosen.link("framework-powers"))
        found: Any = getattr(self.framework, section, {}).get(name)
        return Link(self.label(getattr(found, "label", None), name))

    # --- grounds

    @cached_property
    def _source_kinds(self) -> dict[str, str]:
        return {name: source.kind for name, source in self.framework.sources.items()}

    def bases(self, plain: Any) -> tuple[Basis, ...]:
        """Read the bases of an inner statement as its file writes them."""
        return read_bases(plain, self._source_kinds)

    def basis(self, basis: Basis, full: bool = False) -> BasisLine:
        """Cite what a statement rests on: instrument and article; else the document that was read, and where in it.

        In full the document goes by its title, otherwise by its publisher and year.
        """
        if basis.kind == "adoption" and not basis.act:
            return BasisLine(_("the act that adopts the framework"))
        name, url = basis.act or "", ""
        if basis.instrument:
            name, url = self.instrument(basis.instrument)
        elif basis.source:
            name, url = self.source(basis.source, full)
        parts = [name, place_words(basis.where or "")]
        if basis.instrument and basis.source:
            parts.append(_("as told by %(source)s") % {"source": self.source(basis.source, full).text})
        elif basis.kind == "secondary" and full:
            parts.append(_("secondary source"))
        return BasisLine(", ".join(part for part in parts if part), url)

    def cited(self, bases: Iterable[Basis], full: bool = False) -> tuple[BasisLine, ...]:
        """Cite several, each once."""
        return tuple(dict.fromkeys(self.basis(basis, full) for basis in bases))

    def source(self, name: str, full: bool = True) -> Link:
        """Name a document that was read, by its title or, in short, by its publisher and year."""
        source = self.framework.sources.get(name)
        if source is None:
            return Link(name)
        short = " ".join(part for part in (source.publisher, str(source.plain.get("published_on") or "")[:4]) if part)
        return Link(f"{source.title} ({short})" if full else short, str(source.plain.get("url") or ""))

    def grounds(self, statement: Statement) -> Grounds:
        """Say what a statement rests on."""
        return Grounds(
            self.cited(statement.basis),
            day_words(statement.ground.checked_on) if statement.ground.checked_on else "",
            statement.demonstration is not None,
            self.label(statement.note, ""),
            self.claims(statement.plain),
        )

    def claims(self, plain: Plain) -> tuple[ClaimLine, ...]:
        """Say what other sources say differently."""
        return tuple(
            ClaimLine(
                claim["about"],
                claim["value"],
                self.cited(self.bases(claim.get("basis"))),
                text_of(claim["note"]) if claim.get("note") else "",
            )
            for claim in plain.get("claims") or ()
        )
