"""Reported beside computed: how far opinions lie from the figures, and who admits a risk in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from timonel.domain.lights.rating import Colour


class Degree(IntEnum):
    """Where an opinion stands between no concern and the gravest; scales of three and of five degrees share it."""

    GREEN = 0
    AMBER_GREEN = 1
    AMBER = 2
    AMBER_RED = 3
    RED = 4

    @property
    def code(self) -> str:
        """Return the stable code."""
        return self.name.lower().replace("_", "-")


TROUBLE = Degree.AMBER
"""From this degree on an opinion admits a risk."""
APART = 2
"""So many degrees lie between two neighbouring colours; opinions less far apart than that agree."""
_DEGREE_OF = {Colour.GREEN: Degree.GREEN, Colour.YELLOW: Degree.AMBER, Colour.RED: Degree.RED}


def degree_on(scale: Sequence[str], word: str) -> Degree | None:
    """Place a word of a scale of three or five degrees, written from the best to the worst; None for another word."""
    if word not in scale or len(scale) not in (3, 5):
        return None
    return Degree(scale.index(word) * 4 // (len(scale) - 1))


def degree_of(colour: Colour) -> Degree | None:
    """Place a computed light among the degrees; None when it is not rated."""
    return _DEGREE_OF.get(colour)


class Gap(StrEnum):
    """How an opinion stands to the computed light."""

    ROSIER = "rosier"
    AGREES = "agrees"
    GLOOMIER = "gloomier"
    NOT_COMPARED = "not-compared"


def compared(opinion: Degree | None, computed: Colour) -> Gap:
    """Say whether an opinion is rosier or gloomier than the figures by a whole colour or more, or agrees.

    Not compared where one of them is not there. So amber/green agrees with green and with yellow.
    """
    figure = degree_of(computed)
    if opinion is None or figure is None:
        return Gap.NOT_COMPARED
    apart = int(figure) - int(opinion)
    if abs(apart) < APART:
        return Gap.AGREES
    return Gap.ROSIER if apart > 0 else Gap.GLOOMIER


@dataclass(frozen=True, slots=True)
class GapCount:
    """How many opinions of somebody were rosier than the figures, agreed, were gloomier, could not be compared."""

    rosier: int = 0
    agrees: int = 0
    gloomier: int = 0
    not_compared: int = 0

    @property
    def compared(self) -> int:
        """How many could be compared."""
        return self.rosier + self.agrees + self.gloomier

    @property
    def rosier_share(self) -> float | None:
        """The share of rosier opinions among those compared; None when there is none."""
        return self.rosier / self.compared if self.compared else None


def gap_counts(opinions: Iterable[tuple[str, Degree | None, Colour]]) -> Mapping[str, GapCount]:
    """Count the gaps of each institution: who, the opinion, the computed light of the same report."""
    counted: Counter[tuple[str, Gap]] = Counter()
    for who, opinion, computed in opinions:
        counted[who, compared(opinion, computed)] += 1
    return {
        who: GapCount(*(counted[who, gap] for gap in (Gap.ROSIER, Gap.AGREES, Gap.GLOOMIER, Gap.NOT_COMPARED)))
        for who in sorted({who for who, _gap in counted})
    }


class Admission(StrEnum):
    """When a project's own opinion admitted a risk, beside when the figures first showed one."""

    BEFORE = "before"
    TOGETHER = "together"
    AFTER = "after"
    NEVER = "never"
    NO_TROUBLE = "no-trouble"
    """The figures never showed any: nothing was to be admitted."""
    NO_OPINION = "no-opinion"
    """The project never gave an opinion."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """One report of a project: its day, the opinion it gave if any, and the light that was computed."""

    on: date
    degree: Degree | None
    computed: Colour


def admission(opinions: Sequence[Opinion]) -> Admission:
    """Say whether a project admitted a risk before, in or after the first report whose computed light was not green.

    An opinion admits a risk from amber on. Reports are taken in the order of their days.
    """
    ordered = sorted(opinions, key=lambda each: each.on)
    shown = next((each.on for each in ordered if each.computed in (Colour.YELLOW, Colour.RED)), None)
    if shown is None:
        return Admission.NO_TROUBLE
    if all(each.degree is None for each in ordered):
        return Admission.NO_OPINION
    admitted = next((each.on for each in ordered if each.degree is not None and each.degree >= TROUBLE), None)
    if admitted is None:
        return Admission.NEVER
    if admitted == shown:
        return Admission.TOGETHER
    return Admission.BEFORE if admitted < shown else Admission.AFTER


@dataclass(frozen=True, slots=True)
class Admissions:
    """How many projects of an institution admitted a risk before, with, after the figures, or never."""

    before: int = 0
    together: int = 0
    after: int = 0
    never: int = 0

    @property
    def troubled(self) -> int:
        """How many projects had a risk to admit and gave opinions."""
        return self.before + self.together + self.after + self.never

    @property
    def in_time(self) -> int:
        """How many admitted it before the figures showed it, or in the same report: the better informed."""
        return self.before + self.together

    @classmethod
    def of(cls, found: Iterable[Admission]) -> Admissions:
        """Count them; projects without trouble or without opinion are left out."""
        counted = Counter(found)
        names = (Admission.BEFORE, Admission.TOGETHER, Admission.AFTER, Admission.NEVER)
        return cls(*(counted[name] for name in names))
