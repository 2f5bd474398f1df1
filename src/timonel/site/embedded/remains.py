"""What a killed server leaves: orphaned workers, and a note with a number that another program may now have."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import psutil

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


def _noted(cluster: Path) -> int | None:
    """Read which program the cluster's note names as its server."""
    try:
        return int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def server_process(cluster: Path) -> psutil.Process | None:
    """Find the server that runs on a cluster, whether or not it takes connections yet."""
    workers = _workers(cluster)
    return workers.get(_noted(cluster) or 0)


def clear_remains(cluster: Path) -> bool:
    """Clear what a killed server left in a cluster; say whether there is a living server instead.

    Orphaned workers end by themselves within moments; one that computes for longer is killed, as a
    new server may not start beside it. The note is removed only if its number now belongs to
    another program, which PostgreSQL would take for its server.
    """
    limit = time.monotonic() + PATIENCE
    while True:
        workers, server = _workers(cluster), _noted(cluster)
        if server in workers:
            return True
        if not workers:
            break
        if time.monotonic() > limit:
            for worker in workers.values():
                with suppress(psutil.NoSuchProcess):
                    worker.kill()
        time.sleep(0.05)
    if server is not None and psutil.pid_exists(server):
        (cluster / "postmaster.pid").unlink(missing_ok=True)
    return False
