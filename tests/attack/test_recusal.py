"""Who stood aside from a matter does not act in it, under whatever name it comes into the act."""

import pytest

from tests.attack.doors import does
from tests.examples import a_world
from tests.factories import a_framework
from timonel.governance.acting.errors import NotAllowed
from timonel.governance.models import Appointment, InstitutionVersion

pytestmark = pytest.mark.django_db

MERGE = {"successor": "i-1", "merged": ["i-2"], "on": "2026-03-01", "instrument": "D. 1"}


@pytest.fixture
def world():
    return a_world()


def aside(world, kind, number):
    given = {"subject_kind": kind, "subject_number": number, "ground": "kinship"}
    does(world.registrar, "governance.recuse_oneself", **given)


def refused(world, code, **inputs):
    with pytest.raises(NotAllowed) as refusal:
        does(world.registrar, code, **inputs)
    assert refusal.value.code == "recused"
    assert refusal.value.entry is not None
    return True


def test_nor_by_appointing_the_person_one_stood_aside_from(world):
    aside(world, "person", world.person.number)
    given = {"post": "auditor", "person": world.person.number, "from_on": "2026-02-01", "instrument": "D. 2"}
    assert refused(world, "governance.appoint_person", **given)
    assert not Appointment.objects.filter(person=world.person).exists()


def test_nor_by_ending_the_institution_through_a_merger_into_another(world):
    aside(world, "institution", "i-2")
    assert refused(world, "governance.merge_institutions", **MERGE)
    assert not InstitutionVersion.objects.filter(institution=world.other, period__upper_inf=False).exists()


def test_nor_by_what_comes_out_of_a_division(world):
    aside(world, "institution", "i-2")
    given = {"institution": "i-1", "into": ["i-2"], "on": "2026-03-01", "ends": False, "instrument": "D. 1"}
    assert refused(world, "governance.split_institution", **given)


def test_nor_on_a_post_of_the_institution(world):
    kind = next(post.id for post in a_framework("cl").posts.values() if post.of == "institution")
    made = does(world.registrar, "governance.establish_post", post_kind=kind, institution="i-2")
    aside(world, "institution", "i-2")
    given = {"post": made.subject_number, "person": world.person.number, "from_on": "2026-02-01", "instrument": "D. 2"}
    assert refused(world, "governance.appoint_person", **given)


def test_but_in_other_matters_one_still_acts(world):
    aside(world, "institution", "m-1")
    assert does(world.registrar, "governance.merge_institutions", **MERGE).entry
