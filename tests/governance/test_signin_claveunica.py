"""ClaveÚnica, against a stub of it in a process of its own: its ways, its key, and signing out of it."""

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from tests.factories import act
from tests.signing_in import CLIENT, SECRET, a_house, asked, path_of, provider_process, sign_in, signed_in
from timonel.governance.models import Account

pytestmark = pytest.mark.django_db

RUN = {"numero": 44444444, "DV": "4", "tipo": "RUN"}
ANA = {"sub": "2", "RolUnico": RUN, "name": {"nombres": ["Ana"], "apellidos": ["Soto"]}}
BACK = "http://127.0.0.1:8000/accounts/claveunica/closed/"


@pytest.fixture(scope="module")
def provider():
    with provider_process() as process:
        yield process


@pytest.fixture(autouse=True)
def configured(settings, provider):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CLAVEUNICA_ADDRESS = provider.address
    app = {"name": "ClaveÚnica", "client_id": CLIENT, "secret": SECRET, "settings": {}}
    settings.SOCIALACCOUNT_PROVIDERS = {"claveunica": {"APPS": [app]}}


@pytest.fixture(autouse=True)
def house():
    return a_house()


@pytest.fixture
def ana(house):
    account = house.account()
    account.person.run = "44444444-4"
    account.person.save()
    return account


def begin(client, **extra):
    answer = client.post(reverse("claveunica_login"), extra)
    assert answer.status_code == 302, answer.content
    return answer.url


def come(client, provider, identity=ANA, **extra):
    return client.get(path_of(provider.decide(begin(client, **extra), identity)))


def sign_out_of(provider):
    return f"{provider.address}/api/v1/accounts/app/logout?redirect={requests.utils.quote(BACK, safe='')}"


def test_the_browser_is_sent_as_the_manual_says(client, provider):
    url = begin(client)
    assert url.startswith(f"{provider.address}/openid/authorize/?")
    said = asked(url)
    assert said.pop("state") and len(asked(url)["state"]) >= 30
    assert said == {
        "client_id": CLIENT,
        "response_type": "code",
        "scope": "openid run name",
        "redirect_uri": "http://127.0.0.1:8000/accounts/claveunica/login/callback/",
    }
    assert "?" not in said["redirect_uri"]


def test_who_is_known_by_run_comes_in(client, provider, ana):
    answer = come(client, provider, next="/institutions/")
    assert (answer.status_code, answer.url) == (302, "/institutions/")
    assert client.session["_auth_user_id"] == str(ana.pk)
    assert not SocialAccount.objects.exists()  # the register of people is the one place that knows the RUN


def test_the_key_is_the_run_and_never_the_subject(client, provider, ana):
    assert come(client, provider, {**ANA, "sub": "another"}).status_code == 302
    assert signed_in(client)
    other = Client()
    come(other, provider, {**ANA, "RolUnico": {"numero": 55555555, "DV": "5", "tipo": "RUN"}})
    assert not signed_in(other)


def test_a_check_digit_k_is_read_small_and_capital(client, provider, ana):
    ana.person.run = "70017820-K"
    ana.person.save()
    for digit in "Kk":
        browser = Client()
        come(browser, provider, {**ANA, "RolUnico": {"numero": 70017820, "DV": digit, "tipo": "RUN"}})
        assert signed_in(browser)


@pytest.mark.parametrize(
    "said",
    [{"sub": "2"}, {**ANA, "RolUnico": {"numero": 44444444, "DV": "5"}}, {**ANA, "RolUnico": "44444444-4"}, []],
)
def test_without_a_right_run_nobody_comes_in(client, provider, ana, said):
    assert come(client, provider, said).status_code == 401
    assert not signed_in(client)


def test_who_is_unknown_here_is_signed_out_of_claveunica_and_then_told(client, provider, house):
    before = Account.objects.count()
    answer = come(client, provider)
    assert answer.url == sign_out_of(provider)
    back = requests.get(answer.url, allow_redirects=False, timeout=10).headers["Location"]
    assert back == BACK
    page = client.get(path_of(back))
    assert page.status_code == 403
    assert "ClaveÚnica" in page.content.decode()
    assert not signed_in(client)
    assert Account.objects.count() == before
    assert client.get(path_of(back)).url == "/"  # told once


def test_a_closed_account_is_as_unknown(client, provider, house, ana):
    act(house.operator, "governance.close_account", person=ana.person.number, on=None)
    assert come(client, provider).url == sign_out_of(provider)
    assert not signed_in(client)


def test_signing_out_signs_out_of_claveunica_and_comes_back(client, provider, ana):
    come(client, provider)
    answer = client.post(reverse("account_logout"))
    assert answer.url == sign_out_of(provider)
    assert not signed_in(client)
    assert client.get(path_of(BACK)).url == "/"


def test_who_came_by_password_is_not_sent_to_claveunica_to_sign_out(client, ana):
    sign_in(client)
    assert client.post(reverse("account_logout")).url == "/"


def test_an_account_closed_meanwhile_is_signed_out_of_claveunica_too(client, provider, house, ana):
    come(client, provider)
    act(house.operator, "governance.close_account", person=ana.person.number, on=None)
    assert client.get("/institutions/").url == sign_out_of(provider)
    assert not signed_in(client)


def test_it_cannot_be_connected_to_an_account(client, provider, house):
    house.account()
    sign_in(client)
    come(client, provider, process="connect")
    assert not SocialAccount.objects.exists()


def test_an_answer_to_another_browser_is_not_taken(client, provider, ana):
    back = path_of(provider.decide(begin(client), ANA))
    assert Client().get(back).status_code == 401


def test_who_declines_is_told_so(client, provider):
    assert come(client, provider, None).url == reverse("socialaccount_login_cancelled")


def test_without_a_client_of_claveunica_its_addresses_lead_to_the_page_of_signing_in(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"claveunica": {"APPS": []}}
    for name in ("claveunica_login", "claveunica_callback", "claveunica_closed"):
        assert client.post(reverse(name)).url == reverse("account_login")
