"""Where the published record keeps its hashes and entries: the C2SP `tlog-tiles` layout.

A tile holds up to 256 neighbouring hashes of one height (0, 8, 16 … above the leaves), a bundle up to 256 entries.
Both are named by a path that never changes its content: a full one by its index, one at the right edge also by its
width. https://c2sp.org/tlog-tiles
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

WIDTH = 256
HEIGHT = 8
ENTRIES = -1
"""The level of entry bundles, which run beside the tiles of level 0."""

MAX_ENTRY = 0xFFFF
"""The longest entry a bundle can hold, in bytes: its length is written in two."""

_PATH = re.compile(
    r"(?P<level>entries|0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


class Tile(NamedTuple):
    """One tile or bundle: level (`ENTRIES` for a bundle), index within the level, number of hashes or entries."""

    level: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks of a tile
    width: int = WIDTH

    @property
    def first(self) -> int:
        """Give the index of its first hash among those of its height, or of its first entry."""
        return self.index * WIDTH

    @property
    def node_level(self) -> int:
        """Give the height of its hashes above the leaves; 0 for a bundle."""
        return max(self.level, 0) * HEIGHT

    @property
    def path(self) -> str:
        """Write the path under `tile/`: index 1234067 of level 0 is `0/x001/x234/067`."""
        level = "entries" if self.level == ENTRIES else str(self.level)
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        name = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
        return f"{level}/{name}" + (f".p/{self.width}" if self.width < WIDTH else "")


def parse_path(path: str) -> Tile | None:
    """Read what stands after `tile/`; None when it is not the one way to write a tile's or a bundle's path."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    level = ENTRIES if found["level"] == "entries" else int(found["level"])
    index = int(found["index"].replace("x", "").replace("/", ""))
    tile = Tile(level, index, int(found["width"] or WIDTH))
    return tile if tile.path == path else None


def width_at(level: int, index: int, size: int) -> int:
    """Say how many hashes (or entries) the tree of `size` holds of this tile: 0 to 256."""
    return min(max((size >> max(level, 0) * HEIGHT) - index * WIDTH, 0), WIDTH)


def holds(size: int, tile: Tile) -> bool:
    """Say whether the tree of `size` holds all of this tile; a part of what is full by now is held too."""
    return 0 < tile.width <= width_at(tile.level, tile.index, size)


def tiles_of(size: int, level: int) -> Iterator[Tile]:
    """Name the tiles of one level in the tree of `size`, from left to right; the last may be partial."""
    index = 0
    while width := width_at(level, index, size):
        yield Tile(level, index, width)
        index += 1


def bundle(entries: Iterable[bytes]) -> bytes:
    """Write entries one after the other, each with its length in two bytes, the high one first."""
    parts = []
    for entry in entries:
        parts += [len(entry).to_bytes(2, "big"), entry]
    return b"".join(parts)
