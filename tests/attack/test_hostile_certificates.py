"""A certificate that somebody made up is answered as not genuine, never with a fault of ours."""

import copy
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.attack.doors import a_browser
from tests.factories import an_installation
from timonel.record.certificates import certificate
from timonel.record.checkpoints import make_checkpoint
from timonel.record.queries import verify_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def genuine():
    an_installation()
    make_checkpoint()
    return certificate(0)


def nested(depth):
    return "[" * depth + "]" * depth


def replaced(genuine, path, value):
    made = copy.deepcopy(genuine)
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return made


STRANGE = [None, True, -1, 0, 10**30, 1.5, "", "\ud800", "\0", "9" * 5000, [], {}, [[]], [None], {"a": 1}, ["\ud800"]]
OPENED = [
    {"name": "/facts/x", "value": '"\ud800"', "salt": "00" * 32},
    {"name": "/" + "9" * 5000, "value": "1", "salt": "00" * 32},
    {"name": "/basis/" + "9" * 5000, "value": "1", "salt": "00" * 32},
    {"name": "/basis/\u0663", "value": "1", "salt": "00" * 32},
    {"name": "\ud800", "value": "1", "salt": "00" * 32},
    {"name": "", "value": "1", "salt": "00" * 32},
    {"name": "/facts/framework/0", "value": nested(900), "salt": "00" * 32},
]


def test_no_part_of_a_certificate_can_be_such_that_checking_it_fails(genuine):
    assert verify_certificate(json.dumps(genuine)).good
    for part in genuine:
        for value in STRANGE:
            verdict = verify_certificate(json.dumps(replaced(genuine, [part], value)))
            assert not verdict.good or value == genuine[part] or part == "opened", (part, value)


def test_no_opened_value_can_be_such_that_checking_it_fails(genuine):
    for opened in OPENED:
        assert not verify_certificate(json.dumps(replaced(genuine, ["opened"], [opened]))).good


def test_a_note_with_half_a_letter_is_not_genuine(genuine):
    note = genuine["checkpoint"]
    for made in ("\ud800" + note, note.replace("\n", "\ud800\n", 1), note + "\ud800"):
        assert not verify_certificate(json.dumps(replaced(genuine, ["checkpoint"], made))).good


def test_however_deep_it_is_nested(genuine):
    for depth in [*range(700, 1010, 7), 5000]:
        for part in ("reads", "keys", "opened"):
            text = json.dumps(replaced(genuine, [part], "HERE")).replace('"HERE"', nested(depth))
            assert not verify_certificate(text).good


@pytest.mark.parametrize("sent", [b"", b"\0", b"\xff\xfe", b"[" * 900_000, b"null", b'{"form": 1}', b"1" * 900_000])
def test_an_upload_that_is_no_certificate_is_told_so(genuine, sent):
    answer = a_browser().post("/verify", {"certificate": SimpleUploadedFile("<b>.json", sent)})
    assert answer.status_code in (200, 422)
