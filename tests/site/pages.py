"""Pages for tests of the shell: a signed-in frame, templates given as text, and what their HTML says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from threading import Thread
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.db import connections
from django.http import HttpRequest
from django.template import engines
from django.test import override_settings
from django.utils import translation
from django.utils.safestring import mark_safe

from timonel.site.shell import Language, NavItem, PostChoice, RecordState, Shell

POSTS = (
    PostChoice("1", "Jefa de División", "Ministerio de Hacienda"),
    PostChoice("2", "Registrador", "Agencia", substitutes_for="Juan Pérez"),
)
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "circle", "path", "rect"}


def a_shell(**changes: Any) -> Shell:
    """The frame as a person with two posts sees it."""
    usual: dict[str, Any] = {
        "place": "República de Chile",
        "person": "María Fernández",
        "account_url": "/account",
        "sign_out_url": "/out",
        "posts": POSTS,
        "acting_post": POSTS[0],
        "switch_post_url": "/switch",
        "language_url": "/language",
        "languages": (Language("es-cl", "Español", "ES", True), Language("en", "English", "EN")),
        "search_url": "/search",
        "nav": (NavItem("Instituciones", "/institutions", True), NavItem("Registro", "/record")),
        "record": RecordState(20457, datetime(2026, 11, 22, 3, 0, tzinfo=UTC), url="/record"),
    }
    return Shell(**{**usual, **changes})


def a_request(shell: Shell | None = None, path: str = "/", **values: str) -> HttpRequest:
    from django.test import RequestFactory

    request = RequestFactory().get(path, values)
    request.shell = shell or a_shell()  # type: ignore[attr-defined]
    request.in_force = (None, None)  # as the middleware leaves it; no page of these asks what it is
    return request


class FrameMiddleware:
    """Gives each request the frame, in the language of its cookie, without asking an installation."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "es-cl")
        languages = (Language("es-cl", "Español", "ES", code != "en"), Language("en", "English", "EN", code == "en"))
        with translation.override(code):
            request.shell = a_shell(languages=languages, demonstration=True)  # type: ignore[attr-defined]
            answer = self.get_response(request)
        connections.close_all()
        return answer


@contextmanager
def served(urls: str) -> Iterator[str]:
    """Serve some pages with the frame, static files and the content-security policy; give their address."""
    middleware = ["csp.middleware.CSPMiddleware", f"{__name__}.FrameMiddleware"]
    with override_settings(ROOT_URLCONF=urls, MIDDLEWARE=middleware, ALLOWED_HOSTS=["127.0.0.1"]):
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
        server.set_app(StaticFilesHandler(WSGIHandler()))
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its parent's name
        """Say nothing."""


def render(source: str, **context: Any) -> str:
    """Render a template given as text, with the site's environment."""
    context.setdefault("csrf_input", mark_safe('<input type="hidden" name="csrfmiddlewaretoken" value="x">'))
    return engines["jinja2"].from_string(source).template.render(context)


@dataclass
class Page(HTMLParser):
    """What a piece of HTML says: tags with their attributes, ids, labels, and whether it is well nested."""

    html: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.faults += [f"<{name}> is not closed" for name in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if len({name for name, _value in attrs}) != len(attrs):
            self.faults.append(f"<{tag}> says an attribute twice")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")

    def all(self, name: str) -> list[dict[str, str | None]]:
        """Give the attributes of every tag of a name."""
        return [attributes for tag, attributes in self.tags if tag == name]

    @property
    def repeated_ids(self) -> list[str]:
        counted = Counter(str(attributes["id"]) for _tag, attributes in self.tags if "id" in attributes)
        return [name for name, times in counted.items() if times > 1]

    @property
    def unlabelled(self) -> list[str]:
        """Name the fields that no label, legend or title speaks for."""
        labelled = {attributes.get("for") for attributes in self.all("label")}
        fields = [a for tag in ("input", "select", "textarea") for a in self.all(tag)]
        silent = [a for a in fields if a.get("type") not in ("hidden", "submit") and a.get("id") not in labelled]
        return [str(a.get("name")) for a in silent if not a.get("aria-label") and not a.get("aria-labelledby")]

    @property
    def dangling(self) -> list[str]:
        """Name the ids that something refers to and nothing has."""
        ids = {attributes.get("id") for _tag, attributes in self.tags}
        referring = ("aria-describedby", "aria-labelledby", "for")
        named = {name for _tag, a in self.tags for key in referring for name in str(a.get(key) or "").split()}
        return sorted(named - ids)

    @property
    def inline(self) -> list[str]:
        """Name what a strict content-security policy refuses."""
        styled = [f"<{tag}> with {key}" for tag, a in self.tags for key in a if key == "style" or key.startswith("on")]
        scripts = ["<script> without src" for a in self.all("script") if not a.get("src")]
        return [*styled, *scripts, *["<style>" for _style in self.all("style")]]


def text_of(html: str) -> str:
    """Give what is left without the tags, spaces made one."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()
