"""What most commands need around them: a running database, and Django."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from timonel.site.cli.words import language

if TYPE_CHECKING:
    from timonel.site.embedded.server import Server


@contextmanager
def platform(*, start: bool = True) -> Iterator[None]:
    """Have the database run and Django set up for as long as the block lasts.

    An embedded database that nobody else holds is stopped afterwards; an external one is only used, and so is the
    embedded one where it is not to be started.
    """
    from timonel.site.configuration import configuration

    with embedded().held() if start and not configuration().database_url else nullcontext():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timonel.site.settings")
        import django
        from django.db import connections
        from django.utils import translation

        django.setup()
        translation.activate("en" if language() == "en" else "es-cl")
        try:
            yield
        finally:
            connections.close_all()


def embedded() -> Server:
    """Give the embedded database of this installation."""
    from timonel.site.configuration import configuration
    from timonel.site.embedded.server import Server

    return Server(configuration().folder)
