"""What goes into an entry, before the record gives it its number and its time."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Literal

from timonel.domain.canonical import MAX_INTEGER, NotCanonical, check, escape, unchecked
from timonel.domain.tiles import MAX_ENTRY
from timonel.record.errors import RecordRefusal

FORMAT = 1
"""The version of the entry's form; a reader of later forms still meets entries of this one."""

SALT_SIZE = 32
WITHHELD = "withheld"
"""The one key of the object that stands for a reserved value; its value is the salted hash, in hexadecimal."""

SHRINKABLE = ("facts", "changes", "findings")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Reserved:
    """A value that is personal or reserved: the entry holds its salted hash, the opening is kept apart."""

    value: Any


@dataclass(frozen=True, slots=True)
class Opened:
    """What opens one hash of an entry: its place as a JSON pointer, the canonical value and the salt."""

    name: str
    value: str
    salt: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """All that an entry says, but for its number and the time of recording, which `append` gives.

    `on` is the legal day, `source_at` what an imported row says of its time. `person` is an opaque id, `framework`
    the content hash (64 hexadecimal digits) of the framework in force. `basis` lists the legal bases, each a mapping
    with at least `instrument`. `appointment` says how the person holds the post. `cause` is the entry this one
    carries out. Personal or reserved values in `facts`, `changes` and `findings` are wrapped in `Reserved`.
    """

    act: str
    on: date
    person: str
    post: str
    power: str
    framework: str
    origin: Literal["act", "import", "demonstration"] = "act"
    outcome: Literal["done", "refused"] = "done"
    appointment: str = ""
    institution: str | None = None
    subject_kind: str = ""
    subject_number: str = ""
    basis: Sequence[Mapping[str, Any]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    facts_schema: int = 1
    changes: Mapping[str, Any] = field(default_factory=dict)
    findings: Sequence[Any] = ()
    source_at: datetime | None = None
    cause: int | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft in its final form, all but number and time, and the openings of what it withholds."""

    fields: dict[str, Any]
    openings: tuple[Opened, ...]

    def body(self, seq: int, recorded_at: str) -> bytes:
        """Write the bytes of the entry."""
        return unchecked({**self.fields, "seq": seq, "recorded_at": recorded_at})


def instant(moment: datetime) -> str:
    """Write an instant as the record does: UTC, always with microseconds, so that texts sort as times do."""
    if moment.tzinfo is None:
        raise RecordRefusal("time-without-zone", {"value": str(moment)})
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def prepare(draft: EntryDraft) -> Prepared:
    """Hash what is reserved, check the form and see that the entry fits into a tile's bundle.

    Facts, changes or findings that make it too large (65,535 bytes are still taken) are replaced by their hash, the
    largest first. Refused with `RecordRefusal` or `NotCanonical`: a draft whose words or form the record does not know.
    """
    _check_words(draft)
    openings: list[Opened] = []
    fields = _withhold(_fields(draft), "", openings)
    check(fields)
    prepared = Prepared(fields, tuple(openings))
    while len(prepared.body(MAX_INTEGER, instant(datetime.max.replace(tzinfo=UTC)))) > MAX_ENTRY:
        prepared = _shrink(prepared)
    return prepared


def _check_words(draft: EntryDraft) -> None:
    for name, known in (("origin", ("act", "import", "demonstration")), ("outcome", ("done", "refused"))):
        if getattr(draft, name) not in known:
            raise RecordRefusal("unknown-word", {"field": name, "value": str(getattr(draft, name))})
    if not _HASH.fullmatch(draft.framework):
        raise RecordRefusal("framework-not-a-hash", {"value": draft.framework})
    for name in ("act", "person"):
        if not getattr(draft, name):
            raise RecordRefusal("field-empty", {"field": name})
    if bool(draft.subject_kind) != bool(draft.subject_number):
        raise RecordRefusal("half-a-subject", {"kind": draft.subject_kind, "number": draft.subject_number})


def _fields(draft: EntryDraft) -> dict[str, Any]:
    subject = {"kind": draft.subject_kind, "number": draft.subject_number} if draft.subject_kind else None
    return {
        "format": FORMAT,
        "act": draft.act,
        "on": draft.on.isoformat(),
        "source_at": instant(draft.source_at) if draft.source_at else None,
        "origin": draft.origin,
        "outcome": draft.outcome,
        "person": draft.person,
        "post": draft.post,
        "appointment": draft.appointment,
        "institution": draft.institution,
        "power": draft.power,
        "basis": draft.basis,
        "framework": draft.framework,
        "subject": subject,
        "facts": draft.facts,
        "facts_schema": draft.facts_schema,
        "changes": draft.changes,
        "findings": draft.findings,
        "cause": draft.cause,
    }


def instruments(fields: Mapping[str, Any]) -> list[str]:
    """Name the instruments that an entry cites, each once, in order."""
    named = (basis.get("instrument") for basis in fields["basis"])
    return list(dict.fromkeys(name for name in named if name))


def _withhold(value: Any, at: str, openings: list[Opened]) -> Any:
    """Copy a value with each `Reserved` replaced by its hash, and gather what opens them."""
    if isinstance(value, Reserved):
        return _hashed(value.value, at, openings)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise NotCanonical("key-not-ascii", {"at": at, "key": repr(key)})
        return {key: _withhold(inner, f"{at}/{escape(key)}", openings) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_withhold(inner, f"{at}/{position}", openings) for position, inner in enumerate(value)]
    return value


def _hashed(value: Any, at: str, openings: list[Opened]) -> dict[str, str]:
    check(value, at)
    opened = Opened(at, unchecked(value).decode(), secrets.token_bytes(SALT_SIZE))
    openings.append(opened)
    return {WITHHELD: salted_hash(opened)}


def salted_hash(opened: Opened) -> str:
    """Hash the salt and then the canonical value; in hexadecimal, as the entry holds it."""
    return sha256(opened.salt + opened.value.encode()).hexdigest()


def _shrink(prepared: Prepared) -> Prepared:
    sizes = {name: len(unchecked(prepared.fields[name])) for name in SHRINKABLE}
    largest = max(sizes, key=lambda name: sizes[name])
    if sizes[largest] <= len(unchecked({WITHHELD: "0" * 64})):
        raise RecordRefusal("entry-too-large", {"limit": MAX_ENTRY})
    openings = list(prepared.openings)
    short = _hashed(prepared.fields[largest], f"/{largest}", openings)
    return Prepared({**prepared.fields, largest: short}, tuple(openings))
