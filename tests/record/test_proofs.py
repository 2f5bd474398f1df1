"""Proofs from the database: right for every entry and size, and one query each."""

from __future__ import annotations

import pytest

from tests.record.making import behind_the_back, record
from timonel.domain.merkle import root, verify_consistency, verify_inclusion
from timonel.record import proofs
from timonel.record.errors import RecordRefusal

SIZE = 21


@pytest.fixture
def leaves(db):
    return [entry.leaf for entry in record(SIZE)]


def test_every_entry_is_proven_in_every_size(leaves):
    for size in range(1, SIZE + 1):
        whole = root(leaves[:size])
        assert proofs.root_at(size) == whole
        for seq in range(size):
            assert verify_inclusion(leaves[seq], seq, size, proofs.inclusion(seq, size), whole)


def test_every_size_is_proven_to_go_on_from_every_smaller_one(leaves):
    for size2 in range(1, SIZE + 1):
        for size1 in range(1, size2 + 1):
            proof = proofs.consistency(size1, size2)
            assert verify_consistency(size1, size2, root(leaves[:size1]), root(leaves[:size2]), proof)


def test_a_proof_is_one_query(leaves, django_assert_num_queries):
    with django_assert_num_queries(1):
        proofs.inclusion(13, 21)
    with django_assert_num_queries(1):
        proofs.consistency(13, 21)


def test_there_is_no_proof_of_what_is_not_there(leaves):
    with pytest.raises(ValueError, match="no leaf 21"):
        proofs.inclusion(21, 21)
    with pytest.raises(RecordRefusal) as refused:
        proofs.inclusion(3, 40)
    assert refused.value.code == "node-missing"


def test_a_node_that_is_gone_is_named(fresh_database):
    record(4)
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("DELETE FROM record_node WHERE level = 1 AND index = 1")
    with pytest.raises(RecordRefusal) as refused:
        proofs.inclusion(0, 4)
    assert refused.value.params == {"places": [(1, 1)]}
