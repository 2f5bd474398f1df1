"""An installation with 20,000 projects of 600 institutions and their reports, and a server to ask.

The rows are written in bulk, past the frame: what is measured is how they are read.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

PROJECTS, INSTITUTIONS, REPORTS_EACH = 20_000, 600, 10
PORT = 8799
EMAIL, PASSWORD = "registrar@example.org", "correcto caballo batería"
POST = "agency-analyst"
"""The post in which the pages are asked for: one before which approvals wait, so that its desk is full."""
BEGUN = date(2026, 1, 1)
WORDS = ["plataforma", "ficha", "registro", "hospital", "regional", "ciudadana", "digital", "nacional", "electrónica"]
SECTORS = ["health", "education", "justice", "finance", "interior", "transport", "labour", "housing"]
DECIDERS = [("post", "head-of-service"), ("body", "agency"), ("body", "dipres")]


@contextmanager
def served(*, workers: int, reports: bool) -> Iterator[str]:
    """Begin an installation, fill it, serve it; give the cookies of somebody signed in. All of it goes at the end."""
    with tempfile.TemporaryDirectory(prefix="timonel-list-") as made:
        folder = Path(made) / "timonel"
        install(folder, reports=reports)
        server = serve(workers)
        try:
            yield sign_in()
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
            from timonel.site.embedded.server import Server

            Server(folder).remove()


def install(folder: Path, *, reports: bool) -> None:
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
    reforms, overlays = ("agency:to-segpres-finance",), ("cl-demo",)
    begin(
        Beginning(
            framework=load_framework("cl", reforms=reforms, overlays=overlays),
            country="cl",
            reforms=reforms,
            overlays=overlays,
            instrument="Resolución 1 de 2026",
            registrar_name="Rosa Registradora",
            registrar_email=EMAIL,
            registrar_password=PASSWORD,
            from_on=BEGUN,
        )
    )
    fill(reports=reports)
    connections.close_all()


def fill(*, reports: bool) -> None:
    from django.db import connections

    from timonel.governance.models import Appointment, Person, Post, days

    draw = random.Random(2016)
    post = Post.objects.create(number=POST, post_kind=POST)
    person = Person.objects.get()
    Appointment.objects.create(post=post, person=person, period=days(BEGUN, None), instrument="Resolución 2")
    projects = fill_projects(draw, fill_institutions(draw))
    fill_approvals(draw, projects)
    if reports:
        fill_reports(draw, projects)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def fill_institutions(draw: random.Random) -> list:
    from timonel.domain.text import sort_key
    from timonel.governance.models import Institution, InstitutionVersion, days

    names = [f"Servicio {number} de {draw.choice(WORDS)}" for number in range(INSTITUTIONS)]
    rows = [Institution(number=f"i-{place}", sort_key=sort_key(name)) for place, name in enumerate(names)]
    made = Institution.objects.bulk_create(rows)
    InstitutionVersion.objects.bulk_create(
        [
            InstitutionVersion(institution=row, name=name, kind="agency", level="central", period=days(BEGUN, None))
            for row, name in zip(made, names, strict=True)
        ]
    )
    return made


def fill_projects(draw: random.Random, institutions: list) -> list:
    from timonel.domain.text import sort_key
    from timonel.portfolio.models import Baseline, Project

    rows = []
    for number in range(PROJECTS):
        name = " ".join(draw.sample(WORDS, 5))
        start = date(2020, 1, 1) + timedelta(draw.randrange(2000))
        row = Project(number=f"2026-{number + 1}", name=name, sort_key=sort_key(name), currency="CLP")
        row.institution, row.sector = draw.choice(institutions), draw.choice(SECTORS)
        row.stage = draw.choice(["proposed", "submitted", "approved", "under-way", "under-way", "closed"])
        row.total_budget = None if draw.random() < 0.1 else Decimal(draw.randrange(10**6, 10**11))
        row.reserves = {"total_budget": "Ley 20.285"} if draw.random() < 0.02 else {}
        row.risk_class, row.proposed_on = draw.choice(["", "normal", "high"]), start
        row.start_planned_on, row.end_planned_on = start, start + timedelta(draw.randrange(90, 1500))
        row.purpose = "Que cada persona haga su trámite una sola vez. " * 4
        rows.append(row)
    made = Project.objects.bulk_create(rows, batch_size=1000)
    Baseline.objects.bulk_create(
        [
            Baseline(project=row, sequence=0, approved_on=row.proposed_on, currency="CLP", cost=row.total_budget,
                     start_on=row.start_planned_on, end_on=row.end_planned_on)
            for row in made
            if row.stage in ("approved", "under-way", "closed")
        ],
        batch_size=1000,
    )  # fmt: skip
    return made


def fill_approvals(draw: random.Random, projects: list) -> None:
    from timonel.portfolio.models import Approval

    rows = []
    for project in projects:
        if project.stage == "proposed":
            continue
        for place, (kind, name) in enumerate(DECIDERS):
            row = Approval(project=project, approval=f"approval-{place}", decider_kind=kind, decider=name, order=place)
            row.effect, row.opened_on = "binding", project.proposed_on + timedelta(20 * place)
            row.due_on = row.opened_on + timedelta(30)
            row.stage = "open" if project.stage == "submitted" else "granted"
            row.decided_on = None if row.stage == "open" else row.opened_on + timedelta(draw.randrange(60))
            rows.append(row)
    Approval.objects.bulk_create(rows, batch_size=1000)


def fill_reports(draw: random.Random, projects: list) -> None:
    from timonel.monitoring.models import Rating, Report

    reports, ratings = [], []
    for project in projects:
        for place in range(REPORTS_EACH):
            day = project.proposed_on + timedelta(180 * place)
            report = Report(project=project, as_of=day, stage="approved", currency="CLP")
            report.worst_original, report.worst_approved = draw.randrange(4), draw.randrange(4)
            reports.append(report)
        ratings.append(Rating(project=project, as_of=day, by="self", of="overall", scale="x", degree=draw.randrange(5)))
    Report.objects.bulk_create(reports, batch_size=1000)
    Rating.objects.bulk_create(ratings, batch_size=1000)


def serve(workers: int) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--workers", str(workers)]
    command += ["--blocking-threads", "4", "--host", "127.0.0.1", "--port", str(PORT), "--log-level", "error"]
    path = f"{Path.cwd()}:{Path.cwd() / 'src'}"
    return subprocess.Popen([*command, "timonel.site.wsgi:application"], env=os.environ | {"PYTHONPATH": path})


def ask(path: str, cookie: str = "", body: str | None = None) -> tuple[int, list[str], str]:
    client = HTTPConnection("127.0.0.1", PORT, timeout=30)
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    client.request("POST" if body else "GET", path, body, {"Cookie": cookie, **form})
    answer = client.getresponse()
    kept = [line.partition(";")[0] for line in answer.headers.get_all("set-cookie") or []]
    return answer.status, kept, answer.read().decode()


def sign_in() -> str:
    """Sign in as a person would; give the cookies."""
    for _try in range(120):
        try:
            _code, cookies, page = ask("/accounts/login/")
            break
        except ConnectionRefusedError:
            time.sleep(0.5)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    body = urlencode({"csrfmiddlewaretoken": token[1], "login": EMAIL, "password": PASSWORD})
    code, more, page = ask("/accounts/login/", "; ".join(cookies), body)
    assert code == 302, page
    return "; ".join([*cookies, *more])
