"""Find the Chromium that the tests of pages need; install it where this account may, else say what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def found() -> str | None:
    """Name the browser that is there."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def main() -> int:
    """Exit 0 when there is a browser, 1 when there is none and none could be installed."""
    if not found() and os.geteuid() == 0 and shutil.which("apt-get"):
        for command in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "--quiet", *command], env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
    if browser := found():
        sys.stdout.write(f"The tests of pages use {browser}.\n")
        return 0
    sys.stderr.write("The tests of pages need Chromium, and it is not here: apt-get install chromium\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
