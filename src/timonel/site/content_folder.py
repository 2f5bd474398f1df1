"""A folder of files that are whole and on the disk, or not there at all, whenever the node or the machine dies."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from timonel.site.embedded.private import sync_folder


class ContentFolder(FileSystemStorage):
    """Keep files under the hash of their bytes; only the installation's own account may read them.

    Each is written beside its place, synced, and only then named. What has the
    name already stays as it is, as the name says what is in it.
    """

    def _save(self, name: str, content: File[bytes]) -> str:
        path = Path(self.path(name))
        _make(path.parent)
        with NamedTemporaryFile(dir=path.parent, prefix=".") as draft:
            for chunk in content.chunks():
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())
            with suppress(FileExistsError):
                path.hardlink_to(draft.name)
        sync_folder(path.parent)
        return name


def _make(folder: Path) -> None:
    """Make a folder and those above it, each on the disk before anything lies in it."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)
