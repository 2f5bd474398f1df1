"""What the record refuses, and why."""

from __future__ import annotations

from timonel.domain.errors import TimonelError


class RecordRefusal(TimonelError):
    """The record does not take, sign or show this; the code says why."""


class NotYetSigned(RecordRefusal):
    """No checkpoint covers the entry yet."""


class KeyFault(RecordRefusal):
    """The signing key is missing, unreadable or open to others."""
