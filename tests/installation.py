"""The database of a test run: one embedded server, one migrated template, a clone wherever a test needs its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil

from timonel.site.databases import migrate
from timonel.site.embedded import roles
from timonel.site.embedded.private import locked
from timonel.site.embedded.server import SUPERUSER, Server

RUNS = Path(tempfile.gettempdir()) / f"timonel-tests-{os.geteuid()}"
_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """A database of a test's own: a clone of the migrated one, with real commits, dropped afterwards."""

    name: str
    url: str
    owner_url: str
    superuser_url: str

    @property
    def environment(self) -> dict[str, str]:
        """Give what a program of its own needs in its environment to work on this database."""
        return {"DATABASE_URL": self.url, "TIMONEL_DATABASE_OWNER_URL": self.owner_url}


def begin_run() -> Path:
    """Make the folder of this test run, and clear those of runs that were killed."""
    RUNS.mkdir(mode=0o755, exist_ok=True)
    for old in RUNS.iterdir():
        if not psutil.pid_exists(int(old.name)):
            end_run(old)
    folder = RUNS / str(os.getpid())
    if folder.exists():
        end_run(folder)
    folder.mkdir(mode=0o755)
    return folder


def end_run(folder: Path) -> None:
    """Stop the server of a run, if it had one, and delete its folder."""
    installation = folder / "timonel"
    if installation.exists():
        Server(installation).remove()
    shutil.rmtree(folder, ignore_errors=True)


def server() -> Server:
    """Give the server of this test run, for all its workers one; without durability, which nothing here tests."""
    found = Server(Path(os.environ["TIMONEL_DATA"]), durable=False)
    found.start()
    return found


def migrate_template() -> None:
    """Migrate the database `timonel` as its owner, once in a run; it is what all tests clone."""
    place = server().place
    done = place.folder / "migrated"
    with locked(place.folder / "migrating"):
        if done.exists():
            return
        from django.db import connections

        migrate(verbosity=0)
        connections.close_all()
        done.touch()


@contextmanager
def cloned(label: str) -> Iterator[Database]:
    """Clone the migrated database, lead both aliases of Django to the clone, and drop it afterwards."""
    running = server()
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    name = f"{label}_{worker}_{next(_numbers)}"
    with locked(running.place.folder / "cloning"), running.connect() as superuser:
        superuser.execute(roles.create_database(name, f"TEMPLATE {roles.DATABASE}"))
        for line in roles.database_privileges(name):
            superuser.execute(line)
    try:
        with led(default={"NAME": name}, owner={"NAME": name}):
            urls = [_url(running.connection(role, name)) for role in (roles.APP, roles.OWNER, SUPERUSER)]
            yield Database(name, *urls)
    finally:
        with running.connect() as superuser:
            superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def led(**aliases: dict[str, Any]) -> Iterator[None]:
    """Lead aliases of Django elsewhere while the block lasts, in this thread and in those it starts."""
    from django.db import connections

    before = {alias: connections.settings[alias].copy() for alias in aliases}
    _lead(aliases)
    try:
        yield
    finally:
        _lead(before)


def _lead(aliases: dict[str, dict[str, Any]]) -> None:
    from django.db import connections

    for alias, changed in aliases.items():
        connections[alias].close()
        connections.settings[alias].update(changed)
        connections[alias].settings_dict.update(changed)


def led_to(other: Server, database: str = roles.DATABASE) -> AbstractContextManager[None]:
    """Lead both aliases to a database of another server."""
    keys = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    both = {"default": other.connection(roles.APP, database), "owner": other.connection(roles.OWNER, database)}
    return led(**{alias: {keys[name]: value for name, value in said.items()} for alias, said in both.items()})


def _url(connection: dict[str, str]) -> str:
    """Write a connection as a URL whose host is a socket's folder."""
    user, password = quote(connection["user"]), quote(connection["password"], safe="")
    return f"postgresql://{user}:{password}@/{connection['dbname']}?host={quote(connection['host'], safe='')}"
