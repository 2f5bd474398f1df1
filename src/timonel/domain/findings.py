"""The answer of a rule: an outcome, its basis, and because of which facts; codes and parameters, no sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from timonel.domain.legal import Basis, read_bases
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


def finding_from_plain(plain: Mapping[str, Any]) -> Finding:
    """Read a finding back from the JSON values of the record; an outcome it does not know reads as unknown."""
    known = plain.get("outcome") in Outcome._value2member_map_
    return Finding(
        str(plain.get("rule", "")),
        Outcome(plain["outcome"]) if known else Outcome.UNKNOWN,
        read_bases(plain.get("basis"), {}),
        str(plain.get("code", "")),
        {name: str(value) for name, value in (plain.get("params") or {}).items()},
        tuple(_ground_from_plain(ground) for ground in plain.get("because") or ()),
    )


def _ground_from_plain(plain: Mapping[str, Any]) -> Finding | Reason:
    if "outcome" in plain:
        return finding_from_plain(plain)
    truth = str(plain.get("truth", "")).upper()
    return Reason(
        str(plain.get("code", "")),
        {name: str(value) for name, value in (plain.get("params") or {}).items()},
        Truth[truth] if truth in Truth.__members__ else None,
        read_bases(plain.get("basis"), {}),
        tuple(ground for each in plain.get("because") or () if isinstance(ground := _ground_from_plain(each), Reason)),
    )
