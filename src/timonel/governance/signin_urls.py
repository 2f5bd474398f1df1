"""Every address of signing in, and who may enter it. What is not here does not exist: nobody manages e-mails here."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.http import HttpResponse
from django.urls import path, re_path

from timonel.governance import signin_views as own
from timonel.governance.claveunica import views as claveunica
from timonel.governance.entry import Entry, enters
from timonel.governance.openid import views as openid

anybody = enters(Entry.PUBLIC)
signed_in = enters(Entry.SIGNED_IN)
KEY = "password/reset/key/"


def factor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let who is signed in enter a page of second factors, if it has something to show."""
    return signed_in(own.or_index(view))


def confirming(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let who is signed in confirm that it is them, if they have anything to confirm it with."""
    return signed_in(own.with_something_to_confirm(view))


def key(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let who is signed in enter a page of security keys, where they can work."""
    return factor(own.with_keys(view))


urlpatterns = [
    path("login/", anybody(own.SignIn.as_view()), name="account_login"),
    path("logout/", anybody(own.SignOut.as_view()), name="account_logout"),
    path("inactive/", anybody(account.account_inactive), name="account_inactive"),
    path("signup/", anybody(account.signup), name="account_signup"),
    path("reauthenticate/", confirming(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", signed_in(account.password_change), name="account_change_password"),
    path("password/set/", signed_in(account.password_set), name="account_set_password"),
    path("password/reset/", anybody(account.password_reset), name="account_reset_password"),
    path("password/reset/done/", anybody(account.password_reset_done), name="account_reset_password_done"),
    path(
        f"{KEY}done/",
        anybody(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        rf"^{KEY}(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        anybody(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("2fa/", signed_in(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", anybody(mfa.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", confirming(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", signed_in(own.ActivateTOTP.as_view()), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", factor(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", factor(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/", signed_in(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
    path("2fa/recovery-codes/download/", factor(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", key(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", key(own.AddKey.as_view()), name="mfa_add_webauthn"),
    path("2fa/webauthn/reauthenticate/", key(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", key(own.RemoveKey.as_view()), name="mfa_remove_webauthn"),
    path("3rdparty/", signed_in(own.Identities.as_view()), name="socialaccount_connections"),
    path("3rdparty/login/cancelled/", anybody(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("3rdparty/login/error/", anybody(social.login_error), name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", anybody(openid.login), name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", anybody(openid.callback), name="openid_connect_callback"),
    path("claveunica/login/", anybody(claveunica.login), name="claveunica_login"),
    path("claveunica/login/callback/", anybody(claveunica.callback), name="claveunica_callback"),
    path("claveunica/closed/", anybody(claveunica.closed), name="claveunica_closed"),
]
