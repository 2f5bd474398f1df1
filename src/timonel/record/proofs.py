"""Proofs from the stored nodes: each is one query by keys, whatever the size of the record."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from timonel.domain import merkle
from timonel.domain.merkle import Place
from timonel.record.errors import RecordRefusal

_NODES = """
SELECT wanted.level, wanted.index, node.hash
FROM unnest(%s::smallint[], %s::bigint[]) AS wanted (level, index)
JOIN record_node node ON node.level = wanted.level AND node.index = wanted.index
"""


def nodes(places: Iterable[Place]) -> dict[Place, bytes]:
    """Read the hashes at these places. Refused with `RecordRefusal` when one is missing."""
    wanted = set(places)
    with connection.cursor() as cursor:
        cursor.execute(_NODES, [[place.level for place in wanted], [place.index for place in wanted]])
        found = {Place(level, index): bytes(each) for level, index, each in cursor}
    if missing := wanted - found.keys():
        raise RecordRefusal("node-missing", {"places": sorted(map(tuple, missing))})
    return found


def inclusion(seq: int, size: int) -> list[bytes]:
    """Prove that an entry is in the record of that size."""
    plan = merkle.inclusion_places(seq, size)
    return merkle.inclusion_proof(seq, size, nodes(place for places in plan for place in places))


def consistency(size1: int, size2: int) -> list[bytes]:
    """Prove that the record of the second size only adds to that of the first."""
    plan = merkle.consistency_places(size1, size2)
    return merkle.consistency_proof(size1, size2, nodes(place for places in plan for place in places))


def root_at(size: int) -> bytes:
    """Give the root that the record had at that size."""
    places = merkle.range_places(0, size)
    found = nodes(places)
    return merkle.fold([found[place] for place in places])
