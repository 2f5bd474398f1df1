"""Durable acts over HTTP by 8 clients, beside pgbench's TPC-B-like on the same server in the same run.

Run with `python -m benchmarks.bench_acts`. The load client shares the cores with what it measures. An act is one
request with a token: idempotency key, lock, permission, mandate, rule, record, commit waited for.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.serving import Client, Installation, an_installation_served

CLIENTS, SECONDS, ROUNDS = 8, 8.0, 3
LEAST_A_SECOND, LEAST_SHARE, SLOWEST_P99 = 150.0, 0.04, 0.250


def load(installation: Installation, seconds: float) -> list[float]:
    """Let the clients act for some seconds; give how long each act took."""
    until = time.perf_counter() + seconds
    taken: list[list[float]] = [[] for _ in range(CLIENTS)]

    def client(place: int) -> None:
        sender = Client(installation, installation.tokens[place])
        number = 0
        while (begun := time.perf_counter()) < until:
            number += 1
            key = f"{begun}-{place}-{number}"
            answered, body = sender.act("governance.register_person", {"name": f"Persona {place} {number}"}, key)
            if answered != 201:
                raise RuntimeError(body)
            taken[place].append(time.perf_counter() - begun)

    threads = [threading.Thread(target=client, args=(place,)) for place in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [each for times in taken for each in times]


def pgbench(installation: Installation, seconds: float) -> float:
    """Give the transactions a second of pgbench on the installation's own server."""
    os.environ |= {name: value for name, value in installation.environment.items() if name.startswith("TIMONEL_")}
    from timonel.site.embedded.place import programs
    from timonel.site.embedded.server import SUPERUSER, Server

    server = Server(Path(installation.environment["TIMONEL_DATA"]))
    with server.connect() as connection:
        connection.autocommit = True
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'pgbench'").fetchone():
            connection.execute("CREATE DATABASE pgbench")
    reached = server.connection(SUPERUSER, "pgbench")
    environment = {**os.environ, "PGPASSWORD": reached["password"]}
    command = [
        str(programs(None) / "pgbench"),
        "-h",
        reached["host"],
        "-p",
        str(reached["port"]),
        "-U",
        reached["user"],
    ]
    if "-i" not in sys.argv:
        subprocess.run([*command, "-i", "-q", "-s", "10", "pgbench"], env=environment, check=True, capture_output=True)
        sys.argv.append("-i")
    run = [*command, "-c", str(CLIENTS), "-j", "2", "-T", str(int(seconds)), "pgbench"]
    said = subprocess.run(run, env=environment, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", said)
    assert found, said
    return float(found[1])


def main() -> None:
    """Measure in turns and print the medians."""
    with tempfile.TemporaryDirectory() as folder, an_installation_served(Path(folder), CLIENTS) as installation:
        installation.serve(workers=2, threads=4)
        load(installation, 2.0)
        rates, p99s, others = [], [], []
        for _round in range(ROUNDS):
            taken = sorted(load(installation, SECONDS))
            rates.append(len(taken) / SECONDS)
            p99s.append(taken[int(len(taken) * 0.99)])
            others.append(pgbench(installation, SECONDS))
        rate, p99, other = statistics.median(rates), statistics.median(p99s), statistics.median(others)
        print(f"acts a second       {rate:10.0f}   at least {LEAST_A_SECOND:.0f}")
        print(f"p99                 {p99 * 1000:10.0f} ms   under {SLOWEST_P99 * 1000:.0f} ms")
        print(f"pgbench TPC-B-like  {other:10.0f} a second")
        print(f"share               {rate / other:10.1%}   at least {LEAST_SHARE:.0%}")


if __name__ == "__main__":
    main()
