"""To ClaveÚnica and back, and back again once it is signed out of."""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from timonel.governance.claveunica.adapter import ClaveUnicaAdapter

UNKNOWN = "claveunica-unknown"
"""Under this name the browser's session remembers that ClaveÚnica's person has no account here."""


def offered(view: Callable[[HttpRequest, ClaveUnicaAdapter], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Give a view the adapter; where the operator has no client of ClaveÚnica, lead to the page of signing in."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        adapter = ClaveUnicaAdapter(request)
        try:
            adapter.get_provider()
        except SocialApp.DoesNotExist:
            return redirect("account_login")
        return view(request, adapter)

    return page


@offered
def login(request: HttpRequest, adapter: ClaveUnicaAdapter) -> HttpResponse:
    """Begin to sign in with ClaveÚnica."""
    return OAuth2LoginView.adapter_view(adapter)(request)


@offered
def callback(request: HttpRequest, adapter: ClaveUnicaAdapter) -> HttpResponse:
    """Come back from ClaveÚnica with a code for its token."""
    return OAuth2CallbackView.adapter_view(adapter)(request)


@offered
def closed(request: HttpRequest, adapter: ClaveUnicaAdapter) -> HttpResponse:
    """Come back from ClaveÚnica signed out of it: to the refusal when nobody here is known by that RUN (403)."""
    if request.session.pop(UNKNOWN, False):
        context = {"provider": adapter.get_provider().name}
        return render(request, "socialaccount/not_connected.html", context, status=403)
    return redirect(settings.LOGOUT_REDIRECT_URL)
