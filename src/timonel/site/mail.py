"""How letters leave: by a mail server named in one address, or as files in the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}


def mail_settings(address: str | None, folder: Path, sender: str) -> dict[str, Any]:
    """Turn `smtp://name:password@host:port?from=…` into Django's settings.

    `smtp` changes to TLS after the greeting and refuses a server that does not,
    unless `?tls=none` is said; `smtps` begins with TLS. Without an address,
    letters become files in the folder, for a demonstration. Raises ValueError,
    which names nothing secret, when the address is no such address.
    """
    if address is None:
        return {
            "EMAIL_BACKEND": "timonel.site.mail_files.PrivateFiles",
            "EMAIL_FILE_PATH": str(folder),
            "DEFAULT_FROM_EMAIL": sender,
        }
    parts = urlsplit(address)
    said = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    tls = said.pop("tls", "")
    known = parts.scheme in PORTS and parts.hostname and (tls == "" or (tls, parts.scheme) == ("none", "smtp"))
    if not known or set(said) - {"from"}:
        raise ValueError("TIMONEL_MAIL_URL: expected smtp[s]://name:password@host:port?from=address[&tls=none]")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and tls != "none",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": said.get("from", sender),
    }
