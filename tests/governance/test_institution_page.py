"""Which acts the page of an institution offers."""

import pytest
from django.test import Client

from tests.factories import act, an_installation, an_institution
from timonel.governance.models import Account, Adoption

pytestmark = pytest.mark.django_db
ONLY_WHILE_IT_GOES_ON = ("rename_institution", "move_institution", "close_institution")


def test_what_is_over_offers_no_act_that_could_only_be_refused():
    registrar = an_installation()
    Adoption.objects.update(demonstration=True)
    institution = an_institution(registrar)
    browser, address = Client(), f"/institutions/{institution.number}/"
    browser.force_login(Account.objects.get(person=registrar.person))
    before = browser.get(address).content.decode()
    assert all(f"/acts/governance.{code}/" in before for code in (*ONLY_WHILE_IT_GOES_ON, "assign_identifier"))
    last = {"last_on": "2026-11-02", "instrument": "Ley 1 de 2026"}
    act(registrar, "governance.close_institution", institution=institution.number, **last)
    after = browser.get(address).content.decode()
    assert not any(f"/acts/governance.{code}/" in after for code in ONLY_WHILE_IT_GOES_ON)
    assert "/acts/governance.assign_identifier/" in after


def test_an_address_that_no_view_answers_has_the_frame_of_every_page():
    an_installation()
    answer = Client().get("/no-such-page/")
    assert answer.status_code == 404
    assert "/search/" in answer.content.decode()
