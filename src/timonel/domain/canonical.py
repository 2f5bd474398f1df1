"""The one way to write a value as bytes, so that the same value always has the same hash.

JSON in the canonical form of RFC 8785, on a subset that every reader takes alike: keys are ASCII, numbers are integers
that a double holds exactly. Amounts, larger integers, dates and anything else are written as strings by the caller.
"""

from __future__ import annotations

import json
from typing import Any

from timonel.domain.errors import TimonelError

MAX_INTEGER = 2**53 - 1
"""The largest integer every JSON reader keeps (RFC 7493); inclusive, and its negative too."""

_write = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")).encode


class NotCanonical(TimonelError):
    """A value has no canonical form here: the code says why, `at` says where, as a JSON pointer."""


def canonical(value: Any) -> bytes:
    """Write a value as canonical JSON, or refuse it with `NotCanonical`.

    Taken: None, bool, str, int up to `MAX_INTEGER`, list, tuple and dict with ASCII keys. Refused, with the place:
    a float or Decimal (write amounts as strings), a larger integer, another key, a lone surrogate, any other type.
    """
    check(value)
    return unchecked(value)


def unchecked(value: Any) -> bytes:
    """Write a value that `check` has already taken."""
    return _write(value).encode()


def check(value: Any, at: str = "") -> None:
    """Refuse what has no canonical form; the place is a JSON pointer (RFC 6901)."""
    if value is None or value is True or value is False:
        return
    kind = type(value)
    if kind is str:
        _check_text(value, at)
    elif kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            raise NotCanonical("integer-too-large", {"at": at, "value": str(value), "largest": str(MAX_INTEGER)})
    elif kind is dict:
        for key, inner in value.items():
            if type(key) is not str or not key.isascii():
                raise NotCanonical("key-not-ascii", {"at": at, "key": repr(key)})
            check(inner, f"{at}/{escape(key)}")
    elif kind is list or kind is tuple:
        for position, inner in enumerate(value):
            check(inner, f"{at}/{position}")
    elif kind is float:
        raise NotCanonical("float", {"at": at, "value": repr(value)})
    else:
        raise NotCanonical("not-json", {"at": at, "type": kind.__name__})


def escape(key: str) -> str:
    """Write a key as one step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


def _check_text(value: str, at: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise NotCanonical("lone-surrogate", {"at": at}) from None
