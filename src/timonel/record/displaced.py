"""Entries that stand where another should: swapped, inserted before, removed before, or moved."""

from __future__ import annotations

from collections.abc import Iterator

from timonel.record.report import Faults


class Displaced:
    """Runs of neighbouring entries whose own number is off by the same distance from their place."""

    def __init__(self) -> None:
        self.runs: list[tuple[int, int, int]] = []

    def add(self, place: int, number: int) -> None:
        """Note that the entry at this place says it is another one. Called in the order of places."""
        shift = place - number
        if self.runs and self.runs[-1][1] == place - 1 and self.runs[-1][2] == shift:
            self.runs[-1] = (self.runs[-1][0], place, shift)
        else:
            self.runs.append((place, place, shift))

    def name(self, faults: Faults, size: int) -> int:
        """Say what happened: two runs in each other's place are swapped; a run up to the end tells what came before it.

        When all numbers up to the end are too small, as many entries as they lag were inserted before them; when they
        are too large, as many were removed. Gives by how many places the end is off: negative after a removal.
        """
        off = 0
        for first, last, shift, partner in self._paired():
            if partner is not None:
                if first < partner:
                    faults.add("swapped", first, partner + last - first, entries=[first, partner])
            elif last != size - 1:
                faults.add("moved", first, last, says=first - shift)
            elif shift > 0:
                faults.add("inserted", first - shift, first - 1)
                off = shift
            else:
                faults.add("removed", first, first - shift - 1, renumbered=True)
                off = shift
        return off

    def _paired(self) -> Iterator[tuple[int, int, int, int | None]]:
        spans = {first: (last, shift) for first, last, shift in self.runs}
        for first, last, shift in self.runs:
            partner = first - shift
            mirrored = spans.get(partner) == (partner + last - first, -shift)
            yield first, last, shift, partner if mirrored else None
