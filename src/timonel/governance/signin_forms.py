"""Forms of the second factor: a code of an authenticator counts once, for as long as it could be shown again."""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.cache import cache
from django.forms import CharField
from django.utils.translation import gettext_lazy as _


class _Once(forms.BaseAuthenticateForm):
    def clean_code(self) -> str:
        """Accept a code once; allauth forgets it after one period, we after all that it is good for."""
        code: str = super().clean_code()
        good_for = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        key = f"second-factor:{self.user.pk}:{normalize_user_code(code)}"
        if self.authenticator.type == Authenticator.Type.TOTP and not cache.add(key, True, good_for):
            raise get_adapter().validation_error("incorrect_code")
        return code


class Authenticate(_Once, forms.AuthenticateForm):
    """Show a second factor to sign in."""


class Reauthenticate(_Once, forms.ReauthenticateForm):
    """Show a second factor again, before a change of secrets."""


class AddKey(AddWebAuthnForm):
    """Add a security key under a name of one's own."""

    name = CharField(label=_("Name of the key"), required=False)
