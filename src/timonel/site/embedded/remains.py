"""What a killed server leaves: orphaned workers, and a note with a number that another program may now have."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil

NOTE = "postmaster.pid"
"""The file in which a server notes its number, and which it removes when it ends in order."""

PATIENCE = 5.0
"""Seconds that orphaned workers get to notice that their server is gone, before they are killed."""


def _workers(cluster: Path) -> dict[int, psutil.Process]:
    """Find every PostgreSQL program that works in a cluster, by its working folder."""
    found = {}
    for program in psutil.process_iter(["name"]):
        if program.info["name"] == "postgres":
            with suppress(psutil.Error):
                if Path(program.cwd()) == cluster:
                    found[program.pid] = program
    return found


def _noted(note: Path) -> int | None:
    """Read which program a note names as the server."""
    try:
        return int(note.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def running_server(cluster: Path) -> psutil.Process | None:
    """Find the server that runs on a cluster, whether or not it takes connections yet."""
    workers = _workers(cluster)
    return workers.get(_noted(cluster / NOTE) or 0)


def clear_remains(cluster: Path, sockets: Path) -> bool:
    """Clear what a killed server left in a cluster; say whether there is a living server instead.

    Orphaned workers end by themselves within moments; one that computes for longer is killed, as a
    new server may not start beside it. The notes of the dead server are removed only if PostgreSQL would
    not pass over them: their number belongs to something still (another program by now, or the dead one
    itself where nobody collects the dead), or they hold none, for it was killed before it wrote it.
    """
    limit = time.monotonic() + PATIENCE
    while True:
        workers, server = _workers(cluster), _noted(cluster / NOTE)
        if server in workers:
            return True
        if not workers:
            break
        if time.monotonic() > limit:
            for worker in workers:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
        time.sleep(0.05)
    for note in (cluster / NOTE, *sockets.glob(".s.PGSQL.*.lock")):
        number = _noted(note)
        if number is None or psutil.pid_exists(number):
            note.unlink(missing_ok=True)
    return False
