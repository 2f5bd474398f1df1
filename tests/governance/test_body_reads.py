"""The budget directorate and the procurement body read what concerns them, as a page and as JSON."""

import pytest
from django.test import Client

from tests.factories import TODAY, a_framework, a_person, a_post, act, an_installation, appointed, asker
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Seat, mandate
from timonel.domain.truth import Truth
from timonel.governance.acting.frame import perform

PARTNERS = ("dipres", "chilecompra")


@pytest.fixture
def registrar(db):
    return an_installation("cl")


def read(name, **asked):
    answer = Client().get(f"/api/v1/bodies/{name}", asked)
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.catalogue("BR-12")
@pytest.mark.parametrize("name", PARTNERS)
def test_each_partner_reads_the_powers_that_the_framework_gives_it(registrar, name):
    found, framework = read(name), a_framework("cl")
    assert found["name"] == framework.bodies[name].label.es
    powers = {each["power"] for each in found["powers"]}
    assert powers
    kinds = [post.id for post in framework.posts.values() if post.of == ("body", name)]
    for power in powers:
        outcomes = {mandate(framework, power, Seat(kind, None), on=TODAY).outcome for kind in kinds}
        assert outcomes - {Outcome.NOT_HELD}, power
    assert Client().get(f"/framework/bodies/{name}/").status_code == 200


@pytest.mark.catalogue("BR-12")
def test_a_partner_reads_the_approvals_it_decides_and_no_other(registrar):
    decided = {name: set(read(name)["approvals"]) for name in PARTNERS}
    expected = {
        name: {
            approval.id
            for approval in a_framework("cl").approvals.values()
            if approval.decided_by == ("body", name) and a_framework("cl").in_force(approval, TODAY) is Truth.YES
        }
        for name in PARTNERS
    }
    assert decided == expected and decided["dipres"]
    assert not decided["dipres"] & decided["chilecompra"]


@pytest.mark.catalogue("BR-12")
def test_a_partner_reads_who_holds_its_posts_and_what_was_done_in_them(registrar):
    director = appointed(registrar, a_post(registrar, "chilecompra-director"), a_person(registrar, "Carla Compras"))
    done = perform(
        asker(director.person),
        "governance.declare_interest",
        {"description": "x"},
        post="chilecompra-director",
        on=TODAY,
    )
    act(registrar, "governance.register_person", name="Otra")
    found = read("chilecompra")
    assert found["posts"] == [
        {"post": "chilecompra-director", "holder": director.person.number, "holder_name": "Carla Compras"}
    ]
    assert [(entry["seq"], entry["act"]) for entry in found["acts"]] == [(done.entry, "governance.declare_interest")]
    assert read("dipres")["acts"] == []
    assert read("chilecompra", on="2025-12-31")["posts"][0]["holder"] is None


def test_a_body_that_the_framework_has_not_is_not_found(registrar):
    assert Client().get("/api/v1/bodies/no-such-body").status_code == 404
