"""What an audit found: faults that name entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LISTED = 1000
"""How many faults a report lists; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that contradicts the record: the code says what, `first` to `last` (inclusive) which entries."""

    code: str
    first: int
    last: int
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        where = f"entry {self.first}" if self.first == self.last else f"entries {self.first} to {self.last}"
        said = "".join(f" {name}={value}" for name, value in self.params.items())
        return f"{self.code}: {where}{said}"


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an audit: how many entries, the root they lead to, and the faults, first entry first."""

    size: int
    root: bytes
    checkpoints: int
    faults: tuple[Fault, ...] = ()
    unlisted: int = 0

    @property
    def good(self) -> bool:
        """Say whether nothing contradicts the record."""
        return not self.faults


class Faults:
    """Gather faults, and count those beyond the first thousand."""

    def __init__(self) -> None:
        self.listed: list[Fault] = []
        self.unlisted = 0

    def add(self, code: str, first: int, last: int | None = None, **params: Any) -> None:
        """Note a fault of one entry, or of those from `first` to `last`, inclusive."""
        if len(self.listed) < LISTED:
            self.listed.append(Fault(code, first, first if last is None else last, params))
        else:
            self.unlisted += 1

    def in_order(self) -> tuple[Fault, ...]:
        """Give the faults, first entry first."""
        return tuple(sorted(self.listed, key=lambda fault: (fault.first, fault.last, fault.code)))
