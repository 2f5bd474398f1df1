"""Which of the options that the review weighs (its tables 1.1 and 1.3) a framework has taken on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from timonel.domain.mandates import Body, Framework
from timonel.domain.questions import powers_of
from timonel.domain.truth import Truth, all_of, any_of

LEGAL_BASES: Final = ("law", "decree")
LOCATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"centre_of_government": "centre-of-government", "ministry_of_finance": "ministry-of-finance"}
)
"""Option -> the value of the attribute `unit-location` that says so."""
LEVERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "project_funds": ("manage-fund",),
        "regulatory_powers": ("issue-norms", "issue-standards"),
        "project_approval_or_stopping": ("approve-projects", "stop-projects"),
        "procurement_control": ("control-procurement",),
    }
)
"""Option -> the powers of which one is enough."""
BINDING: Final = frozenset({"condition", "bind", "stop"})


def option_taken(framework: Framework, option: str, on: date) -> Truth:
    """Say whether a framework has taken an option on a day: from who leads, its instruments and its powers.

    *law*: an instrument in force that established the leading body is a law;
    *decree*: one is, and none is a law. Where no instrument is stated, the
    attribute `legal-basis` of the country answers, and `unit-location` says
    where it sits. A lever is taken when the leading body or one of its posts
    holds it; to issue rules or standards only as far as they bind. What the
    data leaves open is unknown. ``KeyError`` for what is not in the tables.
    """
    if option in LOCATIONS:
        return _trait_is(framework, "unit-location", LOCATIONS[option], on)
    leading = [body for body in framework.bodies.values() if body.leads and framework.in_force(body, on) is Truth.YES]
    if not leading:
        return Truth.UNKNOWN
    if option in LEGAL_BASES:
        return any_of(_based_on(framework, body, option, on) for body in leading)
    powers, binding = LEVERS[option], option == "regulatory_powers"
    return any_of(_holds(framework, body, powers, on, binding) for body in leading)


def _trait_is(framework: Framework, name: str, value: str, on: date) -> Truth:
    trait = framework.traits.get(name)
    if trait is None or trait.value is None or framework.in_force(trait, on) is not Truth.YES:
        return Truth.UNKNOWN
    return Truth.of(trait.value == value)


def _based_on(framework: Framework, body: Body, kind: str, on: date) -> Truth:
    if isinstance(body.established_by, str):
        stated = body.established_by == "none"
        return Truth.NO if stated else _trait_is(framework, "legal-basis", kind, on)
    instruments = [framework.instruments[name] for name in body.established_by]
    by_law, by_decree = (
        any_of(framework.in_force(each, on) for each in instruments if each.kind == wanted) for wanted in LEGAL_BASES
    )
    return by_law if kind == "law" else all_of((by_decree, by_law.negated()))


def _holds(framework: Framework, body: Body, powers: tuple[str, ...], on: date, binding: bool) -> Truth:
    held = [
        framework.in_force(grant, on)
        for grant in powers_of(framework, body.id, on)
        if grant.power in powers and not grant.in_fact and (grant.intensity in BINDING or not binding)
    ]
    return any_of([*held, Truth.NO if _is_said(framework, powers, on) else Truth.UNKNOWN])


def _is_said(framework: Framework, powers: tuple[str, ...], on: date) -> bool:
    """Say whether each power has an answer in force that is not `not_stated`."""
    return all(
        any(
            grant.answer != "not_stated" and framework.in_force(grant, on) is Truth.YES
            for grant in framework.grants.get(power, ())
        )
        for power in powers
    )
