"""OpenID Connect, against a provider in a process of its own: who comes in, who does not, what is noticed."""

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories import act
from tests.signing_in import CLIENT, SECRET, a_house, asked, code_of, path_of, provider_process, sign_in, signed_in
from timonel.governance.models import Account

pytestmark = pytest.mark.django_db

ANA = {"sub": "subject-of-ana", "name": "Ana Soto", "email": "ana@example.org", "email_verified": True}


@pytest.fixture(scope="module")
def provider():
    with provider_process() as process:
        yield process


@pytest.fixture(autouse=True)
def configured(settings, provider):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"server_url": provider.server, "connect_by_email": False}
    said = {
        "trusted": {**plain, "connect_by_email": True},
        "plain": plain,
        "impostor": {**plain, "server_url": f"{provider.address}/impostor"},
        "down": {**plain, "server_url": "http://127.0.0.1:9/"},
    }
    apps = [
        {"provider_id": name, "name": name.title(), "client_id": CLIENT, "secret": SECRET, "settings": each}
        for name, each in said.items()
    ]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}


@pytest.fixture(autouse=True)
def house():
    return a_house()


@pytest.fixture
def ana(house):
    return house.account()


def begin(client, name="plain", **extra):
    answer = client.post(reverse("openid_connect_login", args=[name]), extra)
    assert answer.status_code == 302, answer.content
    return answer.url


def come_by(client, provider, name="plain", identity=ANA, fault="", **extra):
    return client.get(path_of(provider.decide(begin(client, name, **extra), identity, fault)))


def connected(ana, provider="plain", identity=ANA):
    return SocialAccount.objects.create(user=ana, provider=provider, uid=identity["sub"])


def test_the_browser_is_sent_with_state_nonce_and_pkce(client, provider, ana):
    said = asked(begin(client))
    assert said["response_type"] == "code"
    assert said["code_challenge_method"] == "S256"
    assert len(said["code_challenge"]) == 43
    assert len(said["state"]) >= 30
    assert len(said["nonce"]) >= 30
    assert said["redirect_uri"] == "http://127.0.0.1:8000/accounts/oidc/plain/login/callback/"
    assert set(said["scope"].split()) == {"openid", "profile", "email"}
    again = asked(begin(client))
    assert not {said["state"], said["nonce"]} & {again["state"], again["nonce"]}


def test_nothing_of_the_request_bends_what_is_sent_to_the_provider(client, provider):
    extra = {"auth_params": "redirect_uri=https://evil.example/&nonce=known", "scope": "admin", "process": "redirect"}
    url = client.post(reverse("openid_connect_login", args=["plain"]) + "?scope=admin&auth_params=nonce%3Dknown", extra)
    said = asked(url.url)
    assert said["redirect_uri"].startswith("http://127.0.0.1:8000/")
    assert said["nonce"] != "known"
    assert "admin" not in said["scope"]


def test_to_begin_takes_a_form_and_no_mere_link(client):
    answer = client.get(reverse("openid_connect_login", args=["plain"]))
    assert answer.status_code == 200
    assert Client(enforce_csrf_checks=True).post(reverse("openid_connect_login", args=["plain"])).status_code == 403


def test_who_is_connected_comes_in(client, provider, ana):
    connected(ana)
    before = client.session.session_key
    answer = come_by(client, provider, next="/institutions/")
    assert (answer.status_code, answer.url) == (302, "/institutions/")
    assert client.session["_auth_user_id"] == str(ana.pk)
    assert client.session.session_key != before


def test_who_is_not_connected_is_refused_with_a_page_that_says_so_and_nobody_is_created(client, provider, ana):
    before = Account.objects.count()
    answer = come_by(client, provider)
    assert answer.status_code == 403
    assert "Plain" in answer.content.decode()
    assert not signed_in(client)
    assert (Account.objects.count(), SocialAccount.objects.count()) == (before, 0)
    assert client.get("/accounts/3rdparty/signup/").status_code == 404


def test_a_verified_address_connects_where_the_provider_may_vouch_for_it(client, provider, ana):
    assert come_by(client, provider, "trusted").status_code == 302
    assert signed_in(client)
    row = SocialAccount.objects.get()
    assert (row.user, row.provider, row.uid) == (ana, "trusted", "subject-of-ana")
    assert row.extra_data == {"name": "Ana Soto", "email": "ana@example.org"}
    assert mail.outbox[-1].to == ["ana@example.org"]  # who did not do this, learns of it
    ana.refresh_from_db()
    assert ana.has_usable_password()


@pytest.mark.parametrize("verified", [False, None, "true", "false", 1])
def test_an_address_that_is_not_verified_connects_nothing(client, provider, ana, verified):
    answer = come_by(client, provider, "trusted", {**ANA, "email_verified": verified})
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_an_address_that_changed_hands_does_not_connect_a_second_identity(client, provider, ana):
    connected(ana, "trusted", {"sub": "who had the address before"})
    assert come_by(client, provider, "trusted").status_code == 403
    assert SocialAccount.objects.count() == 1


