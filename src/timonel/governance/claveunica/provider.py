"""ClaveÚnica, Chile's digital identity: an OpenID Connect of its own kind.

Its key is the RUN, never `sub`; it gives no e-mail; it wants to be signed out of.
Source: manual of ClaveÚnica, as kept in the reference on Chile today, section 8.1.
"""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.providers.base import AuthProcess, ProviderAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.http import HttpRequest

from timonel.domain.identifiers import IdentifierFault, parse_rut
from timonel.governance.claveunica.adapter import ClaveUnicaAdapter

SCOPE = ("openid", "run", "name")


class ClaveUnicaProvider(OAuth2Provider):
    """Sign in with ClaveÚnica. It is never connected to an account: the person's RUN in the register is the key."""

    id = "claveunica"
    name = "ClaveÚnica"
    account_class = ProviderAccount
    oauth2_adapter_class = ClaveUnicaAdapter
    pkce_enabled_default = False

    def get_scope(self) -> list[str]:
        """Ask for what ClaveÚnica gives, and no e-mail."""
        return list(SCOPE)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Read from the request where to go afterwards, and nothing else."""
        asked = super(OAuth2Provider, self).get_redirect_from_request_kwargs(request)
        return {**asked, "process": AuthProcess.LOGIN}

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        """Give the RUN with its check digit, as the register of people keeps it: 44444444-4."""
        said = data.get("RolUnico")
        if not isinstance(said, Mapping):
            raise OAuth2Error("ClaveÚnica said no RUN")
        try:
            return str(parse_rut(f"{said.get('numero')}-{said.get('DV')}"))
        except IdentifierFault as fault:
            raise OAuth2Error("ClaveÚnica said a RUN with another check digit") from fault

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Keep nothing: the register of people has the name."""
        return {}


provider_classes = [ClaveUnicaProvider]
