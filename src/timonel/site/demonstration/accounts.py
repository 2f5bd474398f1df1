"""The accounts of the demonstration: one for each kind of post, with one password for all of this installation."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from timonel.governance.queries.posts import demonstration_accounts
from timonel.governance.queries.titles import post_kind_titles
from timonel.site.cli.words import _
from timonel.site.configuration import configuration
from timonel.site.embedded.private import private_folder, write_once

DOMAIN = "demostracion.example"
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "yo", "zu")


def password() -> str:
    """Give the password of this demonstration's accounts, drawn once and kept readable to the operator alone."""
    folder = configuration().folder
    private_folder(folder)
    drawn = "-".join("".join(secrets.choice(_SYLLABLES) for _syllable in range(3)) for _word in range(3))
    return write_once(folder / "demonstration-password", drawn)


def accounts() -> Iterator[str]:
    """Give the lines that tell how to come in: address, post, password."""
    rows = demonstration_accounts(DOMAIN)
    if not rows:
        return
    titles = post_kind_titles()
    yield ""
    yield _("Demonstration accounts (no second factor); the password of all is: %(password)s", password=password())
    for email, kind, where in rows:
        yield f"  {email:<58} {titles.get(kind, kind)}{f' · {where}' if where else ''}"
