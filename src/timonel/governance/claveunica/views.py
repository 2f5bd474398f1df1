"""To ClaveÚnica and back, and back again once it is signed out of."""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache

from timonel.governance.claveunica.adapter import ClaveUnicaAdapter

UNKNOWN = "claveunica-unknown"
"""Under this name the browser's session remembers that ClaveÚnica's person has no account here."""


def adapter_or_404(request: HttpRequest) -> ClaveUnicaAdapter:
    """Give the adapter; 404 when the operator has no client of ClaveÚnica."""
    adapter = ClaveUnicaAdapter(request)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return adapter


@never_cache
def login(request: HttpRequest) -> HttpResponse:
    """Begin to sign in with ClaveÚnica."""
    return OAuth2LoginView.adapter_view(adapter_or_404(request))(request)


@never_cache
def callback(request: HttpRequest) -> HttpResponse:
    """Come back from ClaveÚnica with a code for its token."""
    return OAuth2CallbackView.adapter_view(adapter_or_404(request))(request)


@never_cache
def closed(request: HttpRequest) -> HttpResponse:
    """Come back from ClaveÚnica signed out of it: to the refusal when nobody here is known by that RUN (403)."""
    provider = adapter_or_404(request).get_provider()
    if request.session.pop(UNKNOWN, False):
        return render(request, "socialaccount/not_connected.html", {"provider": provider.name}, status=403)
    return HttpResponseRedirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
