"""The full audit of a record, as a single pass over its entries: no database here, only what was read from one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from timonel.domain.merkle import HASH_SIZE, CompactRange, Place, leaf_hash
from timonel.record.displaced import Displaced
from timonel.record.drafts import instruments
from timonel.record.keys import PublishedKey, chain_holds, keys_for
from timonel.record.notes import Checkpoint, signers
from timonel.record.report import Faults, Report

EntryRow = tuple[Any, ...]
"""Number, bytes, and then the columns in the order of `columns_said`."""

LeafRow = tuple[int, bytes]
"""Number and stored leaf hash."""

NodeRow = tuple[int, int, bytes]
"""Level, index and stored hash of a node above the leaves; in the order in which entries complete them."""

COLUMNS: tuple[str, ...] = (
    "recorded_at",
    "on_day",
    "origin",
    "act",
    "outcome",
    "person",
    "post",
    "institution",
    "power",
    "subject_kind",
    "subject_number",
    "framework_hash",
    "instruments",
    "cause",
)

_GAP = b"\x00" * HASH_SIZE


@dataclass(frozen=True, slots=True)
class SignedRow:
    """A checkpoint as it is stored: size and root in their columns, and the note that says them."""

    size: int
    root: bytes
    note: str


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The head as it is stored."""

    size: int
    hashes: Sequence[bytes]


def columns_said(fields: dict[str, Any]) -> tuple[Any, ...]:
    """Give what the bytes of an entry say for each of `COLUMNS`; days and instants as text."""
    subject = fields["subject"] or {"kind": "", "number": ""}
    return (
        fields["recorded_at"],
        fields["on"],
        fields["origin"],
        fields["act"],
        fields["outcome"],
        fields["person"],
        fields["post"],
        fields["institution"],
        fields["power"],
        subject["kind"],
        subject["number"],
        fields["framework"],
        instruments(fields),
        fields["cause"],
    )


def audit(
    head: HeadRow,
    entries: Iterable[EntryRow],
    leaves: Iterable[LeafRow],
    nodes: Iterable[NodeRow],
    signed: Iterable[SignedRow],
    published: Sequence[PublishedKey],
) -> Report:
    """Hold every entry against its leaf hash, and the tree over the leaf hashes against nodes, head and checkpoints.

    Entries and leaves come by number. Whatever contradicts is named; since the tree is built on the leaf hashes, the
    checkpoints go on proving them where the bytes of an entry were changed or are gone.
    """
    return _Audit(head, leaves, nodes, list(signed), published).run(entries)


