"""Appointments under the agency that the review recommends: selection and rank as the framework says."""

import json

import pytest

from tests.factories import a_person, a_post, an_installation, appointed
from timonel.governance.acting.errors import Refused
from timonel.governance.models import Appointment, Post
from timonel.record.models import Entry

AGENCY = ("agency:to-president",)
MERIT = "senior-public-management"
RANK = "Un rango bajo ministro, primer nivel de la Alta Dirección Pública"


@pytest.fixture
def registrar(db):
    return an_installation("cl", reforms=AGENCY)


def refused(registrar, post, **fields):
    """Give the codes of the findings; nothing may have changed but one entry that remembers the refusal."""
    before, person = Post.objects.get(pk=post.pk), a_person(registrar)
    held, entries = Appointment.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        appointed(registrar, post, person, **fields)
    assert Appointment.objects.count() == held
    assert Post.objects.get(pk=post.pk).version == before.version
    assert Entry.objects.count() == entries + 1
    return [finding["code"] for finding in refusal.value.findings if finding["outcome"] == "fails"]


@pytest.mark.catalogue("BR-20")
@pytest.mark.parametrize("selection", ["political", "designated", "open-competition"])
def test_the_head_of_the_agency_is_not_appointed_by_another_selection(registrar, selection):
    assert refused(registrar, a_post(registrar, "cio"), selection=selection) == ["selection-other"]


@pytest.mark.catalogue("BR-20")
def test_the_head_of_the_agency_is_not_appointed_without_a_selection(registrar):
    assert refused(registrar, a_post(registrar, "cio")) == ["selection-missing"]


@pytest.mark.catalogue("BR-20")
@pytest.mark.parametrize("rank", ["Ministro", "Segundo nivel de la Alta Dirección Pública"])
def test_the_head_of_the_agency_is_not_appointed_with_another_rank(registrar, rank):
    assert refused(registrar, a_post(registrar, "cio"), selection=MERIT, held_rank=rank) == ["rank-other"]


@pytest.mark.catalogue("BR-20")
@pytest.mark.parametrize(
    "rank", ["", RANK, RANK.upper(), "One rank below minister, first level of the senior public management system"]
)
def test_the_head_of_the_agency_is_appointed_by_merit_with_the_rank_of_the_framework(registrar, rank):
    post, person = a_post(registrar, "cio"), a_person(registrar)
    appointed(registrar, post, person, selection=MERIT, held_rank=rank)
    assert Appointment.objects.get(post=post).person == person


def test_both_faults_are_told_at_once(registrar):
    post = a_post(registrar, "cio")
    assert refused(registrar, post, selection="political", held_rank="Ministro") == ["selection-other", "rank-other"]


def test_a_substitute_is_bound_neither_to_selection_nor_to_rank(registrar):
    post, person = a_post(registrar, "cio"), a_person(registrar)
    appointed(registrar, post, person, manner="substitute", held_rank="Jefa de división")
    assert Appointment.objects.get(post=post).manner == "substitute"


def test_where_no_rank_is_stated_any_is_taken_and_remembered(registrar):
    post = a_post(registrar, "auditor")
    appointed(registrar, post, a_person(registrar), held_rank="Profesional, grado 5")
    entry = Entry.objects.latest("seq")
    assert json.loads(bytes(entry.body))["facts"]["rank"] == "Profesional, grado 5"
