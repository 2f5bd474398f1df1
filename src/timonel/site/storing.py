"""Where files go: a folder of the installation, or an S3-compatible store that all nodes share."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit


def storage(address: str, folder: Path) -> dict[str, Any]:
    """Turn `s3://key:secret@bucket/prefix?endpoint=https://…&region=…` into Django's storage; empty is the folder.

    Without a key the machine's own credentials count. Raises ValueError, which
    names nothing secret, when the address is no such address.
    """
    if not address:
        backend = "timonel.site.content_folder.ContentFolder"
        return {"BACKEND": backend, "OPTIONS": {"location": str(folder / "files")}}
    parts = urlsplit(address)
    said = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if parts.scheme != "s3" or not parts.hostname or set(said) - {"endpoint", "region"}:
        raise ValueError("TIMONEL_FILES: expected s3://key:secret@bucket/prefix?endpoint=address[&region=name]")
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "endpoint_url": said.get("endpoint"),
        "region_name": said.get("region"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
