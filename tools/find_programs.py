"""Find the programs that the long tier needs beside Python's packages; install them where this account may.

They are Chromium, for the tests of pages, and PostgreSQL 15, the oldest that timonel promises to run on. What cannot be
installed is named, and with it how: a test that needs it fails, and is not skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SERVERS = ("/usr/lib/postgresql/15/bin", "/usr/pgsql-15/bin")
NO_CLUSTER = Path("/etc/postgresql-common/createcluster.conf")
"""Where Debian's package reads that it shall start no server by itself."""


class Missing(RuntimeError):
    """A program is not on this machine; the message says how to install it."""


def chromium() -> Path:
    """Give the browser, or raise what to install."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    raise Missing("the tests of pages need Chromium: apt-get install chromium")


def postgresql_15() -> Path:
    """Give the folder of PostgreSQL 15's programs, or raise what to install."""
    for folder in map(Path, SERVERS):
        if (folder / "postgres").exists():
            return folder
    raise Missing("the test of the oldest database needs PostgreSQL 15: apt-get install postgresql-15")


PROGRAMS: dict[str, Callable[[], Path]] = {"chromium": chromium, "postgresql-15": postgresql_15}
"""How each is found, by the name of Debian's package."""


def missing() -> dict[str, str]:
    """Name the packages whose programs are not here, with what to do."""
    found = {}
    for package, find in PROGRAMS.items():
        try:
            find()
        except Missing as fault:
            found[package] = str(fault)
    return found


def install(packages: list[str]) -> None:
    """Install Debian's packages, one by one, so that one that cannot be had keeps no other away; start no server."""
    if not NO_CLUSTER.exists():
        NO_CLUSTER.parent.mkdir(parents=True, exist_ok=True)
        NO_CLUSTER.write_text("create_main_cluster = false\n")
    for words in (["update"], *(["install", "--yes", "--no-install-recommends", each] for each in packages)):
        command = ["apt-get", "--quiet", *words]
        subprocess.run(command, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, stdin=subprocess.DEVNULL)


def main() -> int:
    """Exit 0 when all are there, 1 when one is not and could not be installed."""
    absent = missing()
    if absent and os.geteuid() == 0 and shutil.which("apt-get"):
        install(list(absent))
        absent = missing()
    sys.stderr.writelines(f"{how}\n" for how in absent.values())
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(main())
