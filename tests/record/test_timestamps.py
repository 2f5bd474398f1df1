"""Time-stamps of an authority (RFC 3161): kept only with the very note they were given for."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timonel.record import timestamps
from timonel.record.errors import RecordRefusal
from timonel.record.models import Checkpoint, TimeStamp

NOTE = "timonel\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n"
RESPONSE = base64.b64decode(
    "MIIBzDADAgEAMIIBwwYJKoZIhvcNAQcCoIIBtDCCAbACAQMxDzANBglghkgBZQMEAgEFADBpBgsqhkiG9w0BCRABBKBaBFgwVgIBAQYDKgME"
    "MDEwDQYJYIZIAWUDBAIBBQAEIG0LTxKUw6xxXIkOc5v2G+OqCRCntpLrDYLvx/oHn710AgECGBMyMDI2MTEyMzE1MjIxNC4xODVaAQH/MYIB"
    "LTCCASkCAQEwJDAMMQowCAYDVQQDDAF0AhQd0waCq0hkEzEZ4JH//0mH9I7yAjANBglghkgBZQMEAgEFAKCBmDAaBgkqhkiG9w0BCQMxDQYL"
    "KoZIhvcNAQkQAQQwHAYJKoZIhvcNAQkFMQ8XDTI2MTEyMzE1MjIxNFowKwYLKoZIhvcNAQkQAgwxHDAaMBgwFgQU61SADTCmhsO6lg1ssCRg"
    "hUkoyZwwLwYJKoZIhvcNAQkEMSIEIAdE4QWpPrrLN/TjWU4/xfTnp2R3PmyPBrIFdIIDaTARMAoGCCqGSM49BAMCBEgwRgIhAIeMwEMK52vz"
    "eza7epX7jrNOz86k0Ba5md5uneZVQehNAiEAgoHoYdLSvpG4/zVmU1ziwxdmhvr11TWg9pcwmLHovmA="
)
"""A whole response over NOTE by SHA-256, made with `openssl ts` and an authority of our own."""

TOKEN = base64.b64decode(
    "MIIB4gYJKoZIhvcNAQcCoIIB0zCCAc8CAQMxDzANBglghkgBZQMEAgEFADCBiAYLKoZIhvcNAQkQAQSgeQR3MHUCAQEGAyoDBDBRMA0GCWCG"
    "SAFlAwQCAwUABEAA8huOatGNZ0kWGN8vgXe1R1qnVNDUFCCllE1tcVo859jaa60cN6ZnRCShn40YPGKgTMo7VkFZywxzsWP4jsfDAgEDGBIy"
    "MDI2MTEyMzE1MjIxNC4yNloBAf8xggEsMIIBKAIBATAkMAwxCjAIBgNVBAMMAXQCFB3TBoKrSGQTMRngkf//SYf0jvICMA0GCWCGSAFlAwQC"
    "AQUAoIGYMBoGCSqGSIb3DQEJAzENBgsqhkiG9w0BCRABBDAcBgkqhkiG9w0BCQUxDxcNMjYxMTIzMTUyMjE0WjArBgsqhkiG9w0BCRACDDEc"
    "MBowGDAWBBTrVIANMKaGw7qWDWywJGCFSSjJnDAvBgkqhkiG9w0BCQQxIgQgeNKUXa+Zx55ynn05jZZPPN0OebcclMwk9NLy+MEJaYEwCgYI"
    "KoZIzj0EAwIERzBFAiBT5IvE6UAbd4rVBkmWItwzk+Xt1heP/oIvcfY3U5oaBQIhAP3MCClohi2kXN6o56nqi938qxy8e3ffzhwV1coDj92i"
)
"""A token over NOTE by SHA-512, likewise."""


def a_checkpoint(note):
    return Checkpoint.objects.create(size=1, root=b"\x00" * 32, note=note, created_at=datetime.now(UTC))


@pytest.mark.parametrize(
    ("token", "stated_at"),
    [
        (RESPONSE, datetime(2026, 11, 23, 15, 22, 14, 185000, tzinfo=UTC)),
        (TOKEN, datetime(2026, 11, 23, 15, 22, 14, 260000, tzinfo=UTC)),
    ],
)
def test_a_token_over_the_note_is_kept_as_it_was_given(db, token, stated_at):
    checkpoint = a_checkpoint(NOTE)
    timestamps.attach(checkpoint, token)
    kept = TimeStamp.objects.get()
    assert (kept.checkpoint, bytes(kept.token), kept.stated_at) == (checkpoint, token, stated_at)


@pytest.mark.parametrize("token", [RESPONSE, TOKEN])
def test_a_token_over_another_note_is_refused(db, token):
    checkpoint = a_checkpoint(NOTE.replace("1", "2"))
    with pytest.raises(RecordRefusal) as refused:
        timestamps.attach(checkpoint, token)
    assert refused.value.code == "time-stamp-of-something-else"
    assert not TimeStamp.objects.exists()


@pytest.mark.parametrize("token", [b"", b"x", b"\x30", b"\x30\x80\x00\x00", RESPONSE[:99], RESPONSE[8:], b"\x30\x00"])
def test_what_is_no_token_is_refused(token):
    with pytest.raises(RecordRefusal) as refused:
        timestamps.read(token)
    assert refused.value.code == "time-stamp-unreadable"


@settings(deadline=None)
@given(st.integers(0, len(TOKEN) - 1), st.integers(0, 255))
def test_a_damaged_token_is_refused_or_says_what_it_says(position, byte):
    damaged = TOKEN[:position] + bytes([byte]) + TOKEN[position + 1 :]
    try:
        timestamps.read(damaged)
    except RecordRefusal as refused:
        assert refused.code == "time-stamp-unreadable"
