"""Every number the law sets, as a history of dated values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from timonel.domain.legal import Label, Plain, Statement
from timonel.domain.money import Money
from timonel.domain.truth import Truth, any_of

COMPARATORS = ("over", "at-least", "under", "at-most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Statement):
    """Hold one value of a parameter for a time, or that none is stated."""

    value: str | tuple[str, ...] | None
    comparator: str | None
    unit: str | None
    money: Money | None
    number: Decimal | None

    @property
    def is_stated(self) -> bool:
        """Say whether there is a value."""
        return self.value is not None

    @property
    def text(self) -> str:
        """Write the value with its unit, or ``not_stated``."""
        if self.value is None:
            return "not_stated"
        shown = ", ".join(self.value) if isinstance(self.value, tuple) else self.value
        return f"{shown} {self.unit}" if self.unit else shown


class ValueState(StrEnum):
    """How a parameter stands on a day."""

    SET = "set"
    NOT_STATED = "not_stated"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Value:
    """Answer what a parameter is on a day: the version in force, or all that may be."""

    parameter: str
    state: ValueState
    version: Version | None = None
    candidates: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """Name a number, choice or list of the law, with its dated versions."""

    id: str
    label: Label | None
    kind: str
    unit: str | None
    choices: tuple[str, ...]
    versions: tuple[Version, ...]
    plain: Plain

    def on(self, day: date) -> Value:
        """Return the value in force on a day.

        Versions follow one another, so a version surely in force excludes the others. Where only a partly known
        date lies between two versions, the answer is unknown and both are candidates.
        """
        ordinal = day.toordinal()
        open_versions = []
        for version in self.versions:
            truth = any_of(span.holds_ordinal(ordinal) for span in version.spans)
            if truth is Truth.YES:
                state = ValueState.SET if version.is_stated else ValueState.NOT_STATED
                return Value(self.id, state, version)
            if truth is Truth.UNKNOWN:
                open_versions.append(version)
        if open_versions:
            return Value(self.id, ValueState.UNKNOWN, None, tuple(open_versions))
        return Value(self.id, ValueState.NONE)
