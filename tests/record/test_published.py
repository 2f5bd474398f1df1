"""What anybody may fetch: the layout of tlog-tiles, and nothing that the record does not hold."""

from __future__ import annotations

import json

import pytest
from django.http import Http404
from django.test import RequestFactory

from tests.record.making import behind_the_back, fetch, record
from timonel.domain.merkle import fold, root
from timonel.record import keys, views
from timonel.record.checkpoints import make_checkpoint, rotate_key
from timonel.record.models import Checkpoint, Entry


@pytest.fixture
def leaves(db):
    return [entry.leaf for entry in record(515)]


def test_a_tile_holds_the_leaf_hashes(leaves):
    assert fetch("/record/tile/0/000").content == b"".join(leaves[:256])
    assert fetch("/record/tile/0/002.p/3").content == b"".join(leaves[512:])
    assert fetch("/record/tile/0/001.p/9").content == b"".join(leaves[256:265])


def test_a_tile_above_holds_the_roots_of_full_tiles(leaves):
    assert fetch("/record/tile/1/000.p/2").content == root(leaves[:256]) + root(leaves[256:512])


def test_a_bundle_holds_the_entries_each_with_its_length(leaves):
    content = fetch("/record/tile/entries/002.p/3").content
    bodies = [bytes(entry.body) for entry in Entry.objects.filter(seq__gte=512).order_by("seq")]
    assert content == b"".join(len(body).to_bytes(2, "big") + body for body in bodies)


def test_tiles_never_change_and_checkpoints_do(leaves):
    make_checkpoint()
    for path in ("/record/tile/0/000", "/record/tile/entries/000"):
        answer = fetch(path)
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer["Content-Type"] == "application/octet-stream"
    answer = fetch("/record/checkpoint")
    assert answer["Cache-Control"] == "public, max-age=5"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().startswith("gobernanza.example.cl/record\n515\n")


@pytest.mark.parametrize(
    "path",
    [
        "0/002",
        "0/002.p/4",
        "0/003",
        "0/x001/000",
        "1/000",
        "1/000.p/3",
        "2/000.p/1",
        "entries/002",
        "entries/002.p/4",
        "63/000.p/1",
        "0/0",
        "0/000.p/256",
        "0/000/",
        "../checkpoint",
        "0/x999/x999/x999/x999/x999/x999/999",
    ],
)
def test_what_the_record_does_not_hold_is_not_there(leaves, path):
    with pytest.raises(Http404):
        fetch(f"/record/tile/{path}")


@pytest.mark.parametrize("path", ["checkpoint", "keys", "tile/0/000", "0/certificate.json", "0/certificate.pdf"])
def test_an_empty_record_publishes_nothing(db, path):
    with pytest.raises(Http404):
        fetch(f"/record/{path}")


@pytest.mark.parametrize("seq", ["515", "9223372036854775807", "9223372036854775808", "9" * 40])
def test_an_entry_that_is_not_there_has_no_certificate(leaves, seq):
    with pytest.raises(Http404):
        fetch(f"/record/{seq}/certificate.json")


@pytest.mark.parametrize("form", ["json", "pdf"])
def test_who_reads_an_entry_that_is_not_sealed_yet_is_told_when_it_will_be_and_writes_nothing(db, form):
    record(2)
    make_checkpoint()
    record(1)
    answer = fetch(f"/record/2/certificate.{form}")
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "600", "no-store")
    assert "en 10 minutos como máximo" in answer.content.decode()
    assert [each.size for each in Checkpoint.objects.all()] == [2]
    assert fetch(f"/record/1/certificate.{form}").status_code == 200
    make_checkpoint()
    assert fetch(f"/record/2/certificate.{form}").status_code == 200


def test_a_certificate_carries_the_newest_checkpoint_that_covers_its_entry(db):
    record(1)
    make_checkpoint()
    record(1)
    newest = make_checkpoint()
    record(1)
    assert json.loads(fetch("/record/0/certificate.json").content)["checkpoint"] == newest.note


def test_the_keys_are_published_without_the_secret(db):
    record(2)
    make_checkpoint()
    rotate_key()
    content = fetch("/record/keys").content.decode()
    assert "PRIVATE" not in content
    assert [each.key.text in content for each in keys.key_ring().published] == [True, True]


def test_nothing_can_be_sent_to_the_record(db):
    for view in (views.checkpoint, views.keys, views.tile, views.certificate_json, views.certificate_page):
        assert view(RequestFactory().post("/")).status_code == 405


def test_a_tile_shows_a_gap_where_a_row_is_gone(fresh_database):
    entries = record(3)
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("DELETE FROM record_entry WHERE seq = 1")
        superuser.execute("DELETE FROM record_node WHERE level = 0 AND index = 2")
    hashes = fetch("/record/tile/0/000.p/3").content
    assert hashes == entries[0].leaf + entries[1].leaf + b"\x00" * 32
    assert fetch("/record/tile/entries/000.p/3").content.count(b"\x00\x00{") == 0
    assert len(fetch("/record/tile/entries/000.p/3").content) == sum(len(entries[each].body) for each in (0, 2)) + 6


def test_the_published_tiles_lead_to_the_published_root(leaves):
    checkpoint = make_checkpoint()
    last = [leaves[512:514], leaves[514:]]
    assert bytes(checkpoint.root) == fold([root(leaves[:512]), *map(root, last)])
