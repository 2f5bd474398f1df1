"""The key that signs the record: one file, shared by the nodes, never in the database.

The file holds the secret key in use and every public key there has been. A new key takes over by a statement that
both sign; it is published, so that who trusts the first key can follow to the last.
"""

from __future__ import annotations

import json
import os
import secrets
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from timonel.record.drafts import instant
from timonel.record.errors import KeyFault
from timonel.record.notes import PublicKey, SecretKey, sign, signers, text_of

HAND_OVER = "hand-over of the key"


@dataclass(frozen=True, slots=True)
class PublishedKey:
    """A key, since when and from which size it signs, and the statement by which it took over (none for the first)."""

    key: PublicKey
    since: str
    from_size: int
    hand_over: str = ""

    def as_published(self) -> dict[str, Any]:
        """Give what `/record/keys` shows."""
        return {
            "key": self.key.text,
            "since": self.since,
            "from_size": self.from_size,
            "hand_over": self.hand_over,
        }


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The secret key in use and all public keys, oldest first."""

    secret: SecretKey
    published: tuple[PublishedKey, ...]

    def as_published(self) -> dict[str, Any]:
        """Give what `/record/keys` shows: nothing secret."""
        return {"origin": self.secret.name, "keys": [each.as_published() for each in self.published]}


def origin() -> str:
    """Name the record: `RECORD_ORIGIN`, or the address of the installation without its scheme, and `/record`."""
    given = getattr(settings, "RECORD_ORIGIN", "")
    if given:
        return str(given)
    address = urlsplit(settings.BASE_URL)
    return f"{address.netloc}{address.path.rstrip('/')}/record"


def path() -> Path:
    """Say where the key file is."""
    return Path(settings.RECORD_KEYS) / "record.json"


def key_ring() -> KeyRing:
    """Read the keys. Refused with `KeyFault` when the file is missing, unreadable or readable by others."""
    try:
        mode = path().stat().st_mode
        content = json.loads(path().read_text())
    except FileNotFoundError:
        raise KeyFault("key-missing", {"path": str(path())}) from None
    except (OSError, ValueError) as fault:
        raise KeyFault("key-unreadable", {"path": str(path()), "why": str(fault)}) from None
    if stat.S_IMODE(mode) & 0o077:
        raise KeyFault("key-open-to-others", {"path": str(path()), "mode": f"{stat.S_IMODE(mode):04o}"})
    secret = SecretKey.parse(str(content.get("secret", ""))) if isinstance(content, dict) else None
    published = parse_published(content)
    if secret is None or not published or published[-1].key != secret.public:
        raise KeyFault("key-unreadable", {"path": str(path()), "why": "not a key file"})
    return KeyRing(secret, published)


def parse_published(content: Any) -> tuple[PublishedKey, ...]:
    """Read the list that `/record/keys` publishes; empty when any of it is malformed."""
    try:
        found = [
            PublishedKey(
                PublicKey.parse(each["key"]),  # type: ignore[arg-type]  # None is dropped below
                str(each["since"]),
                int(each["from_size"]),
                str(each["hand_over"]),
            )
            for each in content["keys"]
        ]
    except (KeyError, TypeError, ValueError):
        return ()
    return () if any(each.key is None for each in found) else tuple(found)


def create_key(since: datetime) -> KeyRing:
    """Draw the first key. When another node was faster, its key is taken."""
    secret = SecretKey(origin(), secrets.token_bytes(32))
    ring = KeyRing(secret, (PublishedKey(secret.public, instant(since), 0),))
    draft = _write_draft(ring)
    try:
        os.link(draft, path())
    except FileExistsError:
        ring = key_ring()
    finally:
        draft.unlink()
    return ring


def hand_over(old: KeyRing, size: int, since: datetime) -> KeyRing:
    """Draw a new key that signs from this size on, let both keys state it, and put it into the old one's place.

    The name stays, as the record does; the old secret key is not kept. Called under the checkpoints' lock only.
    """
    secret = SecretKey(old.secret.name, secrets.token_bytes(32))
    text = statement(old.secret.public, secret.public, size, instant(since))
    published = PublishedKey(secret.public, instant(since), size, sign(text, old.secret, secret))
    ring = KeyRing(secret, (*old.published, published))
    _write_draft(ring).replace(path())
    return ring


def statement(old: PublicKey, new: PublicKey, size: int, since: str) -> str:
    """Write what the two keys sign when one takes over from the other."""
    return f"{old.name}\n{HAND_OVER}\n{old.text}\n{new.text}\n{size}\n{since}\n"


def chain_holds(published: Sequence[PublishedKey]) -> bool:
    """Say whether each key took over from the one before by a statement that both signed, at sizes that never fall."""
    if not published or published[0].from_size != 0:
        return False
    for old, new in pairwise(published):
        expected = statement(old.key, new.key, new.from_size, new.since)
        both = {old.key, new.key}
        if new.from_size < old.from_size or text_of(new.hand_over) != expected:
            return False
        if set(signers(new.hand_over, both) or ()) != both:
            return False
    return True


def keys_for(published: Iterable[PublishedKey], size: int) -> list[PublicKey]:
    """Name the keys that may sign a checkpoint of this size: each from its own start to the next one's, inclusive."""
    keys = list(published)
    ends = [*(each.from_size for each in keys[1:]), size][: len(keys)]
    return [each.key for each, end in zip(keys, ends, strict=True) if each.from_size <= size <= end]


def _write_draft(ring: KeyRing) -> Path:
    folder = path().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f"record.{secrets.token_hex(8)}.new"
    content = {"secret": ring.secret.text, **ring.as_published()}
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    return draft
