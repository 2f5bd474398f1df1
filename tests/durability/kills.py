"""Kill a node in the middle of acts again and again, and see each time that nothing was lost or half done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from random import Random

import psutil

from tests.durability.acting import Acting, Asked, Registry, prepare
from tests.durability.auditing import Auditor
from tests.serving import HERE, Client, Installation, Node, wait_until_gone
from timonel.site.embedded.remains import running_server

REGISTRARS, OPERATORS = 6, 2
MOST_ACTS = 20
"""How many acts are answered at most before a kill; how many is drawn anew each time."""


@dataclass
class Tally:
    """What a series of kills has met."""

    kills: int = 0
    database_kills: int = 0
    acts: int = 0
    answered_late: int = 0
    """Acts that were recorded although their first answer never arrived."""
    done_again: int = 0
    """Acts that left no trace before the kill, and were done when asked again."""
    slowest_end_of_tick: float = 0.0
    seconds: list[float] = field(default_factory=list)


@contextmanager
def warm_launcher(installation: Installation) -> Iterator[subprocess.Popen[str]]:
    """Have a process that begins nodes quickly."""
    launcher = subprocess.Popen(
        [sys.executable, "-m", "tests.durability.launcher"],
        env=installation.environment,
        cwd=HERE,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert launcher.stdout is not None and launcher.stdout.readline() == "ready\n"
    try:
        yield launcher
    finally:
        launcher.kill()
        launcher.communicate()


def launched(launcher: subprocess.Popen[str], installation: Installation) -> Node:
    """Begin a node by the launcher and wait until it is well."""
    log = installation.folder / f"serve-{installation.port}.log"
    words = [str(log), "serve", f"--bind=127.0.0.1:{installation.port}", "--workers=1", "--threads=8"]
    assert launcher.stdin is not None and launcher.stdout is not None
    launcher.stdin.write(f"{json.dumps(words)}\n")
    launcher.stdin.flush()
    return installation.answering(Node(int(launcher.stdout.readline()), installation.port, log))


def kill_database(installation: Installation) -> None:
    """Kill every process of the embedded database at once."""
    server = running_server(installation.server.place.cluster)
    assert server is not None
    everyone = [server, *server.children()]
    for each in everyone:
        with suppress(psutil.NoSuchProcess):
            each.kill()
    wait_until_gone(everyone)


def killed_again_and_again(installation: Installation, kills: int, seed: int, *, cold_every: int) -> Tally:
    """Let eight clients act, kill the node after a moment, start it again, audit; so many times.

    One kill in `cold_every` takes the database too, and the node begins from the command line, all modules read anew.
    """
    random, tally = Random(seed), Tally()
    installation.run("database", "start")
    with ExitStack() as ending:
        launcher = ending.enter_context(warm_launcher(installation))
        node = installation.serve()
        clients = _clients(installation, seed)
        ending.callback(lambda: [client.client.close() for client in clients])
        auditor = Auditor(installation.server)
        ending.callback(auditor.close)
        for number in range(1, kills + 1):
            begun = time.monotonic()
            cold = number % cold_every == 0
            _act_until_killed(installation, node, clients, random, tally, database_too=cold)
            node = installation.serve() if cold else launched(launcher, installation)
            _settle_and_audit(clients, auditor, tally)
            tally.seconds.append(time.monotonic() - begun)
        auditor.audit([asked for client in clients for asked in client.asked], everything=True)
    return tally


def _clients(installation: Installation, seed: int) -> list[Acting]:
    """Give the clients, with what their acts need: an institution of each registrar's own, and one that all know."""
    registry = Registry()
    tokens = [*installation.tokens[:REGISTRARS], *installation.operator_tokens[:OPERATORS]]
    clients = [
        Acting(place, Client(installation, token), registry, Random(f"{seed}-{place}"), place >= REGISTRARS)
        for place, token in enumerate(tokens)
    ]
    prepare(clients)
    return clients


def _act_until_killed(
    installation: Installation, node: Node, clients: list[Acting], random: Random, tally: Tally, *, database_too: bool
) -> None:
    """Kill while they act: the node, or the database and the node, either first."""
    stop, faulty = threading.Event(), sum(client.faulty for client in clients)
    threads = [threading.Thread(target=client.act_on, args=[stop], daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    _wait_for_acts(clients, random.randrange(MOST_ACTS))
    time.sleep(random.uniform(0, 0.02))
    processes = node.processes()
    if database_too and random.random() < 0.5:
        kill_database(installation)
    os.killpg(node.pid, signal.SIGKILL)
    stop.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), "a client waits for a node that is dead"
    tally.slowest_end_of_tick = max(tally.slowest_end_of_tick, wait_until_gone(processes))
    node.bury()
    installation.nodes.remove(node)
    tally.kills += 1
    if database_too:
        tally.database_kills += 1
        if running_server(installation.server.place.cluster) is not None:
            kill_database(installation)
    else:
        assert faulty == sum(client.faulty for client in clients), "a node with its database answered with a fault"
    for client in clients:
        client.client.close()
        if client.fault is not None:
            raise client.fault


def _wait_for_acts(clients: list[Acting], many: int) -> None:
    """Wait until so many more acts were answered; what is under way then is what the kill meets."""
    wanted = many + sum(len(client.asked) for client in clients)
    deadline = time.monotonic() + 30
    while sum(len(client.asked) for client in clients) < wanted and time.monotonic() < deadline:
        time.sleep(0.002)


def _settle_and_audit(clients: list[Acting], auditor: Auditor, tally: Tally) -> None:
    """Ask again what was not answered, then hold what clients were told against record and tables."""
    auditor.connect()
    before = auditor.one("SELECT size FROM record_head")
    with ThreadPoolExecutor(len(clients)) as together:
        list(together.map(Acting.settle, clients))
    for client in clients:
        client.client.close()
    answered = [asked for client in clients for asked in _not_audited(client)]
    for asked in answered:
        if asked.again and asked.entry is not None:
            tally.answered_late += asked.entry < before
            tally.done_again += asked.entry >= before
    tally.acts += len(answered)
    auditor.audit(answered)


def _not_audited(client: Acting) -> list[Asked]:
    """Give what a client was told since the last audit."""
    answered = []
    for asked in reversed(client.asked):
        if asked.audited:
            break
        asked.audited = True
        answered.append(asked)
    return answered


def stamps(tally: Tally) -> str:
    """Put a tally into words."""
    ordered = sorted(tally.seconds)
    return (
        f"{tally.kills} kills, {tally.database_kills} of them with the database, during {tally.acts} acts: "
        f"{tally.answered_late} recorded but not answered before the kill, {tally.done_again} done when asked again; "
        f"{sum(ordered) / len(ordered):.2f} s each, {ordered[len(ordered) // 2]:.2f} s in the middle"
    )
