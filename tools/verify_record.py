#!/usr/bin/env python3
"""Check a published decision record, or one certificate of it, without trusting who published it.

    python3 verify_record.py FOLDER | FILE.zip | https://HOST/record | CERTIFICATE.json
                             [--key KEY] [--checkpoint FILE]

This one file needs Python 3.10 or later and nothing else; with the `cryptography` package signatures are checked
faster. Every entry is held against its hash, the tree of RFC 6962 is built anew over the hashes (C2SP tlog-tiles
layout), and the root and signature of every checkpoint are checked. With `--checkpoint`, a checkpoint that you kept
earlier must be one of the same history; with `--key`, the key you trust must be one of those published.

Ends with 0 when nothing contradicts the record, 1 when something does (each fault names its entries), 2 on misuse.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

WIDTH, HASH = 256, 32
HAND_OVER = "hand-over of the key"


class Misuse(Exception):
    """What was asked for cannot be checked at all."""


# Where the record is read from --------------------------------------------------------------------------------------


class Folder:
    """An exported folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def read(self, name: str) -> bytes | None:
        """Give the content of a file; None when it is not there."""
        path = self.root / name
        return path.read_bytes() if path.is_file() else None

    def names(self, under: str) -> list[str]:
        """List the files under a folder."""
        return [path.relative_to(self.root).as_posix() for path in (self.root / under).rglob("*") if path.is_file()]


class Archive:
    """An exported file."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        self.known = set(self.zip.namelist())

    def read(self, name: str) -> bytes | None:
        """Give the content of a file; None when it is not there."""
        return self.zip.read(name) if name in self.known else None

    def names(self, under: str) -> list[str]:
        """List the files under a folder."""
        return [name for name in self.known if name.startswith(under + "/")]


class Web:
    """A record that is served; it cannot be listed, so only its newest checkpoint is seen."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix.rstrip("/")

    def read(self, name: str) -> bytes | None:
        """Give what is served under a name; None when it is not there."""
        try:
            with urllib.request.urlopen(f"{self.prefix}/{name}", timeout=60) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as fault:
            if fault.code == 404:
                return None
            raise Misuse(f"{self.prefix}/{name}: {fault}") from None
        except OSError as fault:
            raise Misuse(f"{self.prefix}/{name}: {fault}") from None

    def names(self, under: str) -> list[str]:
        """List nothing."""
        return []


Source = Folder | Archive | Web


