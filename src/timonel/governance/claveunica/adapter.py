"""The addresses of ClaveÚnica and what it answers there."""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from allauth.utils import get_request_param
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode


class ClaveUnicaClient(OAuth2Client):
    """Write the scope in the order that ClaveÚnica's manual gives."""

    def get_redirect_url(self, authorization_url: str, scope: Iterable[str], extra_params: Mapping[str, str]) -> str:
        """Give the address to which the browser is sent."""
        asked = {
            "client_id": self.consumer_key,
            "response_type": "code",
            "scope": self.scope_delimiter.join(scope),
            "redirect_uri": self.callback_url,
            "state": self.state,
        }
        return f"{authorization_url}?{urlencode(asked)}"


class ClaveUnicaAdapter(OAuth2Adapter):
    """ClaveÚnica: the code is exchanged together with the state, and userinfo is asked by POST."""

    provider_id = "claveunica"
    client_class = ClaveUnicaClient

    @property
    def address(self) -> str:
        """Where ClaveÚnica is."""
        return str(settings.CLAVEUNICA_ADDRESS)

    @property
    def authorize_url(self) -> str:
        """Where the person shows who they are."""
        return f"{self.address}/openid/authorize/"

    @property
    def access_token_url(self) -> str:
        """Where a code is exchanged."""
        return f"{self.address}/openid/token/"

    @property
    def userinfo_url(self) -> str:
        """Where the RUN and the name are asked for."""
        return f"{self.address}/openid/userinfo/"

    def sign_out_url(self) -> str:
        """Where ClaveÚnica's own session is closed; it sends the browser back to one registered address of ours."""
        back = f"{settings.BASE_URL}{reverse('claveunica_closed')}"
        return f"{self.address}/api/v1/accounts/app/logout?{urlencode({'redirect': back})}"

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Give the address that is registered with ClaveÚnica."""
        return f"{settings.BASE_URL}{reverse('claveunica_callback')}"

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: OAuth2Client, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Exchange the code, with the state, as ClaveÚnica asks."""
        code, state = get_request_param(request, "code"), get_request_param(request, "state")
        answer: dict[str, Any] = client.get_access_token(code, extra_data={"state": state})
        return answer

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Ask for the RUN and the name, and give the identity."""
        with get_adapter().get_requests_session() as requests:
            answer = requests.post(self.userinfo_url, headers={"Authorization": f"Bearer {token.token}"})
        answer.raise_for_status()
        said = answer.json()
        if not isinstance(said, dict):
            raise OAuth2Error("ClaveÚnica answered with something else than an object")
        return self.get_provider().sociallogin_from_response(request, said)
