"""`timonel serve`: the web, with the embedded database when no other is named."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from timonel.site.cli.platform import platform


def serve(
    bind: Annotated[str, typer.Option(envvar="TIMONEL_BIND", help="Address and port to listen on.")] = "127.0.0.1:8000",
    workers: Annotated[
        int, typer.Option(envvar="TIMONEL_WORKERS", min=1, help="Processes that answer; one for each core by default.")
    ] = min(os.cpu_count() or 1, 8),
    threads: Annotated[
        int, typer.Option(envvar="TIMONEL_THREADS", min=1, help="Requests that each process answers at a time.")
    ] = 4,
) -> None:
    """Serve the web until stopped; refuses while the start-up check finds a fault, and says how to mend it."""
    host, _, port = bind.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise typer.BadParameter(f"{bind} is not an address and a port, as 127.0.0.1:8000 is.", param_hint="--bind")
    with platform():
        from django.db import connections

        from timonel.site.startup import faults

        found = faults()
        for fault in found:
            typer.echo(str(fault), err=True)
        if found:
            raise typer.Exit(1)
        connections.close_all()
        typer.echo(f"Serving on http://{bind} with {workers} × {threads} threads. Stop with Ctrl-C.")
        _answer(host.strip("[]") or "0.0.0.0", int(port), workers, threads)


def _answer(host: str, port: int, workers: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "timonel.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()
