"""To the provider and back."""

# mypy: disallow_subclassing_any=False, warn_return_any=False
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from requests import RequestException

from timonel.governance.openid.adapter import OpenIDAdapter


class CallbackView(OAuth2CallbackView):
    """The way back; the adapter is told what the sign-in had put aside, once it is taken out."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, refusal = super()._get_state(request, provider)
        self.adapter.state = state or {}
        return state, refusal


def _adapter(request: HttpRequest, provider_id: str) -> OpenIDAdapter:
    adapter = OpenIDAdapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    if provider.id != "openid_connect":
        raise Http404
    return adapter


@never_cache
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Begin to sign in at a provider, or to connect an identity there; 404 when nobody configured it."""
    adapter = _adapter(request, provider_id)
    return _or_fault(OAuth2LoginView.adapter_view(adapter), request, adapter)


@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from a provider with a code for its token."""
    adapter = _adapter(request, provider_id)
    return _or_fault(CallbackView.adapter_view(adapter), request, adapter)


def _or_fault(
    view: Callable[[HttpRequest], HttpResponse], request: HttpRequest, adapter: OpenIDAdapter
) -> HttpResponse:
    """Answer as the view does; when the provider cannot be reached or talks nonsense, say so (401)."""
    try:
        return view(request)
    except (OAuth2Error, RequestException) as fault:
        return render_authentication_error(request, adapter.get_provider(), exception=fault)
