"""What may keep the embedded database from running, said to the operator."""

from __future__ import annotations


class EmbeddedFault(RuntimeError):
    """The embedded database cannot run; `mend` says what the operator can do about it."""

    def __init__(self, found: str, *, mend: str) -> None:
        super().__init__(f"{found} {mend}")
        self.found = found
        self.mend = mend