class _Audit:
    def __init__(
        self,
        head: HeadRow,
        leaves: Iterable[LeafRow],
        nodes: Iterable[NodeRow],
        signed: list[SignedRow],
        published: Sequence[PublishedKey],
    ) -> None:
        self.head, self.published = head, published
        self.leaves, self.nodes = iter(leaves), iter(nodes)
        self.leaf, self.node = next(self.leaves, None), next(self.nodes, None)
        self.signed = sorted(signed, key=lambda row: row.size)
        self.sizes = iter(sorted({row.size for row in signed} - {0}))
        self.next_size = next(self.sizes, None)
        self.roots: dict[int, bytes] = {0: CompactRange().root()}
        self.tree = CompactRange()
        self.faults = Faults()
        self.displaced = Displaced()
        self.beyond: list[int] = []
        self.broken: set[Place] = set()
        self.last_time = ""

    def run(self, entries: Iterable[EntryRow]) -> Report:
        for row in entries:
            self._entry(row)
        shift = self.displaced.name(self.faults, self.tree.size)
        if self.tree.size < self.head.size:
            self._gap(self.head.size, named=-shift)
        if len(self.beyond) != shift:
            for seq in self.beyond:
                self.faults.add("inserted", seq)
        while self.leaf is not None:
            self._extra_leaf(self.leaf[0])
        while self.node is not None:
            self._extra_node()
        if self.tree.hashes != [bytes(each) for each in self.head.hashes] and not self.broken:
            self.faults.add("head-changed", 0, max(self.head.size - 1, 0))
        self._checkpoints()
        return Report(self.tree.size, self.tree.root(), len(self.signed), self.faults.in_order(), self.faults.unlisted)

    def _entry(self, row: EntryRow) -> None:
        seq, body = row[0], row[1]
        if seq >= self.head.size or seq < self.tree.size:
            self.beyond.append(seq)
            return
        if seq > self.tree.size:
            self._gap(seq)
        computed, stored = leaf_hash(body), self._stored_leaf(seq)
        number = self._words(seq, body, row[2:])
        if number is not None and number != seq:
            self.displaced.add(seq, number)
        elif number is None or (computed != stored and stored is not None):
            self.faults.add("changed", seq)
        self._grow(computed if stored is None else stored)

    def _words(self, seq: int, body: bytes, columns: tuple[Any, ...]) -> int | None:
        """Hold the columns and the time against the bytes; give the number they say, None when they say nothing."""
        try:
            fields = json.loads(body)
            said, number = columns_said(fields), fields["seq"]
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        if type(number) is not int or type(said[0]) is not str:
            return None
        if said != columns:
            names = [name for name, own, column in zip(COLUMNS, said, columns, strict=True) if own != column]
            self.faults.add("columns-changed", seq, columns=names)
        if number == seq:
            if said[0] < self.last_time:
                self.faults.add("time-goes-back", seq, recorded_at=said[0], before=self.last_time)
            self.last_time = said[0]
        return number

    def _gap(self, end: int, named: int = 0) -> None:
        """Name the entries that are gone; their leaf hashes, where they are still there, keep the tree whole.

        At the end of the record as many may be missing as were `named` already, removed before and renumbered after.
        """
        if end - self.tree.size != named:
            self.faults.add("removed", self.tree.size, end - 1)
        while self.tree.size < end:
            self._grow(self._stored_leaf(self.tree.size) or _GAP)

    def _stored_leaf(self, seq: int) -> bytes | None:
        while self.leaf is not None and self.leaf[0] < seq:
            self._extra_leaf(self.leaf[0])
        if self.leaf is None or self.leaf[0] != seq or len(self.leaf[1]) != HASH_SIZE:
            self.faults.add("node-missing", seq, level=0, index=seq)
            return None
        stored, self.leaf = self.leaf[1], next(self.leaves, None)
        return stored

    def _extra_leaf(self, seq: int) -> None:
        self.faults.add("node-inserted", seq, level=0, index=seq)
        self.leaf = next(self.leaves, None)

    def _grow(self, leaf: bytes) -> None:
        """Add a leaf; of the stored nodes that differ, name only the lowest: those above it differ because of it."""
        for place, computed in self.tree.append(leaf):
            stored = self._stored(place)
            if self.broken and self._above_broken(place):
                self.broken.add(place)
            elif stored != computed:
                level, index = place
                code = "node-missing" if stored is None else "subtree-changed"
                self.faults.add(code, index << level, ((index + 1) << level) - 1, level=level, index=index)
                self.broken.add(place)
        if self.tree.size == self.next_size:
            self.roots[self.tree.size] = self.tree.root()
            self.next_size = next(self.sizes, None)

    def _above_broken(self, place: Place) -> bool:
        level, index = place
        children = {Place(level - 1, 2 * index), Place(level - 1, 2 * index + 1)} & self.broken
        self.broken -= children
        return bool(children)

    def _stored(self, place: Place) -> bytes | None:
        """Take the stored hash at a place; pass over what stands before it and belongs nowhere."""
        wanted = _completed(*place)
        while self.node is not None and _completed(*self.node[:2]) < wanted:
            self._extra_node()
        if self.node is None or self.node[:2] != place:
            return None
        stored, self.node = self.node[2], next(self.nodes, None)
        return stored

    def _extra_node(self) -> None:
        assert self.node is not None
        level, index, _ = self.node
        self.faults.add("node-inserted", index << level, ((index + 1) << level) - 1, level=level, index=index)
        self.node = next(self.nodes, None)

    def _checkpoints(self) -> None:
        if self.signed and not chain_holds(self.published):
            self.faults.add("keys-contradicted", 0, max(self.tree.size - 1, 0))
        agreed, contradicted = 0, False
        for row in self.signed:
            last = max(row.size - 1, 0)
            said = Checkpoint.parse(row.note)
            if said is None or (said.size, said.root) != (row.size, row.root):
                self.faults.add("checkpoint-changed", 0, last, size=row.size)
            elif not signers(row.note, keys_for(self.published, row.size)):
                self.faults.add("checkpoint-unsigned", 0, last, size=row.size)
            elif row.size > self.tree.size:
                self.faults.add("removed", self.tree.size, last, checkpoint=row.size)
            elif self.roots[row.size] == row.root:
                agreed = row.size
            elif not contradicted:
                contradicted = True
                self.faults.add("checkpoint-contradicted", agreed, last, size=row.size)


def _completed(level: int, index: int) -> tuple[int, int]:
    """Say when a subtree is completed: with which entry, and after which of those that entry completes."""
    return (index + 1) << level, level
