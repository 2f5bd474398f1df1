"""The three addresses of a provider, as it publishes them itself, and what it answers there."""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from timonel.governance.identity_providers import web_address
from timonel.governance.openid.claims import verified_claims

ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OpenIDAdapter(OpenIDConnectOAuth2Adapter):
    """Talk to a provider as OpenID Connect demands: id_token always verified, nonce, and one subject throughout.

    `state` is what the sign-in under way had put aside; the callback sets it.
    """

    state: Mapping[str, Any] = {}

    @cached_property
    def openid_config(self) -> Mapping[str, Any]:
        """Read what the provider publishes about itself; it must be the provider that was configured."""
        config = self._fetch(self.get_provider().server_url)
        server = self.get_provider().app.settings["server_url"]
        if str(config.get("issuer", "")).rstrip("/") != server:
            raise OAuth2Error("the provider calls itself otherwise than it was configured")
        try:
            for name in (*ADDRESSES, *({"userinfo_endpoint"} & config.keys())):
                web_address(str(config.get(name, "")).partition("?")[0])
        except ValueError as fault:
            raise OAuth2Error(f"the provider publishes no safe {name}") from fault
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Give the address to come back to, under the installation's own address and no other."""
        path = reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})
        return f"{settings.BASE_URL}{path}"

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, *, response: Mapping[str, Any]
    ) -> SocialLogin:
        """Give the identity: from the id_token, and from userinfo when it speaks of the same subject."""
        claims = verified_claims(
            response.get("id_token"),
            self._fetch(self.openid_config["jwks_uri"]),
            issuer=self.openid_config["issuer"],
            client=app.client_id,
            nonce=str(self.state.get("nonce", "")),
        )
        said = self._fetch_user_info(token.token) if self.openid_config.get("userinfo_endpoint") else claims
        if said.get("sub") != claims["sub"]:
            raise OAuth2Error("userinfo speaks of another subject than the id_token")
        return self.get_provider().sociallogin_from_response(request, {**claims, **said})

    def _fetch(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as requests:
            answer = requests.get(address, allow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
        if not isinstance(found, dict):
            raise OAuth2Error("the provider answered with something else than an object")
        return found
