"""Certificates: right ones hold everywhere, and each thing that can be wrong is named by itself."""

from __future__ import annotations

import base64
import copy
import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.record.making import auditors_program, fetch, forged, record, told_by_auditor
from timonel.domain.merkle import leaf_hash
from timonel.record import certificates, keys
from timonel.record.append import Reserved
from timonel.record.checkpoints import make_checkpoint, newest, rotate_key
from timonel.record.errors import NotYetSigned, RecordRefusal
from timonel.record.models import Checkpoint
from timonel.record.notes import Checkpoint as Said
from timonel.record.notes import SecretKey, sign
from timonel.record.openings import erase, openings
from timonel.record.pages import certificate_pdf, verification_address
from timonel.record.queries import certificate, verify_certificate

HERE = ["form", "bytes", "inclusion", "checkpoint", "signature", "keys", "record", "history"]


@pytest.fixture
def issued(db):
    """The certificate of entry 5 of 12."""
    record(12)
    make_checkpoint()
    return certificate(5)


def wrong(verdict):
    return [check.code for check in verdict.checks if not check.good]


def test_a_certificate_holds_here_elsewhere_and_with_the_auditors_program(issued, tmp_path):
    here = verify_certificate(issued)
    assert here.good
    assert [check.code for check in here.checks] == HERE
    assert (here.seq, here.entry["subject"]) == (5, {"kind": "project", "number": "2026-5"})
    assert certificates.verify(json.dumps(issued)).good
    assert certificates.verify(json.dumps(issued).encode(), keys.key_ring().published).good
    kept = tmp_path / "certificate.json"
    kept.write_text(json.dumps(issued))
    assert told_by_auditor(kept, "--key", issued["keys"][0]["key"]) == (0, ["the certificate holds"])


def test_a_certificate_shows_the_bytes_and_what_they_read(issued):
    entry = base64.b64decode(issued["entry"])
    assert issued["reads"] == json.loads(entry)
    assert issued["leaf"] == leaf_hash(entry).hex()
    assert (issued["index"], issued["size"], issued["checkpoint"]) == (5, 12, newest().note)
    assert issued["opened"] == []


def test_an_entry_no_checkpoint_covers_has_no_certificate_yet(db):
    record(1)
    with pytest.raises(NotYetSigned):
        certificate(0)
    make_checkpoint()
    record(1)
    assert certificate(0)["size"] == 1
    with pytest.raises(NotYetSigned):
        certificate(1)


def test_an_entry_that_is_not_there_has_no_certificate(issued):
    with pytest.raises(RecordRefusal) as refused:
        certificate(12)
    assert refused.value.code == "no-such-entry"


def another_entry(said):
    body = forged(base64.b64decode(said["entry"]), person="p-0")
    said |= {"entry": base64.b64encode(body).decode(), "reads": json.loads(body), "leaf": leaf_hash(body).hex()}


def another_reading(said):
    said["reads"]["person"] = "p-0"


def another_leaf(said):
    said["leaf"] = "0" * 64


def another_index(said):
    said["index"] = 6


def another_size(said):
    said["size"] = 13


def a_shorter_proof(said):
    said["inclusion"].pop()


def another_proof(said):
    said["inclusion"][0] = said["inclusion"][1]


def another_root(said):
    head = Said.parse(said["checkpoint"])
    said["checkpoint"] = sign(Said(head.origin, head.size, b"\x07" * 32).text, keys.key_ring().secret)


def another_signature(said):
    said["checkpoint"] = sign(Said.parse(said["checkpoint"]).text, SecretKey("x", b"\x01" * 32))


def a_space_in_the_bytes(said):
    said["entry"] = base64.b64encode(base64.b64decode(said["entry"]) + b" ").decode()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (another_entry, ["inclusion", "record"]),
        (another_reading, ["bytes"]),
        (another_leaf, ["bytes"]),
        (another_index, ["bytes", "inclusion", "record"]),
        (another_size, ["checkpoint", "history"]),
        (a_shorter_proof, ["inclusion"]),
        (another_proof, ["inclusion"]),
        (another_root, ["inclusion", "history"]),
        (another_signature, ["signature"]),
        (a_space_in_the_bytes, ["bytes", "inclusion", "record"]),
    ],
)
def test_what_is_wrong_is_named(issued, tmp_path, change, named):
    change(issued)
    assert wrong(verify_certificate(issued)) == named
    kept = tmp_path / "certificate.json"
    kept.write_text(json.dumps(issued))
    assert told_by_auditor(kept)[0] == (0 if change is another_leaf else 1)


def test_a_key_of_ones_own_is_not_the_records(issued):
    own = SecretKey("gobernanza.example.cl/record", b"\x01" * 32)
    issued["checkpoint"] = sign(Said.parse(issued["checkpoint"]).text, own)
    issued["keys"][0]["key"] = own.public.text
    assert certificates.verify(issued).good
    assert wrong(verify_certificate(issued)) == ["signature"]


def test_a_certificate_outlives_a_new_key(issued):
    rotate_key()
    assert verify_certificate(issued).good
    assert verify_certificate(certificate(5)).good


def test_without_the_key_file_nothing_is_trusted(issued):
    keys.path().unlink()
    assert wrong(verify_certificate(issued)) == ["signature", "keys"]


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\xff",
        "",
        "[]",
        "7",
        "null",
        "{}",
        '{"form": "timonel-certificate-1"}',
        "[" * 100_000,
        {},
        {"form": 1},
        b"{" * 9,
    ],
)
def test_what_is_no_certificate_has_the_wrong_form(db, document):
    verdict = verify_certificate(document)
    assert (wrong(verdict), verdict.good, verdict.seq, verdict.entry) == (["form"], False, None, None)


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.lists(st.text(max_size=3))
values |= st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_no_part_put_in_anothers_place_makes_a_verifier_raise(issued, data):
    changed = copy.deepcopy(issued)
    name = data.draw(st.sampled_from(sorted(changed)))
    changed[name] = data.draw(values)
    assert verify_certificate(changed).good is (changed == issued)
    assert auditors_program().certificate_faults(json.dumps(changed).encode(), "") or name in ("leaf", "opened", "form")


