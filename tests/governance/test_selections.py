"""A post is filled in competition: call, panel scores, shortlist of n, a choice from it and from nowhere else."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.factories import TODAY, a_person, a_post, an_installation, appointed
from timonel.governance.acting.errors import Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import Appointment, Candidacy, Post, Recusal, Selection, days
from timonel.governance.queries.selections import selection_page
from timonel.governance.queries.viewers import PUBLIC, Viewer
from timonel.record.models import Entry

PORTUGUESE = ("president-of-ama", "open-competition")
CALL = {"size": 2, "instrument": "Aviso 1"}


@pytest.fixture(params=[("pt", (), *PORTUGUESE), ("cl", ("agency:to-president",), "cio", "senior-public-management")])
def competition(request, db):
    """Give the registrar, the post and the procedure: as in Portugal, and for the head of Chile's agency."""
    country, reforms, kind, procedure = request.param
    registrar = an_installation(country, reforms=reforms)
    return registrar, a_post(registrar, kind), procedure


def do(registrar, name, post, **typed):
    return perform(registrar, f"governance.{name}", {"post": post.number, **typed}, post="registrar", on=TODAY)


def refused(registrar, name, post, **typed):
    """Give the codes; nothing has changed but that the record remembers the refusal."""

    def state():
        return list(Selection.objects.values()), list(Candidacy.objects.values()), Appointment.objects.count()

    before, entries = state(), Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        do(registrar, name, post, **typed)
    assert state() == before
    assert Entry.objects.count() == entries + 1
    return [finding["code"] for finding in refusal.value.findings if finding["outcome"] == "fails"]


def called(competition, *scores):
    """Open the selection with a candidate for each pair of scores of a panel of two."""
    registrar, post, procedure = competition
    do(registrar, "open_selection", post, procedure=procedure, **CALL)
    panel = [a_person(registrar, name) for name in ("Paula Panel", "Pedro Panel")]
    people = [a_person(registrar, f"Candidata {place}") for place, _pair in enumerate(scores)]
    for person, pair in zip(people, scores, strict=True):
        do(registrar, "register_candidate", post, person=person.number)
        for panelist, score in zip(panel, pair, strict=False):
            do(registrar, "score_candidate", post, person=person.number, panelist=panelist.number, score=score)
    return people, panel


def appointing(person, procedure):
    return {"person": person.number, "from_on": "2026-01-01", "instrument": "D. 1", "selection": procedure}


@pytest.mark.catalogue("BR-19")
def test_the_procedure_runs_from_the_call_to_a_choice_from_the_shortlist(competition):
    registrar, post, procedure = competition
    people, _panel = called(competition, ("60", "70"), ("90", "80"), ("75.5", "70"))
    do(registrar, "draw_shortlist", post)
    assert list(Candidacy.objects.order_by("id").values_list("place", flat=True)) == [None, 1, 2]
    assert refused(registrar, "appoint_person", post, **appointing(people[0], procedure)) == ["outside-shortlist"]
    do(registrar, "appoint_person", post, **appointing(people[2], procedure))
    assert Appointment.objects.get(post=post).person == people[2]
    assert Selection.objects.get().stage == Selection.FILLED


@pytest.mark.catalogue("BR-19")
def test_nobody_is_appointed_before_the_shortlist_is_drawn(competition):
    registrar, post, procedure = competition
    people, _panel = called(competition, ("60", "70"))
    assert refused(registrar, "appoint_person", post, **appointing(people[0], procedure)) == ["shortlist-not-drawn"]


@pytest.mark.catalogue("BR-19")
def test_who_never_competed_is_outside_the_shortlist(competition):
    registrar, post, procedure = competition
    called(competition, ("60", "70"))
    do(registrar, "draw_shortlist", post)
    other = a_person(registrar, "Olga Otra")
    assert refused(registrar, "appoint_person", post, **appointing(other, procedure)) == ["outside-shortlist"]


def test_who_ties_for_the_last_place_may_be_chosen(competition):
    registrar, post, procedure = competition
    people, _panel = called(competition, ("90", "90"), ("80", "70"), ("70", "80"), ("74.99", "75"))
    do(registrar, "draw_shortlist", post)
    assert refused(registrar, "appoint_person", post, **appointing(people[3], procedure)) == ["outside-shortlist"]
    do(registrar, "appoint_person", post, **appointing(people[2], procedure))


def test_the_shortlist_waits_until_each_of_the_panel_has_scored_each_candidate(competition):
    registrar, post, _procedure = competition
    people, panel = called(competition, ("60", "70"), ("80",))
    assert refused(registrar, "draw_shortlist", post) == ["scores-missing"]
    do(registrar, "score_candidate", post, person=people[1].number, panelist=panel[1].number, score="0")
    do(registrar, "draw_shortlist", post)


def test_a_competition_without_candidates_has_no_shortlist(competition):
    registrar, post, _procedure = competition
    called(competition)
    assert refused(registrar, "draw_shortlist", post) == ["no-candidates"]


