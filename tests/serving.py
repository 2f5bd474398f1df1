"""A real installation served by real processes, in a folder of its own: for kills, races and measures."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psutil

from timonel.site.embedded.roles import APP, OWNER
from timonel.site.embedded.server import Server

HERE = Path(__file__).resolve().parent.parent
PLATFORM = """
import sys
from timonel.site.cli.platform import platform
with platform():
"""
BEGIN = """
from timonel.site.databases import migrate
migrate(verbosity=0)
from tests.factories import an_installation, a_person, a_post, appointed
from timonel.governance.acting.frame import perform
registrar = an_installation(sys.argv[3])
operator = appointed(registrar, a_post(registrar, "operator"), a_person(registrar, "Otilia Operadora"))
account = {"person": operator.person.number, "email": "operator@example.org"}
perform(operator, "governance.open_account", account, post="operator")
for asker, many in ((registrar, int(sys.argv[1])), (operator, int(sys.argv[2]))):
    for place in range(many):
        done = perform(asker, "governance.issue_token", {"label": str(place)}, post=asker.post)
        print(done.reply["token"])
"""
"""Begins, and issues tokens: first those of the registrar, then those of the operator."""

START_LIMIT = 120.0
"""Seconds that a node may take to answer that it is well."""


Answered = tuple[int, dict[str, Any]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Node:
    """A node that serves: its first process, which leads a group of its own, and where it listens."""

    pid: int
    port: int
    log: Path
    program: subprocess.Popen[bytes] | None = None

    def processes(self) -> list[psutil.Process]:
        """Give the first process and all that came of it: those that answer and the one that ticks."""
        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.pid)
            return [first, *first.children(recursive=True)]
        return []

    def bury(self) -> None:
        """Collect the first process once it is dead, if it is ours to collect."""
        if self.program:
            self.program.wait()

    def ended(self) -> bool:
        """Say whether the first process is over."""
        return not living([psutil.Process(self.pid)]) if psutil.pid_exists(self.pid) else True

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-4000:]


def living(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Give those that still run; one that is dead but not yet buried does not."""
    found = []
    for each in processes:
        with suppress(psutil.NoSuchProcess):
            if each.is_running() and each.status() != psutil.STATUS_ZOMBIE:
                found.append(each)
    return found


def wait_until_gone(processes: list[psutil.Process], seconds: float = 10.0) -> float:
    """Wait until none of the processes runs any more; say how long that took."""
    begun = time.monotonic()
    while left := living(processes):
        assert time.monotonic() < begun + seconds, f"still there after {seconds} s: {left}"
        time.sleep(0.005)
    return time.monotonic() - begun


@dataclass
class Installation:
    """An installation that has begun, with tokens of its registrar and of its operator."""

    folder: Path
    environment: dict[str, str]
    port: int = field(default_factory=free_port)
    tokens: list[str] = field(default_factory=list)
    operator_tokens: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)

    @property
    def server(self) -> Server:
        """Give its embedded database."""
        return Server(Path(self.environment["TIMONEL_DATA"]))

    def serve(self, *, workers: int = 1, threads: int = 8, port: int | None = None, **environment: str) -> Node:
        """Start a node from the command line and wait until it is well."""
        port = port or self.port
        command = [sys.executable, "-m", "timonel", "serve", "--bind", f"127.0.0.1:{port}"]
        command += ["--workers", str(workers), "--threads", str(threads)]
        log = self.folder / f"serve-{port}.log"
        with log.open("ab") as words:
            program = subprocess.Popen(
                command, env=self.environment | environment, stdout=words, stderr=words, start_new_session=True
            )
        return self.answering(Node(program.pid, port, log, program))

    def answering(self, node: Node) -> Node:
        """Wait until a node says that it is well."""
        self.nodes.append(node)
        deadline = time.monotonic() + START_LIMIT
        while time.monotonic() < deadline:
            if node.ended():
                raise RuntimeError(node.last_words())
            try:
                if self.get("/healthz", port=node.port)[0] == 200:
                    return node
            except (OSError, HTTPException):
                pass
            time.sleep(0.02)
        raise TimeoutError(f"the node does not answer:\n{node.last_words()}")

    def get(self, path: str, *, port: int | None = None, **headers: str) -> tuple[int, bytes]:
        """Ask a node for a page; raises OSError while nothing listens."""
        link = HTTPConnection("127.0.0.1", port or self.port, timeout=30)
        try:
            link.request("GET", path, headers=headers)
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()

    def run(self, *words: str, module: str = "timonel") -> subprocess.CompletedProcess[str]:
        """Run the command line on this installation."""
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=HERE, check=False)

    def python(self, code: str, *words: str) -> str:
        """Run some lines with this installation's platform; give what they print."""
        lines = PLATFORM + "".join(f"    {line}\n" for line in code.strip().splitlines())
        done = subprocess.run(
            [sys.executable, "-c", lines, *words], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-4000:])
        return done.stdout

    def kill(self, node: Node, sign: int = signal.SIGKILL) -> None:
        """Signal all the processes of a node at once, and wait until they are gone."""
        processes = node.processes()
        with suppress(ProcessLookupError):
            os.killpg(node.pid, sign)
        wait_until_gone(processes, 60)
        node.bury()
        self.nodes.remove(node)


