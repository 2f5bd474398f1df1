"""Limits on tries: counted in the database for all nodes, per place and per account, alike for who does not exist."""

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.signing_in import a_house, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ana():
    return a_house().account()


def from_place(address):
    return Client(REMOTE_ADDR=address)


def fail(client, email="ana@example.org", times=1):
    return [sign_in(client, email, "not the password").status_code for _ in range(times)][-1]


def test_the_sixth_wrong_password_for_an_account_is_not_listened_to_from_anywhere(ana):
    for number in range(5):
        assert fail(from_place(f"192.0.2.{number + 1}")) == 200
    answer = sign_in(from_place("198.51.100.7"))
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert not signed_in(from_place("198.51.100.7"))


def test_the_limit_answers_alike_for_an_address_that_nobody_has(ana):
    browser = from_place("192.0.2.1")
    known = [fail(browser) for _ in range(6)]
    other = from_place("192.0.2.2")
    unknown = [fail(other, "nobody@example.org") for _ in range(6)]
    assert known == unknown == [200] * 5 + [429]


def test_capitals_do_not_make_another_account_of_it(ana):
    browser = from_place("192.0.2.1")
    fail(browser, times=3)
    fail(browser, "ANA@example.ORG", times=2)
    assert sign_in(browser).status_code == 429


def test_a_place_that_tries_many_accounts_is_not_listened_to(ana):
    browser = from_place("192.0.2.1")
    assert {fail(browser, f"person-{number}@example.org") for number in range(20)} == {200}
    assert sign_in(browser).status_code == 429
    other = from_place("192.0.2.2")
    sign_in(other)
    assert signed_in(other)


def test_signing_in_rightly_uses_no_try_up(ana):
    for _ in range(8):
        browser = from_place("192.0.2.1")
        sign_in(browser)
        assert signed_in(browser)


def test_a_new_password_by_letter_opens_the_account_again(ana, mailoutbox):
    fail(from_place("192.0.2.1"), times=6)
    browser = from_place("192.0.2.2")
    browser.post(reverse("account_reset_password"), {"email": "ana@example.org"})
    link = next(word for word in mailoutbox[-1].body.split() if "/reset/key/" in word)
    chosen = {"password1": "otra frase distinta y larga", "password2": "otra frase distinta y larga"}
    browser.post(browser.get(link).url, chosen)
    sign_in(browser, password=chosen["password1"])
    assert signed_in(browser)


def test_the_fourth_letter_to_an_address_in_a_quarter_of_an_hour_is_refused(ana, mailoutbox):
    answers = [
        from_place(f"192.0.2.{n}").post(reverse("account_reset_password"), {"email": "ana@example.org"}).status_code
        for n in range(4)
    ]
    assert answers == [302, 302, 302, 429]
    assert len(mailoutbox) == 3


def test_a_client_cannot_say_where_it_comes_from(ana):
    for number in range(20):
        fail(Client(headers={"x-forwarded-for": f"192.0.2.{number}"}), f"person-{number}@example.org")
    assert sign_in(Client(headers={"x-forwarded-for": "192.0.2.99"})).status_code == 429


def test_a_proxy_that_was_configured_can(ana, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(20):
        fail(Client(headers={"x-forwarded-for": f"6.6.6.6, 192.0.2.{number}"}), f"person-{number}@example.org")
    browser = Client(headers={"x-forwarded-for": "6.6.6.6, 192.0.2.99"})
    sign_in(browser)
    assert signed_in(browser)


def test_the_counts_stand_in_the_table_that_all_nodes_share(ana):
    fail(from_place("192.0.2.1"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM timonel_cache WHERE cache_key LIKE '%%login_failed%%'")
        assert cursor.fetchone()[0] == 2
    assert caches["default"]._max_entries == 100_000  # more than anybody fills to push the counts out


def test_a_count_ends_with_its_time(ana):
    cache.set("x", 1, timeout=-1)
    assert cache.get("x") is None
