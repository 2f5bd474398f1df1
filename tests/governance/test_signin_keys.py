"""Security keys, in a browser with a key of its own, under the content-security policy as it is."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.browser import chromium, visit
from tests.signing_in import PASSWORD, a_house, served
from timonel.site.signin_settings import MFA_SUPPORTED_TYPES

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_key(page):
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def fill_in(page):
    page.fill("#id_login", "ana@example.org")
    page.fill("#id_password", PASSWORD)
    page.click("main form:has(#id_password) button[type=submit]")


@pytest.mark.long
def test_a_key_is_added_before_anything_else_and_shown_at_the_next_sign_in(fresh_database, settings):
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
    house = a_house()
    ana = house.account()
    house.appoint(ana, "auditor")
    with served(settings) as address, chromium() as browser:
        login = f"{address}{reverse('account_login')}"
        with visit(browser, login, language="en") as seen:
            page = seen.page
            with_a_key(page)
            fill_in(page)
            assert page.url.startswith(f"{address}{reverse('mfa_activate_totp')}")
            page.click("text=Add a security key instead")
            page.click("#key-add")
            page.wait_for_url(f"**{reverse('mfa_view_recovery_codes')}")
            page.goto(f"{address}{reverse('account_change_password')}")
            assert reverse("account_change_password") in page.url
            page.context.clear_cookies()
            page.goto(f"{login}?next={reverse('account_change_password')}")
            fill_in(page)
            assert reverse("mfa_authenticate") in page.url
            page.click("#key-ask")
            page.wait_for_url(f"**{reverse('account_change_password')}")
            assert seen.complaints == []
    assert Authenticator.objects.get(type="webauthn").user == ana


@pytest.mark.django_db
def test_where_keys_cannot_work_their_pages_lead_to_those_of_other_second_factors(client, settings):
    client.force_login(a_house().account())
    assert "webauthn" not in MFA_SUPPORTED_TYPES  # at 127.0.0.1, which is a number
    assert client.get(reverse("mfa_list_webauthn")).url == reverse("mfa_index")
    assert client.get(reverse("mfa_add_webauthn")).url == reverse("mfa_index")
    settings.MFA_SUPPORTED_TYPES = [*MFA_SUPPORTED_TYPES, "webauthn"]
    assert client.get(reverse("mfa_list_webauthn")).status_code == 200


@pytest.mark.django_db
def test_the_last_second_factor_stays_while_a_post_demands_one(client, settings):
    settings.MFA_SUPPORTED_TYPES = [*MFA_SUPPORTED_TYPES, "webauthn"]
    house = a_house()
    ana = house.account()
    house.appoint(ana, "auditor")
    first, second = (
        Authenticator.objects.create(user=ana, type="webauthn", data={"name": name, "credential": {}})
        for name in ("uno", "dos")
    )
    client.force_login(ana)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 10**12, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(ana.pk)
    session.save()
    client.post(reverse("mfa_remove_webauthn", args=[first.pk]))
    assert list(Authenticator.objects.all()) == [second]
    client.post(reverse("mfa_remove_webauthn", args=[second.pk]))
    assert list(Authenticator.objects.all()) == [second]