def bare_environment(folder: Path, **environment: str) -> dict[str, str]:
    """Give an environment that leads to an installation in a folder, and to nothing of this shell's or test run's."""
    ours = ("TIMONEL_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {
        "TIMONEL_DATA": str(folder / "timonel"),
        "TIMONEL_LANGUAGE": "en",
        "DJANGO_SETTINGS_MODULE": "timonel.site.settings",
        "TIMONEL_ACTS_A_MINUTE": "1000000",  # counted as ever, and never in the way
        "PYTHONPATH": os.pathsep.join([str(HERE / "src"), str(HERE)]),
        **environment,
    }


def addresses_of(server: Server, options: str = "") -> dict[str, str]:
    """Give the settings that lead to a server's database from outside; `options` are what connections ask for."""
    roles = {"DATABASE_URL": APP, "TIMONEL_DATABASE_OWNER_URL": OWNER}
    return {name: _address(server.connection(role), options) for name, role in roles.items()}


def _address(reached: Mapping[str, str], options: str) -> str:
    asked = urlencode({"host": reached["host"], **({"options": options} if options else {})}, quote_via=quote)
    return f"postgresql://{reached['user']}:{quote(reached['password'], safe='')}@/{reached['dbname']}?{asked}"


@contextmanager
def an_installation_served(
    folder: Path, tokens: int = 1, operator_tokens: int = 0, *, country: str = "dk", **environment: str
) -> Iterator[Installation]:
    """Begin an installation in a folder; at the end whatever was left running is killed, and the database removed.

    `environment` may lead it to a database elsewhere, which is left as it is.
    """
    installation = Installation(folder, bare_environment(folder, **environment))
    try:
        issued = installation.python(BEGIN, str(tokens), str(operator_tokens), country).split()
        installation.tokens, installation.operator_tokens = issued[:tokens], issued[tokens:]
        yield installation
    finally:
        for node in list(installation.nodes):
            installation.kill(node)
        if "DATABASE_URL" not in installation.environment:
            installation.server.remove()


@dataclass
class Client:
    """One client that sends acts to a node over a connection it keeps."""

    installation: Installation
    token: str
    port: int | None = None
    link: HTTPConnection | None = None

    def act(self, code: str, typed: dict[str, Any], key: str = "", seen: int | None = None) -> Answered:
        """Send an act; any fault of the connection is raised, and the next call connects anew."""
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        if seen is not None:
            headers["If-Match"] = str(seen)
        return self.send("POST", f"/api/v1/acts/{code}", json.dumps(typed).encode(), **headers)

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answered:
        """Send a request with the token and read the JSON of its answer."""
        self.link = self.link or HTTPConnection("127.0.0.1", self.port or self.installation.port, timeout=60)
        try:
            self.link.request(method, path, body, {"Authorization": f"Bearer {self.token}", **headers})
            answer = self.link.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            self.close()
            raise

    def close(self) -> None:
        if self.link is not None:
            self.link.close()
            self.link = None
