"""What a viewer may not know is not there: not in pages, lists, files, forms, searches or the record."""

import pytest

from tests.attack.doors import a_browser, does
from tests.examples import a_world
from tests.factories import a_framework, a_person, a_post, appointed, asker
from timonel.governance.models import FocalPoint

pytestmark = pytest.mark.django_db

HIDDEN = "Zoila Escondida"
FORMS = ("governance.appoint_person", "governance.open_account", "governance.name_focal_point")


@pytest.fixture
def world():
    world = a_world()
    type(world.adoption).objects.update(demonstration=True)
    return world


@pytest.fixture
def hidden(world):
    person = a_person(world.registrar, HIDDEN)
    does(world.operator, "governance.open_account", person=person.number, email="zoila@secreto.example")
    return person


def somebody(world):
    """Give somebody signed in who holds a post of an institution, and somebody who holds none."""
    kind = next(
        post.id for post in a_framework("cl").posts.values() if post.of == "institution" and not post.privileged
    )
    held = appointed(world.registrar, a_post(world.registrar, kind, world.own), a_person(world.registrar, "Con Cargo"))
    return [held, asker(a_person(world.registrar, "Sin Cargo"))]


def addresses(world, hidden):
    return [
        "/people/",
        "/people/?format=csv",
        f"/people/?q={HIDDEN.split()[0]}&part=totals",
        f"/people/{hidden.number}/",
        "/search/?q=Escondida",
        "/institutions/i-1/",
        "/record/",
        f"/record/{hidden.last_entry}/",
        "/api/v1/record/entries?limit=500",
        "/desk/",
        *(f"/acts/{code}/" for code in FORMS),
        f"/acts/governance.open_account/?person={hidden.number}",
    ]


def shown(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def test_a_person_without_a_post_is_seen_by_those_who_need_to_and_nobody_else(world, hidden):
    for who in [None, *somebody(world)]:
        browser = a_browser(who)
        for address in addresses(world, hidden):
            text = shown(browser.get(address))
            assert HIDDEN not in text, (who, address)
            assert "secreto.example" not in text, (who, address)


def test_who_keeps_the_registers_sees_everybody(world, hidden):
    for who in (world.registrar, world.operator):
        browser = a_browser(who)
        assert HIDDEN in shown(browser.get("/people/"))
        assert HIDDEN in shown(browser.get("/acts/governance.open_account/"))


def test_whom_to_call_at_an_institution_is_seen_by_who_is_signed_in_only(world, hidden):
    given = {"institution": "i-1", "person": hidden.number, "matter": "TIC", "from_on": "2026-02-01"}
    does(world.registrar, "governance.name_focal_point", **given)
    assert FocalPoint.objects.count() == 1
    _held, reader = somebody(world)
    for address in ("/institutions/i-1/", "/people/", f"/people/{hidden.number}/", "/search/?q=Escondida"):
        assert HIDDEN not in shown(a_browser().get(address))
        assert HIDDEN in shown(a_browser(reader).get(address)), address


def test_one_sees_oneself_without_a_post(world, hidden):
    assert HIDDEN in shown(a_browser(asker(hidden)).get(f"/people/{hidden.number}/"))


def test_the_interests_of_others_are_seen_by_who_keeps_the_registers_only(world):
    held, without = somebody(world)
    does(held, "governance.declare_interest", description="Acciones de la empresa Oculta")
    address = f"/people/{held.person.number}/"
    for who in (None, without, world.operator):
        assert "Oculta" not in shown(a_browser(who).get(address))
    for who in (held, world.registrar):
        assert "Oculta" in shown(a_browser(who).get(address))
