"""The oldest PostgreSQL that is promised, 15, in its own process: all migrations, an act, pages, an audit."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.serving import Client, an_installation_served
from timonel.site.embedded.place import place_of, prepare
from timonel.site.embedded.roles import DATABASE, script
from tools.find_programs import postgresql_15

pytestmark = pytest.mark.long


@pytest.fixture
def sockets():
    """Run a server of version 15 as its own account, reached by a socket only; give the socket's folder."""
    tools = postgresql_15()
    folder = Path(tempfile.mkdtemp(prefix="timonel-15-"))
    folder.chmod(0o755)
    account = prepare(place_of(folder / "embedded"))
    cluster, sockets = folder / "cluster", folder / "sockets"
    for each in (cluster, sockets):
        each.mkdir(mode=0o700)
        if account:
            os.chown(each, account.pw_uid, account.pw_gid)
    who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}

    def run(*words):
        subprocess.run(words, check=True, cwd="/", capture_output=True, start_new_session=True, **who)

    run(tools / "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", cluster)
    options = f"-c listen_addresses='' -c unix_socket_directories={sockets}"
    try:
        run(tools / "pg_ctl", "start", "--wait", f"--pgdata={cluster}", f"--options={options}", "--log=/dev/null")
        yield sockets
    finally:
        run(tools / "pg_ctl", "stop", "--wait", "--mode=immediate", f"--pgdata={cluster}")
        shutil.rmtree(folder)


def address(sockets, role):
    return f"postgresql://{role}@/{DATABASE}?host={sockets}"


def lay_roles(sockets):
    """Do what an operator does with what `timonel database roles` prints."""
    before, inside = script().split(f"\\connect {DATABASE}\n")
    for database, lines in (("postgres", before), (DATABASE, inside)):
        with psycopg.connect(host=str(sockets), user="postgres", dbname=database, autocommit=True) as superuser:
            for line in lines.splitlines():
                if not line.startswith("--"):
                    superuser.execute(line)
            assert superuser.info.server_version // 10000 == 15


def test_the_oldest_database_takes_migrations_acts_and_an_audit(sockets, tmp_path):
    lay_roles(sockets)
    roles = {"DATABASE_URL": "timonel_app", "TIMONEL_DATABASE_OWNER_URL": "timonel_owner"}
    reached = {name: address(sockets, role) for name, role in roles.items()}
    with an_installation_served(tmp_path, country="cl", **reached) as installation:
        installation.serve()
        client = Client(installation, installation.tokens[0])
        new = {"number": "i-15", "name": "Dirección de Pruebas", "kind": "agency", "level": "central", "source": "test"}
        status, done = client.act("governance.register_institution", new)
        client.close()
        assert status == 201
        for path in (
            "/",
            "/institutions/",
            "/institutions/i-15/",
            f"/record/{done['entry']}/",
            "/posts/",
            "/projects/",
        ):
            assert installation.get(path)[0] == 200, path
        assert "Dirección de Pruebas" in installation.get("/search/?q=direccion+prueba")[1].decode()
        stands = installation.run("status")
        assert stands.returncode == 0, stands.stdout
        assert "version 15." in stands.stdout
        verified = installation.run("record", "verify")
        assert verified.returncode == 0, verified.stdout
