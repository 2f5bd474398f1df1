"""The processes of a node that work beside those that answer: one ticks, one does the jobs that people asked for.

- Begun by the node's first process, before that has any thread, as its children: they need not read the modules again.
- Watched by a thread of that process: a second after one died, another is begun.
- Ended by the same thread when the node ends in order. When the node's first process was killed instead, each sees that
  it has another parent, and ends by itself within moments: nobody works for a node that is no more.
- Two, so that long work keeps no letter and no checkpoint waiting, and takes nobody with it when it runs out of memory.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from timonel.site.cli.platform import platform

PAUSE = 1.0
"""Seconds between two looks at whether they live; so one that dies at once is not begun again without rest."""

Stopped = Callable[[], bool]


def _tick(stopped: Stopped) -> None:
    """Do the periodic work."""
    from timonel.site import tick

    tick.tick(stopped)


def _work(stopped: Stopped) -> None:
    """Do the jobs."""
    from timonel.governance import jobs

    jobs.work(stopped)


WORKS = {"timonel-tick": _tick, "timonel-work": _work}


@contextmanager
def working_beside() -> Iterator[None]:
    """Have both kinds of work done for as long as the block lasts."""
    ending = threading.Event()
    children = {name: _begun(name) for name in WORKS}
    watch = threading.Thread(target=_watch, args=[children, ending], daemon=True)
    watch.start()
    try:
        yield
    finally:
        ending.set()
        watch.join()


def _watch(children: dict[str, multiprocessing.Process], ending: threading.Event) -> None:
    while not ending.wait(PAUSE):
        for name, child in children.items():
            if not child.is_alive():
                children[name] = _begun(name)
    for child in children.values():
        child.terminate()
    for child in children.values():
        child.join()


def _begun(name: str) -> multiprocessing.Process:
    child = multiprocessing.Process(target=_until_ended, args=[name, os.getpid()], name=name, daemon=True)
    child.start()
    return child


def _until_ended(name: str, node: int) -> None:
    """Work until told to end, or until the node is gone."""
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the node ends this one in its turn
    with platform():
        WORKS[name](lambda: told.is_set() or os.getppid() != node)
