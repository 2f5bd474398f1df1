"""Certificates: one entry, the proof that it is in the record, and the signed checkpoint, all in one document."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from timonel.domain.canonical import canonical
from timonel.domain.errors import TimonelError
from timonel.domain.merkle import HASH_SIZE, leaf_hash, verify_inclusion
from timonel.record import keys, proofs
from timonel.record.checkpoints import newest
from timonel.record.drafts import SALT_SIZE, Opened
from timonel.record.errors import NotYetSigned, RecordRefusal
from timonel.record.keys import PublishedKey, chain_holds, keys_for, parse_published
from timonel.record.models import Entry
from timonel.record.notes import Checkpoint, decode, signers
from timonel.record.openings import opened_entry

FORM = "timonel-certificate-1"


def certificate(seq: int, opened: Iterable[Opened] = ()) -> dict[str, Any]:
    """Make the certificate of an entry, with those openings that the caller has found the reader may see.

    Refused with `NotYetSigned` while no checkpoint covers the entry (`checkpoints.covering` makes one), and with
    `RecordRefusal` when there is no such entry.
    """
    entry = Entry.objects.filter(seq=seq).first()
    if entry is None:
        raise RecordRefusal("no-such-entry", {"entry": seq})
    checkpoint = newest()
    if checkpoint is None or checkpoint.size <= seq:
        raise NotYetSigned("not-yet-signed", {"entry": seq})
    ring = keys.key_ring()
    return {
        "form": FORM,
        "index": seq,
        "size": checkpoint.size,
        "entry": b64encode(entry.body).decode(),
        "reads": entry.said,
        "leaf": entry.leaf.hex(),
        "inclusion": [b64encode(each).decode() for each in proofs.inclusion(seq, checkpoint.size)],
        "checkpoint": checkpoint.note,
        "keys": ring.as_published()["keys"],
        "opened": [{"name": each.name, "value": each.value, "salt": each.salt.hex()} for each in opened],
    }


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; the code says what, `good` whether it is right."""

    code: str
    good: bool
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a certificate is worth: everything that was looked at, and what the entry says, opened where it can be."""

    checks: tuple[Check, ...]
    seq: int | None = None
    entry: Mapping[str, Any] | None = None

    @property
    def good(self) -> bool:
        """Say whether all is right."""
        return all(check.good for check in self.checks)


@dataclass(frozen=True, slots=True)
class Parts:
    """A certificate whose form is right."""

    index: int
    size: int
    entry: bytes
    fields: dict[str, Any]
    reads: Any
    leaf: str
    inclusion: list[bytes]
    note: str
    checkpoint: Checkpoint
    published: tuple[PublishedKey, ...]
    opened: list[Opened]


def verify(document: bytes | str | Mapping[str, Any], trusted: Sequence[PublishedKey] | None = None) -> Verdict:
    """Check a certificate against nothing but the keys that are trusted: when none are given, those it carries itself.

    Looked at, in this order: `form` (and nothing more when it is wrong), `bytes` (canonical, with the number and the
    readable copy as said), `inclusion` (the proof leads from the bytes to the root), `checkpoint` (it says this size),
    `signature` (by a key that may sign that size), `keys` (each took over from the one before), `opening` per value.
    """
    try:
        return _verdict(parts(document), trusted)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Verdict((Check("form", False),))


def _verdict(read: Parts, trusted: Sequence[PublishedKey] | None) -> Verdict:
    published = read.published if trusted is None else trusted
    signed = signers(read.note, keys_for(published, read.size))
    root = read.checkpoint.root
    checks = [
        Check("form", True),
        Check("bytes", _bytes_hold(read), {"entry": read.index}),
        Check("inclusion", verify_inclusion(leaf_hash(read.entry), read.index, read.size, read.inclusion, root)),
        Check("checkpoint", read.checkpoint.size == read.size, {"size": read.size, "origin": read.checkpoint.origin}),
        Check("signature", bool(signed), {"keys": [key.text for key in signed or ()]}),
        Check("keys", chain_holds(published)),
    ]
    fields, wrong = opened_entry(json.loads(read.entry), read.opened)
    checks += [Check("opening", each.name not in wrong, {"name": each.name}) for each in read.opened]
    return Verdict(tuple(checks), read.index, fields)


def _bytes_hold(read: Parts) -> bool:
    try:
        same = canonical(read.fields) == read.entry
    except TimonelError:
        return False
    return same and read.reads == read.fields and read.fields["seq"] == read.index and read.leaf == _hex(read.entry)


def _hex(entry: bytes) -> str:
    return leaf_hash(entry).hex()


def parts(document: bytes | str | Mapping[str, Any]) -> Parts:
    """Take a certificate apart; any fault of its form raises one of the errors that `verify` catches."""
    said = json.loads(document) if isinstance(document, bytes | str) else document
    index, size, note = said["index"], said["size"], said["checkpoint"]
    checkpoint, published = Checkpoint.parse(note), parse_published(said)
    if said["form"] != FORM or type(index) is not int or type(size) is not int or checkpoint is None or not published:
        raise ValueError
    entry = _decoded(said["entry"])
    fields = json.loads(entry)
    if not isinstance(fields, dict) or "seq" not in fields:
        raise ValueError
    if not isinstance(said["inclusion"], list) or not isinstance(said["opened"], list):
        raise ValueError
    proof = [_hash(each) for each in said["inclusion"]]
    opened = [_opened(each) for each in said["opened"]]
    return Parts(index, size, entry, fields, said["reads"], said["leaf"], proof, note, checkpoint, published, opened)


def _decoded(text: str) -> bytes:
    found = decode(text, len(text) * 3 // 4 - text.count("="))
    if found is None:
        raise ValueError
    return found


def _hash(text: str) -> bytes:
    found = decode(text, HASH_SIZE)
    if found is None:
        raise ValueError
    return found


def _opened(said: Mapping[str, Any]) -> Opened:
    opened = Opened(str(said["name"]), str(said["value"]), bytes.fromhex(said["salt"]))
    json.loads(opened.value)
    if len(opened.salt) != SALT_SIZE:
        raise ValueError
    return opened
