"""OpenID Connect: code flow with state, nonce and PKCE. What allauth offers, less what a request could bend."""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.providers.base import AuthProcess, Provider
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from timonel.governance.openid.adapter import OpenIDAdapter


class OpenIDProvider(OpenIDConnectProvider):
    """A provider named in the configuration; the id in its address tells which."""

    oauth2_adapter_class = OpenIDAdapter
    pkce_enabled_default = True
    supports_token_authentication = False

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Read from the request where to go afterwards and whether to connect; nothing that goes to the provider."""
        asked = Provider.get_redirect_from_request_kwargs(self, request)
        if asked["process"] != AuthProcess.CONNECT:
            asked["process"] = AuthProcess.LOGIN
        return asked

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send the browser to the provider, with a nonce that the id_token must bring back."""
        nonce = secrets.token_urlsafe(32)
        kwargs |= {"auth_params": {**self.get_auth_params(), "nonce": nonce}, "nonce": nonce}
        return super().redirect(request, process, next_url, data, **kwargs)

    def serialize(self) -> dict[str, Any]:
        """Name this provider, and not merely its client, which may be called alike at two."""
        return {**super().serialize(), "id": self.sub_id}

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """Give the subject, which the provider never gives to another."""
        return str(data["sub"])

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Keep no more than what shows the person which identity it is."""
        return {name: data[name] for name in ("name", "email") if isinstance(data.get(name), str)}


provider_classes = [OpenIDProvider]
