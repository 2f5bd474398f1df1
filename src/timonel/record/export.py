"""The whole record as files that anyone can check without us: for publication, for an auditor, for a hand-over."""

from __future__ import annotations

import json
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from django.db import connection

from timonel.domain.tiles import ENTRIES, HEIGHT, WIDTH, Tile, tiles_of, width_at
from timonel.record import keys
from timonel.record.checkpoints import covering, newest
from timonel.record.errors import RecordRefusal
from timonel.record.tiles import assemble
from timonel.record.verification import snapshot

_ROWS = "SELECT seq, body FROM record_entry WHERE seq < %s OR seq >= %s ORDER BY seq"
_NODES = "SELECT level, index, hash FROM record_node WHERE level %% 8 = 0 ORDER BY level, index"
_CHECKPOINTS = "SELECT id, note FROM record_checkpoint WHERE size <= %s ORDER BY id"
_STAMPS = "SELECT checkpoint_id, id, token FROM record_timestamp ORDER BY id"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: up to which size, and why no new checkpoint could be signed (empty when one could)."""

    path: Path
    size: int
    unsigned_because: str


def export(target: Path) -> Exported:
    """Write checkpoints, keys, tiles and entries in the C2SP layout into a folder, or one file ending in `.zip`.

    Covers the record up to a checkpoint made now. When the head can no longer be signed because it contradicts an
    earlier checkpoint, the export is made all the same, up to that one: a faulty record is what an auditor must see.
    Writing again into the same folder adds what is new.
    """
    refused = ""
    try:
        covering()
    except RecordRefusal as refusal:
        refused = refusal.code
    last = newest()
    if last is None:
        raise RecordRefusal(refused or "record-empty")
    with _target(target) as sink, snapshot(connection) as (one, read):
        (size,) = one("SELECT size FROM record_head WHERE id = 1")
        _write_entries(sink, read("rows", _ROWS, last.size, max(size, last.size)), last.size)
        _write_nodes(sink, read("nodes", _NODES), last.size)
        for number, note in read("checkpoints", _CHECKPOINTS, last.size):
            sink.write(f"checkpoints/{number}", note.encode())
        for checkpoint, number, token in read("stamps", _STAMPS):
            sink.write(f"checkpoints/{checkpoint}.{number}.tst", token)
        sink.write("keys", json.dumps(keys.key_ring().as_published(), indent=1, ensure_ascii=False).encode())
        sink.write("checkpoint", last.note.encode())
    return Exported(target, last.size, refused)


def _write_entries(sink: _Sink, rows: Iterable[tuple[int, bytes]], size: int) -> None:
    """Write the bundles; what stands beyond the head goes into bundles of its own, where an auditor will find it."""
    grouped = groupby(rows, key=lambda row: (row[0] >= size, row[0] // WIDTH))
    group = next(grouped, None)
    for tile in tiles_of(size, ENTRIES):
        found: Iterable[tuple[int, bytes]] = ()
        if group and group[0] == (False, tile.index):
            found, group = list(group[1]), next(grouped, None)
        sink.write(f"tile/{tile.path}", assemble(tile, found))
    for (_, index), beyond in chain([group] if group else [], grouped):
        found = list(beyond)
        tile = Tile(ENTRIES, index, found[-1][0] - index * WIDTH + 1)
        sink.write(f"tile/{tile.path}", assemble(tile, found))


def _write_nodes(sink: _Sink, rows: Iterable[tuple[int, int, bytes]], size: int) -> None:
    """Write the tiles of hashes; one that is missing is written as zeros."""
    grouped = groupby(rows, key=lambda row: (row[0] // HEIGHT, row[1] // WIDTH))
    group = next(grouped, None)
    level = 0
    while width_at(level, 0, size):
        for tile in tiles_of(size, level):
            while group and group[0] < tile[:2]:
                group = next(grouped, None)
            found: list[tuple[int, bytes]] = []
            if group and group[0] == tile[:2]:
                found = [(index, each) for _, index, each in group[1]]
            sink.write(f"tile/{tile.path}", assemble(tile, found))
        level += 1


class _Sink(ABC):
    @abstractmethod
    def write(self, name: str, content: bytes) -> None: ...

    def __enter__(self) -> _Sink:
        return self

    def __exit__(self, *exception: Any) -> None:
        return


class _Folder(_Sink):
    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, content: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".new")
        draft.write_bytes(content)
        draft.replace(path)


class _Archive(_Sink):
    def __init__(self, path: Path) -> None:
        self.path, self.draft = path, path.with_name(path.name + ".new")
        path.parent.mkdir(parents=True, exist_ok=True)
        self.zip = zipfile.ZipFile(self.draft, "w", zipfile.ZIP_DEFLATED)

    def write(self, name: str, content: bytes) -> None:
        self.zip.writestr(name, content)

    def __exit__(self, *exception: Any) -> None:
        self.zip.close()
        if exception[0] is None:
            self.draft.replace(self.path)
        else:
            self.draft.unlink()


def _target(path: Path) -> _Sink:
    return _Archive(path) if path.suffix == ".zip" else _Folder(path)