def test_the_same_subject_at_another_provider_is_somebody_else(client, provider, ana):
    connected(ana, "trusted")
    assert come_by(client, provider, "plain").status_code == 403


def test_a_closed_account_does_not_come_in(client, provider, house, ana):
    connected(ana)
    act(house.operator, "governance.close_account", person=ana.person.number, on=None)
    assert come_by(client, provider).url == reverse("account_inactive")
    assert not signed_in(client)


def test_a_person_connects_an_identity_while_signed_in_and_can_let_it_go(client, provider, ana):
    sign_in(client)
    answer = come_by(client, provider, process="connect")
    assert answer.url == reverse("socialaccount_connections")
    row = SocialAccount.objects.get()
    assert (row.user, row.provider) == (ana, "plain")
    other = Client()
    come_by(other, provider)
    assert signed_in(other)
    assert "Ana Soto" in client.get(reverse("socialaccount_connections")).content.decode()
    client.post(reverse("socialaccount_connections"), {"account": row.pk})
    assert not SocialAccount.objects.exists()


def test_to_connect_long_after_sign_in_asks_for_the_password_again(client, provider, ana):
    sign_in(client)
    session = client.session
    records = session["account_authentication_methods"]
    records[-1]["at"] -= 301
    session["account_authentication_methods"] = records
    session.save()
    assert come_by(client, provider, process="connect").url.startswith(reverse("account_reauthenticate"))
    assert not SocialAccount.objects.exists()
    client.post(reverse("account_reauthenticate"), {"password": "correcto caballo batería"})
    assert SocialAccount.objects.get().user == ana


def test_an_identity_of_another_account_cannot_be_connected(client, provider, house, ana):
    connected(house.account("otra@example.org", "Otra"))
    sign_in(client)
    come_by(client, provider, process="connect")
    assert SocialAccount.objects.get().user != ana


def test_nobody_connects_without_being_signed_in(client, provider, ana):
    come_by(client, provider, process="connect")
    assert not signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_second_factor_is_asked_for_after_the_provider_too(client, provider, house, ana):
    house.appoint(ana, "auditor")
    sign_in(client)
    secret = client.get(reverse("mfa_activate_totp")).context_data["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    connected(ana)
    browser = Client()
    answer = come_by(browser, provider)
    assert answer.url == reverse("mfa_authenticate")
    assert not signed_in(browser)


# --- what is noticed


@pytest.mark.parametrize(
    "fault",
    [
        "other-key",
        "unsigned",
        "other-issuer",
        "other-audience",
        "other-party",
        "other-nonce",
        "over",
        "no-id-token",
        "other-subject",
    ],
)
def test_a_provider_that_lies_is_not_believed(client, provider, ana, fault):
    connected(ana)
    connected(ana, identity={"sub": "somebody-else"})
    answer = come_by(client, provider, fault=fault)
    assert answer.status_code == 401
    assert not signed_in(client)


def test_an_answer_to_another_browser_is_not_taken(client, provider, ana):
    connected(ana)
    back = path_of(provider.decide(begin(client), ANA))
    other = Client()
    assert other.get(back).status_code == 401
    assert not signed_in(other)


def test_an_answer_counts_once(client, provider, ana):
    connected(ana)
    back = path_of(provider.decide(begin(client), ANA))
    client.get(back)
    client.post(reverse("account_logout"))
    assert client.get(back).status_code == 401
    assert not signed_in(client)


def test_a_code_caught_on_the_way_is_worth_nothing_without_the_verifier(client, provider):
    code = asked(provider.decide(begin(client), ANA))["code"]
    form = {"grant_type": "authorization_code", "code": code, "client_id": CLIENT, "client_secret": SECRET}
    form["redirect_uri"] = "http://127.0.0.1:8000/accounts/oidc/plain/login/callback/"
    assert requests.post(f"{provider.server}/token", data=form, timeout=10).status_code == 400


def test_who_declines_at_the_provider_is_told_so(client, provider, ana):
    assert come_by(client, provider, identity=None).url == reverse("socialaccount_login_cancelled")


@pytest.mark.parametrize("name", ["impostor", "down"])
def test_a_provider_that_is_not_itself_or_not_there_is_said_to_be(client, ana, name):
    assert client.post(reverse("openid_connect_login", args=[name])).status_code == 401


@pytest.mark.parametrize("name", ["nobody-named-it", "claveunica"])
def test_a_provider_that_nobody_named_does_not_exist(client, name):
    assert client.get(reverse("openid_connect_login", args=[name])).status_code == 404
    assert client.get(reverse("openid_connect_callback", args=[name])).status_code == 404


def test_the_page_of_signing_in_offers_the_providers(client, ana):
    page = client.get(reverse("account_login") + "?next=/institutions/").content.decode()
    assert page.count("/accounts/oidc/") == 4
    assert "next=%2Finstitutions%2F" in page
