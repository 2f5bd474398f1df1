from datetime import date

import pytest

from tests.domain.a_framework import LABEL, a_body, a_framework, version
from timonel.domain.composition import chairs, guests_of, procedure_of, roster_size, seats_of
from timonel.domain.facts import InstitutionFacts, ProjectFacts
from timonel.domain.mandates import Holder
from timonel.domain.mandates.framework import NoSuchEntry
from timonel.domain.parameters import ValueState
from timonel.domain.truth import Truth

DAY = date(2016, 6, 1)
MINISTERS = ("segpres", "interior", "finance", "economy", "education", "health", "transport")
COMMITTEE = a_body(
    composition={
        "seats": {
            name: {"holder": {"post": name}, "kind": "public", "chair": name == "segpres", "votes": "true"}
            for name in MINISTERS
        },
        "chair_succession": ["economy", "transport"],
        "guests": {"who": LABEL, "votes": "not_stated", "invited_by": {"post": "segpres"}},
    },
    procedure={"cadence": "cadence", "quorum": "quorum", "tie": "chair-decides"},
)
PARAMETERS = {
    "cadence": {"label": LABEL, "kind": "duration", "unit": "months", "versions": [version("6")]},
    "quorum": {"label": LABEL, "kind": "count", "versions": [version()]},
}
FRAMEWORK = a_framework(bodies={"committee": COMMITTEE, "bare": a_body()}, parameters=PARAMETERS)


def test_seven_ministers_make_seven_seats():
    seats = seats_of(FRAMEWORK, "committee", DAY)
    assert roster_size(seats) == 7
    assert {seat.holder for seat in seats} == {Holder("post", name) for name in MINISTERS}
    assert {seat.votes for seat in seats} == {"true"}


def test_the_chair_is_followed_by_those_who_replace_it():
    assert chairs(FRAMEWORK, "committee", DAY) == ("segpres", "economy", "transport")
    assert chairs(FRAMEWORK, "bare", DAY) == ()


def test_whether_guests_vote_is_not_stated():
    guests = guests_of(FRAMEWORK, "committee")
    assert (guests.votes, guests.invited_by) == ("not_stated", Holder("post", "segpres"))
    assert guests_of(FRAMEWORK, "bare") is None


def test_a_procedure_gives_its_numbers_as_they_are_on_the_day():
    procedure = procedure_of(FRAMEWORK, "committee", DAY)
    assert procedure.numbers["cadence"].version.text == "6 months"
    assert procedure.numbers["quorum"].state is ValueState.NOT_STATED
    assert procedure.numbers["majority"] is None
    assert procedure.words == {
        "tie": "chair-decides",
        "extraordinary": "not_stated",
        "recusal": "not_stated",
        "decides_by": "not_stated",
    }
    assert procedure.basis == FRAMEWORK.bodies["committee"].basis
    assert procedure_of(FRAMEWORK, "bare", DAY).numbers["quorum"] is None


def with_seats(**seats):
    return a_framework(bodies={"board": a_body(composition={"seats": seats})})


def test_a_group_of_like_seats_counts_each_place():
    framework = with_seats(ministries={"count": 13, "kind": "public"}, agencies={"count": 12, "kind": "public"})
    assert roster_size(seats_of(framework, "board", DAY)) == 25


def test_a_seat_has_its_own_dates():
    framework = with_seats(old={"to": "2016-05-31"}, new={"from": "2016-06-01"}, unsure={"from": "2016"})
    assert [(seat.id, seat.truth) for seat in seats_of(framework, "board", DAY)] == [
        ("new", Truth.YES),
        ("unsure", Truth.UNKNOWN),
    ]
    assert roster_size(seats_of(framework, "board", DAY)) is None


def test_a_formation_has_its_own_seats():
    framework = with_seats(a={"formation": "political"}, b={"formation": "operational"}, c={"formation": "operational"})
    assert [seat.id for seat in seats_of(framework, "board", DAY, formation="operational")] == ["b", "c"]


def test_a_seat_may_depend_on_the_case():
    framework = with_seats(health={"when": {"institution": {"sector": ["health"]}}, "kind": "public"})
    assert [seat.truth for seat in seats_of(framework, "board", DAY)] == [Truth.UNKNOWN]
    school = ProjectFacts(institution=InstitutionFacts("9", sector="education"))
    assert seats_of(framework, "board", DAY, facts=school) == ()


def test_a_body_that_is_not_there_has_no_seats_to_ask_for():
    with pytest.raises(NoSuchEntry):
        seats_of(FRAMEWORK, "ghost", DAY)
