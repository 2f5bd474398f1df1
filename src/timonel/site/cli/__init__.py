"""The `timonel` command: one file for each group of words; each imports what it needs when it runs."""

from __future__ import annotations

import sys

import typer

from timonel.site.cli import acts, begin, database, framework, record, serve, status

app = typer.Typer(
    name="timonel",
    help="Govern a government's ICT projects: who may decide what, and a record of what was decided.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("status")(status.status)
app.command("migrate")(database.migrate)
app.command("init")(begin.init)
app.command("demo")(begin.demo)
app.command("act")(acts.act)
app.add_typer(acts.tokens, name="token")
app.add_typer(database.app, name="database")
app.add_typer(framework.app, name="framework")
app.add_typer(record.app, name="record")


def main() -> None:
    """Run one command: 0 when it is good, 1 when it was refused or something is false, 2 when it was misused."""
    from timonel.domain.errors import TimonelError
    from timonel.site.embedded.faults import EmbeddedFault

    try:
        app(prog_name="timonel")
    except (EmbeddedFault, TimonelError) as refusal:
        typer.echo(str(refusal), err=True)
        sys.exit(1)
