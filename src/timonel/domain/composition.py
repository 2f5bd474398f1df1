"""Of whom a body consists and how it decides, on a day, as its framework says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from timonel.domain.conditions import read_condition, truth_of
from timonel.domain.facts import CaseFacts, ProjectFacts
from timonel.domain.legal import Basis, Label, Plain, read_bases
from timonel.domain.mandates import Body, Framework, Holder
from timonel.domain.parameters import Value
from timonel.domain.periods import Period
from timonel.domain.truth import Truth, all_of

NUMBERS: Final = ("cadence", "quorum", "majority", "majority_of", "confirmed_every")
WORDS: Final = ("extraordinary", "tie", "recusal", "decides_by")


@dataclass(frozen=True, slots=True)
class BodySeat:
    """Hold one seat of a body, or several alike; ``holder`` is ``None`` for seats filled by naming persons."""

    id: str
    label: Label | None
    holder: Holder | None
    named_by: Holder | None
    count: int
    kind: str
    chair: bool
    secretary: bool
    votes: str
    """``true``, ``false`` or ``not_stated``; a seat that says nothing votes."""
    formation: str | None
    truth: Truth


@dataclass(frozen=True, slots=True)
class Guests:
    """Say who may be invited, by whom, and whether guests vote (``not_stated`` where nothing says so)."""

    who: Label | None
    invited_by: Holder | None
    votes: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """Say how a body decides: numbers as they are on the day, words as the file has them (``not_stated`` if absent)."""

    numbers: Mapping[str, Value | None]
    words: Mapping[str, str]
    basis: tuple[Basis, ...]


def seats_of(
    framework: Framework, body: str, on: date, *, formation: str | None = None, facts: CaseFacts | None = None
) -> tuple[BodySeat, ...]:
    """List the seats of a body on a day; of one formation when named, for a case when its seats depend on it.

    Seats that surely are not there are left out; one whose date or condition leaves it open has ``truth`` unknown.
    """
    entry: Body = framework.entry("bodies", body)
    plain = (entry.plain.get("composition") or {}).get("seats") or {}
    seats = (_seat(framework, name, seat, on, facts or ProjectFacts()) for name, seat in plain.items())
    return tuple(seat for seat in seats if seat.truth is not Truth.NO and formation in (None, seat.formation))


def roster_size(seats: tuple[BodySeat, ...]) -> int | None:
    """Count the places of these seats; ``None`` while one of them is not sure."""
    return sum(seat.count for seat in seats) if all(seat.truth is Truth.YES for seat in seats) else None


def chairs(framework: Framework, body: str, on: date) -> tuple[str, ...]:
    """List the posts that chair a body, in the order in which they replace one another when absent."""
    entry: Body = framework.entry("bodies", body)
    composition = entry.plain.get("composition") or {}
    first = [seat.holder.id for seat in seats_of(framework, body, on) if seat.chair and seat.holder is not None]
    return tuple(dict.fromkeys((*first, *(composition.get("chair_succession") or ()))))


def guests_of(framework: Framework, body: str) -> Guests | None:
    """Say who may be invited to a body; ``None`` where the framework names no guests."""
    entry: Body = framework.entry("bodies", body)
    plain = (entry.plain.get("composition") or {}).get("guests")
    if plain is None:
        return None
    return Guests(Label.read(plain.get("who")), Holder.read(plain.get("invited_by")), plain.get("votes", "not_stated"))


def procedure_of(framework: Framework, body: str, on: date) -> Procedure:
    """Say how a body decides on a day; a number is ``None`` where the framework names no parameter for it."""
    entry: Body = framework.entry("bodies", body)
    plain: Plain = entry.plain.get("procedure") or {}
    numbers = {name: framework.value(plain[name], on) if name in plain else None for name in NUMBERS}
    words = {name: plain.get(name, "not_stated") for name in WORDS}
    kinds = {name: source.kind for name, source in framework.sources.items()}
    basis = read_bases(plain["basis"], kinds) if "basis" in plain else entry.basis
    return Procedure(numbers, words, basis)


def _seat(framework: Framework, name: str, plain: Mapping[str, Any], on: date, facts: CaseFacts) -> BodySeat:
    holder = Holder.read(plain.get("holder"))
    period = Period.parse(plain.get("from"), plain.get("to")).holds(on)
    condition = truth_of(read_condition(plain.get("when")), facts, framework, on)
    return BodySeat(
        name,
        Label.read(plain.get("label")),
        holder,
        Holder.read(plain.get("named_by")),
        plain.get("count", 1),
        plain.get("kind", "not_stated"),
        bool(plain.get("chair")),
        bool(plain.get("secretary")),
        plain.get("votes", "true"),
        plain.get("formation"),
        all_of((period, condition)),
    )
