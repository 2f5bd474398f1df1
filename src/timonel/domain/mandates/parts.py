"""The parts of a framework as typed entries; each keeps the words of its file in ``plain``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from timonel.domain.conditions.shape import Condition
from timonel.domain.facts import UNKNOWN as UNKNOWN_FACT
from timonel.domain.facts import InstitutionFacts, Known
from timonel.domain.legal import Ground, Label, Plain, Statement
from timonel.domain.periods import Period
from timonel.domain.truth import Truth, all_of


class Holder(NamedTuple):
    """Name who holds something: a post or a body, by id."""

    kind: str
    id: str

    @classmethod
    def read(cls, plain: Any) -> Holder | None:
        """Read ``{post: x}`` or ``{body: x}``; ``none`` and ``not_stated`` are no holder."""
        if not isinstance(plain, dict):
            return None
        kind = "post" if "post" in plain else "body"
        return cls(kind, plain[kind])


@dataclass(frozen=True, slots=True)
class ReportingLine:
    """Say to whom a body or post reports, in which matters (none named: in all)."""

    whom: Holder
    matters: frozenset[str] | None
    spans: tuple[Period, ...]
    ground: Ground


@dataclass(frozen=True, slots=True)
class Continuation:
    """Say that what instruments grant to one is another's from a day on; without instruments named, all of them."""

    by: Holder
    instruments: frozenset[str] | None
    matters: frozenset[str] | None
    spans: tuple[Period, ...]
    ground: Ground


@dataclass(frozen=True, slots=True)
class Institutions:
    """Describe a set of institutions: all the keys that are given must match, one word of each is enough."""

    keys: tuple[tuple[str, frozenset[str]], ...] = ()
    flags: tuple[str, ...] = ()

    @classmethod
    def read(cls, plain: Plain | None) -> Institutions | None:
        """Read the filter of a grant, autonomy or condition."""
        if plain is None:
            return None
        keys = tuple((name, frozenset(words)) for name, words in plain.items() if name not in ("flag", "exempt"))
        return cls(keys, tuple(plain.get("flag") or ()))

    def include(self, institution: InstitutionFacts) -> Truth:
        """Say whether an institution is one of them; unknown where a fact that is asked for is."""
        truths = [_is_one_of(getattr(institution, name), words) for name, words in self.keys]
        if self.flags:
            found = [institution.has(flag) for flag in self.flags]
            truths.append(max(found, key=lambda truth: (truth is Truth.YES, truth is Truth.UNKNOWN)))
        return all_of(truths)


def _is_one_of(fact: Known[str], words: frozenset[str]) -> Truth:
    return Truth.UNKNOWN if fact is UNKNOWN_FACT else Truth.of(fact in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Statement):
    """A ministry, agency, council, committee: what established it and to whom it reports."""

    kind: str
    established_by: tuple[str, ...] | str
    """Instruments, or ``none`` (stated to have no legal basis), or ``not_stated``."""
    level: str | None
    institution_type: str | None
    part_of: str | None
    leads: bool
    reports_to: tuple[ReportingLine, ...]
    continued_by: tuple[Continuation, ...]
    functions: tuple[tuple[str, str | None, tuple[Period, ...], Ground], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Statement):
    """An office: CIO, minister, focal point; of a body, or one in each institution."""

    role: str
    family: str
    of: str | Holder
    """A body, or ``institution``, ``ministry``, ``platform``."""
    heads: str | None
    acts_for: frozenset[str]
    substitutes: tuple[str, ...]
    same_person_as: tuple[str, ...]
    privileged: bool
    reports_to: tuple[ReportingLine, ...]
    continued_by: tuple[Continuation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Statement):
    """Who holds a power, over whom, in which matters, how strongly, with whose co-signature."""

    power: str
    holders: tuple[Holder, ...]
    answer: str | None
    """``none``, ``not_stated`` or ``anyone`` where no holder is named."""
    intensity: str | None
    reach: str | None
    only: Institutions | None
    exempted: Institutions | None
    matters: frozenset[str] | None
    when: Condition | None
    co_signatures: tuple[tuple[Holder, Condition | None, Ground], ...]
    in_fact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval(Statement):
    """A decision that cases need: of which objects, when, by whom, with which effect."""

    objects: frozenset[str]
    when: Condition | None
    decided_by: Holder | None
    effect: str
    order: int
    at: str | None
    power: str | None
    time_limit: str | None
    silence: str | None
    light_path: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Statement):
    """A project model; ``phases`` is ``None`` where they are not stated."""

    phases: tuple[Plain, ...] | None
    objects: frozenset[str]
    when: Condition | None
    method: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime(Statement):
    """A monitoring regime and the cases it is for."""

    objects: frozenset[str]
    when: Condition | None
    report_every: str | None
    lights: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Light(Statement):
    """A traffic light and the tolerances that light it."""

    of: str
    baseline: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector(Statement):
    """A sector of government and its ministry."""

    ministry: Holder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Statement):
    """A level of government and whether the framework binds it."""

    bound: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Autonomy(Statement):
    """Institutions that powers reach only with their agreement, or not at all."""

    institutions: Institutions
    effect: str
    powers: frozenset[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait(Statement):
    """An attribute of the country, for comparison; ``None`` is not stated."""

    value: str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolder(Statement):
    """A person who holds a post for a time, as a source says; ``vacant`` is an explicit vacancy."""

    post: str
    person: str
    institution: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Statement):
    """A strategy, agenda or action plan with its measures."""

    kind: str
    measures: tuple[tuple[str, Plain], ...]

    def measure_label(self, measure: str) -> Label | None:
        """Return the name of a measure."""
        return Label.read(dict(self.measures)[measure].get("label"))
