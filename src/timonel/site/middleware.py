"""What each request is given before a view sees it: the legal day, who looks, in which language, and the shell."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from timonel.domain.mandates import Framework
from timonel.governance.entry import Entry
from timonel.governance.queries.frameworks import NothingAdopted
from timonel.governance.queries.titles import institution_title, language, post_kind_title
from timonel.governance.queries.viewers import CHOSEN_POST, PUBLIC, Viewer, viewer_of
from timonel.record.queries import head_state
from timonel.site.shell import BARE, Language, NavItem, PostChoice, RecordState, Shell
from timonel.site.views.errors import attach_framework, not_begun

if TYPE_CHECKING:
    from timonel.governance.models import Post

Answer = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]

address = cache(reverse)
"""Gives the address of a page by its name; those of the shell are the same for each request and in each language."""

NAVIGATION = (
    (_("My desk"), "desk"),
    (_("Portfolio"), "portfolio:portfolio"),
    (_("Projects"), "portfolio:projects"),
    (_("Governance framework"), "governance:framework"),
    (_("Decision record"), "record"),
    (_("Institutions"), "governance:institutions"),
    (_("People and posts"), "governance:posts"),
)


class ViewerMiddleware:
    """Give the request the framework in force and its legal day; its viewer and its shell when they are asked for.

    Before anything is adopted there is no legal day: then every page but the
    platform's health says that the installation has not begun, and how it does.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach what is worked out late, and go on."""
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        request.shell = SimpleLazyObject(lambda: _shell(request))  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> HttpResponse | None:
        """Work out the framework in force and the legal day, in one query; the frame does so itself for programs."""
        if getattr(view, "entry", None) is Entry.TOKEN or request.path == address("healthz"):
            return None
        try:
            attach_framework(request)
        except NothingAdopted:
            return not_begun(request)
        return None


class LanguageMiddleware:
    """Read the language from the person's choice: Spanish unless they chose English. The browser's wish counts not.

    A civil servant's browser is often set to another language than the State's,
    so the address and the first page are in the State's language for everybody.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for the length of the request."""
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(code)
        request.LANGUAGE_CODE = code
        answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", code)
        return answer


def _viewer(request: HttpRequest) -> Viewer:
    account = request.user
    if not account.is_authenticated or account.person is None:
        return PUBLIC
    return viewer_of(account.person, request.session.get(CHOSEN_POST), request.on)  # type: ignore[attr-defined]


def post_choice(post: Post, framework: Framework) -> PostChoice:
    """Give a post as the header offers it."""
    where = institution_title(post.institution) if post.institution else ""
    return PostChoice(post.number, post_kind_title(framework, post.post_kind), where)


def _languages(current: str) -> tuple[Language, ...]:
    short = {"es-cl": "ES", "en": "EN"}
    return tuple(Language(code, name, short[code], code == current) for code, name in settings.LANGUAGES)


def _shell(request: HttpRequest) -> Shell:
    in_force = getattr(request, "in_force", None)
    if in_force is None:
        return BARE
    adoption, framework = in_force
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    posts = tuple(post_choice(post, framework) for post in viewer.posts)
    state = head_state()
    here = request.get_full_path()
    return Shell(
        place=framework.label.text(language()),
        home=address("home"),
        person=viewer.person.name if viewer.person else None,
        account_url=address("governance:my-account"),
        sign_in_url=address("account_login"),
        sign_out_url=address("account_logout"),
        posts=posts,
        acting_post=next((each for each in posts if viewer.post and each.key == viewer.post.number), None),
        switch_post_url=address("switch-post"),
        language_url=address("language"),
        languages=_languages(request.LANGUAGE_CODE),
        search_url=address("search"),
        search_text=request.GET.get("q", "") if request.path == address("search") else "",
        save_view_url="" if viewer.is_public else address("save-view"),
        here=here,
        address=f"{settings.BASE_URL.rstrip('/')}{request.get_full_path()}" if settings.BASE_URL else "",
        on=request.on,  # type: ignore[attr-defined]
        nav=tuple(
            NavItem(label, address(name), request.path.startswith(address(name)))
            for label, name in NAVIGATION
            if name != "desk" or not viewer.is_public
        ),
        demonstration=adoption.demonstration,
        record=RecordState(
            state.size, state.checkpoint_at, state.sealed, state.too_old, state.stopped, address("record-state")
        ),
    )
