"""`timonel database …` and `timonel migrate`: the database that the installation works on."""

from __future__ import annotations

from typing import Annotated

import typer

from timonel.site.cli.platform import embedded, platform
from timonel.site.cli.words import _

app = typer.Typer(
    help="Start, stop and look at the embedded database; print the roles of an external one.", no_args_is_help=True
)


@app.command()
def start() -> None:
    """Start the embedded database and leave it running until `timonel database stop`."""
    _only_embedded()
    server = embedded()
    started = server.start(keep=True)
    said = (
        _("The database in %(place)s was started.")
        if started
        else _("The database in %(place)s runs already, and stays.")
    )
    typer.echo(said % {"place": server.place.cluster})


@app.command()
def stop() -> None:
    """Stop the embedded database; whoever uses it loses the connection, and no act is lost or half done."""
    _only_embedded()
    server = embedded()
    stopped = server.stop()
    said = _("The database in %(place)s was stopped.") if stopped else _("The database in %(place)s was not running.")
    typer.echo(said % {"place": server.place.cluster})


@app.command("status")
def look() -> None:
    """Say which database is used and whether it answers; exit 1 when it does not."""
    from timonel.site.configuration import configuration

    if address := configuration().database_url:
        import psycopg

        try:
            with psycopg.connect(address.get_secret_value(), connect_timeout=10) as connection:
                where = connection.info.host or _("its socket")
                typer.echo(_("External, at %(where)s: PostgreSQL answers.", where=where))
        except psycopg.OperationalError as error:
            typer.echo(_("External: it does not answer. %(error)s", error=error), err=True)
            raise typer.Exit(1) from None
        return
    server = embedded()
    answers = server.answers()
    said = _("Embedded, in %(place)s: it runs.") if answers else _("Embedded, in %(place)s: it does not run.")
    typer.echo(said % {"place": server.place.cluster})
    if not answers:
        raise typer.Exit(1)


@app.command()
def roles() -> None:
    """Print the SQL that creates the two roles and the database on a PostgreSQL of your own."""
    from timonel.site.embedded import roles as lines

    typer.echo(lines.script())


def migrate(
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing unless something is wrong.")] = False,
) -> None:
    """Bring the database to this version of timonel, as the role that owns it."""
    from timonel.site.configuration import configuration

    if configuration().database_url and not configuration().database_owner_url:
        typer.echo(_("Migrations run as the owner: set TIMONEL_DATABASE_OWNER_URL beside DATABASE_URL."), err=True)
        raise typer.Exit(1)
    with platform():
        from timonel.site import databases

        databases.migrate(verbosity=0 if quiet else 1)


def _only_embedded() -> None:
    from timonel.site.configuration import configuration

    if configuration().database_url:
        typer.echo(_("DATABASE_URL names an external database; start and stop it where it runs."), err=True)
        raise typer.Exit(1)
