"""Signed notes and checkpoints as others write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.record.making import auditors_program
from timonel.domain.merkle import EMPTY_ROOT
from timonel.record.notes import Checkpoint, PublicKey, SecretKey, encode, sign, signers, text_of

# The key and the note of the Go module golang.org/x/mod/sumdb/note, which the specification comes from.
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
KEY = SecretKey("gobernanza.example.cl/record", b"\x07" * 32)
OTHER = SecretKey("gobernanza.example.cl/record", b"\x08" * 32)
WITNESS = SecretKey("witness.example.org", b"\x09" * 32)
HEAD = Checkpoint("gobernanza.example.cl/record", 20852163, EMPTY_ROOT)


def test_a_note_of_the_go_module_verifies_and_comes_out_the_same():
    secret, public = SecretKey.parse(GO_SECRET), PublicKey.parse(GO_KEY)
    assert secret.public == public
    assert (secret.text, public.text) == (GO_SECRET, GO_KEY)
    assert signers(GO_NOTE, [public]) == [public]
    assert sign(text_of(GO_NOTE), secret) == GO_NOTE


def test_a_checkpoint_is_three_lines_and_a_signature():
    note = sign(HEAD.text, KEY)
    lines = note.split("\n")
    assert lines[:4] == ["gobernanza.example.cl/record", "20852163", encode(EMPTY_ROOT), ""]
    assert lines[4].startswith("— gobernanza.example.cl/record ")
    assert lines[5:] == [""]
    assert Checkpoint.parse(note) == HEAD
    assert signers(note, [KEY.public]) == [KEY.public]


def test_lines_of_witnesses_are_passed_over_and_known_ones_counted():
    note = sign(HEAD.text, KEY, WITNESS)
    assert signers(note, [KEY.public]) == [KEY.public]
    assert signers(note, [KEY.public, WITNESS.public]) == [KEY.public, WITNESS.public]
    assert signers(note, [OTHER.public]) == []
    assert Checkpoint.parse(note) == HEAD


def test_a_false_signature_in_a_known_name_spoils_the_note():
    note = sign(HEAD.text, KEY, WITNESS)
    changed = note.replace("20852163", "20852164")
    assert signers(changed, [KEY.public]) is None
    assert signers(changed, [OTHER.public]) == []


@pytest.mark.parametrize(
    "note",
    [
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n— name",
        "text\n\nname c2ln\n",
        "text\n\n— na me c2ln\n",
        "text\n\n— name !!\n",
        sign(HEAD.text, KEY).rstrip("\n"),
        sign(HEAD.text, KEY) + "more\n",
        sign(HEAD.text, KEY) + "\n",
    ],
)
def test_what_is_no_note_has_no_signers(note):
    assert not signers(note, [KEY.public])


@pytest.mark.parametrize(
    "text",
    [
        "origin\n01\nROOT\n",
        "origin\n-1\nROOT\n",
        "origin\n1 \nROOT\n",
        "origin\n１\nROOT\n",
        "\n1\nROOT\n",
        "origin\n1\n\n",
        "origin\n1\nAAAA\n",
        "origin\n1\nROOT\nextension\n",
        "origin\n1\n",
        "origin\n99999999999999999999\nROOT\n",
        "origin\n1\nROOT=\n",
    ],
)
def test_what_is_no_checkpoint_is_not_read_as_one(text):
    note = sign(text.replace("ROOT", encode(EMPTY_ROOT)), KEY)
    assert Checkpoint.parse(note) is None
    assert auditors_program().parse_checkpoint(note) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        GO_KEY.replace("c74f20a3", "c74f20a4"),
        GO_KEY[:-1],
        GO_KEY + "=",
        GO_KEY.replace("PeterNeumann", "Peter Neumann"),
        "name+00000000+AAAA",
        GO_KEY.replace("+AR", "+BR"),
    ],
)
def test_what_is_no_key_is_not_read_as_one(text):
    assert PublicKey.parse(text) is None
    assert auditors_program().parse_key(text) is None


def test_a_secret_key_is_not_read_with_the_id_of_another():
    assert SecretKey.parse(GO_SECRET.replace("c74f20a3", "c74f20a4")) is None
    assert SecretKey.parse("nonsense") is None


@settings(deadline=None)
@given(st.text())
def test_no_text_makes_a_reader_raise(text):
    assert signers(text, [KEY.public]) in (None, [])
    assert Checkpoint.parse(text) is None
    assert PublicKey.parse(text) is None
    assert auditors_program().signers(text, []) == set()


# The auditor's own Ed25519 -----------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=30)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 64 * 8 - 1))
def test_the_auditors_equations_agree_with_the_library(seed, message, bit):
    program = auditors_program()
    key = SecretKey("x", seed)
    signature = program.decode(key.line(message.hex()).split(" ")[2].strip(), 68)[4:]
    said = message.hex().encode()
    assert program.signed_by_equation(key.public.raw, signature, said)
    assert program.signed_by(key.public.raw, signature, said)
    turned = bytearray(signature)
    turned[bit // 8] ^= 1 << bit % 8
    assert not program.signed_by_equation(key.public.raw, bytes(turned), said)
    assert not program.signed_by_equation(key.public.raw, signature, said + b"!")


def test_the_equations_hold_for_the_first_vector_of_rfc_8032():
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    )
    assert auditors_program().signed_by_equation(public, signature, b"")
    assert not auditors_program().signed_by_equation(public[::-1], signature, b"")
    assert not auditors_program().signed_by_equation(public, signature[:32] + b"\xff" * 32, b"")
