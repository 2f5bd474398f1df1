"""How a node ends: in order when told to, with all its processes when killed, not at the others' cost when it hangs."""

import os
import signal
import subprocess
import sys
import threading
import time
from itertools import count
from random import Random

import psutil
import pytest
from django.db import connection

from tests.durability.acting import Acting, Asked, Registry, prepare
from tests.durability.auditing import Auditor
from tests.serving import Client, Node, addresses_of, an_installation_served, free_port, living, wait_until_gone
from timonel.site.embedded.server import Server

CLIENTS = 8
_families = count(1)
PATIENCE = 3
"""Seconds after which the database ends a transaction that stands still, in these tests."""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """An installation on a database elsewhere, which is impatient with transactions that stand still."""
    elsewhere = Server(tmp_path_factory.mktemp("elsewhere"))
    elsewhere.start(keep=True)
    impatient = f"-c idle_in_transaction_session_timeout={PATIENCE}s"
    folder = tmp_path_factory.mktemp("ends")
    try:
        with an_installation_served(folder, CLIENTS, **addresses_of(elsewhere, impatient)) as installation:
            yield installation, elsewhere
    finally:
        elsewhere.remove()


@pytest.fixture
def clients(house):
    """Eight clients that act until what they act on is gone."""
    installation, _server = house
    family = f"{next(_families)}-"
    acting = [
        Acting(place, Client(installation, token), Registry(), Random(place), family=family)
        for place, token in enumerate(installation.tokens)
    ]
    yield acting
    for client in acting:
        client.client.close()


class Bustle:
    """Clients that act in threads of their own."""

    def __init__(self, clients):
        self.clients, self.stop = clients, threading.Event()
        self.threads = [threading.Thread(target=each.act_on, args=[self.stop], daemon=True) for each in clients]

    def begin(self, acts):
        """Begin, and wait until so many acts were answered."""
        for thread in self.threads:
            thread.start()
        deadline = time.monotonic() + 60
        while sum(len(each.asked) for each in self.clients) < acts:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def end(self):
        """Let each end what it has begun."""
        self.stop.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive()
        for each in self.clients:
            assert each.fault is None, each.fault


def settled_and_audited(clients, auditor):
    """Ask again what was not answered, and hold it all against the record; say how many had been recorded before."""
    before = auditor.one("SELECT size FROM record_head")
    for client in clients:
        client.settle()
    asked = [each for client in clients for each in client.asked]
    auditor.audit(asked)
    return sum(each.again and each.entry is not None and each.entry < before for each in asked)


def test_a_node_told_to_end_answers_what_it_has_begun_and_leaves_nobody(house, clients):
    installation, server = house
    node = installation.serve(workers=2)
    prepare(clients)
    auditor = Auditor(server)
    processes = node.processes()
    assert len(processes) == 5, "the first, two that answer, one that ticks, one that does jobs"
    bustle = Bustle(clients)
    bustle.begin(30)
    os.kill(node.pid, signal.SIGTERM)
    assert node.program.wait(30) == 0
    bustle.end()
    assert living(processes) == []
    installation.nodes.remove(node)
    installation.serve()
    assert settled_and_audited(clients, auditor) == 0, "an act was recorded and not answered"
    auditor.close()
    installation.kill(installation.nodes[0])


KILLED = {
    "ticking": lambda children: min(children, key=psutil.Process.create_time),
    "working": lambda children: sorted(children, key=psutil.Process.create_time)[1],
    "answering": lambda children: max(children, key=psutil.Process.create_time),
}
"""Which of a node's children it is: the one that ticks is begun first, then the one that does jobs."""


def test_when_the_first_process_of_a_node_is_killed_none_goes_on_without_it(house):
    installation, _server = house
    node = installation.serve(workers=2)
    processes = node.processes()
    processes[0].kill()
    assert wait_until_gone(processes) < 5
    node.bury()
    installation.nodes.remove(node)


@pytest.mark.parametrize("which", list(KILLED))
def test_when_another_process_of_a_node_is_killed_one_takes_its_place(house, which):
    installation, _server = house
    node = installation.serve(workers=2)
    first, *others = node.processes()
    killed = KILLED[which](others)
    killed.kill()
    deadline = time.monotonic() + 10
    while len(now := living(node.processes())) < 5 or killed in now:
        assert time.monotonic() < deadline, f"the one that was {which} was not begun again: {now}"
        time.sleep(0.05)
    assert set(others) - set(now) == {killed}, "the others go on"
    assert installation.get("/healthz")[0] == 200
    installation.kill(node)
    assert living([first, *others, *now]) == []


@pytest.mark.long
def test_a_node_killed_while_it_starts_leaves_nobody(house):
    installation, _server = house
    for moment in (0.0, 0.05, 0.2):
        port = free_port()
        command = [sys.executable, "-m", "timonel", "serve", "--bind", f"127.0.0.1:{port}", "--workers=2"]
        log = installation.folder / "starting.log"
        with log.open("ab") as words:
            program = subprocess.Popen(command, env=installation.environment, stdout=words, stderr=words)
        node = Node(program.pid, port, log, program)
        while len(node.processes()) < 2:
            assert program.poll() is None, node.last_words()
            time.sleep(0.002)
        time.sleep(moment)
        processes = node.processes()
        program.kill()
        program.wait()
        wait_until_gone(processes, 5)
        assert [each for each in psutil.process_iter(["cmdline"]) if str(port) in str(each.info["cmdline"])] == []


def test_the_database_ends_a_transaction_of_a_node_that_stands_still_for_a_minute(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)


@pytest.mark.long
def test_a_node_that_hangs_in_the_middle_of_acts_does_not_stop_the_others_for_long(house, clients):
    installation, server = house
    hanging, port = installation.serve(), free_port()
    other = installation.serve(port=port)
    prepare(clients)
    auditor = Auditor(server)
    bustle = Bustle(clients)
    bustle.begin(30)
    os.killpg(hanging.pid, signal.SIGSTOP)
    try:
        client = Client(installation, installation.tokens[0], port)
        meanwhile = Asked(0, "while it hangs", "governance.register_person", {"name": "Una"})
        meanwhile.status, meanwhile.answer = client.act(meanwhile.code, meanwhile.typed, meanwhile.key)
        assert meanwhile.done, meanwhile
        client.close()
    finally:
        os.killpg(hanging.pid, signal.SIGCONT)
    bustle.end()
    installation.kill(hanging)
    for each in clients:
        each.client.close()
        each.client.port = port
    answered = [each for each in clients if each.open is None]
    assert len(answered) < CLIENTS, "nobody was in the middle of an act"
    for each in clients:
        each.settle()
    auditor.audit([meanwhile, *(each for client in clients for each in client.asked)])
    auditor.close()
    installation.kill(other)
