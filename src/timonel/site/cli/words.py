"""The language of the command line: `TIMONEL_LANGUAGE` (es or en), else that of the shell, else the State's, Spanish.

The catalogue is the one of the pages; it is read without Django, so that help stays quick.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def gettext_noop(text: str) -> str:
    """Mark a text that is translated elsewhere."""
    return text


OF_OTHERS = (
    gettext_noop("Usage: "),
    gettext_noop("Show this message and exit."),
    gettext_noop("Invalid value for "),
    gettext_noop("Invalid value: "),
    gettext_noop("Missing argument "),
    gettext_noop("Missing option "),
    gettext_noop("No such option: "),
)
"""What the library of commands says in English alone; these are looked for in what it says."""

WITH_CATALOGUE = (
    gettext_noop("Arguments"),
    gettext_noop("Options"),
    gettext_noop("Commands"),
    gettext_noop("default: {default}"),
    gettext_noop("required"),
    gettext_noop("env var: {var}"),
    gettext_noop("Missing command."),
    gettext_noop("No such command {name!r}."),
)
"""What the library of commands asks the catalogue for."""


def language() -> str:
    """Give `es` or `en`: English only where it is asked for."""
    named = ("TIMONEL_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    asked = next((os.environ[name] for name in named if os.environ.get(name)), "")
    return "en" if asked.lower().startswith("en") else "es"


@cache
def _catalogue(spoken: str) -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE, ["es_CL"]) if spoken == "es" else gettext.NullTranslations()


def _(text: str, **values: object) -> str:
    """Give a text in the language of the command line, with its values."""
    said = _catalogue(language()).gettext(text)
    return said % values if values else said


def ngettext(one: str, many: str, count: int) -> str:
    """Give a text that counts, with its count."""
    return _catalogue(language()).ngettext(one, many, count) % {"count": count}


def in_other_words(text: str) -> str:
    """Put what the library of commands says in English alone into the language of the command line."""
    for english in OF_OTHERS:
        text = text.replace(english, _(english), 1)
    return text


def paragraphs(text: str | None) -> list[str]:
    """Cut a help text into what is translated as one."""
    return [" ".join(each.split()) for each in (text or "").split("\n\n") if each.strip()]


def helped(command: Any) -> Iterator[Any]:
    """Give a command, all under it, and their parameters: whatever has a help text."""
    yield command
    yield from (each for each in command.params if getattr(each, "help", None))
    for each in getattr(command, "commands", {}).values():
        yield from helped(each)


def translate(command: Any) -> None:
    """Put the help of a command and of all under it into the language of the command line."""
    gettext.bindtextdomain("django", str(LOCALE))
    gettext.textdomain("django")
    os.environ["LANGUAGE"] = "es_CL"
    for each in helped(command):
        each.help = "\n\n".join(_(text) for text in paragraphs(each.help))
        if hasattr(each, "get_help"):
            _show_in_other_words(each)


def _show_in_other_words(command: Any) -> None:
    shown = command.get_help
    command.get_help = lambda context: in_other_words(shown(context))
