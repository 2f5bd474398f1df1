from itertools import product

import pytest

from timonel.domain.truth import Truth, all_of, any_of

NO, YES, UNKNOWN = Truth.NO, Truth.YES, Truth.UNKNOWN


@pytest.mark.parametrize("pair", list(product(Truth, Truth)))
def test_all_and_any_follow_kleene(pair):
    strength = {NO: 0, UNKNOWN: 1, YES: 2}
    assert all_of(pair) is min(pair, key=strength.__getitem__)
    assert any_of(pair) is max(pair, key=strength.__getitem__)


def test_of_nothing_all_is_yes_and_any_is_no():
    assert all_of(()) is YES
    assert any_of(()) is NO


def test_the_opposite_of_unknown_is_unknown():
    assert (YES.negated(), NO.negated(), UNKNOWN.negated()) == (NO, YES, UNKNOWN)


def test_a_boolean_or_nothing_becomes_a_truth():
    assert (Truth.of(True), Truth.of(False), Truth.of(None)) == (YES, NO, UNKNOWN)
