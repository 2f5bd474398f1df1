"""`timonel serve`: the web, with the embedded database when no other is named.

A node is one first process, which answers nothing itself, and its children: those that answer (`worker.py`), which it
begins again when they die, and those that tick and do jobs (`beside.py`). When the first ends, or is killed, all end.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Annotated

import typer

from timonel.site.cli.beside import working_beside
from timonel.site.cli.platform import platform
from timonel.site.cli.words import _

SERVER = "TIMONEL_SERVER"
"""Names the process that serves, to those that answer for it."""


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
    host, _colon, port = bind.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        told = _("%(bind)s is not an address and a port, as 127.0.0.1:8000 is.", bind=bind)
        raise typer.BadParameter(told, param_hint="--bind")
    signal.signal(signal.SIGTERM, _end_in_order)
    with platform():
        from django.db import connections

        import timonel.site.urls  # noqa: F401  # all views, read before there are processes that would each read them
        from timonel.site.startup import faults

        found = faults()
        for fault in found:
            typer.echo(str(fault), err=True)
        if found:
            raise typer.Exit(1)
        connections.close_all()
        address = host.strip("[]") or "0.0.0.0"
        _refuse_if_taken(address, int(port))
        serving = _("Serving on %(address)s with %(workers)s × %(threads)s threads. Stop with Ctrl-C.")
        typer.echo(serving % {"address": f"http://{bind}", "workers": workers, "threads": threads})
        with working_beside():
            _answer(address, int(port), workers, threads)


def _end_in_order(*_: object) -> None:
    """Leave by the ordinary way, so that whatever was begun is ended."""
    sys.exit(0)


def _refuse_if_taken(address: str, port: int) -> None:
    """Try the port first: the server itself would share it with another, or try again for ever."""
    import socket

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            told = _("Cannot listen on %(where)s: %(why)s. Choose another with --bind.")
            typer.echo(told % {"where": f"{address}:{port}", "why": error.strerror}, err=True)
            raise typer.Exit(1) from None


def _answer(address: str, port: int, workers: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[SERVER] = str(os.getpid())
    Granian(
        "timonel.site.cli.worker:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        websockets=False,
    ).serve()
