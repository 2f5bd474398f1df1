"""The second factor: demanded of who holds a privileged post, set up before anything else, shown in each session."""

from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import a_post, appointed
from tests.signing_in import a_house, asked, code_of, sign_in, signed_in
from timonel.governance.models import Adoption, days
from timonel.governance.second_factor import demanded_of

pytestmark = pytest.mark.django_db

PAGE, SET_UP, SHOW = "account_change_password", "mfa_activate_totp", "mfa_reauthenticate"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def ana(house):
    return house.account()


@pytest.fixture
def auditor(house, ana):
    house.appoint(ana, "auditor")
    return ana


def led_to(answer, name):
    return answer.status_code == 302 and answer.url.split("?")[0] == reverse(name)


def set_up(client):
    """Set an authenticator up in this session and give its secret."""
    page = client.get(reverse(SET_UP))
    assert page.status_code == 200
    secret = page.context_data["form"].secret
    answer = client.post(reverse(SET_UP), {"code": code_of(secret)})
    assert led_to(answer, "mfa_view_recovery_codes"), answer
    return secret


def test_who_holds_no_privileged_post_needs_no_second_factor(client, ana):
    sign_in(client)
    assert client.get(reverse(PAGE)).status_code == 200


def test_who_holds_a_privileged_post_sets_it_up_before_anything_else(client, auditor):
    sign_in(client)
    answer = client.get(reverse(PAGE))
    assert led_to(answer, SET_UP)
    assert asked(answer.url) == {"next": reverse(PAGE)}
    secret = set_up(client)
    assert client.get(reverse(PAGE)).status_code == 200
    assert Authenticator.objects.filter(type="recovery_codes").exists()
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_it_is_demanded_from_the_next_request_on_when_a_privileged_post_is_given(client, house, ana):
    sign_in(client)
    assert client.get(reverse(PAGE)).status_code == 200
    house.appoint(ana, "auditor")
    assert led_to(client.get(reverse(PAGE)), SET_UP)


def test_it_is_demanded_of_a_substitute_too(client, house, ana):
    appointed(house.registrar, a_post(house.registrar, "auditor"), ana.person, manner="substitute", rank=1)
    sign_in(client)
    assert led_to(client.get(reverse(PAGE)), SET_UP)


def test_it_is_no_longer_demanded_when_the_appointment_has_ended(client, house, auditor):
    sign_in(client)
    auditor.person.appointments.update(period=days(date(2026, 1, 1), date(2026, 1, 31)))
    assert client.get(reverse(PAGE)).status_code == 200


def test_forms_and_programs_are_refused_too(client, auditor):
    sign_in(client)
    assert led_to(client.post(reverse(PAGE), {}), SET_UP)
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "second-factor-first"


def test_who_owes_it_can_still_leave(client, auditor):
    sign_in(client)
    assert client.post(reverse("account_logout")).url == "/"
    assert not signed_in(client)


def test_a_second_session_shows_it_at_sign_in(client, auditor):
    sign_in(client)
    secret = set_up(client)
    other = Client()
    answer = sign_in(other)
    assert led_to(answer, "mfa_authenticate")
    assert not signed_in(other)
    assert other.post(answer.url, {"code": "000000"}).status_code == 200
    assert not signed_in(other)
    key = other.session.session_key
    other.post(answer.url, {"code": code_of(secret)})
    assert signed_in(other)
    assert other.session.session_key != key
    assert other.get(reverse(PAGE)).status_code == 200


def test_a_session_from_before_it_was_set_up_must_show_it(client, auditor):
    old = Client()
    sign_in(old)
    sign_in(client)
    secret = set_up(client)
    assert led_to(old.get(reverse(PAGE)), SHOW)
    old.post(reverse(SHOW), {"code": code_of(secret)})
    assert old.get(reverse(PAGE)).status_code == 200


def test_a_code_counts_once_for_as_long_as_it_could_be_shown_again(client, auditor):
    sign_in(client)
    secret = set_up(client)
    code = code_of(secret, later=1)
    for counts in (True, False):
        browser = Client()
        answer = sign_in(browser)
        browser.post(answer.url, {"code": code})
        assert signed_in(browser) is counts
        for key in [f"allauth.mfa.totp.used?user={auditor.pk}&code={code}"]:
            cache.delete(key)  # what allauth forgets after one period


