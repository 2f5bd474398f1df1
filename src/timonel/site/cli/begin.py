"""`timonel init` and `timonel demo`: how an installation begins."""

from __future__ import annotations

from typing import Annotated

import typer

from timonel.site.cli.platform import platform
from timonel.site.cli.words import _


def init(
    country: Annotated[str, typer.Argument(help="The country whose framework is adopted, as cl.")],
    instrument: Annotated[str, typer.Option(help="The instrument that adopts it: kind, number and date.", prompt=True)],
    registrar: Annotated[str, typer.Option(help="Name of the first registrar.", prompt=True)],
    email: Annotated[str, typer.Option(help="E-mail of the first registrar.", prompt=True)],
    password: Annotated[
        str,
        typer.Option(
            envvar="TIMONEL_REGISTRAR_PASSWORD",
            help="Their first password.",
            prompt=True,
            hide_input=True,
            confirmation_prompt=True,
        ),
    ],
    reform: Annotated[list[str] | None, typer.Option(help="A reform in force, as agency:segpres.")] = None,
    overlay: Annotated[list[str] | None, typer.Option(help="An overlay of values.")] = None,
) -> None:
    """Begin: adopt a framework and seat the first registrar, in entry 0 of the record. Refused a second time."""
    with platform():
        from django.contrib.auth.password_validation import validate_password
        from django.core.exceptions import ValidationError

        from timonel.frameworks.loader import load_framework
        from timonel.governance.acting.genesis import Beginning, begin

        try:
            validate_password(password)
        except ValidationError as weak:
            raise typer.BadParameter(" ".join(weak.messages), param_hint="--password") from None
        reforms, overlays = tuple(reform or ()), tuple(overlay or ())
        framework = load_framework(country, reforms=reforms, overlays=overlays)
        entry = begin(Beginning(framework, country, reforms, overlays, instrument, registrar, email, password))
        typer.echo(
            _(
                "Begun with the framework %(hash)s (entry %(entry)s). Now: timonel serve",
                hash=framework.hash,
                entry=entry.seq,
            )
        )


def demo(
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Load it only into an installation that has not begun.")
    ] = False,
    country: Annotated[
        str, typer.Option(help="cl, or uk or us with the real portfolio of that government loaded.")
    ] = "cl",
) -> None:
    """Load a demonstration: Chile with the review's agency and months of life, or another country's real portfolio."""
    with platform():
        from timonel.record.queries import is_empty
        from timonel.site.demonstration import PORTFOLIOS, accounts, load, load_portfolio

        if country != "cl" and country not in PORTFOLIOS:
            raise typer.BadParameter(f"one of cl, {', '.join(PORTFOLIOS)}", param_hint="--country")
        if is_empty() and country != "cl":
            load_portfolio(country, typer.echo)
        elif is_empty():
            load(typer.echo)
        elif not if_empty:
            typer.echo(
                _("This installation has begun already; a demonstration is loaded only into an empty one."), err=True
            )
            raise typer.Exit(1)
        for line in accounts():
            typer.echo(line)
