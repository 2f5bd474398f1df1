"""The frame of every page costs the same whoever looks, however many posts they hold."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import a_post, an_institution, appointed
from tests.signing_in import a_house
from timonel.governance.models import Adoption
from timonel.site.middleware import address

QUERIES = 5
"""Session, account, framework in force, posts, state of the record."""


@pytest.fixture
def house(db):
    Adoption.objects.update(demonstration=True)
    house = a_house()
    Adoption.objects.update(demonstration=True)
    return house


def seat(house, person, number, name):
    where = an_institution(house.registrar, number, name=name)
    return appointed(house.registrar, a_post(house.registrar, "project-owner", where), person)


def asked_for(browser):
    with CaptureQueriesContext(connection) as asked:
        page = browser.get("/verify")
    assert page.status_code == 200
    return page.content.decode(), [each["sql"] for each in asked]


@pytest.mark.parametrize("posts", [1, 4])
def test_a_page_asks_as_much_for_who_holds_one_post_as_for_who_holds_many(house, posts):
    account = house.account()
    house.appoint(account, "auditor")
    for number in range(posts):
        seat(house, account.person, f"i-{number}", f"Servicio {number}")
    browser = Client()
    browser.force_login(account)
    browser.get("/verify")
    page, asked = asked_for(browser)
    assert all(f"Servicio {number}" in page for number in range(posts))
    assert len(asked) == QUERIES, asked


def test_addresses_of_the_frame_are_worked_out_once(house):
    Client().get("/institutions/")
    before = address.cache_info().misses
    Client().get("/institutions/")
    Client(headers={"cookie": "django_language=en"}).get("/record/")
    assert address.cache_info().misses == before
