"""What the frame of every page shows: who I am, in which post I act, where I can go, how the record stands.

A request carries its `Shell` as `request.shell`; pages see it as `shell`. A
request without one (an error before sign-in was looked at) gets the bare one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from timonel.pages.texts import Text


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation."""

    label: Text
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post in which the person may act today; `substitutes_for` names the absent holder."""

    key: str
    title: str
    institution: str
    substitutes_for: str = ""


@dataclass(frozen=True, slots=True)
class RecordState:
    """How long the record is and when it was last sealed by a checkpoint."""

    size: int
    checkpoint_at: datetime | None
    sealed: int = 0
    """How many entries the checkpoint covers."""
    too_old: bool = False
    stopped: bool = False
    """Whether no act is taken until it is sealed."""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language one can choose; its name in itself."""

    code: str
    name: str
    short: str
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Everything the layout needs, and nothing a page decides."""

    installation: str = "Timonel"
    place: str = ""
    """The institution or State the installation serves, under its name."""
    home: str = "/"
    person: str | None = None
    account_url: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""
    posts: tuple[PostChoice, ...] = ()
    acting_post: PostChoice | None = None
    switch_post_url: str = ""
    language_url: str = ""
    languages: tuple[Language, ...] = ()
    search_url: str = ""
    search_text: str = ""
    save_view_url: str = ""
    here: str = "/"
    """Where to come back to after switching post or language."""
    address: str = ""
    """Where this page is found, whole, for what is printed."""
    on: date | None = None
    """The legal day on which the page was asked for."""
    nav: tuple[NavItem, ...] = ()
    demonstration: bool = False
    record: RecordState | None = None
    source_url: str = ""
    accessibility_url: str = ""


BARE = Shell()


def context(request: HttpRequest) -> dict[str, Any]:
    """Give templates the request's shell (a context processor)."""
    return {"shell": getattr(request, "shell", BARE)}
