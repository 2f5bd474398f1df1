"""The tiles and bundles of the record, read from its tables."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from timonel.domain.merkle import HASH_SIZE
from timonel.domain.tiles import ENTRIES, MAX_ENTRY, Tile, bundle, holds

_MISSING = b"\x00" * HASH_SIZE


def read_tile(tile: Tile) -> bytes | None:
    """Give the bytes of a tile or bundle; None for what the record does not hold.

    Where a row is missing that should be there, a hash of zeros or an empty entry stands in its place, so that an
    auditor finds the gap where it is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM record_head WHERE id = 1")
        (size,) = cursor.fetchone()
        if not holds(size, tile):
            return None
        span = [tile.first, tile.first + tile.width]
        if tile.level == ENTRIES:
            cursor.execute("SELECT seq, body FROM record_entry WHERE seq >= %s AND seq < %s", span)
        else:
            cursor.execute(
                "SELECT index, hash FROM record_node WHERE level = %s AND index >= %s AND index < %s",
                [tile.node_level, *span],
            )
        return assemble(tile, cursor.fetchall())


def assemble(tile: Tile, rows: Iterable[tuple[int, bytes]]) -> bytes:
    """Put numbered hashes or entries in the order of the tile; nothing where one is missing or cannot be."""
    found = {number: bytes(each) for number, each in rows}
    numbers = range(tile.first, tile.first + tile.width)
    if tile.level == ENTRIES:
        return bundle(_fitting(found.get(number, b"")) for number in numbers)
    hashes = (found.get(number, _MISSING) for number in numbers)
    return b"".join(each if len(each) == HASH_SIZE else _MISSING for each in hashes)


def _fitting(entry: bytes) -> bytes:
    return entry if len(entry) <= MAX_ENTRY else b""
