"""The root of every refusal that Timonel raises: a stable code and its parameters, never a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class TimonelError(Exception):
    """Carry a stable code and its parameters; the sentence is written at the edge, in the reader's language.

    A class may name the code that its errors have when none is given. Parameters come as a mapping, by name, or both.
    """

    code: str = "error"

    def __init__(self, code: str | None = None, params: Mapping[str, Any] | None = None, /, **named: Any) -> None:
        self.code = code or type(self).code
        self.params: dict[str, Any] = {**(params or {}), **named}
        super().__init__(self.code)

    def __str__(self) -> str:
        """Name the code and its parameters, for logs and developers."""
        if not self.params:
            return self.code
        return f"{self.code} ({', '.join(f'{key}: {value}' for key, value in self.params.items())})"
