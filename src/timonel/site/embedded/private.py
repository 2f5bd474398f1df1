"""Folders and files that only their owner may open."""

from __future__ import annotations

import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from timonel.site.embedded.faults import EmbeddedFault

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_folder(folder: Path) -> Path:
    """Make sure that a folder exists, is ours, and shuts out every other account.

    An empty folder that others may enter is closed; one with content is refused, because
    somebody may have read or changed what lies there. A group may pass through (mode 0710)
    when the folder belongs to root: that is how the database's account reaches its cluster.
    """
    folder = folder.expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.geteuid():
        raise EmbeddedFault(
            f"The folder {folder} belongs to account {found.st_uid}, and this is account {os.geteuid()}.",
            mend="Run timonel as the folder's owner, or set TIMONEL_DATA to a folder of your own.",
        )
    allowed = stat.S_IXGRP if os.geteuid() == 0 else 0
    if found.st_mode & OTHERS & ~allowed:
        if any(folder.iterdir()):
            mode = stat.S_IMODE(found.st_mode)
            raise EmbeddedFault(
                f"The folder {folder} is open to other accounts (mode {mode:04o}).",
                mend=f"Look who has been there, then close it: chmod 700 {folder}",
            )
        folder.chmod(0o700)
    return folder


def write_once(path: Path, text: str) -> str:
    """Write a file that only its owner may read, unless it is there already; return what it then says.

    Two writers at once agree on one text, and a crash leaves the whole file or none.
    """
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}-") as draft:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(draft.name)
        sync_folder(path.parent)
    return read_private(path)


def read_private(path: Path) -> str:
    """Read a file that must be ours and closed to others."""
    with path.open() as file:
        found = os.fstat(file.fileno())
        if found.st_uid != os.geteuid() or found.st_mode & OTHERS:
            raise EmbeddedFault(
                f"The file {path} holds a secret and is open to other accounts.",
                mend=f"Close it: chown {os.geteuid()} {path}; chmod 600 {path}. Replace it if others may know it.",
            )
        return file.read()


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path, *, shared: bool = False, seconds: float | None = None) -> Iterator[None]:
    """Hold a lock on a file; the kernel lets go of it when the holder dies.

    Raises `BlockingIOError` when others hold it for longer than the seconds given.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _acquire(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, seconds)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, kind: int, seconds: float | None) -> None:
    limit = time.monotonic() + (0 if seconds is None else seconds)
    while seconds is not None:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= limit:
                raise
            time.sleep(0.05)
        else:
            return
    fcntl.flock(descriptor, kind)
