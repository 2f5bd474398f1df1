"""The light of one report against one baseline, with its explanation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any

from timonel.domain.lights.facts import NO_PLAN, NO_STANDING, Missing, Plan, Standing
from timonel.domain.lights.measures import measured
from timonel.domain.lights.tolerances import LightRule, Test


class Colour(IntEnum):
    """What a light shows; the higher, the worse, and not rated is no better than any."""

    NOT_RATED = 0
    GREEN = 1
    YELLOW = 2
    RED = 3

    @property
    def code(self) -> str:
        """Return the stable code."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Tested:
    """One tolerance and what was found: the figure, or why there is none; `turned` is None where nothing is known."""

    colour: Colour
    test: Test
    found: Fraction | None
    limit: Fraction | None
    turned: bool | None
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Lit:
    """A light, against which baseline, and because of which figures; `missing` says why it is not rated."""

    rule: LightRule
    against: str
    colour: Colour
    missing: Missing | None
    tests: tuple[Tested, ...] = ()

    @property
    def deciding(self) -> Tested | None:
        """Return the tolerance that was passed; None when the light is green or not rated."""
        return next((each for each in self.tests if each.turned and each.colour is self.colour), None)

    def to_plain(self) -> dict[str, Any]:
        """Write the light with its figures, as it is kept and as the API gives it."""
        plain = {"light": self.rule.id, "of": self.rule.of, "against": self.against, "colour": self.colour.code}
        if self.missing is not None:
            plain["missing"] = self.missing.code
        return {**plain, "tests": [_plain(each) for each in self.tests]}


def light_of(rule: LightRule, against: str, plan: Plan | None, standing: Standing | None) -> Lit:
    """Say what a light shows of a report against a baseline (`original` or `approved`).

    Red when one of its red tolerances is passed, else yellow when a yellow one
    is, else green; limits are inclusive or not as each is set. A red one that is passed
    decides though others lack a value; apart from that, one lacking value leaves
    the light not rated, with the gravest reason.
    """
    if rule.gap is not None:
        return Lit(rule, against, Colour.NOT_RATED, rule.gap)
    plan, standing = plan or NO_PLAN, standing or NO_STANDING
    tests: list[Tested] = []
    for colour, group in ((Colour.RED, rule.red), (Colour.YELLOW, rule.yellow)):
        asked = [_asked(colour, test, plan, standing) for test in group]
        tests.extend(asked)
        if any(each.turned for each in asked):
            return Lit(rule, against, colour, None, tuple(tests))
        missing = [each.missing for each in asked if each.missing is not None]
        if missing:
            return Lit(rule, against, Colour.NOT_RATED, min(missing), tuple(tests))
    return Lit(rule, against, Colour.GREEN, None, tuple(tests))


def lights_of(
    rules: Sequence[LightRule], original: Plan | None, approved: Plan | None, standing: Standing | None
) -> list[Lit]:
    """Give every measured light against the original and against the approved baseline, in the framework's order."""
    return [
        light_of(rule, against, plan, standing)
        for rule in rules
        if rule.is_measured
        for against, plan in (("original", original), ("approved", approved))
    ]


def colour_of_share(rule: LightRule, percent: Fraction) -> Colour:
    """Say what a light shows of a variance in percent that somebody else has computed, positive when it is worse.

    Not rated where the framework sets a tolerance on anything but a share.
    """
    tests = (*rule.red, *rule.yellow)
    if rule.gap is not None or not tests or not all(test.measure.endswith("-share") for test in tests):
        return Colour.NOT_RATED
    for colour, group in ((Colour.RED, rule.red), (Colour.YELLOW, rule.yellow)):
        if any(test.turns(abs(percent) if test.both_ways else percent) for test in group):
            return colour
    return Colour.GREEN


def worst_of(colours: Iterable[Colour]) -> Colour:
    """Give the worst of the lights that are rated; not rated when none is."""
    return max(colours, default=Colour.NOT_RATED)


def _asked(colour: Colour, test: Test, plan: Plan, standing: Standing) -> Tested:
    found = measured(test, plan, standing)
    if isinstance(found, Missing):
        return Tested(colour, test, None, None, None, found)
    figure, limit = found
    return Tested(colour, test, figure, limit, test.turns(figure, limit))


def _plain(tested: Tested) -> dict[str, Any]:
    test = tested.test
    plain: dict[str, Any] = {
        "colour": tested.colour.code,
        "measure": test.measure,
        "parameter": test.parameter,
        "comparator": test.comparator,
        "limit": test.text,
    }
    if tested.found is not None:
        plain["found"] = f"{round(float(tested.found), 4):f}".rstrip("0").rstrip(".")
        plain["turned"] = bool(tested.turned)
    if tested.missing is not None:
        plain["missing"] = tested.missing.code
    return plain
