"""The answer of a rule: an outcome, its basis, and because of which facts; codes and parameters, no sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from timonel.domain.legal import Basis
from timonel.domain.truth import Truth


class Outcome(StrEnum):
    """What a rule may answer."""

    HELD = "held"
    NOT_HELD = "not_held"
    NEEDS_AGREEMENT = "needs_agreement"
    REQUIRED = "required"
    EXEMPT = "exempt"
    HOLDS = "holds"
    FAILS = "fails"
    VACANT = "vacant"
    FOUND = "found"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    UNKNOWN = "unknown"


DOES_NOT_SET = "framework_does_not_set"
"""The code of a refusal because a value that is needed is not stated; ``parameter`` or ``power`` names it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Give one ground of an answer: a stable code, its parameters as text, its truth, and the reasons under it."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict, hash=False)
    truth: Truth | None = None
    basis: tuple[Basis, ...] = ()
    because: tuple[Reason, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Write the reason as JSON values, leaving out what is empty."""
        written: dict[str, Any] = {"code": self.code}
        if self.params:
            written["params"] = dict(self.params)
        if self.truth is not None:
            written["truth"] = self.truth.name.lower()
        return {**written, **_written(self.basis, self.because)}

    def walk(self) -> Iterator[Reason]:
        """Yield the reason and all under it."""
        yield self
        for reason in self.because:
            yield from reason.walk()


@dataclass(frozen=True, slots=True)
class Finding:
    """Answer a rule: which, how, on which basis, because of what."""

    rule: str
    outcome: Outcome
    basis: tuple[Basis, ...] = ()
    code: str = ""
    params: Mapping[str, str] = field(default_factory=dict, hash=False)
    because: tuple[Finding | Reason, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Write the finding as JSON values for the record and the API."""
        written: dict[str, Any] = {"rule": self.rule, "outcome": self.outcome.value}
        if self.code:
            written["code"] = self.code
        if self.params:
            written["params"] = dict(self.params)
        return {**written, **_written(self.basis, self.because)}

    def walk(self) -> Iterator[Reason]:
        """Yield every reason, outermost first."""
        for item in self.because:
            yield from item.walk()


def _written(basis: tuple[Basis, ...], because: tuple[Any, ...]) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if basis:
        written["basis"] = [entry.to_plain() for entry in basis]
    if because:
        written["because"] = [entry.to_plain() for entry in because]
    return written
