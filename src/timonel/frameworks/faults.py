"""What is wrong in the files of a framework: file, line, key, what was found and what was expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from timonel.domain.errors import TimonelError


@dataclass(frozen=True, slots=True, order=True)
class FrameworkFault:
    """Name one fault as a compiler would; ``code`` is stable, ``found`` and ``expected`` are for the reader."""

    file: str
    line: int
    key: str
    code: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key or '(file)'}: found {self.found}; expected {self.expected}"


class FrameworkInvalid(TimonelError):
    """Stop loading: the files of a framework have faults, all of them listed in ``faults``."""

    def __init__(self, country: str, faults: Iterable[FrameworkFault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("framework_invalid", {"country": country, "faults": len(self.faults)})

    def __str__(self) -> str:
        return "\n".join([f"framework {self.params['country']}: {len(self.faults)} faults", *map(str, self.faults)])
