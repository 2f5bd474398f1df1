"""The tree of RFC 6962 and RFC 9162: the published vectors, a naive reference, and everything that must be refused."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timonel.domain import merkle
from timonel.domain.merkle import (
    EMPTY_ROOT,
    CompactRange,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# The eight leaves, their roots and their proofs that the implementations of certificate transparency share.
LEAVES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
    (6, 7): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}


def hashes(texts):
    return [bytes.fromhex(each) for each in texts]


def vector_root(size):
    return bytes.fromhex(ROOTS[size])


# A second implementation, straight from the words of RFC 6962, section 2.1 ------------------------------------------


def naive_root(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    cut = cut_of(len(leaves))
    return hashlib.sha256(b"\x01" + naive_root(leaves[:cut]) + naive_root(leaves[cut:])).digest()


def cut_of(size):
    cut = 1
    while cut * 2 < size:
        cut *= 2
    return cut


def naive_path(index, leaves):
    if len(leaves) == 1:
        return []
    cut = cut_of(len(leaves))
    if index < cut:
        return [*naive_path(index, leaves[:cut]), naive_root(leaves[cut:])]
    return [*naive_path(index - cut, leaves[cut:]), naive_root(leaves[:cut])]


def naive_subproof(size, leaves, known):
    if size == len(leaves):
        return [] if known else [naive_root(leaves)]
    cut = cut_of(len(leaves))
    if size <= cut:
        return [*naive_subproof(size, leaves[:cut], known), naive_root(leaves[cut:])]
    return [*naive_subproof(size - cut, leaves[cut:], False), naive_root(leaves[:cut])]


def some_leaves(size):
    return [leaf_hash(str(each).encode()) for each in range(size)]


sizes = st.integers(1, 140)
index_and_size = sizes.flatmap(lambda size: st.tuples(st.integers(0, size - 1), st.just(size)))
two_sizes = sizes.flatmap(lambda size: st.tuples(st.integers(1, size), st.just(size)))


# What is right ---------------------------------------------------------------------------------------------------


def test_the_published_hashes_come_out():
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_come_out(size):
    assert root(map(leaf_hash, LEAVES[:size])).hex() == ROOTS[size]


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert root([]) == EMPTY_ROOT == hashlib.sha256(b"").digest()


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_the_published_inclusion_proofs_come_out_and_hold(index, size):
    leaves = [leaf_hash(each) for each in LEAVES[:size]]
    proof = merkle.inclusion_proof(index, size, merkle.complete_nodes(leaves))
    assert proof == hashes(INCLUSION[index, size])
    assert verify_inclusion(leaves[index], index, size, proof, vector_root(size)) is True


@pytest.mark.parametrize(("size1", "size2"), CONSISTENCY)
def test_the_published_consistency_proofs_come_out_and_hold(size1, size2):
    nodes = merkle.complete_nodes(map(leaf_hash, LEAVES[:size2]))
    proof = merkle.consistency_proof(size1, size2, nodes)
    assert proof == hashes(CONSISTENCY[size1, size2])
    assert verify_consistency(size1, size2, vector_root(size1), vector_root(size2), proof) is True


@settings(deadline=None)
@given(sizes)
def test_the_root_is_that_of_the_naive_tree(size):
    assert root(some_leaves(size)) == naive_root(some_leaves(size))


@settings(deadline=None)
@given(index_and_size)
def test_inclusion_proofs_are_those_of_the_naive_tree(index_size):
    index, size = index_size
    leaves = some_leaves(size)
    proof = merkle.inclusion_proof(index, size, merkle.complete_nodes(leaves))
    assert proof == naive_path(index, leaves)
    assert verify_inclusion(leaves[index], index, size, proof, naive_root(leaves))


@settings(deadline=None)
@given(two_sizes)
def test_consistency_proofs_are_those_of_the_naive_tree(both):
    size1, size2 = both
    leaves = some_leaves(size2)
    proof = merkle.consistency_proof(size1, size2, merkle.complete_nodes(leaves))
    assert proof == naive_subproof(size1, leaves, True)
    assert verify_consistency(size1, size2, naive_root(leaves[:size1]), naive_root(leaves), proof)


@settings(deadline=None)
@given(st.integers(0, 300))
def test_a_compact_range_taken_up_again_goes_on_as_if_never_put_down(size):
    tree = CompactRange()
    for leaf in some_leaves(size):
        again = CompactRange(tree.size, tree.hashes)
        assert again.append(leaf) == tree.append(leaf)
    assert tree.root() == naive_root(some_leaves(size))
    assert len(tree.hashes) == size.bit_count()


def test_an_append_names_each_completed_subtree_once():
    tree, named = CompactRange(), {}
    for index, leaf in enumerate(some_leaves(64)):
        completed = tree.append(leaf)
        assert not named.keys() & dict(completed).keys()
        named |= dict(completed) | {merkle.Place(0, index): leaf}
    assert named == merkle.complete_nodes(some_leaves(64))
    assert len(named) == 127


def test_a_tree_of_two_to_the_sixty_has_short_proofs():
    size = 2**60 + 5
    assert len(merkle.inclusion_places(7, size)) == 61
    assert sum(map(len, merkle.inclusion_places(7, size))) == 62
    assert len(merkle.consistency_places(2**59 + 1, size)) == 62


# What is wrong ---------------------------------------------------------------------------------------------------

NOT_HASHES = [None, "", b"", b"\x00" * 31, b"\x00" * 33, "0" * 32, 7, [], bytearray(32)]
NOT_SIZES = [None, -1, True, False, 1.0, "1", 2**64, 10**400, b"1", [1]]
NOT_PROOFS = [None, "", "abc", 7, {}, b"\x00" * 32, {b"\x00" * 32}, object(), iter([])]


def right_inclusion():
    return {
        "leaf_hash": leaf_hash(LEAVES[5]),
        "index": 5,
        "size": 8,
        "proof": hashes(INCLUSION[5, 8]),
        "root": vector_root(8),
    }


def right_consistency():
    return {
        "size1": 6,
        "size2": 8,
        "root1": vector_root(6),
        "root2": vector_root(8),
        "proof": hashes(CONSISTENCY[6, 8]),
    }


def test_the_two_right_answers_are_right():
    assert verify_inclusion(**right_inclusion()) is True
    assert verify_consistency(**right_consistency()) is True


@pytest.mark.parametrize(
    "change",
    [{name: bad} for name in ("leaf_hash", "root") for bad in NOT_HASHES]
    + [{name: bad} for name in ("index", "size") for bad in NOT_SIZES]
    + [{"proof": bad} for bad in NOT_PROOFS]
    + [{"proof": [bad, *hashes(INCLUSION[5, 8])[1:]]} for bad in NOT_HASHES],
)
def test_a_malformed_inclusion_is_false_and_never_an_exception(change):
    assert verify_inclusion(**right_inclusion() | change) is False


@pytest.mark.parametrize(
    "change",
    [{name: bad} for name in ("root1", "root2") for bad in NOT_HASHES]
    + [{name: bad} for name in ("size1", "size2") for bad in NOT_SIZES]
    + [{"proof": bad} for bad in NOT_PROOFS]
    + [{"proof": [*hashes(CONSISTENCY[6, 8])[:-1], bad]} for bad in NOT_HASHES],
)
def test_a_malformed_consistency_is_false_and_never_an_exception(change):
    assert verify_consistency(**right_consistency() | change) is False


def test_nothing_is_in_the_empty_tree():
    assert verify_inclusion(EMPTY_ROOT, 0, 0, [], EMPTY_ROOT) is False
    assert verify_inclusion(leaf_hash(b""), 0, 0, [], leaf_hash(b"")) is False


def test_a_single_leaf_is_its_own_root():
    leaf = leaf_hash(b"")
    assert verify_inclusion(leaf, 0, 1, [], leaf) is True
    assert verify_inclusion(leaf, 1, 1, [], leaf) is False
    assert verify_inclusion(leaf, 0, 1, [leaf], node_hash(leaf, leaf)) is False
    assert verify_inclusion(leaf, 0, 1, [], EMPTY_ROOT) is False


def test_two_empty_trees_are_consistent_and_have_one_root_only():
    assert verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, []) is True
    assert verify_consistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [EMPTY_ROOT]) is False
    assert verify_consistency(0, 0, vector_root(1), vector_root(1), []) is False
    assert verify_consistency(0, 0, b"", b"", []) is False


def test_from_the_empty_tree_to_another_there_is_nothing_to_prove():
    assert verify_consistency(0, 1, EMPTY_ROOT, vector_root(1), []) is False
    assert verify_consistency(0, 8, EMPTY_ROOT, vector_root(8), hashes(CONSISTENCY[1, 8])) is False


def test_equal_sizes_need_equal_roots_and_an_empty_proof():
    assert verify_consistency(8, 8, vector_root(8), vector_root(8), []) is True
    assert verify_consistency(8, 8, vector_root(8), vector_root(7), []) is False
    assert verify_consistency(8, 8, vector_root(8), vector_root(8), [vector_root(8)]) is False


def test_a_tree_does_not_shrink():
    assert verify_consistency(8, 6, vector_root(8), vector_root(6), hashes(CONSISTENCY[6, 8])) is False


def edits(proof, roots):
    """Break a proof as the published vectors do: turn a bit, cut, lengthen at either end, reorder."""
    for position in range(len(proof)):
        turned = bytes([proof[position][0] ^ 0x10]) + proof[position][1:]
        yield [*proof[:position], turned, *proof[position + 1 :]]
        yield proof[:position] + proof[position + 1 :]
    for extra in (b"\x00" * 32, *proof[:1], *roots):
        yield [*proof, extra]
        yield [extra, *proof]
    if len(set(proof)) > 1:
        yield proof[::-1]
    if proof:
        yield []


@settings(max_examples=60, deadline=None)
@given(index_and_size)
def test_an_edited_inclusion_is_never_proven(index_size):
    index, size = index_size
    leaves = some_leaves(size)
    whole = root(leaves)
    proof = merkle.inclusion_proof(index, size, merkle.complete_nodes(leaves))
    for edited in edits(proof, (whole, leaves[index])):
        assert not verify_inclusion(leaves[index], index, size, edited, whole)
    for other in {index - 1, index + 1, index ^ 2} - {index}:
        assert not verify_inclusion(leaves[index], other, size, proof, whole)
    assert not verify_inclusion(leaf_hash(b"another"), index, size, proof, whole)
    assert not verify_inclusion(leaves[index], index, size, proof, leaf_hash(b"another"))


@settings(max_examples=60, deadline=None)
@given(two_sizes)
def test_an_edited_consistency_is_never_proven(both):
    size1, size2 = both
    leaves = some_leaves(size2)
    root1, root2 = root(leaves[:size1]), root(leaves)
    proof = merkle.consistency_proof(size1, size2, merkle.complete_nodes(leaves))
    for edited in edits(proof, (root1, root2)):
        assert not verify_consistency(size1, size2, root1, root2, edited)
    other = leaf_hash(b"another")
    assert not verify_consistency(size1, size2, other, root2, proof)
    assert not verify_consistency(size1, size2, root1, other, proof)
    if size1 != size2:
        assert not verify_consistency(size1, size2, root2, root1, proof)


anything = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.binary(max_size=40)
    | st.text(max_size=5)
    | st.floats()
    | st.lists(st.binary(max_size=40))
)


@settings(deadline=None)
@given(anything, anything, anything, anything, anything)
def test_no_argument_whatsoever_makes_a_verifier_raise(first, second, third, fourth, fifth):
    assert verify_inclusion(first, second, third, fourth, fifth) in (True, False)
    assert verify_consistency(first, second, third, fourth, fifth) in (True, False)


@pytest.mark.parametrize("leaf", [b"", b"\x00" * 31, b"\x00" * 33])
def test_a_leaf_hash_of_another_length_is_not_computed_with(leaf):
    with pytest.raises(ValueError, match="32 bytes"):
        root([leaf])


@pytest.mark.parametrize(("size", "count"), [(-1, 0), (0, 1), (1, 0), (3, 1), (4, 2)])
def test_a_compact_range_has_one_hash_per_bit_of_its_size(size, count):
    with pytest.raises(ValueError, match="complete subtrees"):
        CompactRange(size, [EMPTY_ROOT] * count)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 4), (9, 8)])
def test_no_inclusion_proof_exists_outside_the_tree(index, size):
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_places(index, size)


@pytest.mark.parametrize(("size1", "size2"), [(0, 0), (0, 1), (2, 1), (-1, 1)])
def test_no_consistency_proof_exists_from_nothing_or_backwards(size1, size2):
    with pytest.raises(ValueError, match="nothing can prove"):
        merkle.consistency_places(size1, size2)
