"""`timonel serve`: the web, with the embedded database when no other is named."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from timonel.site.cli.platform import platform

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
    host, _, port = bind.rpartition(":")
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise typer.BadParameter(f"{bind} is not an address and a port, as 127.0.0.1:8000 is.", param_hint="--bind")
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
        typer.echo(f"Serving on http://{bind} with {workers} × {threads} threads. Stop with Ctrl-C.")
        with _ticking():
            _answer(address, int(port), workers, threads)


def _end_in_order(*_: object) -> None:
    """Leave by the ordinary way, so that whatever was begun is ended."""
    sys.exit(0)


def _tick(server: int) -> None:
    """Do the periodic work until told to end, or until the node that began this one is gone."""
    asked = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the node ends this one in its turn
    with platform():
        from timonel.site import tick

        tick.tick(lambda: asked.is_set() or os.getppid() != server)


@contextmanager
def _ticking() -> Iterator[None]:
    """Have the periodic work done by a process beside those that answer, begun again if it dies."""
    ending = threading.Event()
    begun = [_begun_ticking()]

    def begin_again() -> None:
        while not ending.wait(1):
            if not begun[-1].is_alive():
                begun.append(_begun_ticking())

    watch = threading.Thread(target=begin_again, daemon=True)
    watch.start()
    try:
        yield
    finally:
        ending.set()
        watch.join()
        begun[-1].terminate()
        begun[-1].join()


def _begun_ticking() -> multiprocessing.Process:
    begun = multiprocessing.Process(target=_tick, args=[os.getpid()], name="timonel-tick", daemon=True)
    begun.start()
    return begun


def _refuse_if_taken(address: str, port: int) -> None:
    """Try the port first: the server itself would share it with another, or try again for ever."""
    import socket

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            typer.echo(f"Cannot listen on {address}:{port}: {error.strerror}. Choose another with --bind.", err=True)
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
