"""The Jinja2 environment of every page: translation, addresses, and how figures and days are written."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.templatetags.static import static as static_address
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from timonel.governance.explaining import explanation_of
from timonel.governance.queries.words import source_names
from timonel.governance.sentences import act_title
from timonel.pages import formats


def environment(**options: Any) -> Environment:
    """Build the environment Django asks for; a name that a page forgot to pass is a fault, not an empty string."""
    options["undefined"] = StrictUndefined
    env = Environment(  # autoescape comes with the options, always on
        **options, trim_blocks=True, lstrip_blocks=True
    )
    env.globals.update(
        {"_": text, "ngettext": counted},
        url=url,
        static=static,
        language=language,
        act_title=act_title,
        source_names=source_names,
        explanation_of=explanation_of,
    )
    env.filters.update(
        day=formats.day,
        instant=formats.instant,
        number=formats.number,
        amount=formats.amount,
        percent=formats.percent,
        slug=slug,
        iso=iso,
    )
    env.tests["pairs"] = lambda value: isinstance(value, (list, tuple))
    return env


def text(message: str, /, **named: Any) -> Markup:
    """Say a text of ours in the language in force, with what it names escaped and put in.

    Jinja's own extension does the same at twice the cost, and a page has dozens.
    """
    return _filled(gettext(message), named)


def counted(one: str, many: str, number: int, /, **named: Any) -> Markup:
    """Say a text that counts: as one or as many."""
    return _filled(ngettext(one, many, number), {"num": number, **named})


def _filled(said: str, named: dict[str, Any]) -> Markup:
    if named:
        return Markup(said) % named
    return Markup(said.replace("%%", "%") if "%%" in said else said)


@cache
def static(path: str) -> str:
    """Give the address of a static file; worked out once, for each page names a dozen."""
    return static_address(path)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Give the address of a named route."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def language() -> str:
    """Give the language in force as the `lang` attribute writes it: `es-CL` or `en`."""
    code = get_language() or "es-cl"
    head, _, region = code.partition("-")
    return f"{head}-{region.upper()}" if region else head


def slug(text: object) -> str:
    """Make an `id` out of any text: letters, digits and hyphens only."""
    return re.sub(r"[^a-z0-9]+", "-", str(text).lower()).strip("-") or "x"


def iso(value: Any) -> str:
    """Write a day or an instant for a machine (`datetime` attributes, date fields)."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")
