"""Files: stored by the hash of their bytes before the act that names them, and swept when none does."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import Protocol

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import Now

from timonel.governance.acting.errors import InputFault
from timonel.governance.models import Person, StoredFile

LARGEST = 25_000_000
"""The largest file taken, in bytes, the limit included."""
UNNAMED_HOURS = 24
UNNAMED_MOST = 10 * LARGEST
"""The most bytes that wait for an act from one person; at or over it nothing more is taken until they are swept."""


def path_of(sha256: str) -> str:
    """Say where in the store the bytes of that hash lie."""
    return f"files/{sha256[:2]}/{sha256}"


class Readable(Protocol):
    """What can be read once, piece by piece: an upload, the body of a request."""

    def read(self, size: int = -1, /) -> bytes:
        """Give the next piece; nothing at the end."""


def keep(stream: Readable, name: str, media_type: str, person: Person) -> StoredFile:
    """Store a file and give its row; the same bytes are stored once, whoever sends them.

    Refused with `InputFault` when it is empty or larger than `LARGEST`, and
    when files of this person's that no act has named fill `UNNAMED_MOST`.
    """
    waiting = StoredFile.objects.filter(stored_by=person, entry=None).aggregate(size=Sum("size"))["size"] or 0
    if waiting >= UNNAMED_MOST:
        raise _fault("files-unnamed", name, hours=UNNAMED_HOURS)
    digest, size = hashlib.sha256(), 0
    with SpooledTemporaryFile(max_size=1 << 20) as held:
        while chunk := stream.read(1 << 16):
            digest.update(chunk)
            held.write(chunk)
            size += len(chunk)
            if size > LARGEST:
                raise _fault("file-too-large", name, most=LARGEST)
        if not size:
            raise _fault("file-empty", name)
        held.seek(0)
        named = {"name": _printable(name)[:300], "media_type": _printable(media_type)[:120]}
        return _stored(StoredFile(sha256=digest.hexdigest(), size=size, stored_by=person, **named), File(held))


@transaction.atomic
def _stored(file: StoredFile, content: File[bytes]) -> StoredFile:
    """Note the file, anew if it waits already, and put its bytes where they are not; no sweep comes between."""
    StoredFile.objects.bulk_create([file], update_conflicts=True, update_fields=["stored_at"], unique_fields=["sha256"])
    if not default_storage.exists(path_of(file.sha256)):
        default_storage.save(path_of(file.sha256), content)
    return StoredFile.objects.get(pk=file.sha256)


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())


def _fault(code: str, name: str, **params: object) -> InputFault:
    return InputFault(fields=[{"field": "file", "code": code, "value": name, "params": params}])


def read(stored: StoredFile) -> bytes:
    """Give the bytes of a stored file, whose hash is checked: what was altered in the store is refused."""
    with default_storage.open(path_of(stored.sha256), "rb") as lines:
        content: bytes = lines.read()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise _fault("file-altered", stored.name)
    return content


def sweep() -> int:
    """Remove the files that no act has named for a day; say how many."""
    old = StoredFile.objects.filter(entry=None, stored_at__lt=Now() - timedelta(hours=UNNAMED_HOURS))
    swept = 0
    while _swept_one(old):
        swept += 1
    return swept


@transaction.atomic
def _swept_one(old: QuerySet[StoredFile]) -> bool:
    stored = old.select_for_update(skip_locked=True).first()
    if stored is None:
        return False
    default_storage.delete(path_of(stored.sha256))
    stored.delete()
    return True
