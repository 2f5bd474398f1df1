"""A `timonel serve` of its own, for tests that speak HTTP to a real node."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection

LIMIT = 60.0
"""Seconds that a node may take to answer its first request."""


@dataclass(frozen=True)
class Node:
    """A node that serves: its program, and where it listens."""

    program: subprocess.Popen[str]
    port: int

    @property
    def address(self) -> str:
        """Give the address of its first page, without the closing stroke."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> tuple[int, str]:
        """Ask for a page; raises OSError while nothing listens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def timonel(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [sys.executable, "-m", "timonel", *arguments]
    return subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, timeout=120)


@contextmanager
def serving(*options: str, **environment: str) -> Iterator[Node]:
    """Start a node, wait until it answers, and end it in order, or by force if it is dead to words."""
    port = free_port()
    command = [sys.executable, "-m", "timonel", "serve", f"--bind=127.0.0.1:{port}", "--workers=1", *options]
    program = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    node = Node(program, port)
    try:
        _wait(node)
        yield node
    finally:
        program.terminate()
        try:
            program.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            program.kill()
            program.communicate()


def _wait(node: Node) -> None:
    limit = time.monotonic() + LIMIT
    while True:
        try:
            node.get("/healthz")
        except OSError:
            if node.program.poll() is not None:
                raise AssertionError(f"the node ended:\n{node.program.communicate()[0]}") from None
            assert time.monotonic() < limit, "the node does not answer"
            time.sleep(0.05)
        else:
            return
