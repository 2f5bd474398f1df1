"""A page of 50 of 20,000 rows with 8 columns, signed in, whole shell, beside Django's admin list of the same table.

Run with `python -m benchmarks.bench_list`. Both are served by the same workers in the same run, in turns, and
asked by the same four clients; what counts is the ratio of all answers, so that a busy moment weighs on both.
"""

from __future__ import annotations

import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

BAR = 3.0
ROWS, CLIENTS, ROUNDS, SECONDS = 20_000, 4, 16, 1.5
PORT = 8799
EMAIL, PASSWORD = "registrar@example.org", "correcto caballo batería"
PAGES = {"ours": "/projects/?sort=number", "admin": "/admin/listing/project/"}
WORDS = [
    "plataforma",
    "ficha",
    "registro",
    "hospital",
    "regional",
    "ciudadana",
    "digital",
    "nacional",
    "electrónica",
    "interoperable",
]


def install(folder: Path) -> None:
    """Begin an installation in a folder, with the table filled and a password for its registrar."""
    os.environ |= {"TIMONEL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "benchmarks.listing.settings"}
    os.environ["TIMONEL_HOSTS"] = "127.0.0.1"
    from timonel.site.embedded.server import Server

    Server(folder).start(keep=True)
    import django

    django.setup()
    from django.db import connections

    from timonel.frameworks.loader import load_framework
    from timonel.governance.acting.genesis import Beginning, begin
    from timonel.site.databases import migrate

    migrate(verbosity=0)
    begin(
        Beginning(
            framework=load_framework("dk", overlays=("dk-demo",)),
            country="dk",
            reforms=(),
            overlays=("dk-demo",),
            instrument="Resolution 1 of 2026",
            registrar_name="Rosa Registradora",
            registrar_email=EMAIL,
            registrar_password=PASSWORD,
            from_on=date(2026, 1, 1),
        )
    )
    fill()
    connections.close_all()


def fill() -> None:
    from django.db import connections

    from benchmarks.listing.models import Project

    with connections["owner"].schema_editor() as editor:
        editor.create_model(Project)
        editor.execute("GRANT SELECT ON benchmark_projects TO timonel_app")
    draw = random.Random(2016)
    begun = datetime(2026, 1, 1, tzinfo=UTC)
    Project.objects.using("owner").bulk_create(
        [
            Project(
                number=f"2026-{number:05}",
                name=" ".join(draw.sample(WORDS, 5)),
                ministry=draw.choice(["08", "16", "22"]),
                stage=draw.choice(["draft", "running", "closed"]),
                amount=None if draw.random() < 0.1 else draw.randrange(10**6, 10**11),
                started_on=None if draw.random() < 0.2 else date(2020, 1, 1) + timedelta(draw.randrange(2000)),
                people=draw.randrange(500),
                recorded_at=begun + timedelta(minutes=number),
            )
            for number in range(ROWS)
        ],
        batch_size=1000,
    )
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE benchmark_projects")


def serve() -> subprocess.Popen[bytes]:
    command = [
        Path(sys.executable).parent / "granian",
        "--interface",
        "wsgi",
        "--workers",
        "1",
        "--blocking-threads",
        "4",
    ]
    command += ["--host", "127.0.0.1", "--port", str(PORT), "--log-level", "error", "timonel.site.wsgi:application"]
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": f"{Path.cwd()}:{Path.cwd() / 'src'}"})


def ask(path: str, cookie: str = "", body: str | None = None) -> tuple[int, list[str], str]:
    client = HTTPConnection("127.0.0.1", PORT, timeout=30)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    client.request("POST" if body else "GET", path, body, {"Cookie": cookie, **form})
    answer = client.getresponse()
    kept = [line.partition(";")[0] for line in answer.headers.get_all("set-cookie") or []]
    return answer.status, kept, answer.read().decode()


def sign_in() -> str:
    """Sign in as a person would; give the cookies."""
    for _try in range(60):
        try:
            _code, cookies, page = ask("/accounts/login/")
            break
        except ConnectionRefusedError:
            time.sleep(0.5)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    from urllib.parse import urlencode

    body = urlencode({"csrfmiddlewaretoken": token[1], "login": EMAIL, "password": PASSWORD})
    code, more, page = ask("/accounts/login/", "; ".join(cookies), body)
    assert code == 302, page
    return "; ".join([*cookies, *more])


def rate(path: str, cookie: str) -> float:
    """Ask for a page for some seconds with all clients; give the answers a second."""
    end = time.perf_counter() + SECONDS

    def client(_number: int) -> int:
        connection, answered = HTTPConnection("127.0.0.1", PORT, timeout=30), 0
        while time.perf_counter() < end:
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            page = answer.read()
            assert answer.status == 200, (answer.status, path)
            assert b"2026-00049" in page, "not the page that was asked for"
            answered += 1
        return answered

    with ThreadPoolExecutor(CLIENTS) as pool:
        return sum(pool.map(client, range(CLIENTS))) / SECONDS


def main() -> int:
    """Measure, print, and fail below the bar."""
    with tempfile.TemporaryDirectory(prefix="timonel-list-") as made:
        folder = Path(made) / "timonel"
        install(folder)
        server = serve()
        try:
            cookie = sign_in()
            for path in PAGES.values():
                ask(path, cookie)
            rates: dict[str, list[float]] = {name: [] for name in PAGES}
            for _round in range(ROUNDS):
                for name, path in PAGES.items():
                    rates[name].append(rate(path, cookie))
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
            from timonel.site.embedded.server import Server

            Server(folder).remove()
    ours, admin = (statistics.fmean(rates[name]) for name in PAGES)
    for name, each in rates.items():
        print(f"{name:6} {statistics.fmean(each):7.1f} pages/s   ({min(each):.1f} to {max(each):.1f})")
    print(f"ratio  {ours / admin:7.2f}   bar {BAR}")
    return 0 if ours / admin >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
