"""Signing in by e-mail and password: who may, what is said to who may not, and how a password is chosen."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import act
from tests.signing_in import PASSWORD, a_house, sign_in, signed_in
from timonel.governance.models import Account
from timonel.governance.signin_letters import CHANGES, signin_letter

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "otra frase distinta y larga"


class CountingHasher(MD5PasswordHasher):
    hashed = 0

    def encode(self, password, salt):
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def ana(house):
    return house.account()


def letter_link():
    (found,) = re.findall(r"https?://\S+/reset/key/\S+", mail.outbox[-1].body)
    return found


def ask_for_letter(client, email="ana@example.org"):
    return client.post(reverse("account_reset_password"), {"email": email})


def follow_letter(client, password):
    page = client.get(letter_link())
    assert page.status_code == 302
    return client.post(page.url, {"password1": password, "password2": password})


def test_who_gives_the_right_password_is_signed_in(client, ana):
    answer = sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/")
    assert signed_in(client)


def test_the_address_is_read_in_capitals_too(client, ana):
    sign_in(client, "ANA@Example.org")
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, ana):
    wrong = sign_in(client, password="not the password")
    unknown = sign_in(client, "nobody@example.org")
    assert not signed_in(client)
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    said = [str(answer.context_data["form"].errors) for answer in (wrong, unknown)]
    assert said[0] == said[1] != ""


def test_an_unknown_address_costs_as_many_hashes_as_a_wrong_password(client, ana, settings):
    settings.PASSWORD_HASHERS = ["tests.governance.test_signin_password.CountingHasher"]
    ana.set_password(PASSWORD)
    ana.save()
    counts = []
    for email in ("ana@example.org", "nobody@example.org"):
        CountingHasher.hashed = 0
        sign_in(client, email, "not the password")
        counts.append(CountingHasher.hashed)
    assert counts[0] == counts[1] > 0


def test_a_closed_account_does_not_come_in_even_with_its_password(client, house, ana):
    act(house.operator, "governance.close_account", person=ana.person.number, on=None)
    assert sign_in(client).status_code == 200
    assert not signed_in(client)


def test_nobody_opens_an_account_for_themselves(client, house):
    before = Account.objects.count()
    fields = {"email": "eve@example.org", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert "account/signup_closed.html" in client.post(reverse("account_signup"), fields).template_name
    assert Account.objects.count() == before


def test_an_address_to_go_to_afterwards_is_followed_only_within_the_platform(client, ana):
    assert sign_in(client, next="/institutions/").url == "/institutions/"
    client.logout()
    assert sign_in(client, next="https://evil.example/").url == "/"
    client.logout()
    assert sign_in(client, next="//evil.example/").url == "/"


def test_the_first_password_is_chosen_through_a_letter(client, house, ana):
    ana.set_unusable_password()
    ana.save()
    assert ask_for_letter(client).url == reverse("account_reset_password_done")
    assert mail.outbox[-1].to == ["ana@example.org"]
    assert follow_letter(client, NEW_PASSWORD).url == reverse("account_reset_password_from_key_done")
    assert not signed_in(client)
    sign_in(client, password=NEW_PASSWORD)
    assert signed_in(client)


def test_the_letter_leads_to_the_installation_whatever_host_was_asked(client, ana, settings):
    settings.BASE_URL = "https://timonel.example.gob.cl"
    client.post(reverse("account_reset_password"), {"email": "ana@example.org"}, headers={"host": "localhost"})
    assert letter_link().startswith("https://timonel.example.gob.cl/accounts/password/reset/key/")


def test_a_link_of_a_letter_counts_once(client, ana):
    ask_for_letter(client)
    link = letter_link()
    follow_letter(client, NEW_PASSWORD)
    again = client.get(link)
    assert (again.status_code, again.context_data.get("token_fail")) == (200, True)


def test_a_letter_answers_alike_whether_or_not_the_address_is_known(client, ana):
    known, unknown = ask_for_letter(client), ask_for_letter(client, "nobody@example.org")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [letter.to for letter in mail.outbox] == [["ana@example.org"], ["nobody@example.org"]]
    assert "password/reset/key" not in mail.outbox[1].body


def test_a_closed_account_gets_no_link(client, house, ana):
    act(house.operator, "governance.close_account", person=ana.person.number, on=None)
    ask_for_letter(client)
    assert "password/reset/key" not in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("password", "accepted"),
    [("once letras", False), ("doce letras!", True), ("123456789012", False), ("password1234", False)],
)
def test_a_password_has_twelve_characters_and_is_none_that_everybody_tries(client, ana, password, accepted):
    ask_for_letter(client)
    follow_letter(client, password)
    ana.refresh_from_db()
    assert ana.check_password(password) is accepted


def test_a_password_like_the_address_is_refused(client, house):
    house.account("ana.soto.perez@example.org")
    ask_for_letter(client, "ana.soto.perez@example.org")
    follow_letter(client, "ana.soto.perez@example")
    assert not Account.objects.get(email="ana.soto.perez@example.org").check_password("ana.soto.perez@example")


def test_a_new_password_asks_for_the_old_one_and_ends_the_other_sessions(client, ana):
    other = Client()
    sign_in(client)
    sign_in(other)
    change = reverse("account_change_password")
    fields = {"oldpassword": "not the password", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(change, fields).status_code == 200
    assert client.post(change, {**fields, "oldpassword": PASSWORD}).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(NEW_PASSWORD)
    assert client.get(change).status_code == 200
    assert other.get(change).url.startswith(reverse("account_login"))
    assert mail.outbox[-1].to == ["ana@example.org"]  # who did not do this, learns of it
    assert "127.0.0.1" in mail.outbox[-1].body


def test_a_change_holds_even_when_its_letter_cannot_leave(client, ana, settings):
    sign_in(client)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password(NEW_PASSWORD)


@pytest.mark.parametrize("name", [*CHANGES, "password_reset_key", "unknown_account"])
def test_every_letter_says_its_matter_in_plain_text(name):
    said = {"timestamp": timezone.now(), "ip": "192.0.2.1", "password_reset_url": "https://x.example/a?b=1&c=d'e"}
    letter = signin_letter(name, "ana@example.org", said)
    assert letter.subject
    assert "\n" not in letter.subject
    body = letter.body
    assert str(CHANGES.get(name, "")) in body
    assert "&amp;" not in body
    assert "&#39;" not in body
    assert body.count("\n") >= 3


def test_pages_of_signing_in_are_kept_by_no_cache(client):
    answer = client.get(reverse("account_login"))
    assert {"no-store", "no-cache", "private"} <= set(answer["Cache-Control"].split(", "))
    assert answer["Referrer-Policy"] == "same-origin"
