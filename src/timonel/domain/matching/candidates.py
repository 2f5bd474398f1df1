"""Which pairs are worth comparing in full: those that some view finds near. Sparse products find them."""

from __future__ import annotations

from collections.abc import Container
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from timonel.domain.matching.comparing import scores
from timonel.domain.matching.parts import VIEWS, Part, Sparse
from timonel.domain.matching.rows import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

PROPOSED: Final = 40
"""Rows that each view proposes for one question."""
PROPOSED_TO_ALL: Final = 20
"""Rows that each view proposes for each row of a whole portfolio."""
NEAR_ENOUGH: Final = {"words": 0.4, "meanings": 0.5, "purposes": 0.6}
"""The cosine from which a view proposes a pair of a portfolio."""
TOO_MANY_SAY: Final = {"words": 0.1, "meanings": 0.1, "purposes": 0.02}
"""Share of rows from which a word proposes no pair of a portfolio: it would propose almost all."""
BATCH: Final = 200_000


def candidates(asked: Part, part: Part, own: str, among: Container[str] | None) -> Places:
    """Give the places of rows that some view finds near to the one asked about, in their order."""
    import numpy as np

    found: set[int] = set()
    for view in VIEWS:
        order = _from_nearest(asked.views[view], part.turned[view])
        found.update(_seen(order, part, own, among))
    return np.array(sorted(found), dtype=np.int64)


def _from_nearest(asked: Sparse, turned: Sparse) -> Places:
    """Give the places with a word in the view, from the nearest on, equals in their order."""
    import numpy as np

    product = (asked @ turned).tocoo()
    near, at = np.round(product.data, 5), product.col.astype(np.int64)
    if len(near) > 10 * PROPOSED:
        kept = near >= np.partition(near, -10 * PROPOSED)[-10 * PROPOSED]
        order = np.lexsort((at[kept], -near[kept]))
        rest = np.flatnonzero(~kept)
        return np.concatenate([at[kept][order], at[rest][np.lexsort((at[rest], -near[rest]))]])
    order = np.lexsort((at, -near))
    return np.asarray(at[order], dtype=np.int64)


def _seen(order: Places, part: Part, own: str, among: Container[str] | None) -> list[int]:
    seen: list[int] = []
    for at in order:
        number = part.rows[at].number
        if at not in part.gone and number != own and (among is None or number in among):
            seen.append(int(at))
            if len(seen) == PROPOSED:
                break
    return seen


def alike(part: Part, least: float) -> tuple[Pair, ...]:
    """Give all pairs of a part that reach a score, the likeliest first, equals by number."""
    import numpy as np

    proposed = np.unique(np.concatenate([_proposed(part, view) for view in VIEWS] + [_same(part)]))
    found: list[Pair] = []
    for start in range(0, len(proposed), BATCH):
        one, other = np.divmod(proposed[start : start + BATCH], len(part.rows))
        score = scores(part, one, part, other)
        for place in np.flatnonzero(score >= least).tolist():
            numbers = part.rows[one[place]].number, part.rows[other[place]].number
            found.append(Pair(*numbers, float(score[place])))
    return tuple(sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other)))


def _proposed(part: Part, view: str) -> Places:
    """Give pairs, each as one number, that a view finds near; words that many rows have propose none."""
    import numpy as np
    from sparse_dot_topn import sp_matmul_topn

    rows = part.views[view]
    if rows.nnz == 0:
        return np.array([], dtype=np.int64)
    count = np.bincount(rows.indices, minlength=rows.shape[1])
    telling = rows.copy()
    telling.data[count[telling.indices] > max(TOO_MANY_SAY[view] * rows.shape[0], PROPOSED)] = 0.0
    telling.eliminate_zeros()
    near = sp_matmul_topn(
        telling, telling.T.tocsr(), top_n=PROPOSED_TO_ALL, threshold=NEAR_ENOUGH[view], sort=True, n_threads=1
    ).tocoo()
    return _as_pairs(near.row, near.col, rows.shape[0])


def _same(part: Part) -> Places:
    """Give each row with the next of the same name: names of common words alone have no other way to be found."""
    import numpy as np

    order = sorted(range(len(part.rows)), key=lambda at: (part.keys[at], at))
    after = [(one, other) for one, other in pairwise(order) if part.keys[one] == part.keys[other] != ""]
    one, other = np.array(after, dtype=np.int64).reshape(-1, 2).T
    return _as_pairs(one, other, len(part.rows))


def _as_pairs(one: Places, other: Places, count: int) -> Places:
    import numpy as np

    first, second = np.minimum(one, other).astype(np.int64), np.maximum(one, other).astype(np.int64)
    pairs: Places = (first * count + second)[first != second]
    return pairs
