"""A form of ours leads a browser to a provider that is configured, and the content-security policy to no other."""

import pytest
from django.urls import reverse

from tests.browser import chromium, visit
from tests.signing_in import CLIENT, SECRET, a_house, provider_process, served


@pytest.mark.long
@pytest.mark.parametrize("allowed", [True, False])
def test_a_browser_follows_the_form_to_where_the_policy_says(fresh_database, settings, allowed):
    a_house()
    with provider_process() as provider:
        said = {"server_url": provider.server, "connect_by_email": False}
        app = {"provider_id": "plain", "name": "Plain", "client_id": CLIENT, "secret": SECRET, "settings": said}
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        if allowed:
            directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            more = {**directives, "form-action": [*directives["form-action"], provider.address]}
            settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": more}
        login = reverse("account_login")
        with served(settings) as address, chromium() as browser, visit(browser, f"{address}{login}") as seen:
            seen.page.click("main form[action*='/oidc/plain/'] button")
            seen.page.wait_for_timeout(1500)
            assert seen.page.url.startswith(provider.server) is allowed
            assert any("form-action" in each for each in seen.complaints) is not allowed
