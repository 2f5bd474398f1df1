"""A real installation served by real processes, for kills, races and measures: `timonel serve` in a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PREPARE = """
import sys
from timonel.site.cli.platform import platform
with platform():
    from timonel.site.databases import migrate
    migrate(verbosity=0)
    from tests.factories import an_installation
    from timonel.governance.acting.frame import perform
    registrar = an_installation()
    for place in range(int(sys.argv[1])):
        done = perform(registrar, "governance.issue_token", {"label": str(place)}, post="registrar")
        print(done.reply["token"])
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """An installation that has begun, with tokens of its registrar."""

    folder: Path
    tokens: list[str]
    port: int
    environment: dict[str, str]
    nodes: list[subprocess.Popen[bytes]]

    def serve(self, *, workers: int = 1, threads: int = 8, port: int | None = None) -> subprocess.Popen[bytes]:
        """Start a node and wait until it answers."""
        port = port or self.port
        command = [sys.executable, "-m", "timonel", "serve", "--bind", f"127.0.0.1:{port}"]
        command += ["--workers", str(workers), "--threads", str(threads)]
        log = (self.folder / "serve.log").open("ab")
        node = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log, start_new_session=True)
        self.nodes.append(node)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if node.poll() is not None:
                raise RuntimeError((self.folder / "serve.log").read_text()[-4000:])
            try:
                if self.get("/healthz", port=port)[0] == 200:
                    return node
            except (OSError, HTTPException):
                pass
            time.sleep(0.05)
        raise TimeoutError("the node does not answer")

    def get(self, path: str, *, port: int | None = None) -> tuple[int, bytes]:
        link = HTTPConnection("127.0.0.1", port or self.port, timeout=30)
        try:
            link.request("GET", path)
            answer = link.getresponse()
            return answer.status, answer.read()
        finally:
            link.close()

    def run(self, *words: str, module: str = "timonel") -> subprocess.CompletedProcess[str]:
        """Run the command line on this installation."""
        command = [sys.executable, "-m", module, *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=HERE, check=False)

    def kill(self, node: subprocess.Popen[bytes], sign: int = signal.SIGKILL) -> None:
        """End a node and all its processes at once."""
        try:
            os.killpg(node.pid, sign)
        except ProcessLookupError:
            pass
        node.wait()
        self.nodes.remove(node)


@contextmanager
def an_installation_served(folder: Path, tokens: int = 1) -> Iterator[Installation]:
    """Begin an installation in a folder; whatever is left running is killed at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TIMONEL_")}
    environment.pop("DATABASE_URL", None)
    environment |= {
        "TIMONEL_DATA": str(folder / "timonel"),
        "DJANGO_SETTINGS_MODULE": "timonel.site.settings",
        "PYTHONPATH": os.pathsep.join([str(HERE / "src"), str(HERE)]),
    }
    prepared = subprocess.run(
        [sys.executable, "-c", PREPARE, str(tokens)], env=environment, capture_output=True, text=True, check=False
    )
    if prepared.returncode:
        raise RuntimeError(prepared.stderr[-4000:])
    installation = Installation(folder, prepared.stdout.split(), free_port(), environment, [])
    try:
        yield installation
    finally:
        for node in list(installation.nodes):
            installation.kill(node)
        installation.run("database", "stop")


@dataclass
class Client:
    """One client that sends acts over a connection it keeps."""

    installation: Installation
    token: str
    port: int | None = None
    link: HTTPConnection | None = None

    def act(self, code: str, typed: dict[str, object], key: str = "") -> tuple[int, dict[str, object]]:
        """Send an act; any fault of the connection is raised, and the next call connects anew."""
        self.link = self.link or HTTPConnection("127.0.0.1", self.port or self.installation.port, timeout=30)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        try:
            self.link.request("POST", f"/api/v1/acts/{code}", json.dumps(typed), headers)
            answer = self.link.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, HTTPException, ValueError):
            self.link.close()
            self.link = None
            raise
