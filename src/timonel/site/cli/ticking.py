"""The process of a node that does the periodic work, beside those that answer.

- Begun by the node's first process, before that has any thread, as its child: it need not read the modules again.
- Watched by a thread of that process: a second after it died, another is begun.
- Ended by the same thread when the node ends in order. When the node's first process was killed instead, this one sees
  that it has another parent, and ends by itself within moments: nobody ticks for a node that is no more.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from timonel.site.cli.platform import platform

PAUSE = 1.0
"""Seconds between two looks at whether it lives; so one that dies at once is not begun again without rest."""


@contextmanager
def ticking() -> Iterator[None]:
    """Have the periodic work done for as long as the block lasts."""
    ending = threading.Event()
    watch = threading.Thread(target=_watch, args=[_begun(), ending], daemon=True)
    watch.start()
    try:
        yield
    finally:
        ending.set()
        watch.join()


def _watch(child: multiprocessing.Process, ending: threading.Event) -> None:
    while not ending.wait(PAUSE):
        if not child.is_alive():
            child = _begun()
    child.terminate()
    child.join()


def _begun() -> multiprocessing.Process:
    child = multiprocessing.Process(target=_tick, args=[os.getpid()], name="timonel-tick", daemon=True)
    child.start()
    return child


def _tick(node: int) -> None:
    """Do the periodic work until told to end, or until the node is gone."""
    told = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the node ends this one in its turn
    with platform():
        from timonel.site import tick

        tick.tick(lambda: told.is_set() or os.getppid() != node)