def tile_name(level: int | str, index: int, width: int) -> str:
    """Write the name of a tile, or of a bundle of entries: 1234067 is `x001/x234/067`."""
    digits = str(index).zfill(-(-len(str(index)) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{path}" + (f".p/{width}" if width < WIDTH else "")


def span_of(name: str) -> tuple[int, int]:
    """Read the first entry and the width of a bundle from its name."""
    found = re.fullmatch(r"tile/entries/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([0-9]+))?", name)
    if found is None:
        raise Misuse(f"{name} is no bundle of entries")
    return int(re.sub("[x/]", "", found[1])) * WIDTH, int(found[2] or WIDTH)


def split(bundle: bytes, width: int) -> list[bytes]:
    """Cut a bundle into its entries, as many as there should be; empty ones where it ends too early."""
    entries: list[bytes] = []
    at = 0
    while at + 2 <= len(bundle) and len(entries) < width:
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        entries.append(bundle[at + 2 : end])
        at = end
    return entries + [b""] * (width - len(entries))


# Hashes -------------------------------------------------------------------------------------------------------------


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Join complete subtrees, largest first, into the root."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    joined = hashes[-1]
    for left in reversed(hashes[:-1]):
        joined = node_hash(left, joined)
    return joined


def included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Follow an inclusion proof (RFC 9162, 2.1.3.2)."""
    first, last = index, size - 1
    for sibling in proof:
        if last == 0 or len(sibling) != HASH:
            return False
        if first & 1 or first == last:
            leaf = node_hash(sibling, leaf)
            while first and not first & 1:
                first, last = first >> 1, last >> 1
        else:
            leaf = node_hash(leaf, sibling)
        first, last = first >> 1, last >> 1
    return last == 0 and leaf == root


# Ed25519 ------------------------------------------------------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
Point = tuple[int, int, int, int]


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Verify a signature, by the `cryptography` package or by the equations of RFC 8032."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return signed_by_equation(public, signature, message)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def signed_by_equation(public: bytes, signature: bytes, message: bytes) -> bool:
    """Verify a signature with nothing but integers (RFC 8032, 5.1.7)."""
    key, half, number = point_of(public), point_of(signature[:32]), int.from_bytes(signature[32:], "little")
    base = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    if key is None or half is None or base is None or number >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = point_times(number, base), point_add(half, point_times(challenge, key))
    return not ((left[0] * right[2] - right[0] * left[2]) % P or (left[1] * right[2] - right[1] * left[2]) % P)


def point_add(one: Point, other: Point) -> Point:
    """Add two points of the curve."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_times(times: int, point: Point) -> Point:
    """Add a point so many times."""
    total = (0, 1, 1, 0)
    while times:
        if times & 1:
            total = point_add(total, point)
        point, times = point_add(point, point), times >> 1
    return total


def point_of(data: bytes) -> Point | None:
    """Read a point; None when the bytes name none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


# Keys, notes, checkpoints -------------------------------------------------------------------------------------------


class Key(NamedTuple):
    """A published key."""

    name: str
    number: bytes
    raw: bytes


class Term(NamedTuple):
    """A key as it is published: from which size it signs, since when, and the statement by which it took over."""

    key: Key
    text: str
    from_size: int
    since: str
    hand_over: str


class Said(NamedTuple):
    """What a checkpoint says."""

    size: int
    root: bytes


def decode(text: str, length: int) -> bytes | None:
    """Read base64 of so many bytes, written in the one right way; None otherwise."""
    try:
        found = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return found if len(found) == length and base64.b64encode(found).decode() == text else None


def parse_key(text: str) -> Key | None:
    """Read a published key; None when it is malformed."""
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
    raw = decode(found[3], 33) if found else None
    if found is None or raw is None or raw[:1] != b"\x01":
        return None
    number = hashlib.sha256(found[1].encode() + b"\n" + raw).digest()[:4]
    return Key(found[1], number, raw[1:]) if number.hex() == found[2] else None


def signers(note: str, keys: Iterable[Key]) -> set[Key]:
    """Name the known keys that signed a note; none when any of it is malformed or false."""
    text, separator, lines = note.rpartition("\n\n")
    found: set[Key] = set()
    known = {(key.name, key.number): key for key in keys}
    if not separator or not lines.endswith("\n"):
        return found
    for line in lines[:-1].split("\n"):
        match = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
        if match is None:
            return set()
        signature = decode(match[2], 68)
        key = known.get((match[1], signature[:4])) if signature else None
        if key is not None and signature is not None:
            if not signed_by(key.raw, signature[4:], (text + "\n").encode()):
                return set()
            found.add(key)
    return found


def parse_checkpoint(note: str) -> Said | None:
    """Read what a checkpoint says; None when it is none."""
    lines = note.rpartition("\n\n")[0].split("\n")
    if len(lines) != 3 or not lines[0] or not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1]):
        return None
    root = decode(lines[2], HASH)
    return Said(int(lines[1]), root) if root else None


class Keys:
    """The published keys, each signing from one size to the next one's, and the statements that hand over."""

    def __init__(self, published: Any, trusted: str) -> None:
        self.terms: list[Term] = []
        if published is None and trusted:
            published = {"keys": [{"key": trusted, "from_size": 0, "since": "", "hand_over": ""}]}
        try:
            for each in published["keys"]:
                key = parse_key(str(each["key"]))
                if key is None:
                    raise ValueError
                told = (str(each["key"]), int(each["from_size"]), str(each["since"]), str(each["hand_over"]))
                self.terms.append(Term(key, *told))
        except (ValueError, KeyError, TypeError):
            self.terms = []
        self.fault = self._fault(trusted)

    def _fault(self, trusted: str) -> str:
        if not self.terms or self.terms[0].from_size != 0:
            return "no key is published from the start"
        if trusted and trusted not in [term.text for term in self.terms]:
            return "the key you trust is not among those published"
        for old, new in pairwise(self.terms):
            lines = [old.key.name, HAND_OVER, old.text, new.text, str(new.from_size), new.since]
            both = {old.key, new.key}
            text = new.hand_over.rpartition("\n\n")[0]
            if new.from_size < old.from_size or text.split("\n") != lines or signers(new.hand_over, both) != both:
                return f"{new.text} did not take over by a statement of both keys"
        return ""

    def at(self, size: int) -> list[Key]:
        """Name the keys that may sign a checkpoint of this size."""
        ends = [*(term.from_size for term in self.terms[1:]), size][: len(self.terms)]
        return [term.key for term, end in zip(self.terms, ends, strict=False) if term.from_size <= size <= end]


# The audit ----------------------------------------------------------------------------------------------------------


class Fault(NamedTuple):
    """Something that contradicts the record, and the entries it names, both inclusive."""

    first: int
    last: int
    code: str
    more: str = ""

    def __str__(self) -> str:
        """Write one line."""
        where = f"entry {self.first}" if self.first == self.last else f"entries {self.first} to {self.last}"
        return f"{self.code}: {where}" + (f" ({self.more})" if self.more else "")


class Audit:
    """One pass over the entries of a record up to its newest checkpoint."""

    def __init__(self, source: Source, keys: Keys, kept: Iterable[str] = ()) -> None:
        self.source, self.keys = source, keys
        self.faults: list[Fault] = []
        newest = text_of(source.read("checkpoint"))
        said = parse_checkpoint(newest)
        if said is None:
            raise Misuse("no checkpoint is there: this is not a published record")
        older = [name for name in source.names("checkpoints") if not name.endswith(".tst")]
        self.notes = {newest, *kept} | {text_of(source.read(name)) for name in older}
        self.size = said.size
        self.peaks: list[bytes] = []
        self.levels: list[list[bytes]] = []
        self.runs: list[list[int]] = []
        self.missing: list[int] = []
        self.time = ""
        self.wanted = {each.size for each in map(parse_checkpoint, self.notes) if each}
        self.roots: dict[int, bytes] = {0: fold([])}

    def fault(self, code: str, first: int, last: int | None = None, more: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(first, first if last is None else last, code, more))

    def run(self) -> list[Fault]:
        """Look at everything; give the faults, first entry first."""
        if self.keys.fault:
            self.fault("keys-contradicted", 0, max(self.size - 1, 0), self.keys.fault)
        for index in range(-(-self.size // WIDTH)):
            self.bundle(index, min(WIDTH, self.size - index * WIDTH))
        self.misplaced()
        self.upper_tiles()
        self.checkpoints()
        return sorted(self.faults)

    def bundle(self, index: int, width: int) -> None:
        """Hold up to 256 entries against their hashes."""
        entries = split(self.source.read(tile_name("entries", index, width)) or b"", width)
        hashes = self.source.read(tile_name(0, index, width)) or b""
        for place, entry in enumerate(entries):
            self.entry(index * WIDTH + place, entry, hashes[place * HASH : (place + 1) * HASH])

    def entry(self, seq: int, entry: bytes, stored: bytes) -> None:
        """Hold one entry against its hash and its number; the tree is built on the hash."""
        if len(stored) != HASH:
            self.fault("node-missing", seq)
            stored = leaf_hash(entry)
        number = self.number(seq, entry)
        if not entry:
            self.missing.append(seq)
        elif number is not None and number != seq:
            shift = seq - number
            if self.runs and self.runs[-1][1:] == [seq - 1, shift]:
                self.runs[-1][1] = seq
            else:
                self.runs.append([seq, seq, shift])
        elif number is None or leaf_hash(entry) != stored:
            self.fault("changed", seq)
        self.grow(seq, stored)

    def number(self, seq: int, entry: bytes) -> int | None:
        """Read the number an entry says, after a look at its time; None when it says none."""
        try:
            fields = json.loads(entry)
            number, time = fields["seq"], fields["recorded_at"]
        except (ValueError, KeyError, TypeError):
            return None
        if type(number) is not int or type(time) is not str:
            return None
        if number == seq:
            if time < self.time:
                self.fault("time-goes-back", seq)
            self.time = time
        return number

    def grow(self, seq: int, joined: bytes) -> None:
        """Add a leaf: `peaks` are the tree's complete subtrees, `levels` the hashes that upper tiles hold."""
        height, at = 0, seq
        while at & 1:
            joined, at, height = node_hash(self.peaks.pop(), joined), at >> 1, height + 1
            if height % 8 == 0:
                if len(self.levels) < height // 8:
                    self.levels.append([])
                self.levels[height // 8 - 1].append(joined)
        self.peaks.append(joined)
        if seq + 1 in self.wanted:
            self.roots[seq + 1] = fold(self.peaks)

    def misplaced(self) -> None:
        """Name entries that are gone, that stand in each other's place, or after the end that was signed."""
        present = self.size
        while self.missing and self.missing[-1] == present - 1:
            self.missing.pop()
            present -= 1
        shift = self.displaced(present)
        if self.size - present not in (0, -shift):
            self.fault("removed", present, self.size - 1)
        for first, last in spans(self.missing):
            self.fault("removed", first, last)
        beyond = self.beyond()
        if len(beyond) != shift:
            for seq in beyond:
                self.fault("inserted", seq)

    def displaced(self, present: int) -> int:
        """Name runs of entries whose numbers are off, and say by how many the last one is."""
        off, by_first = 0, {first: (last, shift) for first, last, shift in self.runs}
        for first, last, shift in self.runs:
            partner = first - shift
            if by_first.get(partner) == (partner + last - first, -shift):
                if first < partner:
                    self.fault("swapped", first, partner + last - first, f"{first} and {partner}")
            elif last != present - 1:
                self.fault("moved", first, last, f"says it is {partner}")
            elif shift > 0:
                self.fault("inserted", first - shift, first - 1)
                off = shift
            else:
                self.fault("removed", first, first - shift - 1, "and those after it renumbered")
                off = shift
        return off

    def beyond(self) -> list[int]:
        """Number the entries that stand after the end that was signed."""
        found = set()
        for name in self.source.names("tile/entries"):
            first, width = span_of(name)
            if first + width > self.size:
                entries = split(self.source.read(name) or b"", width)
                found |= {first + place for place, entry in enumerate(entries) if entry and first + place >= self.size}
        return sorted(found)

    def upper_tiles(self) -> None:
        """Hold the hashes of full tiles against the tiles above them; name the lowest that differ."""
        broken: set[int] = set()
        for level, hashes in enumerate(self.levels, start=1):
            span, above = WIDTH**level, set()
            for index in range(-(-len(hashes) // WIDTH)):
                width = min(WIDTH, len(hashes) - index * WIDTH)
                stored = self.source.read(tile_name(level, index, width)) or b""
                for place in range(width):
                    at = index * WIDTH + place
                    if stored[place * HASH : (place + 1) * HASH] != hashes[at]:
                        above.add(at // WIDTH)
                        if at not in broken:
                            self.fault("subtree-changed", at * span, (at + 1) * span - 1)
            broken = above

    def checkpoints(self) -> None:
        """Hold every checkpoint against the tree at its size."""
        agreed, contradicted = 0, False
        parsed = [(parse_checkpoint(note), note) for note in self.notes]
        for _ in range(sum(said is None for said, _ in parsed)):
            self.fault("checkpoint-changed", 0, max(self.size - 1, 0))
        for said, note in sorted((said, note) for said, note in parsed if said is not None):
            last = max(said.size - 1, 0)
            if not signers(note, self.keys.at(said.size)):
                self.fault("checkpoint-unsigned", 0, last, f"size {said.size}")
            elif said.size > self.size:
                self.fault("removed", self.size, last, f"a checkpoint has size {said.size}")
            elif self.roots[said.size] == said.root:
                agreed = said.size
            elif not contradicted:
                contradicted = True
                self.fault("checkpoint-contradicted", agreed, last, f"size {said.size}")


def text_of(content: bytes | None) -> str:
    """Read a note; what is not UTF-8 is no note."""
    return (content or b"").decode("utf-8", errors="replace")


def spans(numbers: Iterable[int]) -> list[list[int]]:
    """Join neighbouring numbers into spans, first and last."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


# One certificate ----------------------------------------------------------------------------------------------------


def certificate_faults(content: bytes, trusted: str) -> list[str]:
    """Say what is wrong with a certificate; nothing when it holds."""
    try:
        told = json.loads(content)
        entry, index, size = base64.b64decode(told["entry"], validate=True), told["index"], told["size"]
        proof = [base64.b64decode(each, validate=True) for each in told["inclusion"]]
        note, keys = told["checkpoint"], Keys({"keys": told["keys"]}, trusted)
        said, fields = parse_checkpoint(note), json.loads(entry)
        if type(index) is not int or type(size) is not int or said is None or not 0 <= index < size:
            raise ValueError
        number, reads = fields["seq"], told["reads"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ["this is not a certificate"]
    tests = [
        (number == index, "the entry has another number"),
        (reads == fields, "what it reads is not what its bytes say"),
        (said.size == size, "the checkpoint is of another size"),
        (included(leaf_hash(entry), index, size, proof, said.root), "the entry is not in the tree of the checkpoint"),
        (not keys.fault, keys.fault),
        (bool(signers(note, keys.at(size))), "the checkpoint is not signed by the record's key"),
    ]
    return [fault for good, fault in tests if not good]


# The command --------------------------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command, check, and give the exit code."""
    parser = argparse.ArgumentParser(description="Check a published decision record or one of its certificates.")
    parser.add_argument("source", help="exported folder or .zip, address of the record, or a certificate")
    parser.add_argument("--key", default="", help="the key you trust, as published at /record/keys")
    parser.add_argument("--checkpoint", action="append", default=[], type=Path, help="a checkpoint you kept earlier")
    asked = parser.parse_args(arguments)
    try:
        if asked.key and parse_key(asked.key) is None:
            raise Misuse("--key is not a key")
        return check(asked.source, asked.key, [text_of(path.read_bytes()) for path in asked.checkpoint])
    except (Misuse, OSError, zipfile.BadZipFile) as fault:
        print(f"cannot be checked: {fault}", file=sys.stderr)
        return 2


def check(place: str, trusted: str, kept: list[str]) -> int:
    """Check what stands at a place."""
    path = Path(place)
    if not trusted:
        print("note: the keys are those that are published with it; --key names one you trust")
    if path.is_file() and path.suffix != ".zip":
        return tell(certificate_faults(path.read_bytes(), trusted), "the certificate holds")
    source = source_at(place, path)
    content = source.read("keys")
    try:
        published = json.loads(content) if content else None
    except ValueError:
        published = {}
    audit = Audit(source, Keys(published, trusted), kept)
    faults = audit.run()
    root = base64.b64encode(fold(audit.peaks)).decode()
    return tell(faults, f"the record holds: {audit.size} entries, {len(audit.notes)} checkpoints, root {root}")


def source_at(place: str, path: Path) -> Source:
    """Say how what stands at a place is read."""
    if place.startswith(("http://", "https://")):
        return Web(place)
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Archive(path)
    raise Misuse(f"{place} is not there")


def tell(faults: Sequence[object], good: str) -> int:
    """Print the faults, or that there are none."""
    for fault in faults:
        print(fault)
    print(f"faulty: {len(faults)} faults" if faults else good)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
