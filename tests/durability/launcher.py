"""Start nodes from a process whose imports are done: `python -m tests.durability.launcher`.

Each line on its input is a log file and the words of a command; it answers with the number of the process that runs it.
What runs is `timonel` itself, in a session of its own; it only need not read its modules again, which is what makes a
thousand starts bearable.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress

WAY = os.O_WRONLY | os.O_CREAT | os.O_APPEND


def prepare() -> None:
    """Import what a node imports; nothing is connected and no thread begun."""
    import django

    django.setup()
    import granian.server  # noqa: F401

    import timonel.site.cli.serve
    import timonel.site.urls  # noqa: F401
    from timonel.site.startup import known_migrations

    known_migrations()


def begin(log: str, words: list[str]) -> int:
    """Run a command of `timonel` in a process of its own."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    words_to = os.open(log, WAY, 0o600)
    os.dup2(words_to, 1)
    os.dup2(words_to, 2)
    sys.argv = ["timonel", *words]
    code = 1
    try:
        from timonel.site.cli import main

        main()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


def bury() -> None:
    """Collect the dead."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def main() -> None:
    """Begin what each line asks for."""
    prepare()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        bury()
        log, *words = json.loads(line)
        sys.stdout.write(f"{begin(log, words)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
