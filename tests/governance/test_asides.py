"""From which matters a person stands aside, on their page: for themselves and for who keeps or audits the registers."""

import pytest
from django.test import Client

from tests.factories import a_person, a_post, act, an_installation, an_institution, appointed
from timonel.governance.models import Account, Adoption
from timonel.governance.queries.people import person_page
from timonel.governance.queries.viewers import PUBLIC, Viewer

pytestmark = pytest.mark.django_db


def test_a_persons_page_lists_from_what_they_stand_aside_to_who_may_see_interests():
    registrar = an_installation()
    Adoption.objects.update(demonstration=True)
    institution = an_institution(registrar, name="Servicio Ajeno")
    matter = {"subject_kind": "institution", "subject_number": institution.number}
    act(registrar, "governance.recuse_oneself", **matter, ground="kinship")
    browser, address = Client(), f"/people/{registrar.person.number}/"
    assert 'id="asides"' not in browser.get(address).content.decode()
    browser.force_login(Account.objects.get(person=registrar.person))
    shown = browser.get(address).content.decode().partition('id="asides"')[2]
    assert "Servicio Ajeno" in shown.partition("</section>")[0]


def test_nobody_else_sees_them():
    registrar = an_installation()
    number = registrar.person.number
    other = appointed(registrar, a_post(registrar, "operator"), a_person(registrar))
    day = Adoption.objects.get().from_on
    for viewer in (PUBLIC, Viewer(person=other.person)):
        page = person_page(viewer, number, day)
        assert page is None or page.recusals is None
