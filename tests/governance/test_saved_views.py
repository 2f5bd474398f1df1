"""A list is kept as somebody likes to see it; nobody else sees it, and it leads nowhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import an_installation
from timonel.governance.models import Account, Adoption, SavedView
from timonel.governance.saved_views import MOST, keep_view, views_of
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    registrar = an_installation()
    Adoption.objects.update(demonstration=True)
    return registrar


@pytest.fixture
def browser(registrar):
    browser = Client()
    browser.force_login(Account.objects.get(person=registrar.person))
    return browser


def test_a_view_is_kept_under_a_name_and_leads_back_to_the_list(registrar, browser):
    before = Entry.objects.count()
    sent = {"name": "Agencias", "address": "/institutions/?kind=agency"}
    answer = browser.post(reverse("save-view"), sent)
    assert answer["Location"] == "/institutions/?kind=agency"
    assert "Agencias" in browser.get("/desk/").content.decode()
    assert Entry.objects.count() == before


def test_the_same_name_keeps_the_latest(registrar):
    keep_view(registrar.person, "a", "/posts/")
    keep_view(registrar.person, "a", "/people/")
    assert [view.address for view in views_of(registrar.person)] == ["/people/"]


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_an_address_of_another_site_is_not_kept(registrar, browser, address):
    browser.post(reverse("save-view"), {"name": "x", "address": address})
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(("length", "kept"), [(80, True), (81, False), (0, False)])
def test_a_name_has_at_most_eighty_characters(registrar, length, kept):
    assert keep_view(registrar.person, "n" * length, "/posts/") is kept


def test_nobody_keeps_more_than_the_most(registrar):
    assert all(keep_view(registrar.person, str(place), "/posts/") for place in range(MOST))
    assert not keep_view(registrar.person, "one more", "/posts/")
    assert keep_view(registrar.person, "0", "/people/")


def test_a_view_is_forgotten_by_its_owner(registrar, browser):
    keep_view(registrar.person, "a", "/posts/")
    browser.post(reverse("save-view"), {"name": "a", "forget": "1"})
    assert views_of(registrar.person) == []


def test_who_is_not_signed_in_keeps_nothing(registrar):
    assert Client().post(reverse("save-view"), {"name": "a", "address": "/posts/"}).status_code == 302
    assert not SavedView.objects.exists()