def test_a_recovery_code_counts_once(client, auditor):
    sign_in(client)
    set_up(client)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    for counts in (True, False):
        browser = Client()
        answer = sign_in(browser)
        browser.post(answer.url, {"code": code})
        assert signed_in(browser) is counts


def test_new_recovery_codes_take_the_place_of_the_old(client, auditor):
    sign_in(client)
    set_up(client)
    old = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert led_to(client.post(reverse("mfa_generate_recovery_codes")), "mfa_view_recovery_codes")
    new = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert not set(new) & set(old)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert all(code in page for code in new)
    assert client.get(reverse("mfa_download_recovery_codes")).content.decode().split() == new
    browser = Client()
    browser.post(sign_in(browser).url, {"code": old[0]})
    assert not signed_in(browser)


def test_it_cannot_be_removed_while_a_post_demands_it(client, auditor):
    sign_in(client)
    set_up(client)
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 200
    assert Authenticator.objects.filter(type="totp").exists()


def test_it_can_be_removed_when_no_post_demands_it(client, ana):
    sign_in(client)
    set_up(client)
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert not Authenticator.objects.exists()


def test_a_change_of_secrets_long_after_sign_in_asks_for_the_password_again(client, ana):
    sign_in(client)
    session = client.session
    records = session["account_authentication_methods"]
    records[-1]["at"] -= 301
    session["account_authentication_methods"] = records
    session.save()
    assert led_to(client.get(reverse(SET_UP)), "account_reauthenticate")


@pytest.mark.parametrize("name", ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes"])
def test_a_page_with_nothing_to_show_leads_to_that_of_second_factors(client, ana, name):
    sign_in(client)
    assert led_to(client.get(reverse(name)), "mfa_index")


@pytest.mark.parametrize("name", ["account_reauthenticate", SHOW])
def test_who_has_nothing_to_confirm_with_is_led_to_choose_a_password(client, ana, name):
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana)
    assert led_to(client.get(reverse(name)), "account_set_password")


def test_too_many_wrong_codes_are_not_listened_to(client, auditor):
    sign_in(client)
    secret = set_up(client)
    browser = Client()
    answer = sign_in(browser)
    for _ in range(5):
        browser.post(answer.url, {"code": "000000"})
    browser.post(answer.url, {"code": code_of(secret)})
    assert not signed_in(browser)


# --- a demonstration, and what is none


@pytest.fixture
def demonstration(house):
    Adoption.objects.update(demonstration=True, number="adoption-of-a-demonstration")


def test_in_a_demonstration_none_is_demanded(client, auditor, demonstration):
    sign_in(client)
    assert client.get(reverse(PAGE)).status_code == 200


def test_an_installation_that_governed_in_earnest_does_not_become_a_demonstration(client, auditor):
    first = Adoption.objects.get()
    Adoption.objects.create(
        number="adoption-2026-x",
        framework=first.framework,
        country=first.country,
        time_zone=first.time_zone,
        from_on=first.from_on + timedelta(days=1),
        instrument="Resolución 2",
        demonstration=True,
    )
    assert demanded_of(auditor)
    sign_in(client)
    assert led_to(client.get(reverse(PAGE)), SET_UP)


@pytest.mark.parametrize(
    "said",
    [
        {"DEBUG": True},
        {"MFA_SUPPORTED_TYPES": []},
        {"MFA_TRUST_ENABLED": True},
        {"MFA_REAUTHENTICATION_REQUIRED": False, "ACCOUNT_REAUTHENTICATION_REQUIRED": False},
        {"DEMONSTRATION": True, "TIMONEL_DEMONSTRATION": True, "SECOND_FACTOR": False},
        {"SESSION_IDLE_SECONDS": 0.5, "LOGIN_REDIRECT_URL": "/x"},
    ],
)
def test_no_setting_switches_it_off(client, auditor, settings, said):
    sign_in(client)
    for name, value in said.items():
        setattr(settings, name, value)
    if "SESSION_IDLE_SECONDS" in said:
        settings.SESSION_IDLE_SECONDS = 10**9
    assert led_to(client.get(reverse(PAGE)), SET_UP)
