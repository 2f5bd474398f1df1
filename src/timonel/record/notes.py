"""Signed notes and checkpoints as C2SP writes them, so that verifiers of others can read ours.

A note is a text, an empty line and signature lines `— name base64(key id, signature)`, here with Ed25519. A checkpoint
is a note of three lines: origin, size, root. https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from timonel.domain.merkle import HASH_SIZE

_ED25519 = b"\x01"
_KEY = re.compile(r"(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/=]+)")
_SIGNATURE = re.compile(r"— (?P<name>[^\s+]+) (?P<signature>[A-Za-z0-9+/=]+)")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


def decode(text: str, length: int) -> bytes | None:
    """Read base64 of exactly so many bytes, written in the one canonical way; None otherwise."""
    try:
        found = b64decode(text, validate=True)
    except (Error, ValueError):
        return None
    return found if len(found) == length and encode(found) == text else None


def encode(content: bytes) -> str:
    """Write base64 with padding."""
    return b64encode(content).decode()


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that verifies notes; its text is `name+id+base64`, the `vkey` of the specification."""

    name: str
    raw: bytes

    @property
    def id(self) -> bytes:
        """Give the four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    @property
    def text(self) -> str:
        """Write the key as it is published."""
        return f"{self.name}+{self.id.hex()}+{encode(_ED25519 + self.raw)}"

    @classmethod
    def parse(cls, text: str) -> PublicKey | None:
        """Read a published key; None when it is not one of Ed25519, or its id is not its own."""
        found = _KEY.fullmatch(text)
        raw = decode(found["key"], 1 + 32) if found else None
        if found is None or raw is None or raw[:1] != _ED25519:
            return None
        key = cls(found["name"], raw[1:])
        return key if key.text == text else None

    def verifies(self, text: str, signature: bytes) -> bool:
        """Say whether this key made the signature over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A key that signs notes; its text is `PRIVATE+KEY+name+id+base64`."""

    name: str
    seed: bytes

    @property
    def public(self) -> PublicKey:
        """Give the key that verifies what this one signs."""
        return PublicKey(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """Write the key as it is kept in its file."""
        return f"PRIVATE+KEY+{self.name}+{self.public.id.hex()}+{encode(_ED25519 + self.seed)}"

    @classmethod
    def parse(cls, text: str) -> SecretKey | None:
        """Read a kept key; None when it is not one, or its id is not its own."""
        found = _KEY.fullmatch(text.removeprefix("PRIVATE+KEY+"))
        seed = decode(found["key"], 1 + 32) if found else None
        if found is None or seed is None:
            return None
        key = cls(found["name"], seed[1:])
        return key if key.text == text else None

    def line(self, text: str) -> str:
        """Sign a text: give the signature line."""
        signature = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return f"— {self.name} {encode(self.public.id + signature)}\n"


def sign(text: str, *keys: SecretKey) -> str:
    """Make a note of a text that ends with a newline."""
    return text + "\n" + "".join(key.line(text) for key in keys)


def text_of(note: str) -> str:
    """Give the signed text of a note, whoever signed it; empty when it is no note."""
    text, separator, _ = note.rpartition("\n\n")
    return text + "\n" if separator else ""


def signers(note: str, known: Iterable[PublicKey]) -> list[PublicKey] | None:
    """Name the known keys that signed the note; None when it is malformed or one of their signatures is false.

    Lines of unknown keys, such as those of witnesses, are passed over.
    """
    text = text_of(note)
    lines = note[len(text) + 1 :].split("\n")
    if not text or not note.endswith("\n") or len(lines) < 2:
        return None
    found, by_name = [], {(key.name, key.id): key for key in known}
    for line in lines[:-1]:
        match = _SIGNATURE.fullmatch(line)
        signature = decode(match["signature"], 4 + 64) if match else None
        if match is None:
            return None
        key = by_name.get((match["name"], signature[:4])) if signature else None
        if key is not None and signature is not None:
            if not key.verifies(text, signature[4:]):
                return None
            found.append(key)
    return found


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: of which record, how many entries, with which root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """Write the three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{encode(self.root)}\n"

    @classmethod
    def parse(cls, note: str) -> Checkpoint | None:
        """Read what a note says, whoever signed it; None when it is no checkpoint. Extension lines are not taken."""
        lines = text_of(note).split("\n")
        if len(lines) != 4 or not lines[0] or not _SIZE.fullmatch(lines[1]):
            return None
        root = decode(lines[2], HASH_SIZE)
        return cls(lines[0], int(lines[1]), root) if root is not None else None
