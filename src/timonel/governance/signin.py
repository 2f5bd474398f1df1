"""How allauth signs in here: nobody is created, everything strange is refused, secrets are sealed.

Three adapters, which allauth finds by the settings: of accounts, of identities
at providers, and of second factors.
"""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

import base64
import hashlib
import logging
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, _build_apps_from_settings
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from timonel.governance.claveunica.adapter import ClaveUnicaAdapter
from timonel.governance.claveunica.views import UNKNOWN
from timonel.governance.models import Account
from timonel.governance.second_factor import demanded_of
from timonel.governance.signin_letters import signin_letter

LOG = logging.getLogger(__name__)

BEGAN, SEEN = "sign-in-began", "sign-in-seen"
"""Under these names a browser's session keeps when it signed in and when it was last seen, in seconds of the epoch."""


def display_name(account: Account) -> str:
    """Call an account by its person's name."""
    return account.person.name if account.person is not None else account.email


class AccountAdapter(DefaultAccountAdapter):
    """Sign accounts in and out. Accounts are opened by an act, never here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody open an account for themselves."""
        return False

    def login(self, request: HttpRequest, user: Account) -> None:
        """Begin a session, under a new key, and note when."""
        super().login(request, user)
        request.session[BEGAN] = request.session[SEEN] = int(time.time())

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try, and answer 429 when there were too many, whether or not such an account exists."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(respond_429(request)) from None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before a change of secrets, unless it was given within the last five minutes."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Give the address that a letter carries: always of the installation's own host, whatever the request said."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{settings.BASE_URL}{path.replace('UID-KEY', key)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a letter of ours in place of allauth's."""
        signin_letter(template_prefix.rpartition("/")[2], email, context).send()

    def send_notification_mail(self, *said: Any, **named: Any) -> None:
        """Tell the owner of an account what changed; that it cannot be told does not undo the change."""
        try:
            super().send_notification_mail(*said, **named)
        except OSError:
            LOG.exception("a letter about a change on an account could not be sent")


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Sign in who is known by an identity at a provider; refuse everybody else."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Give the providers that the operator has configured; the table of providers is not read."""
        found = _build_apps_from_settings(provider=provider, client_id=client_id)
        return [app for apps in found.values() for app in apps]

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """Give a state of 43 random characters; ClaveÚnica wants thirty at least."""
        return secrets.token_urlsafe(32)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Leave matching by e-mail to `pre_social_login`; allauth's own would void the account's password."""
        return

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whose account it is when the identity is not connected to one: by RUN, or by e-mail where allowed."""
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        if sociallogin.account.provider == ClaveUnicaAdapter.provider_id:
            sociallogin.user = account_by_run(sociallogin.account.uid) or sociallogin.user
            return
        if sociallogin.provider.app.settings["connect_by_email"]:
            account = account_by_email(sociallogin)
            if account is not None:
                sociallogin.connect(request, account)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse an identity that belongs to no account."""
        raise ImmediateHttpResponse(not_connected(request, sociallogin))


def account_by_run(run: str) -> Account | None:
    """Give the open account of the person with that RUN, as ClaveÚnica says it."""
    return Account.objects.filter(person__run=run, is_active=True).first()


def account_by_email(sociallogin: SocialLogin) -> Account | None:
    """Give the open account of an address that the provider says it has verified.

    None when that account is already connected to another identity of the same
    provider: then the address has changed hands, and somebody must look into it.
    """
    verified = [address.email.lower() for address in sociallogin.email_addresses if address.verified is True]
    account = Account.objects.filter(email__in=verified, is_active=True).first()
    if account is None or SocialAccount.objects.filter(user=account, provider=sociallogin.account.provider).exists():
        return None
    return account


def not_connected(request: HttpRequest, sociallogin: SocialLogin) -> HttpResponse:
    """Say that no account here belongs to the identity (403); to ClaveÚnica's own, after signing out of ClaveÚnica."""
    if sociallogin.account.provider == ClaveUnicaAdapter.provider_id:
        request.session[UNKNOWN] = True
        return HttpResponseRedirect(ClaveUnicaAdapter(request).sign_out_url())
    context = {"provider": sociallogin.provider.name}
    return render(request, "socialaccount/not_connected.html", context, status=403)


def sign_out_url(request: HttpRequest) -> str | None:
    """Give the address that also ends the session at the provider, for who came by ClaveÚnica; else None.

    To be asked before the session ends.
    """
    came_by = {record.get("provider") for record in request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, ())}
    return ClaveUnicaAdapter(request).sign_out_url() if ClaveUnicaAdapter.provider_id in came_by else None


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keep second factors sealed, and keep them where they are demanded."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("One of your posts demands a second factor, so it cannot be removed."),
    }

    def get_totp_issuer(self) -> str:
        """Name the installation as an authenticator shows it."""
        return f"Timonel {settings.BASE_URL.partition('://')[2]}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Say to which name a security key is bound: the installation's host, whatever the request says."""
        return {"id": str(urlsplit(settings.BASE_URL).hostname), "name": "Timonel"}

    def encrypt(self, text: str) -> str:
        """Seal a secret with the installation's key, so that a copy of the database gives no codes."""
        return _seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return _seal().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Let a second factor go when another remains, or when no post demands one."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        remain = others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return remain or not demanded_of(authenticator.user)


def _seal() -> MultiFernet:
    """Make the seal of the secret key, and of earlier ones that may still be needed to open."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(b"timonel second factors " + key.encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
