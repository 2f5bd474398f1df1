"""Signing the head: the key in its file, one history only, hand-overs, time-stamps."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from tests.record.making import behind_the_back, record
from timonel.domain.merkle import root
from timonel.record import keys
from timonel.record.checkpoints import checkpoint_age, covering, make_checkpoint, newest, rotate_key
from timonel.record.errors import KeyFault, RecordRefusal
from timonel.record.models import Checkpoint
from timonel.record.notes import Checkpoint as Said
from timonel.record.notes import signers
from timonel.record.verification import verify


def test_a_checkpoint_says_size_and_root_and_is_signed(db):
    entries = record(5)
    checkpoint = make_checkpoint()
    expected = root(entry.leaf for entry in entries)
    assert (checkpoint.size, bytes(checkpoint.root)) == (5, expected)
    assert Said.parse(checkpoint.note) == Said("gobernanza.example.cl/record", 5, expected)
    assert signers(checkpoint.note, [keys.key_ring().secret.public])
    assert newest() == checkpoint


def test_an_empty_record_is_not_signed(db):
    with pytest.raises(RecordRefusal) as refused:
        make_checkpoint()
    assert refused.value.code == "record-empty"
    assert newest() is None
    assert checkpoint_age() is None
    assert not keys.path().exists()


def test_a_checkpoint_ages_by_the_database_clock(db):
    record(1)
    make_checkpoint()
    assert timedelta() <= checkpoint_age() < timedelta(seconds=30)


def test_the_same_head_may_be_signed_again(db):
    record(1)
    first, second = make_checkpoint(), make_checkpoint()
    assert first.note == second.note
    assert newest() == second


def test_a_checkpoint_that_covers_an_entry_is_only_made_when_there_is_none(db):
    record(3)
    first = covering(2)
    assert first.size == 3
    assert covering(3) == covering() == first
    record(1)
    assert covering(3) == first
    assert covering(4).size == 4


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE record_node SET hash = sha256('x') WHERE level = 2 AND index = 0",
        "UPDATE record_head SET hashes = ARRAY[sha256('x'), sha256('y')]",
        "UPDATE record_head SET size = 3, hashes = ARRAY[sha256('x'), sha256('y')]",
        "DELETE FROM record_node WHERE level = 0 AND index = 4",
    ],
)
def test_a_second_history_is_never_signed(fresh_database, change):
    record(5)
    make_checkpoint()
    with behind_the_back(fresh_database) as superuser:
        superuser.execute(change)
    with pytest.raises(RecordRefusal) as refused:
        make_checkpoint()
    assert refused.value.code == "record-inconsistent"
    assert Checkpoint.objects.count() == 1


# The key ------------------------------------------------------------------------------------------------------------


def test_the_key_is_a_file_for_its_owner_only_and_never_in_the_database(db):
    record(1)
    make_checkpoint()
    assert keys.path().stat().st_mode & 0o777 == 0o600
    assert keys.path().parent.stat().st_mode & 0o777 == 0o700
    secret = json.loads(keys.path().read_text())["secret"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, '') FROM record_checkpoint c")
        (stored,) = cursor.fetchone()
    assert secret.startswith("PRIVATE+KEY+gobernanza.example.cl/record+")
    assert secret.rpartition("+")[2] not in stored
    assert "secret" not in keys.key_ring().as_published()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_signs_nothing(db, mode):
    record(1)
    make_checkpoint()
    keys.path().chmod(mode)
    with pytest.raises(KeyFault) as refused:
        make_checkpoint()
    assert refused.value.code == "key-open-to-others"
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"secret": "x", "keys": []}', '{"secret": 7, "keys": 7}', "\x00"])
def test_a_file_that_is_no_key_signs_nothing(db, content):
    record(1)
    make_checkpoint()
    keys.path().write_text(content)
    with pytest.raises(KeyFault) as refused:
        make_checkpoint()
    assert refused.value.code == "key-unreadable"


def test_a_lost_key_is_not_silently_replaced(db):
    record(1)
    make_checkpoint()
    keys.path().unlink()
    with pytest.raises(KeyFault) as refused:
        make_checkpoint()
    assert refused.value.code == "key-missing"
    assert not keys.path().exists()


def test_nodes_that_start_at_once_draw_one_key(db):
    found = []
    threads = [Thread(target=lambda: found.append(keys.create_key(datetime.now(UTC)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {ring.secret for ring in found} == {keys.key_ring().secret}
    assert [path.name for path in keys.path().parent.iterdir()] == ["record.json"]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("https://gobernanza.gob.cl", "gobernanza.gob.cl/record"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000/record"),
        ("https://gob.cl/timonel/", "gob.cl/timonel/record"),
    ],
)
def test_the_record_is_named_after_its_address(settings, address, named):
    settings.BASE_URL = address
    assert keys.origin() == named


def test_the_record_can_be_given_a_name(settings):
    settings.RECORD_ORIGIN = "registro.gob.cl"
    assert keys.origin() == "registro.gob.cl"


# Hand-over ----------------------------------------------------------------------------------------------------------


def test_a_new_key_takes_over_by_a_statement_of_both_and_signs_at_once(db):
    record(3)
    make_checkpoint()
    old = keys.key_ring()
    rotate_key()
    ring = keys.key_ring()
    assert ring.secret != old.secret
    assert ring.secret.name == old.secret.name
    assert [each.from_size for each in ring.published] == [0, 3]
    assert keys.chain_holds(ring.published)
    assert signers(ring.published[1].hand_over, [old.secret.public, ring.secret.public]) == [
        old.secret.public,
        ring.secret.public,
    ]
    assert signers(newest().note, [ring.secret.public])
    assert old.secret.text not in keys.path().read_text()
    record(2)
    make_checkpoint()
    assert verify().good


def test_a_key_signs_up_to_the_size_at_which_the_next_one_begins(db):
    record(3)
    make_checkpoint()
    rotate_key()
    first, second = (each.key for each in keys.key_ring().published)
    published = keys.key_ring().published
    assert keys.keys_for(published, 2) == [first]
    assert keys.keys_for(published, 3) == [first, second]
    assert keys.keys_for(published, 4) == [second]


def test_a_checkpoint_by_a_key_that_was_replaced_is_named(db):
    record(3)
    make_checkpoint()
    old = keys.path().read_text()
    rotate_key()
    new = keys.path().read_text()
    record(1)
    keys.path().write_text(old)
    make_checkpoint()
    keys.path().write_text(new)
    assert [(fault.code, fault.params["size"]) for fault in verify().faults] == [("checkpoint-unsigned", 4)]


@pytest.mark.parametrize("change", [{"from_size": 2}, {"since": "2020"}, {"hand_over": ""}])
def test_a_changed_hand_over_does_not_hold(db, change):
    record(3)
    make_checkpoint()
    rotate_key()
    content = keys.key_ring().as_published()
    assert keys.chain_holds(keys.parse_published(content))
    content["keys"][1] |= change
    assert not keys.chain_holds(keys.parse_published(content))


def test_an_empty_record_keeps_its_key(db):
    keys.create_key(datetime.now(UTC))
    before = keys.path().read_text()
    with pytest.raises(RecordRefusal):
        rotate_key()
    assert keys.path().read_text() == before
