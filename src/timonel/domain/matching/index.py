"""An index of projects: the five most alike to one while it is typed, and all pairs of a portfolio that are alike."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import Final

from timonel.domain.matching.candidates import alike, candidates
from timonel.domain.matching.comparing import scores
from timonel.domain.matching.explaining import reasons
from timonel.domain.matching.glossary import Glossary
from timonel.domain.matching.parts import Part, Weights
from timonel.domain.matching.rows import Match, Pair, Row

TOP: Final = 5
LIKELY: Final = 0.6
"""From this score on, the score itself included, two projects are likely the same."""
WORTH_SHOWING: Final = 0.3
"""Under this score a project is not shown as like another."""
SETTLE_AFTER: Final = 0.02
"""Share of changed rows from which the weights of words are worth counting anew."""


@dataclass(frozen=True, slots=True)
class Index:
    """Answer which projects are like one; it never changes, so that any number of readers may share it.

    Rows are as fresh as the last ``with_changes``. How rare a word is was counted when the index was built, so scores
    may be off by little until ``is_settled`` is no more true and somebody builds anew. ``stamp`` is the caller's: the
    version of the portfolio that the index shows.
    """

    weights: Weights
    settled: Part
    recent: Part
    places: dict[str, int]
    """Where each number stands among the settled rows."""
    stamp: str = ""

    @classmethod
    def build(cls, rows: Iterable[Row], glossary: Glossary, *, stamp: str = "") -> Index:
        """Build from all rows, in the order of their numbers; of two rows with one number the last counts."""
        ordered = _ordered(rows)
        weights, part = Weights.learn(ordered, glossary)
        recent = weights.weigh(()).to_be_asked()
        return cls(weights, part.to_be_asked(), recent, {row.number: at for at, row in enumerate(ordered)}, stamp)

    def with_changes(self, changed: Iterable[Row], gone: Iterable[str] = (), *, stamp: str = "") -> Index:
        """Give an index with these rows added or replaced and these numbers gone; costs by the recent rows alone."""
        ordered = _ordered(changed)
        numbers = {row.number for row in ordered} | set(gone)
        lost = {self.places[number] for number in numbers if number in self.places}
        kept = [row for row in self.recent.rows if row.number not in numbers]
        settled = replace(self.settled, gone=self.settled.gone | lost)
        recent = self.weights.weigh(_ordered([*kept, *ordered])).to_be_asked()
        return replace(self, settled=settled, recent=recent, stamp=stamp or self.stamp)

    def __len__(self) -> int:
        return len(self.settled.rows) - len(self.settled.gone) + len(self.recent.rows)

    @property
    def is_settled(self) -> bool:
        """Say whether the weights of words still fit: at most two in a hundred rows changed since they were counted."""
        changed = len(self.recent.rows) + len(self.settled.gone)
        return changed <= SETTLE_AFTER * len(self.settled.rows)

    def rows(self) -> tuple[Row, ...]:
        """Give the rows as they stand, by number."""
        living = (row for at, row in enumerate(self.settled.rows) if at not in self.settled.gone)
        return _ordered([*living, *self.recent.rows])

    def nearest(
        self, row: Row, *, top: int = TOP, least: float = WORTH_SHOWING, among: Container[str] | None = None
    ) -> tuple[Match, ...]:
        """Give the projects most alike, the best first, equals by number; never the row's own number.

        Scores under ``least`` are left out. ``among`` holds the numbers that the reader may see: others are absent,
        and do not take a place among the five.
        """
        asked = self.weights.weigh([row])
        found: list[tuple[float, str, Row]] = []
        for part in (self.settled, self.recent):
            at = candidates(asked, part, row.number, among)
            known = zip(scores(asked, at * 0, part, at).tolist(), at.tolist(), strict=True)
            found += [(-score, part.rows[place].number, part.rows[place]) for score, place in known if score >= least]
        found.sort(key=lambda each: each[:2])
        return tuple(Match(near, -score, reasons(row, near, self.weights.glossary)) for score, _, near in found[:top])

    def pairs(self, *, least: float = LIKELY) -> tuple[Pair, ...]:
        """Give all pairs whose score reaches ``least``, the likeliest first, equals by their numbers.

        Of a project with more than twenty near ones each view looks at the nearest twenty, and words that a tenth of
        all rows have bring no two together: so that a portfolio of a hundred thousand takes less than a minute.
        Changes since the index was built are counted in by building anew, so ask on a built one.
        """
        if self.recent.rows or self.settled.gone:
            return Index.build(self.rows(), self.weights.glossary, stamp=self.stamp).pairs(least=least)
        return alike(self.settled, least)


def _ordered(rows: Iterable[Row]) -> tuple[Row, ...]:
    latest = {row.number: row for row in rows}
    return tuple(latest[number] for number in sorted(latest))
