"""Time-stamps by an authority outside (RFC 3161): kept beside the checkpoint they were given for.

Only what ties the token to the checkpoint is read here: the digest and the time it states. Whether the authority
really signed it is for the authority's own certificate to show (`openssl ts -verify`); nothing is sent anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from timonel.record.errors import RecordRefusal
from timonel.record.models import Checkpoint, TimeStamp

_SEQUENCE, _OCTETS, _OID, _TIME, _EXPLICIT = 0x30, 0x04, 0x06, 0x18, 0xA0
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_TST_INFO = bytes.fromhex("2a864886f70d0109100104")
_DIGESTS = {
    bytes.fromhex("608648016503040201"): "sha256",
    bytes.fromhex("608648016503040202"): "sha384",
    bytes.fromhex("608648016503040203"): "sha512",
}

Element = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a token states: the digest of something, and when the authority saw it."""

    algorithm: str
    digest: bytes
    stated_at: datetime


def attach(checkpoint: Checkpoint, token: bytes) -> TimeStamp:
    """Keep a token with the checkpoint whose note it is over. Refused when it is over anything else or unreadable."""
    stated = read(token)
    if hashlib.new(stated.algorithm, checkpoint.note.encode()).digest() != stated.digest:
        raise RecordRefusal("time-stamp-of-something-else", {"checkpoint": checkpoint.size})
    return TimeStamp.objects.create(checkpoint=checkpoint, token=token, stated_at=stated.stated_at)


def read(token: bytes) -> Statement:
    """Read what a token states; a whole response of an authority is taken too. Refused with `time-stamp-unreadable`."""
    try:
        return _statement(_elements(token))
    except (IndexError, ValueError, StopIteration, KeyError):
        raise RecordRefusal("time-stamp-unreadable") from None


def _statement(outer: list[Element]) -> Statement:
    content = _inside(outer[0], _SEQUENCE)
    if content[0][0] == _SEQUENCE:  # a response: its first part says how it went, its second is the token
        content = _inside(content[1], _SEQUENCE)
    signed = _inside(_typed(content, _SIGNED_DATA), _SEQUENCE)
    encapsulated = next(_inside(each, _SEQUENCE) for each in signed if each[0] == _SEQUENCE)
    octets = _typed(encapsulated, _TST_INFO)
    if octets[0] != _OCTETS:
        raise ValueError
    info = _inside(_elements(octets[1])[0], _SEQUENCE)
    imprint = _inside(info[2], _SEQUENCE)
    algorithm = _inside(imprint[0], _SEQUENCE)[0]
    moment = next(value for tag, value in info if tag == _TIME).decode("ascii")
    whole, _, fraction = moment.removesuffix("Z").partition(".")
    stated_at = datetime.strptime(f"{whole}.{fraction or 0}", "%Y%m%d%H%M%S.%f").replace(tzinfo=UTC)
    return Statement(_DIGESTS[algorithm[1]], imprint[1][1], stated_at)


def _typed(content: list[Element], kind: bytes) -> Element:
    """Give what stands in `[0]` after the object identifier that names its kind."""
    if content[0] != (_OID, kind):
        raise ValueError
    return _inside(content[1], _EXPLICIT)[0]


def _inside(element: Element, tag: int) -> list[Element]:
    if element[0] != tag:
        raise ValueError
    return _elements(element[1])


def _elements(content: bytes) -> list[Element]:
    return list(_walk(content))


def _walk(content: bytes) -> Iterator[Element]:
    """Cut DER into its elements: tag and content."""
    at = 0
    while at < len(content):
        tag, length, at = content[at], content[at + 1], at + 2
        if length >= 0x80:
            count = length & 0x7F
            if not 0 < count <= 4:
                raise ValueError
            length, at = int.from_bytes(content[at : at + count], "big"), at + count
        if at + length > len(content):
            raise ValueError
        yield tag, content[at : at + length]
        at += length
