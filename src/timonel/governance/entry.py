"""Who may enter an address: said at each view, enforced there, and read by the test that walks them all."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode


class Entry(Enum):
    """Who may enter: anybody, who is signed in, or who bears a token."""

    PUBLIC = "public"
    SIGNED_IN = "signed-in"
    TOKEN = "token"


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def enters(who: Entry) -> Callable[[View], View]:
    """Let those enter. Who is not signed in where that is needed is sent to sign in, and comes back after."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if who is Entry.SIGNED_IN and request.viewer.is_public:  # type: ignore[attr-defined]
                return redirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
            return view(request, *args, **kwargs)

        guarded.entry = who  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard
