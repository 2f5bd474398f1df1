"""Write the pages that are made from the code: every act in `docs/actions/`, every command in one page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parents[1] / "docs"
MADE = "<!-- Made from the code by `make docs`; change it there. -->"


def pages() -> dict[Path, str]:
    """Give every page that is made from the code, with its text."""
    return {DOCS / "reference" / "commands.md": _commands(), **dict(_actions())}


def _commands() -> str:
    from typer.main import get_command

    from timonel.site.cli import app

    intro = "Exit 0: it is good. Exit 1: it was refused, or something is false. Exit 2: it was misused."
    return "\n".join([MADE, "", "# The `timonel` command", "", intro, *_command(get_command(app), ["timonel"])]) + "\n"


def _command(command: Any, words: list[str]) -> Iterator[str]:
    if command.hidden:
        return
    if inner := getattr(command, "commands", None):
        for name, each in inner.items():
            yield from _command(each, [*words, name])
        return
    yield from ["", f"## `{' '.join(words)}`", "", " ".join((command.help or "").split())]
    told = [param for param in command.params if param.name != "help"]
    if told:
        yield ""
    for param in told:
        name = ", ".join(param.opts) if param.param_type_name == "option" else param.name.upper()
        setting = f" Also `{param.envvar}` in the environment." if param.envvar else ""
        yield f"- `{name}`: {getattr(param, 'help', None) or ''}{setting}"


def _actions() -> Iterator[tuple[Path, str]]:
    from django.utils import translation

    from timonel.governance.acting import ACTIONS

    listed = sorted(ACTIONS.values(), key=lambda action: action.code)
    with translation.override(None):
        for app, actions in groupby(listed, key=lambda action: action.code.partition(".")[0]):
            lines = [MADE, "", f"# Acts of {app}", ""]
            lines += ["Each is a form, `POST /api/v1/acts/<code>` and `timonel act <code>`, with the same refusals."]
            for action in actions:
                lines += _action(action)
            yield DOCS / "actions" / f"{app}.md", "\n".join(lines) + "\n"


def _action(action: Any) -> Iterator[str]:
    yield from ["", f"## {action.title}", "", f"`{action.code}`, by the power `{action.power}`."]
    if action.description:
        yield from ["", action.description]
    yield from ["", "| input | asked for as | |", "|---|---|---|"]
    for each in action.inputs.by_name.values():
        words = ["" if each.required else "may be left out", "several" if each.many else ""]
        words += ["one of " + ", ".join(f"`{choice}`" for choice in each.choices) if each.choices else ""]
        words += ["the act is about it" if each.name == action.subject else "", str(each.ask.hint)]
        yield f"| `{each.name}` | {each.ask.label} | {'; '.join(filter(None, words))} |"


def main() -> None:
    """Write the pages."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timonel.site.settings")
    django.setup()
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
