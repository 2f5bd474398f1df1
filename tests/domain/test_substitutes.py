"""Who stands in for the holder of a post is bound by the framework where it names who does."""

from datetime import date

import pytest

from tests.domain.a_framework import a_framework, a_post
from timonel.domain.appointments import Proposal, substitute_follows_the_framework
from timonel.domain.findings import Outcome

NAMED = a_framework(posts={"head": a_post(substitutes=["deputy", "counsel"]), "deputy": a_post(), "counsel": a_post()})
OPEN = a_framework(posts={"head": a_post()})


def proposed(manner="substitute"):
    return Proposal("head", date(2026, 3, 1), None, manner)


@pytest.mark.parametrize("held", [{"deputy"}, {"counsel"}, {"counsel", "other"}])
def test_who_holds_a_post_that_stands_in_may_substitute(held):
    found = substitute_follows_the_framework(proposed(), NAMED, held)
    assert (found.outcome, found.code) == (Outcome.HOLDS, "substitute-named")


@pytest.mark.parametrize("held", [set(), {"head"}, {"other"}])
def test_who_holds_none_of_them_may_not_and_is_told_which_there_are(held):
    found = substitute_follows_the_framework(proposed(), NAMED, held)
    assert (found.outcome, found.code) == (Outcome.FAILS, "substitute-other")
    assert found.params == {"post_kind": "head", "named": "deputy, counsel"}
    assert found.basis == NAMED.posts["head"].basis


def test_the_titular_is_not_asked_nor_anybody_where_the_framework_names_no_one():
    for framework, manner in ((NAMED, "titular"), (OPEN, "substitute")):
        found = substitute_follows_the_framework(proposed(manner), framework, set())
        assert (found.outcome, found.code) == (Outcome.HOLDS, "substitutes-not-stated")
