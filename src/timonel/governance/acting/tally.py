"""How far an act has come, told while it is done: for acts that go through many rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

Row = TypeVar("Row")


@dataclass
class Tally:
    """So many done, of so many; the whole is None until it is known."""

    done: int = 0
    total: int | None = None


_tally: ContextVar[Tally | None] = ContextVar("tally", default=None)


@contextmanager
def tallied() -> Iterator[Tally]:
    """Count what acts do from here on; whoever holds the tally may read it from another thread."""
    tally = Tally()
    token = _tally.set(tally)
    try:
        yield tally
    finally:
        _tally.reset(token)


def counted(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the rows one by one and count those that are done; counts nothing when nobody asked."""
    tally = _tally.get() or Tally()
    tally.done, tally.total = 0, len(rows)
    for row in rows:
        yield row
        tally.done += 1
