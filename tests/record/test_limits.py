"""Who is not signed in is given so many certificates on paper a minute; JSON and who is signed in are not counted."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.signing_in import a_house
from timonel.record import views
from timonel.record.checkpoints import make_checkpoint


@pytest.fixture
def house(db, monkeypatch, settings):
    cache.clear()
    monkeypatch.setattr(views, "certificate_pdf", lambda document, made_at: b"%PDF")
    house = a_house()
    make_checkpoint()
    return house


def sheets(browser, times):
    return [browser.get("/record/0/certificate.pdf").status_code for _ in range(times)]


def test_the_twenty_first_sheet_of_a_minute_is_refused_with_when_to_come_again(house):
    browser = Client(REMOTE_ADDR="192.0.2.1")
    assert set(sheets(browser, 20)) == {200}
    answer = browser.get("/record/0/certificate.pdf")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Espere un minuto" in answer.content.decode()
    assert browser.get("/record/0/certificate.json").status_code == 200
    assert sheets(Client(REMOTE_ADDR="192.0.2.2"), 1) == [200]


def test_who_is_signed_in_is_not_counted(house):
    browser = Client(REMOTE_ADDR="192.0.2.1")
    browser.force_login(house.account())
    assert set(sheets(browser, 22)) == {200}


def test_what_is_not_there_or_not_sealed_costs_no_sheet(house):
    browser = Client(REMOTE_ADDR="192.0.2.1")
    assert {browser.get("/record/99999/certificate.pdf").status_code for _ in range(21)} == {404}
    assert sheets(browser, 1) == [200]
