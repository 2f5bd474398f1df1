"""The pages of signing in where allauth's own do not suffice; the others are allauth's as they are."""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, LogoutView
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.views import ConnectionsView
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render

from timonel.governance.second_factor import demanded_of
from timonel.governance.signin import sign_out_url

View = Callable[..., HttpResponse]


def providers(request: HttpRequest, process: str = "login") -> list[dict[str, str]]:
    """Give the providers one can sign in with, or connect: `id`, `name`, and `url`, to which a form posts."""
    found = get_adapter(request).list_providers(request)
    afterwards = get_next_redirect_url(request)
    asked = {"process": process, **({"next": afterwards} if afterwards else {})}
    return [
        {"id": each.sub_id, "name": each.name, "url": each.get_login_url(request, **asked)}
        for each in found
        if process == "login" or each.id != "claveunica"
    ]


class SignIn(LoginView):
    """Sign in with e-mail and password, or choose a provider (`providers`)."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the providers."""
        return {**super().get_context_data(**kwargs), "providers": providers(self.request)}


class SignOut(LogoutView):
    """Sign out, and out of ClaveÚnica too when that is how one came."""

    def get_redirect_url(self) -> str:
        """Give where to go next; asked while the session still lasts."""
        return sign_out_url(self.request) or super().get_redirect_url()


class ActivateTOTP(ActivateTOTPView):
    """Set up an authenticator. Its first code is the proof for this session; others must show theirs."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether one of the person's posts demands it (`demanded`), and whether a key would do (`keys_work`)."""
        own = {"demanded": demanded_of(self.request.user), "keys_work": "webauthn" in settings.MFA_SUPPORTED_TYPES}
        return {**super().get_context_data(**kwargs), **own}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the authenticator and note that it was shown."""
        answer = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return answer


class AddKey(AddWebAuthnView):
    """Add a security key. Adding it is the proof for this session; others must show theirs."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the key and note that it was shown."""
        answer = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="webauthn")
        return answer


class RemoveKey(RemoveWebAuthnView):
    """Remove a security key, unless it is the last second factor of who must have one."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, or say why not."""
        adapter = get_mfa_adapter()
        if adapter.can_delete_authenticator(self.get_object()):
            return super().form_valid(form)
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return HttpResponseRedirect(self.get_success_url())


def or_index(view: View) -> View:
    """Lead to the page of second factors where a page has nothing to show: no authenticator, no codes."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            return redirect("mfa_index")

    return page


def with_keys(view: View) -> View:
    """Let a page of security keys be entered where keys can work: under https, or on `localhost`, by a name."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "webauthn" not in settings.MFA_SUPPORTED_TYPES:
            return redirect("mfa_index")
        return view(request, *args, **kwargs)

    return page


def with_something_to_confirm(view: View) -> View:
    """Lead who has neither password nor second factor, having come by a provider, to choose a password."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not get_account_adapter(request).get_reauthentication_methods(request.user):
            return redirect("account_set_password")
        return view(request, *args, **kwargs)

    return page


class Identities(ConnectionsView):
    """The identities connected to one's account (`identities`), and the providers one may connect (`providers`)."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is connected, with its provider's name, and what can be."""
        connectable = providers(self.request, "connect")
        named = {each["id"]: each["name"] for each in connectable}
        rows = SocialAccount.objects.filter(user=self.request.user).order_by("id")
        identities = [
            {
                "id": row.pk,
                "provider": named.get(row.provider, row.provider),
                "name": row.extra_data.get("name") or "",
                "email": row.extra_data.get("email") or "",
                "connected_at": row.date_joined,
            }
            for row in rows
        ]
        return {**super().get_context_data(**kwargs), "identities": identities, "providers": connectable}


def too_many_tries(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there were too many tries from here or for this account, and to wait (429)."""
    answer = render(request, "account/too_many_tries.html", status=429)
    answer.headers["Retry-After"] = "300"
    return answer
