"""Every address of the platform, by the room that answers it."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("timonel.governance.signin_urls")),
]
