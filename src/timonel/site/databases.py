"""Where Django finds the database, and the key it signs with."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from timonel.site.configuration import Configuration
from timonel.site.embedded import roles
from timonel.site.embedded.private import private_folder, write_once

SERVING = {
    "synchronous_commit": "on",
    "timezone": "UTC",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}
"""What a serving connection asks for: an acknowledged commit is on the disk, no page waits for ever, and a node that
hangs in the middle of an act gives up what it has locked."""

OWNING = {"synchronous_commit": "on", "timezone": "UTC", "statement_timeout": "0"}
"""The owner's connections migrate, which may take long."""


def databases(configuration: Configuration) -> dict[str, dict[str, Any]]:
    """Give Django its two ways into the one database: `default` serves, `owner` migrates.

    Without `DATABASE_URL` both lead to the embedded database, which somebody else must start. A node
    that only serves needs no owner's address: `owner` then leads in as the serving role.
    """
    if configuration.database_url is None:
        from timonel.site.embedded.server import Server

        server = Server(configuration.folder)
        return _aliases(server.connection(roles.APP), server.connection(roles.OWNER))
    app = configuration.database_url
    owner = configuration.database_owner_url or app
    return _aliases(conninfo_to_dict(app.get_secret_value()), conninfo_to_dict(owner.get_secret_value()))


def _aliases(app: Mapping[str, Any], owner: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {"default": _alias(app, SERVING), "owner": _alias(owner, OWNING)}


def _alias(connection: Mapping[str, Any], asked: dict[str, str]) -> dict[str, Any]:
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    rest = {name: value for name, value in connection.items() if name not in named.values()}
    options = " ".join(f"-c {name}={value}" for name, value in asked.items())
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{key: str(connection.get(name, "")) for key, name in named.items()},
        "OPTIONS": rest | {"options": f"{options} {rest.get('options', '')}".strip(), "prepare_threshold": 3},
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def migrate(*, verbosity: int = 1) -> None:
    """Apply the migrations as the owner of the database."""
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=verbosity, interactive=False)


def secret_key(configuration: Configuration) -> str:
    """Give the key that signs cookies: the configured one, or one drawn once and kept in the data folder.

    Several nodes on one database must be given the same key.
    """
    if configuration.secret_key is not None:
        return configuration.secret_key.get_secret_value()
    return write_once(private_folder(configuration.folder) / "secret-key", secrets.token_urlsafe(50))
