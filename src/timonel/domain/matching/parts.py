"""Rows as matching keeps them: sparse vectors of their words and meanings, and columns of what can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from timonel.domain.matching.glossary import Found, Glossary
from timonel.domain.matching.rows import LONGEST_TEXT, Row
from timonel.domain.matching.words import cut, initials, stem, telling, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Columns = NDArray[np.int64]

Sparse = Any
"""A SciPy sparse matrix of float32, a row for each project; SciPy has no types of its own."""
WIDTH: Final = 2**20
"""Columns that words are hashed into: a word nobody wrote before has its own at once, without building anew."""
PURPOSE_WORDS: Final = 40
"""Words of a purpose that are read."""
UNKNOWN: Final = 0
VIEWS: Final = ("words", "meanings", "purposes")


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what one row says, in the three ways matching looks at it, and what tells it from its siblings."""

    words: tuple[str, ...]
    meanings: tuple[str, ...]
    purposes: tuple[str, ...]
    key: str
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """Hold rows ready to be compared; a row that has gone stays until all is built anew, marked."""

    rows: tuple[Row, ...]
    keys: tuple[str, ...]
    marks: tuple[frozenset[str], ...]
    views: dict[str, Sparse]
    columns: dict[str, Columns]
    gone: frozenset[int] = frozenset()
    turned: dict[str, Sparse] = field(default_factory=dict)
    """The views by word instead of by row, for a part that is asked many times."""

    def to_be_asked(self) -> Part:
        """Give the part with its views turned as well."""
        return replace(self, turned={view: rows.T.tocsr() for view, rows in self.views.items()})


@dataclass(frozen=True, slots=True)
class Weights:
    """Know how rare each word is among the rows an index was built from: the rarer, the more it says."""

    glossary: Glossary
    rarity: dict[str, Any]

    @classmethod
    def learn(cls, rows: Sequence[Row], glossary: Glossary) -> tuple[Weights, Part]:
        """Count the words of all rows; give their weights and the rows, weighed. Without rows all words weigh alike."""
        from sklearn.feature_extraction.text import TfidfTransformer

        said = [say(row, glossary) for row in rows]
        counts = {view: _counted([getattr(each, view) for each in said]) for view in VIEWS}
        learnt_from = counts if rows else dict.fromkeys(VIEWS, _counted([()]))
        rarity = {view: TfidfTransformer(sublinear_tf=True).fit(learnt_from[view]) for view in VIEWS}
        weights = cls(glossary, rarity)
        return weights, weights._part(rows, said, counts)

    def weigh(self, rows: Sequence[Row]) -> Part:
        """Make more rows ready with the weights there are."""
        said = [say(row, self.glossary) for row in rows]
        return self._part(rows, said, {view: _counted([getattr(each, view) for each in said]) for view in VIEWS})

    def _part(self, rows: Sequence[Row], said: list[Said], counts: dict[str, Sparse]) -> Part:
        views = counts
        if rows:
            views = {view: self.rarity[view].transform(counts[view], copy=False) for view in VIEWS}
        return Part(
            tuple(rows),
            tuple(each.key for each in said),
            tuple(each.marks for each in said),
            views,
            _columns(rows),
        )


def say(row: Row, glossary: Glossary) -> Said:
    """Read a row's name and purpose."""
    whole = words(row.name[:LONGEST_TEXT])
    name = telling(whole)
    purpose = words(row.purpose[:LONGEST_TEXT])[:PURPOSE_WORDS]
    return Said(
        (*map(cut, name), *initials(whole)),
        _meant(name, glossary),
        _meant(purpose, glossary),
        " ".join(sorted(map(stem, name))),
        glossary.marks(whole),
    )


def _meant(said: tuple[str, ...], glossary: Glossary) -> tuple[str, ...]:
    return tuple(f"={part.group}" if isinstance(part, Found) else cut(part) for part in glossary.read(said))


def _counted(said: list[tuple[str, ...]]) -> Sparse:
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import HashingVectorizer

    if not said:
        return csr_matrix((0, WIDTH), dtype=np.float32)
    counter = HashingVectorizer(analyzer=tuple, n_features=WIDTH, norm=None, alternate_sign=False, dtype=np.float32)
    return counter.transform(said)


def code(text: str) -> int:
    """Give a text a number to compare it by, the same in every program that runs; an empty one is unknown."""
    if not text:
        return UNKNOWN
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest()) + 1


def _columns(rows: Sequence[Row]) -> dict[str, Columns]:
    import numpy as np

    def column(values: list[int]) -> Columns:
        return np.array(values, dtype=np.int64)

    return {
        "institution": column([code(row.institution) for row in rows]),
        "sector": column([code(row.sector) for row in rows]),
        "supplier": column([code(row.supplier) for row in rows]),
        "currency": column([code(row.amount.currency) if row.amount else UNKNOWN for row in rows]),
        "amount": column([row.amount.scaled if row.amount else UNKNOWN for row in rows]),
        "starts": column([row.starts_on.toordinal() if row.starts_on else UNKNOWN for row in rows]),
        "ends": column([row.ends_on.toordinal() if row.ends_on else UNKNOWN for row in rows]),
        "categories": column([len(row.categories) for row in rows]),
    }
