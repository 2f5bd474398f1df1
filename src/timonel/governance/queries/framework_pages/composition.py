"""Who sits in a body and how it decides; what is not stated is said so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timonel.domain.conditions.shape import read_condition
from timonel.domain.mandates import Body
from timonel.domain.parameters import ValueState
from timonel.domain.periods import Period
from timonel.domain.truth import Truth
from timonel.governance.queries.framework_pages.chosen import text_of
from timonel.governance.queries.framework_pages.conditions import condition_words
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import ClaimLine, Link, Names
from timonel.governance.queries.framework_pages.wording import in_force_words, period_words, value_words
from timonel.governance.queries.framework_pages.words import (
    ANSWERS,
    FORMATIONS,
    NOT_STATED,
    PROCEDURE_WORDS,
    SEAT_KINDS,
    UNKNOWN,
    word,
)
from timonel.pages.explanations import BasisLine, Explanation

PROCEDURE: Mapping[str, str | Promise] = {
    "cadence": gettext_lazy("Sits every"),
    "extraordinary": gettext_lazy("Extraordinary sittings"),
    "quorum": gettext_lazy("Quorum"),
    "majority": gettext_lazy("Majority"),
    "majority_of": gettext_lazy("Majority counted"),
    "tie": gettext_lazy("On a tie"),
    "recusal": gettext_lazy("Who has an interest"),
    "decides_by": gettext_lazy("Decides"),
    "confirmed_every": gettext_lazy("Its mandate must be confirmed every"),
}


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat, or a group of like seats."""

    name: str
    holder: Link
    count: int
    kind: str
    roles: str
    votes: str
    period: str
    in_force: str
    basis: tuple[BasisLine, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing stated of a body, or not: in words, with why and whether it is a demonstration."""

    label: str
    text: str
    stated: bool
    why: Explanation | None = None
    demonstration: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """Who sits in a body and how it decides."""

    seats: tuple[SeatRow, ...]
    succession: tuple[Link, ...]
    about: tuple[Said, ...]
    procedure: tuple[Said, ...]
    claims: tuple[ClaimLine, ...]


def composition(names: Names, body: Body) -> Composition | None:
    """Give the composition and procedure of a body; None when nothing is said of either."""
    plain, procedure = body.plain.get("composition"), body.plain.get("procedure")
    if plain is None and procedure is None:
        return None
    plain = plain or {}
    return Composition(
        tuple(_seats(names, body, plain)),
        tuple(names.post(post) for post in plain.get("chair_succession") or ()),
        tuple(_about(names, plain)),
        tuple(_procedure(names, procedure or {})),
        names.claims(plain),
    )


def _seats(names: Names, body: Body, plain: Mapping[str, Any]) -> Iterator[SeatRow]:
    for seat in (plain.get("seats") or {}).values():
        span = Period.parse(seat.get("from"), seat.get("to"))
        truth = span.holds(names.chosen.on)
        bases = names.bases(seat["basis"]) if "basis" in seat else body.basis
        roles = [(_("chair"), seat.get("chair")), (_("secretary"), seat.get("secretary"))]
        formation = word(FORMATIONS, seat["formation"]) if "formation" in seat else ""
        in_formation = [_("formation: %(name)s") % {"name": formation}] if formation else []
        when = condition_words(names, read_condition(seat.get("when")), names.chosen.on)
        yield SeatRow(
            text_of(seat["label"]) if seat.get("label") else "",
            _holder(names, seat),
            seat.get("count", 1),
            word(SEAT_KINDS, seat.get("kind", "not_stated")),
            ", ".join([*(text for text, held in roles if held), *in_formation, *([when] if when else [])]),
            word(ANSWERS, seat.get("votes", "not_stated")),
            period_words(span),
            "" if truth is Truth.YES else in_force_words(truth),
            names.cited(bases),
        )


def _holder(names: Names, seat: Mapping[str, Any]) -> Link:
    """Name who holds a seat: a post or body, somebody whom another names, or nobody stated."""
    held = names.plain_holder(seat.get("holder"))
    if held is not None:
        return held
    if seat.get("holder") == "named":
        by = names.plain_holder(seat.get("named_by"))
        return Link(_("named by %(who)s") % {"who": by.text}, by.url) if by else Link(_("named; by whom is not stated"))
    return Link(str(NOT_STATED))


def _about(names: Names, plain: Mapping[str, Any]) -> Iterator[Said]:
    for key, label in (("size", _("Size")), ("size_limit", _("At most"))):
        if key in plain:
            yield by_parameter(names, label, plain[key])
    for quota in plain.get("quotas") or ():
        label = _("Quota: %(kind)s") % {"kind": word(SEAT_KINDS, quota["kind"])}
        yield by_parameter(names, label, quota["share"])
    for key, label in (("eligibility", _("Who may be a member")), ("by_case", _("Members by case"))):
        if key in plain:
            yield Said(label, text_of(plain[key]), True)
    guests = plain.get("guests")
    if guests:
        inviter = names.plain_holder(guests.get("invited_by"))
        who = text_of(guests["who"]) if guests.get("who") else str(NOT_STATED)
        yield Said(_("Guests"), who, True)
        yield Said(_("Guests are invited by"), inviter.text if inviter else str(NOT_STATED), inviter is not None)
        votes = guests.get("votes", "not_stated")
        yield Said(_("Guests vote"), word(ANSWERS, votes), votes != "not_stated")


def _procedure(names: Names, plain: Mapping[str, Any]) -> Iterator[Said]:
    for key, label in PROCEDURE.items():
        found = plain.get(key, "not_stated")
        if found in names.framework.parameters:
            yield by_parameter(names, str(label), found)
        elif key != "confirmed_every" or found != "not_stated":
            yield Said(str(label), word(PROCEDURE_WORDS, found), found != "not_stated")


def by_parameter(names: Names, label: str, parameter: str) -> Said:
    """Give the value of a parameter on the day, or that the framework does not set it."""
    value = names.framework.value(parameter, names.chosen.on)
    entry = names.framework.parameters[parameter]
    text = str(UNKNOWN if value.state is ValueState.UNKNOWN else NOT_STATED)
    if value.version is not None:
        text = value_words(value.version, entry.kind)
    marked = value.version is not None and value.version.demonstration is not None
    return Said(label, text, value.state is ValueState.SET, Explainer(names).value(value), marked)
