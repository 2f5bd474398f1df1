"""`timonel database …` and `timonel migrate`: the database that the installation works on."""

from __future__ import annotations

from typing import Annotated

import typer

from timonel.site.cli.platform import embedded, platform

app = typer.Typer(
    help="Start, stop and look at the embedded database; print the roles of an external one.", no_args_is_help=True
)


@app.command()
def start() -> None:
    """Start the embedded database and leave it running until `timonel database stop`."""
    _only_embedded()
    server = embedded()
    started = server.start(keep=True)
    typer.echo(f"The database in {server.place.cluster} {'was started' if started else 'runs already, and stays'}.")


@app.command()
def stop() -> None:
    """Stop the embedded database; whoever uses it loses the connection, and no act is lost or half done."""
    _only_embedded()
    server = embedded()
    typer.echo(f"The database in {server.place.cluster} {'was stopped' if server.stop() else 'was not running'}.")


@app.command("status")
def look() -> None:
    """Say which database is used and whether it answers; exit 1 when it does not."""
    from timonel.site.configuration import configuration

    if address := configuration().database_url:
        import psycopg

        try:
            with psycopg.connect(address.get_secret_value(), connect_timeout=10) as connection:
                typer.echo(f"External, at {connection.info.host or 'its socket'}: PostgreSQL answers.")
        except psycopg.OperationalError as error:
            typer.echo(f"External: it does not answer. {error}", err=True)
            raise typer.Exit(1) from None
        return
    server = embedded()
    answers = server.answers()
    typer.echo(f"Embedded, in {server.place.cluster}: it {'runs' if answers else 'does not run'}.")
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
        typer.echo("Migrations run as the owner: set TIMONEL_DATABASE_OWNER_URL beside DATABASE_URL.", err=True)
        raise typer.Exit(1)
    with platform():
        from timonel.site import databases

        databases.migrate(verbosity=0 if quiet else 1)


def _only_embedded() -> None:
    from timonel.site.configuration import configuration

    if configuration().database_url:
        typer.echo("DATABASE_URL names an external database; start and stop it where it runs.", err=True)
        raise typer.Exit(1)
