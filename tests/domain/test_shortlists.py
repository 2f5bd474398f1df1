"""The shortlist has the best by mean score, and no one of two equals is left out."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonel.domain.shortlists import UnscoredCandidate, means, shortlist

SCORE = st.decimals(0, 100, places=2)
SCORES = st.dictionaries(
    st.text("abcdef", min_size=1), st.lists(SCORE, min_size=1, max_size=3), min_size=1, max_size=12
)


def scored(**given):
    return {name: [Decimal(score) for score in scores.split()] for name, scores in given.items()}


def test_the_best_by_mean_are_on_it_with_their_places():
    assert shortlist(scored(ana="60 80", bruno="90 70", carla="50 50", dora="71 71"), 3) == {
        "bruno": 1,
        "dora": 2,
        "ana": 3,
    }


def test_all_who_tie_for_the_last_place_are_on_it_and_the_next_is_not():
    panel = scored(ana="90", bruno="80", carla="80.00", dora="79.99")
    assert shortlist(panel, 2) == {"ana": 1, "bruno": 2, "carla": 2}


def test_with_a_place_more_the_next_still_has_to_be_among_the_first_so_many():
    panel = scored(ana="90", bruno="80", carla="80", dora="79.99")
    assert "dora" not in shortlist(panel, 3)
    assert shortlist(panel, 4)["dora"] == 4


def test_with_fewer_candidates_than_places_all_are_on_it():
    assert shortlist(scored(ana="10"), 3) == {"ana": 1}


def test_means_are_exact():
    assert means(scored(ana="1 1 2"))["ana"] == Fraction(4, 3)


def test_who_has_no_score_cannot_be_compared():
    with pytest.raises(UnscoredCandidate):
        shortlist({"ana": []}, 1)


@given(SCORES, st.integers(1, 6))
def test_nobody_outside_has_as_much_as_somebody_on_it(scores, size):
    on_it, found = shortlist(scores, size), means(scores)
    assert len(on_it) >= min(size, len(scores))
    assert all(found[out] < found[name] for out in scores.keys() - on_it.keys() for name in on_it)
    assert sum(found[name] > min(found[each] for each in on_it) for name in scores) < size
