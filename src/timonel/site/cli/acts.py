"""`timonel act …` and `timonel token …`: the door of the command line, with the same schema and the same refusals."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from timonel.site.cli.platform import platform
from timonel.site.cli.words import _

tokens = typer.Typer(help="Issue tokens for programs.", no_args_is_help=True)


def act(
    code: Annotated[str, typer.Argument(help="The act, as governance.rename_institution; “list” lists them.")],
    inputs: Annotated[
        list[str] | None, typer.Argument(help="Inputs as name=value; several values with commas.")
    ] = None,
    token: Annotated[
        str, typer.Option(envvar="TIMONEL_TOKEN", help="The token of who acts; it is bound to a post.")
    ] = "",
    document: Annotated[
        Path | None, typer.Option("--json", help="A file with the inputs as a JSON object; - for standard input.")
    ] = None,
    file: Annotated[list[str] | None, typer.Option(help="A file to send, as name=path.")] = None,
    key: Annotated[str, typer.Option(help="An idempotency key: sent again with it, the act is not done twice.")] = "",
    seen: Annotated[
        str, typer.Option(help="The version of the subject that was seen, or of each row as number=version.")
    ] = "",
    cause: Annotated[int | None, typer.Option(help="The record entry that this act carries out.")] = None,
) -> None:
    """Do an act in the post of a token: 0 when it is done, 1 when it is refused, with why, 2 when misused."""
    with platform():
        from timonel.governance.acting import ACTIONS
        from timonel.governance.acting.errors import ActError
        from timonel.governance.acting.frame import perform
        from timonel.governance.acting.locking import seen_in
        from timonel.governance.api.acts import error_body
        from timonel.governance.tokens import asker_of_token

        if code == "list":
            for name in sorted(ACTIONS):
                typer.echo(f"{name}\t{ACTIONS[name].title}")
            return
        if code not in ACTIONS:
            raise typer.BadParameter(
                _("There is no act %(code)s; `timonel act list` lists them.", code=code), param_hint="code"
            )
        asker = asker_of_token(f"Bearer {token}")
        if asker is None or asker.post is None:
            _refused(error_body(ActError("no-token")))
        typed = _typed(ACTIONS[code], inputs or [], document)
        try:
            typed |= {name: _sent(path, asker.person) for name, path in _pairs(file or [])}
            done = perform(asker, code, typed, post=asker.post, key=key or None, seen=seen_in(seen), cause=cause)
        except ActError as error:
            _refused(error_body(error))
        typer.echo(json.dumps({**done.as_answer(), "reply": dict(done.reply)}, ensure_ascii=False, indent=1))


def _refused(body: dict[str, Any]) -> NoReturn:
    typer.echo(json.dumps(body, ensure_ascii=False, indent=1, default=str), err=True)
    raise typer.Exit(1)


def _pairs(given: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise typer.BadParameter(_("%(given)s is not name=value.", given=each))
        pairs.append((name, value))
    return pairs


def _typed(action: Any, inputs: list[str], document: Path | None) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    if document is not None:
        text = sys.stdin.read() if str(document) == "-" else document.read_text(encoding="utf-8")
        try:
            typed = json.loads(text)
        except ValueError as fault:
            raise typer.BadParameter(_("%(path)s is not JSON: %(fault)s", path=document, fault=fault)) from None
        if not isinstance(typed, dict):
            raise typer.BadParameter(_("%(path)s is not a JSON object.", path=document))
    for name, value in _pairs(inputs):
        many = name in action.inputs.by_name and action.inputs.by_name[name].many
        typed[name] = [part for part in value.split(",") if part] if many else value
    return typed


def _sent(path: str, person: Any) -> str:
    from timonel.governance import files

    given = Path(path)
    if not given.is_file():
        raise typer.BadParameter(_("%(path)s is no file.", path=path))
    with given.open("rb") as stream:
        return files.keep(stream, given.name, "application/octet-stream", person).sha256


@tokens.command("create")
def create(
    email: Annotated[str, typer.Argument(help="The account whose program it is for.")],
    post: Annotated[str, typer.Argument(help="The post in which it acts.")],
    label: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    expires_on: Annotated[str, typer.Option(help="The last day, as 2026-12-31; a year from now when not said.")] = "",
) -> None:
    """Issue a token to a person for a post they hold; it is printed once and recorded as their act."""
    with platform():
        from timonel.governance.acting import Asker
        from timonel.governance.acting.errors import ActError
        from timonel.governance.acting.frame import perform
        from timonel.governance.api.acts import error_body
        from timonel.governance.queries.people import person_of_account

        person = person_of_account(email)
        if person is None:
            raise typer.BadParameter(_("No open account has the address %(email)s.", email=email), param_hint="email")
        typed = {"label": label, **({"expires_on": expires_on} if expires_on else {})}
        try:
            done = perform(Asker(person, f"command:{person.number}"), "governance.issue_token", typed, post=post)
        except ActError as error:
            _refused(error_body(error))
        typer.echo(str(done.reply["token"]))
