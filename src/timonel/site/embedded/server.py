"""Start, use and stop the embedded PostgreSQL of one data folder."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from timonel.site.embedded import roles
from timonel.site.embedded.faults import EmbeddedFault
from timonel.site.embedded.place import PORT, place_of, prepare, programs
from timonel.site.embedded.private import locked, sync_folder, write_once
from timonel.site.embedded.remains import clear_remains, running_server

SUPERUSER = "postgres"
START_LIMIT = 120.0
"""Seconds that a start may take, recovery after a crash included."""

LOG_LIMIT = 10_000_000
"""Bytes after which a start begins a new log and keeps the old one beside it."""

READY = "timonel: roles and privileges are complete"
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "5000",
    "max_connections": "200",
}
TRANSIENT = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server:
    """The embedded database of one data folder: only through a socket of that folder, only with a password.

    `durable=False` trades safety for speed, for tests that throw their database away; the start-up
    check refuses to serve from such a database.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.place = place_of(folder)
        self.settings = SETTINGS if durable else SETTINGS | TRANSIENT
        self._lock = self.place.folder / "lock"
        self._users = self.place.folder / "users"
        self._kept = self.place.folder / "kept"

    def connection(self, role: str, database: str = roles.DATABASE) -> dict[str, str]:
        """Give what is needed to connect as one of the three roles, as psycopg names it."""
        return {
            "host": str(self.place.sockets),
            "port": str(PORT),
            "dbname": database,
            "user": role,
            "password": self._passwords()[role],
        }

    def connect(self, role: str = SUPERUSER, database: str = "postgres") -> psycopg.Connection:
        """Open a connection in which each statement is its own transaction."""
        return psycopg.connect(make_conninfo(**self.connection(role, database), connect_timeout=10), autocommit=True)

    def answers(self) -> bool:
        """Say whether the server takes connections, proven by making one."""
        try:
            self.connect().close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                raise EmbeddedFault(
                    f"The database does not know the passwords of {self.place.folder / 'passwords'}.",
                    mend="Put the file back from a copy made together with the database.",
                ) from error
            return False
        return True

    def start(self, *, keep: bool = False) -> bool:
        """Start the server unless it runs, whatever an earlier run left behind; say whether it was started now.

        With `keep` it goes on until `stop`, also when nobody holds it any more.
        """
        with self._locked():
            if keep:
                self._kept.touch(mode=0o600)
            account = prepare(self.place)
            tools = programs(account)
            started = not self.answers()
            if started:
                self._create_cluster(tools, account)
                self._launch(tools, account)
            self._complete_roles()
            return started

    def stop(self) -> bool:
        """Stop the server, ending its connections; say whether it ran."""
        with self._locked():
            return self._stop()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the server run for as long as the block lasts.

        The last holder to leave stops it, unless it was started to be kept.
        """
        try:
            with locked(self._users, shared=True):
                self.start()
                yield
        finally:
            with suppress(BlockingIOError), locked(self._users, seconds=0), self._locked():
                if not self._kept.exists():
                    self._stop()

    def remove(self) -> None:
        """Stop the server and delete the database with all it holds."""
        self.stop()
        for folder in self.place.folders:
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with locked(self._lock, seconds=START_LIMIT):
                yield
        except BlockingIOError:
            raise EmbeddedFault(
                f"Another timonel has been starting or stopping the database for {START_LIMIT:.0f} seconds.",
                mend=f"Look at {self.place.log}.",
            ) from None

    def _passwords(self) -> dict[str, str]:
        path = self.place.folder / "passwords"
        if not path.exists() and self.place.cluster.exists():
            raise EmbeddedFault(
                f"The database is there, but {path} is missing.",
                mend="Put the file back from a copy; without it nobody can sign in to the database.",
            )
        drawn = {role: secrets.token_urlsafe(32) for role in (SUPERUSER, roles.OWNER, roles.APP)}
        return dict(json.loads(write_once(path, json.dumps(drawn))))

    def _create_cluster(self, tools: Path, account: pwd.struct_passwd | None) -> None:
        """Lay an empty cluster beside its place and move it there when it is whole."""
        for unfinished in self.place.root.glob("postgres.new-*"):
            shutil.rmtree(
                unfinished, ignore_errors=True
            )  # an orphan may still write there: then the next start clears it
        if self.place.cluster.exists():
            return
        draft = self.place.root / f"postgres.new-{secrets.token_hex(4)}"
        cluster, password = draft / "cluster", draft / "password"
        draft.mkdir(mode=0o700)
        write_once(password, self._passwords()[SUPERUSER])
        if account:
            for path in (draft, password):
                os.chown(path, account.pw_uid, account.pw_gid)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = ["--auth=scram-sha-256", f"--username={SUPERUSER}", f"--pwfile={password}"]
        made = self._run([tools / "initdb", f"--pgdata={cluster}", *locale, *access], account)
        if made != 0:
            raise EmbeddedFault(f"The database could not be created:\n{self._last_words()}", mend="Then start again.")
        cluster.rename(self.place.cluster)
        sync_folder(self.place.root)
        shutil.rmtree(draft)

    def _launch(self, tools: Path, account: pwd.struct_passwd | None) -> None:
        limit = time.monotonic() + START_LIMIT
        if self.place.log.exists() and self.place.log.stat().st_size > LOG_LIMIT:
            self.place.log.replace(self.place.log.with_suffix(".log.1"))
        if not clear_remains(self.place.cluster, self.place.sockets):
            settings = self.settings | {"unix_socket_directories": str(self.place.sockets)}
            options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
            start = [
                "start",
                "--wait",
                f"--timeout={START_LIMIT:.0f}",
                f"--options={options}",
                f"--log={self.place.log}",
            ]
            self._run([tools / "pg_ctl", f"--pgdata={self.place.cluster}", *start], account)
        while not self.answers():
            if running_server(self.place.cluster) is None:
                raise EmbeddedFault(f"The database did not start:\n{self._last_words()}", mend="Then start again.")
            if time.monotonic() > limit:
                raise EmbeddedFault(
                    f"The database has not answered for {START_LIMIT:.0f} seconds; it may still be recovering.",
                    mend=f"Look at {self.place.log} and start again.",
                )
            time.sleep(0.05)

    def _stop(self) -> bool:
        self._kept.unlink(missing_ok=True)
        if running_server(self.place.cluster) is None:
            return False
        account = prepare(self.place)
        stop = ["stop", "--wait", f"--timeout={START_LIMIT:.0f}", "--mode=fast"]
        self._run([programs(account) / "pg_ctl", f"--pgdata={self.place.cluster}", *stop], account)
        return True

    def _run(self, command: list[Path | str], account: pwd.struct_passwd | None) -> int:
        """Run one of PostgreSQL's programs as the database's account, its words to the log."""
        log = os.open(self.place.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
        try:
            if account:
                os.fchown(log, account.pw_uid, account.pw_gid)
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                user=account.pw_uid if account else None,
                group=account.pw_gid if account else None,
                extra_groups=[] if account else None,
                umask=0o077,
                start_new_session=True,
                check=False,
            )
        finally:
            os.close(log)
        return done.returncode

    def _last_words(self) -> str:
        return "\n".join(self.place.log.read_text(errors="replace").splitlines()[-15:])

    def _complete_roles(self) -> None:
        """Create the roles and the database, or go on where an interrupted start left them."""
        with self.connect() as connection:
            databases = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
            found = connection.execute(databases, [roles.DATABASE]).fetchone()
            if found == (READY,):
                return
            for role, line in roles.ROLES.items():
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    secret = connection.pgconn.encrypt_password(
                        self._passwords()[role].encode(), role.encode(), b"scram-sha-256"
                    )
                    connection.execute(sql.SQL(line.replace("%s", "{}")).format(secret.decode()))
            if not found:
                connection.execute(roles.create_database())
        with self.connect(database=roles.DATABASE) as connection, connection.transaction():
            for line in roles.database_privileges() + roles.schema_privileges():
                connection.execute(line)
            connection.execute(f"COMMENT ON DATABASE {roles.DATABASE} IS '{READY}'")
