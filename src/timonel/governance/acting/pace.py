"""How many acts one asker may ask for in a minute, counted for all nodes together."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from timonel.governance.acting.act import Asker
from timonel.governance.acting.clock import server_time
from timonel.governance.acting.errors import TooManyActs
from timonel.record.prepared import prepared_cursor

PARTS = 20
"""In so many parts a node takes what an asker may ask for in a minute, so that not every act is counted by itself."""
_TAKE = """
INSERT INTO governance_askerpace AS pace (asker, minute, acts) VALUES (%s, date_trunc('minute', now()), %s)
ON CONFLICT (asker) DO UPDATE SET
    acts = excluded.acts + CASE WHEN pace.minute = excluded.minute THEN pace.acts ELSE 0 END,
    minute = excluded.minute
RETURNING acts
"""


@dataclass
class _Taken:
    """What this node has taken and not used up, by asker, in one minute."""

    minute: int = 0
    left: dict[str, int] | None = None


_taken = _Taken()
_turn = threading.Lock()


def keep_pace(asker: Asker) -> None:
    """Count one act more that is asked for; refused with `TooManyActs` past the asker's limit in this minute.

    Acts that end in a refusal count too. With several nodes an asker may be
    stopped a little early, by what the other nodes have taken and not used;
    nobody ever gets past the limit.
    """
    most = asker.most_a_minute
    if not most:
        return
    minute, second = divmod(int(server_time().timestamp()), 60)
    if _one_left(asker.key, minute):
        return
    part = max(1, most // PARTS)
    with prepared_cursor() as cursor:
        cursor.execute(_TAKE, [asker.key, part])
        before = cursor.fetchone()[0] - part
    if before >= most:
        raise TooManyActs(most=most, seconds=60 - second)
    _put(asker.key, minute, min(part, most - before) - 1)


def _one_left(key: str, minute: int) -> bool:
    with _turn:
        if _taken.minute != minute or _taken.left is None:
            _taken.minute, _taken.left = minute, {}
        left = _taken.left.get(key, 0)
        if left:
            _taken.left[key] = left - 1
        return left > 0


def _put(key: str, minute: int, left: int) -> None:
    with _turn:
        if _taken.minute == minute and _taken.left is not None:
            _taken.left[key] = _taken.left.get(key, 0) + left
