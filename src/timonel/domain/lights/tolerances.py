"""The lights a framework sets, with their tolerances as they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from timonel.domain.conditions import evaluate
from timonel.domain.conditions.shape import read_condition
from timonel.domain.facts import CaseFacts
from timonel.domain.legal import Basis, Label
from timonel.domain.lights.facts import Missing
from timonel.domain.parameters import ValueState, Version
from timonel.domain.truth import Truth

if TYPE_CHECKING:
    from timonel.domain.mandates import Framework, Light


@dataclass(frozen=True, slots=True)
class Test:
    """One tolerance: a measure, its limit, on which side of it the light turns, and whether both directions count."""

    __test__ = False  # a tolerance, whatever pytest may think

    measure: str
    parameter: str
    comparator: str
    limit: Fraction
    currency: str | None
    both_ways: bool
    basis: tuple[Basis, ...] = ()
    text: str = ""

    def turns(self, found: Fraction, limit: Fraction | None = None) -> bool:
        """Say whether what was found lies on the side of the limit where the light turns; each side as it is set."""
        limit = self.limit if limit is None else limit
        if self.comparator == "over":
            return found > limit
        if self.comparator == "at-least":
            return found >= limit
        return found < limit if self.comparator == "under" else found <= limit


@dataclass(frozen=True, slots=True)
class LightRule:
    """A light as the framework sets it on a day; `gap` says why it can say nothing by itself."""

    id: str
    label: Label | None
    of: str
    baseline: str | None
    formula: str | None
    red: tuple[Test, ...]
    yellow: tuple[Test, ...]
    gap: Missing | None
    basis: tuple[Basis, ...]
    demonstration: str | None = None

    @property
    def is_measured(self) -> bool:
        """Say whether it is measured on cost, schedule or benefits, and not judged or put together from others."""
        return self.of != "overall"


def light_rules(framework: Framework, on: date, facts: CaseFacts | None = None) -> tuple[LightRule, ...]:
    """Give the lights that the framework sets on a day, or may set.

    Given the facts of a project, those are left out that are surely not for it.
    """
    found = []
    for light in framework.lights.values():
        truth = framework.in_force(light, on)
        if truth is not Truth.NO and _is_for(framework, light, on, facts):
            found.append(_rule(framework, light, on, Missing.TOLERANCE_UNKNOWN if truth is Truth.UNKNOWN else None))
    return tuple(found)


def _is_for(framework: Framework, light: Light, on: date, facts: CaseFacts | None) -> bool:
    condition = read_condition(light.plain.get("when"))
    if facts is None or condition is None:
        return True
    return evaluate(condition, facts, framework, on).truth is not Truth.NO


def _rule(framework: Framework, light: Light, on: date, gap: Missing | None) -> LightRule:
    plain = light.plain
    red = _tests(framework, plain.get("red"), on)
    yellow = _tests(framework, plain.get("yellow"), on)
    gaps = [each for each in (gap, red, yellow) if isinstance(each, Missing)]
    baseline = light.baseline if light.baseline in ("original", "approved") else None
    return LightRule(
        light.id,
        light.label,
        light.of,
        baseline,
        plain.get("formula"),
        () if isinstance(red, Missing) else red,
        () if isinstance(yellow, Missing) else yellow,
        min(gaps) if gaps else None,
        light.basis,
        light.demonstration,
    )


def _tests(framework: Framework, plain: Any, on: date) -> tuple[Test, ...] | Missing:
    if not isinstance(plain, list):
        return Missing.NO_TOLERANCE
    found = [_test(framework, each, on) for each in plain]
    return next((each for each in found if isinstance(each, Missing)), None) or tuple(
        each for each in found if isinstance(each, Test)
    )


def _test(framework: Framework, plain: Any, on: date) -> Test | Missing:
    value = framework.value(plain["against"], on)
    if value.state is ValueState.UNKNOWN:
        return Missing.TOLERANCE_UNKNOWN
    version = value.version
    limit = _limit(version)
    if version is None or limit is None or version.comparator is None:
        return Missing.NO_TOLERANCE
    currency = version.money.currency if version.money is not None else None
    if plain["measure"].endswith("-amount") != (currency is not None):
        return Missing.NO_TOLERANCE
    if plain["measure"] == "schedule-slip-months" and limit.denominator != 1:
        return Missing.NO_TOLERANCE
    both = bool(plain.get("both_ways"))
    return Test(
        plain["measure"], plain["against"], version.comparator, limit, currency, both, version.basis, version.text
    )


def _limit(version: Version | None) -> Fraction | None:
    if version is None or not version.is_stated:
        return None
    number: Decimal | None = version.money.amount if version.money is not None else version.number
    return Fraction(number) if number is not None else None
