"""The record is public for ever: what is personal never stands in it, done or refused."""

import pytest

from tests.attack.doors import a_browser, does, said_of
from tests.examples import a_world
from tests.factories import a_person
from timonel.governance.acting.errors import Refused
from timonel.record.checkpoints import make_checkpoint
from timonel.record.models import Entry, Opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = a_world()
    type(world.adoption).objects.update(demonstration=True)
    return world


@pytest.mark.parametrize("run", ["12345678-0", "12.345.678-9", "12345678"])
def test_a_run_that_is_refused_is_not_published(world, run):
    with pytest.raises(Refused) as refused:
        does(world.registrar, "governance.register_person", name="Ana Secreta", run=run)
    entry = said_of(refused.value.entry)
    assert run not in entry
    assert "Secreta" not in entry


def test_a_run_that_is_taken_is_not_published(world):
    does(world.registrar, "governance.register_person", name="Ana", run="44444444-4")
    with pytest.raises(Refused) as refused:
        does(world.registrar, "governance.register_person", name="Berta", run="44.444.444-4")
    assert "444" not in said_of(refused.value.entry)


def test_an_interest_is_not_published(world):
    given = {"description": "Acciones de la empresa Oculta", "subject_kind": "institution", "subject_number": "i-2"}
    done = does(world.registrar, "governance.declare_interest", **given)
    assert "Oculta" not in said_of(done.entry)
    assert "i-2" not in said_of(done.entry)
    assert Opening.objects.filter(entry_id=done.entry, value__contains="Oculta").exists()


def test_why_somebody_is_absent_is_not_published(world):
    given = {"post": "operator", "person": world.operator.person.number, "from_on": "2026-02-01", "to_on": "2026-02-05"}
    done = does(world.registrar, "governance.record_absence", **given, reason="Licencia médica")
    assert "Licencia" not in said_of(done.entry)


def test_what_somebody_says_when_standing_aside_is_not_published_but_the_ground_is(world):
    given = {"subject_kind": "institution", "subject_number": "i-2", "ground": "kinship"}
    done = does(world.registrar, "governance.recuse_oneself", **given, statement="La dirige mi hermana")
    assert "hermana" not in said_of(done.entry)
    assert "kinship" in said_of(done.entry)


def test_nothing_anybody_may_fetch_opens_a_withheld_value(world):
    done = does(world.registrar, "governance.declare_interest", description="Acciones de la empresa Oculta")
    make_checkpoint()
    browser = a_browser()
    for address in (
        f"/record/{done.entry}/",
        f"/record/{done.entry}/certificate.json",
        "/api/v1/record/entries",
        "/record/",
        f"/people/{world.registrar.person.number}/",
        "/search/?q=empresa",
    ):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert "Oculta" not in answer.content.decode(), address


def test_no_e_mail_stands_in_the_record(world):
    typed = {"person": world.person.number, "email": "ana.secreta@example.org"}
    does(world.operator, "governance.open_account", **typed)
    with pytest.raises(Refused):
        does(world.operator, "governance.open_account", **typed)
    assert not [entry.seq for entry in Entry.objects.all() if b"secreta" in bytes(entry.body)]


def test_who_competes_for_a_post_and_with_which_score_is_not_published(world):
    panelist = a_person(world.registrar, "Pía Panelista")
    post = {"post": "auditor"}
    call = {"procedure": "open-competition", "size": 1, "instrument": "R. 1"}
    first = does(world.registrar, "governance.open_selection", **post, **call).entry
    competes = {**post, "person": world.person.number}
    does(world.registrar, "governance.register_candidate", **competes)
    scored = {**competes, "panelist": panelist.number, "score": "87.65"}
    does(world.registrar, "governance.score_candidate", **scored)
    with pytest.raises(Refused):
        does(world.registrar, "governance.register_candidate", **competes)
    with pytest.raises(Refused):
        does(world.registrar, "governance.score_candidate", **scored)
    does(world.registrar, "governance.draw_shortlist", **post)
    for entry in range(first, Entry.objects.latest("seq").seq + 1):
        for told in (world.person.number, panelist.number, "87.65"):
            assert told not in said_of(entry), entry