# Openings -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def reserved(db):
    """An entry that withholds three values, and one in a list."""
    facts = {
        "name": Reserved("Juana Pérez"),
        "rut": Reserved("12.345.678-5"),
        "budget": "1",
        "a/b": [Reserved({"x": 1})],
    }
    record(1, facts=facts, findings=[{"code": "over", "params": Reserved([1, 2])}])
    make_checkpoint()


def test_a_reserved_value_stands_in_the_entry_only_as_a_salted_hash(reserved):
    said = certificate(0)
    assert "Juana" not in json.dumps(said, ensure_ascii=False)
    assert said["reads"]["facts"]["budget"] == "1"
    assert re.fullmatch("[0-9a-f]{64}", said["reads"]["facts"]["name"]["withheld"])
    names = [opened.name for opened in openings(0)]
    assert names == ["/facts/a~1b/0", "/facts/name", "/facts/rut", "/findings/0/params"]
    assert len({opened.salt for opened in openings(0)}) == 4


def test_two_equal_values_have_different_hashes(db):
    first, second = record(2, facts={"name": Reserved("Juana")})
    assert first.said["facts"] != second.said["facts"]


def test_a_certificate_can_open_what_its_reader_may_see(reserved):
    said = certificate(0, openings(0, ["/facts/name"]))
    verdict = verify_certificate(said)
    assert verdict.good
    assert verdict.entry["facts"]["name"] == "Juana Pérez"
    assert "withheld" in verdict.entry["facts"]["rut"]
    assert [check.params["name"] for check in verdict.checks if check.code == "opening"] == ["/facts/name"]


def test_all_of_it_can_be_opened(reserved):
    verdict = verify_certificate(certificate(0, openings(0)))
    assert verdict.good
    assert verdict.entry["facts"] == {"name": "Juana Pérez", "rut": "12.345.678-5", "budget": "1", "a/b": [{"x": 1}]}
    assert verdict.entry["findings"] == [{"code": "over", "params": [1, 2]}]


@pytest.mark.parametrize(
    "change",
    [
        {"value": '"Juana Soto"'},
        {"salt": "00" * 32},
        {"name": "/facts/rut"},
        {"name": "/facts/nothing"},
        {"name": "/facts/name/deeper"},
        {"name": "/facts/a~1b/9"},
        {"name": "/facts/a~1b/x"},
        {"name": ""},
    ],
)
def test_an_opening_that_does_not_belong_there_is_named(reserved, change):
    said = certificate(0, openings(0, ["/facts/name"]))
    said["opened"][0] |= change
    assert wrong(verify_certificate(said)) == ["opening"]


def test_a_value_inside_facts_that_were_too_long_is_opened_through_them(db):
    record(1, facts={"name": Reserved("Juana"), "text": "x" * 70_000})
    make_checkpoint()
    verdict = verify_certificate(certificate(0, openings(0)))
    assert verdict.good
    assert verdict.entry["facts"] == {"name": "Juana", "text": "x" * 70_000}
    assert wrong(verify_certificate(certificate(0, openings(0, ["/facts/name"])))) == ["opening"]


def test_an_erased_opening_leaves_every_proof_valid(reserved):
    before = certificate(0)
    erase(0, "/facts/name")
    assert [opened.name for opened in openings(0)] == ["/facts/a~1b/0", "/facts/rut", "/findings/0/params"]
    assert certificate(0) == before
    assert verify_certificate(before).good
    with pytest.raises(RecordRefusal) as refused:
        erase(0, "/facts/name")
    assert refused.value.code == "nothing-to-erase"


# On paper and over the web -----------------------------------------------------------------------------------------


def test_the_certificate_on_paper_is_one_page_with_a_title(issued):
    page = certificate_pdf(issued, datetime(2026, 11, 23, tzinfo=UTC), "Se presentó el proyecto 2026-5")
    assert page.startswith(b"%PDF-1.7")
    assert re.findall(rb"/Type\s*/Pages\s*/Count\s+(\d+)", page) == [b"1"]
    title = "Certificado del registro de decisiones, anotación 5".encode("utf-16-be").hex().upper().encode()
    assert b"/Title<FEFF" + title + b">" in page
    assert b"pdfuaid:part" in page


def test_the_longest_of_entries_still_fits_on_one_page(db):
    record(1, post="x" * 300, power="y" * 300, basis=[{"instrument": f"ley-{n}", "where": "art. 1"} for n in range(50)])
    make_checkpoint()
    page = certificate_pdf(certificate(0), datetime(2026, 11, 23, tzinfo=UTC), "Se presentó " + "muy " * 60)
    assert re.findall(rb"/Type\s*/Pages\s*/Count\s+(\d+)", page) == [b"1"]


def test_the_qr_code_leads_to_the_verification_of_the_entry_with_its_hash(issued):
    assert verification_address(issued) == f"https://gobernanza.example.cl/verify?entry=5&leaf={issued['leaf']}"


def test_anybody_may_fetch_a_certificate_of_what_a_checkpoint_covers(db):
    record(3)
    make_checkpoint()
    answer = fetch("/record/1/certificate.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="certificate-1.json"'
    assert verify_certificate(answer.content).good
    page = fetch("/record/2/certificate.pdf")
    assert (page["Content-Type"], page.content[:5]) == ("application/pdf", b"%PDF-")
    assert Checkpoint.objects.count() == 1
