"""The arithmetic of the decision record: the Merkle tree of RFC 6962 and RFC 9162, over SHA-256.

A tree of `size` leaves is the unique one that both RFCs define. Its *complete* subtrees never change once they are
full, so each has a `Place` (level, index): level 0 holds the leaf hashes, and the node at (level, index) spans the
leaves from `index << level` (inclusive) to `(index + 1) << level` (exclusive). Every root and every proof is made of
complete subtrees; that is what the record stores and what the published tiles hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

HASH_SIZE = 32
EMPTY_ROOT = sha256().digest()
_SIZE_LIMIT = 1 << 64


class Place(NamedTuple):
    """Where a complete subtree stands: its height above the leaves and its index among those of that height."""

    level: int
    index: int  # type: ignore[assignment]  # hides tuple.index, which nobody asks of a place


def leaf_hash(data: bytes) -> bytes:
    """Hash the bytes of one entry: SHA-256 of a zero byte and the entry (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbouring subtrees: SHA-256 of a one byte, the left hash and the right hash."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Join complete subtrees that lie side by side, largest first, into the hash of the range they span."""
    if not hashes:
        return EMPTY_ROOT
    joined = hashes[-1]
    for left in reversed(hashes[:-1]):
        joined = node_hash(left, joined)
    return joined


class CompactRange:
    """The few hashes that stand for a whole tree: its complete subtrees, largest first, one per bit of its size."""

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if size < 0 or len(self.hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves is not made of {len(self.hashes)} complete subtrees")
        if any(len(each) != HASH_SIZE for each in self.hashes):
            raise ValueError(f"a hash is {HASH_SIZE} bytes long")

    def append(self, leaf: bytes) -> list[tuple[Place, bytes]]:
        """Add a leaf hash and name the subtrees above level 0 that it completes, lowest first."""
        if len(leaf) != HASH_SIZE:
            raise ValueError(f"a leaf hash is {HASH_SIZE} bytes long")
        completed = []
        level, index, joined = 0, self.size, leaf
        while index & 1:
            joined = node_hash(self.hashes.pop(), joined)
            level, index = level + 1, index >> 1
            completed.append((Place(level, index), joined))
        self.hashes.append(joined)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """Hash the whole tree; SHA-256 of nothing when it is empty."""
        return fold(self.hashes)


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """Hash the tree with these leaf hashes; SHA-256 of nothing when there are none.

    A leaf hash that is not 32 bytes long raises `ValueError`.
    """
    tree = CompactRange()
    for leaf in leaf_hashes:
        tree.append(leaf)
    return tree.root()


def complete_nodes(leaf_hashes: Iterable[bytes]) -> dict[Place, bytes]:
    """Name every complete subtree over these leaf hashes, the leaves among them."""
    tree, nodes = CompactRange(), {}
    for index, leaf in enumerate(leaf_hashes):
        nodes[Place(0, index)] = leaf
        nodes.update(tree.append(leaf))
    return nodes


# What a proof is made of ------------------------------------------------------------------------------------------


def range_places(start: int, end: int) -> list[Place]:
    """Cut the leaves from `start` to `end` (exclusive) into complete subtrees, from left to right.

    The range must be a node of some tree of `end` leaves or more: a start that is a multiple of the range's length
    rounded up to a power of two.
    """
    places = []
    while start < end:
        level = (end - start).bit_length() - 1
        places.append(Place(level, start >> level))
        start += 1 << level
    return places


def _split(size: int) -> int:
    """Give the largest power of two below `size`, where the RFC cuts a tree in two."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_places(index: int, size: int) -> list[list[Place]]:
    """Name what proves that the leaf at `index` is in the tree of `size`: per element, the subtrees that make it up."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    proof = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(range_places(middle, end))
            end = middle
        else:
            proof.append(range_places(start, middle))
            start = middle
    return proof[::-1]


def consistency_places(size1: int, size2: int) -> list[list[Place]]:
    """Name what proves that the tree of `size2` only adds to the tree of `size1`; nothing when the sizes are equal."""
    if not 0 < size1 <= size2:
        raise ValueError(f"nothing can prove that a tree of {size2} leaves goes on from one of {size1}")
    proof = []
    start, end = 0, size2
    while end != size1:
        middle = start + _split(end - start)
        if size1 <= middle:
            proof.append(range_places(middle, end))
            end = middle
        else:
            proof.append(range_places(start, middle))
            start = middle
    if start:
        proof.append(range_places(start, end))
    # The old tree is itself a node of the new one when nothing stands to its left: its root is known to the verifier.
    return proof[::-1]


def _proof(plan: list[list[Place]], nodes: Mapping[Place, bytes]) -> list[bytes]:
    return [fold([nodes[place] for place in places]) for places in plan]


def inclusion_proof(index: int, size: int, nodes: Mapping[Place, bytes]) -> list[bytes]:
    """Prove that the leaf at `index` is in the tree of `size`, from the nodes that `inclusion_places` names."""
    return _proof(inclusion_places(index, size), nodes)


def consistency_proof(size1: int, size2: int, nodes: Mapping[Place, bytes]) -> list[bytes]:
    """Prove that the tree of `size2` only adds to the tree of `size1`, from those `consistency_places` names."""
    return _proof(consistency_places(size1, size2), nodes)


# Verification: false, never an exception, whatever is given ---------------------------------------------------------


def _is_hash(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == HASH_SIZE


def _is_size(value: object) -> bool:
    return type(value) is int and 0 <= value < _SIZE_LIMIT


def _is_proof(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) <= 2 * _SIZE_LIMIT.bit_length() and all(map(_is_hash, value))


def verify_inclusion(leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof shows the leaf at `index` in the tree of `size` with this root (RFC 9162, 2.1.3.2).

    False for anything malformed: a proof that is no list, a hash that is not 32 bytes, an index outside the tree.
    Nothing is in the tree of size 0.
    """
    if not (_is_size(index) and _is_size(size) and _is_hash(leaf_hash) and _is_hash(root) and _is_proof(proof)):
        return False
    if index >= size:
        return False
    first, last, joined = index, size - 1, leaf_hash
    for sibling in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            joined = node_hash(sibling, joined)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            joined = node_hash(joined, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and joined == root


def verify_consistency(size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]) -> bool:
    """Say whether the proof shows that the tree of `size2` only adds to the tree of `size1` (RFC 9162, 2.1.4.2).

    Equal sizes need equal roots and an empty proof; the empty tree has one root only, SHA-256 of nothing, and from
    size 0 to a larger one there is nothing to prove: false, as for anything malformed.
    """
    if not (_is_size(size1) and _is_size(size2) and _is_hash(root1) and _is_hash(root2) and _is_proof(proof)):
        return False
    if size1 == size2:
        return not proof and root1 == root2 and (size1 > 0 or root1 == EMPTY_ROOT)
    if not (0 < size1 < size2 and proof):
        return False
    path = [root1, *proof] if size1.bit_count() == 1 else list(proof)
    return _extends(size1 - 1, size2 - 1, root1, root2, path)


def _extends(first: int, last: int, root1: bytes, root2: bytes, path: list[bytes]) -> bool:
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and old == root1 and new == root2