def test_once_the_shortlist_is_drawn_nobody_comes_in_and_no_score_changes(competition):
    registrar, post, _procedure = competition
    people, _panel = called(competition, ("60", "70"))
    do(registrar, "draw_shortlist", post)
    late, third = a_person(registrar, "Tarde"), a_person(registrar, "Tercera")
    scoring = {"person": people[0].number, "panelist": third.number, "score": "100"}
    for name, typed in (
        ("register_candidate", {"person": late.number}),
        ("score_candidate", scoring),
        ("draw_shortlist", {}),
    ):
        assert refused(registrar, name, post, **typed) == ["no-selection-open"]


@pytest.mark.parametrize("size", [0, 101])
def test_a_shortlist_has_from_one_to_a_hundred_places(competition, size):
    registrar, post, procedure = competition
    found = refused(registrar, "open_selection", post, procedure=procedure, size=size, instrument="A. 1")
    assert found == ["shortlist-size-not-allowed"]


def test_the_size_that_the_framework_sets_is_kept(competition):
    registrar, post, procedure = competition
    name = {"president-of-ama": "ama-shortlist", "cio": "agency-shortlist"}[post.post_kind]
    adoption = Entry.objects.earliest("seq").subject_number
    setting = {"adoption": adoption, "parameter": name, "value": "3", "from_on": "2026-10-01", "instrument": "R. 9"}
    perform(registrar, "governance.set_parameter", setting, post="registrar", on=TODAY)
    assert refused(registrar, "open_selection", post, procedure=procedure, **CALL) == ["shortlist-size-other"]
    do(registrar, "open_selection", post, procedure=procedure, size=3, instrument="A. 1")


def test_another_procedure_than_the_framework_demands_is_refused(competition):
    registrar, post, procedure = competition
    (other,) = {"open-competition", "senior-public-management"} - {procedure}
    assert refused(registrar, "open_selection", post, procedure=other, **CALL) == ["selection-other"]


def test_a_post_has_one_selection_at_a_time_until_it_is_declared_void(competition):
    registrar, post, procedure = competition
    called(competition)
    assert refused(registrar, "open_selection", post, procedure=procedure, **CALL) == ["selection-under-way"]
    do(registrar, "declare_selection_void", post, instrument="R. 7")
    assert refused(registrar, "declare_selection_void", post, instrument="R. 8") == ["no-selection-open"]
    do(registrar, "open_selection", post, procedure=procedure, **CALL)


@pytest.mark.parametrize("score", ["-0.01", "100.01", "50.001"])
def test_a_score_goes_from_0_to_100_with_two_decimals(competition, score):
    registrar, post, _procedure = competition
    people, panel = called(competition, ("0",))
    typed = {"person": people[0].number, "panelist": panel[1].number}
    assert refused(registrar, "score_candidate", post, score=score, **typed) == ["score-out-of-range"]
    do(registrar, "score_candidate", post, score="100", **typed)


def test_a_member_of_the_panel_scores_a_candidate_once_and_never_where_they_compete_or_stood_aside(competition):
    registrar, post, _procedure = competition
    people, panel = called(competition, ("60",), ("70",))
    typed = {"person": people[0].number, "score": "50"}
    assert refused(registrar, "score_candidate", post, panelist=panel[0].number, **typed) == ["already-scored"]
    assert refused(registrar, "score_candidate", post, panelist=people[1].number, **typed) == ["panelist-competes"]
    Recusal.objects.create(
        person=panel[1],
        subject_kind="person",
        subject_number=people[0].number,
        ground="kinship",
        period=days(TODAY, None),
    )
    assert refused(registrar, "score_candidate", post, panelist=panel[1].number, **typed) == ["panelist-stood-aside"]
    do(registrar, "score_candidate", post, person=people[1].number, panelist=panel[1].number, score="50")


def test_a_person_competes_once_and_only_candidates_are_scored(competition):
    registrar, post, _procedure = competition
    people, panel = called(competition, ("60",))
    stranger = a_person(registrar, "Extraña")
    assert refused(registrar, "register_candidate", post, person=people[0].number) == ["already-candidate"]
    typed = {"person": stranger.number, "panelist": panel[0].number, "score": "50"}
    assert refused(registrar, "score_candidate", post, **typed) == ["not-a-candidate"]


def test_who_competes_is_seen_by_registrar_and_auditor_alone(competition):
    registrar, post, _procedure = competition
    called(competition, ("60", "75.5"))
    seat = Post.objects.get(number="registrar")
    (row,) = selection_page(Viewer(registrar.person, seat, (seat,)), post.number).candidates
    assert (row.candidacy.person.name, row.mean, row.scored) == ("Candidata 0", Decimal("67.75"), 2)
    assert selection_page(PUBLIC, post.number).candidates is None
    page = Client().get(f"/posts/{post.number}/selection/").content.decode()
    assert "Candidata 0" not in page and "Quién compite es reservado" in page
    assert Client().get("/posts/no-such-post/selection/").status_code == 404


def test_a_substitute_is_named_while_a_selection_is_under_way(competition):
    registrar, post, _procedure = competition
    called(competition)
    appointed(registrar, post, a_person(registrar, "Suplente"), manner="substitute")
    assert Selection.objects.get().stage == Selection.OPEN
