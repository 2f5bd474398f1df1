"""The `timonel` command: one file for each group of words; each imports what it needs when it runs."""

from __future__ import annotations

import sys

import typer

from timonel.site.cli import acts, begin, database, framework, recipe, record, serve, status, words

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
app.add_typer(recipe.app, name="recipe")
app.add_typer(record.app, name="record")


def main() -> None:
    """Run one command: 0 when it is good, 1 when it was refused or something is false, 2 when it was misused."""
    from typer._click.exceptions import ClickException

    from timonel.domain.errors import TimonelError
    from timonel.site.cli.refusals import refused
    from timonel.site.embedded.faults import EmbeddedFault

    command = typer.main.get_command(app)
    if words.language() != "en":
        words.translate(command)
    try:
        sys.exit(command.main(prog_name="timonel", standalone_mode=False) or 0)
    except ClickException as misuse:
        context = getattr(misuse, "ctx", None)
        if context is not None:
            typer.echo(words.in_other_words(context.get_usage()) + "\n", err=True)
        typer.echo(f"Error: {words.in_other_words(misuse.format_message())}", err=True)
        sys.exit(misuse.exit_code)
    except typer.Abort:
        typer.echo(words._("Aborted!"), err=True)
        sys.exit(1)
    except (EmbeddedFault, TimonelError) as refusal:
        typer.echo(refused(refusal), err=True)
        sys.exit(1)
    except _database_errors() as fault:
        why = str(fault).strip().split("\n")[0]
        typer.echo(words._("The database did not do it: %(why)s. See: timonel status", why=why), err=True)
        sys.exit(1)


def _database_errors() -> tuple[type[Exception], ...]:
    """Give what is raised for a database that fails or lacks its tables; nothing where none was asked."""
    named = (("django.db", "DatabaseError"), ("psycopg", "Error"))
    return tuple(getattr(sys.modules[module], name) for module, name in named if module in sys.modules)
