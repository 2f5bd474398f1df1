"""The whole record as files: what an auditor, a mirror or the next administration takes away and checks alone."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.record.making import ROOT, auditors_program, behind_the_back, fetch, record, told_by_auditor
from timonel.domain.merkle import root
from timonel.domain.tiles import Tile
from timonel.record import keys
from timonel.record.append import Reserved
from timonel.record.checkpoints import make_checkpoint, rotate_key
from timonel.record.errors import RecordRefusal
from timonel.record.export import export
from timonel.record.models import Checkpoint, TimeStamp
from timonel.record.notes import Checkpoint as Said
from timonel.record.notes import sign

GOOD, FAULTY, MISUSE = 0, 1, 2


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.catalogue("MK-07")
def test_the_record_handed_over_verifies_by_hash_far_from_the_platform(db, tmp_path):
    record(260)
    record(1, facts={"beneficiary": Reserved("Juana Pérez")})
    exported = export(tmp_path / "record.zip")
    assert (exported.size, exported.unsigned_because) == (261, "")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".zip"] == ["record.zip"]
    # The next administration has the file, the auditor's program and a bare Python: no platform, no database.
    alone = tmp_path / "elsewhere"
    alone.mkdir()
    (alone / "verify_record.py").write_bytes((ROOT / "tools" / "verify_record.py").read_bytes())
    command = [sys.executable, "-I", "-S", "verify_record.py", str(tmp_path / "record.zip")]
    done = subprocess.run(command, cwd=alone, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (GOOD, "")
    assert done.stdout.splitlines()[-1].startswith("the record holds: 261 entries, 1 checkpoints, root ")
    with zipfile.ZipFile(tmp_path / "record.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "Juana" not in everything.decode("utf-8", errors="replace")
    # One byte of one entry changed on the way is found.
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(tmp_path / "record.zip") as archive, zipfile.ZipFile(changed, "w") as other:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "tile/entries/001.p/5":
                content = content.replace(b'"2026-256"', b'"2026-257"')
            other.writestr(name, content)
    code, lines = told_by_auditor(changed)
    assert (code, lines[1:]) == (FAULTY, ["changed: entry 256", "faulty: 1 faults"])


def test_an_export_is_laid_out_as_the_specification_says(db, tmp_path):
    record(258)
    export(tmp_path / "out")
    made = {name for name in files(tmp_path / "out") if not name.startswith("checkpoints/")}
    assert made == {
        "checkpoint",
        "keys",
        "tile/0/000",
        "tile/0/001.p/2",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/2",
    }


def test_what_is_exported_is_what_is_served(db, tmp_path):
    record(258)
    export(tmp_path / "out")
    for name in files(tmp_path / "out"):
        if not name.startswith("checkpoints/"):
            served = fetch(f"/record/{name}")
            content = (tmp_path / "out" / name).read_bytes()
            if name == "keys":
                assert json.loads(served.content) == json.loads(content)
            else:
                assert served.content == content


def test_an_empty_record_is_not_exported(db, tmp_path):
    with pytest.raises(RecordRefusal) as refused:
        export(tmp_path / "out")
    assert refused.value.code == "record-empty"
    assert not (tmp_path / "out").exists()


def test_writing_again_adds_what_is_new(db, tmp_path):
    record(100)
    export(tmp_path / "out")
    first = files(tmp_path / "out")
    record(200)
    export(tmp_path / "out")
    assert first < files(tmp_path / "out")
    code, lines = told_by_auditor(tmp_path / "out")
    assert (code, lines[-1][:49]) == (GOOD, "the record holds: 300 entries, 2 checkpoints, roo")


def test_an_export_signs_a_head_once(db, tmp_path):
    record(3)
    export(tmp_path / "one")
    export(tmp_path / "two")
    assert Checkpoint.objects.count() == 1


def test_a_record_that_can_no_longer_be_signed_is_exported_up_to_its_last_checkpoint(fresh_database, tmp_path):
    record(5)
    make_checkpoint()
    record(3)
    with behind_the_back(fresh_database) as superuser:
        superuser.execute("UPDATE record_node SET hash = sha256('x') WHERE level = 2")
    exported = export(tmp_path / "out")
    assert (exported.size, exported.unsigned_because) == (5, "record-inconsistent")
    assert told_by_auditor(tmp_path / "out")[0] == GOOD


def test_time_stamps_go_with_their_checkpoints(db, tmp_path):
    record(1)
    stamp = TimeStamp.objects.create(checkpoint=make_checkpoint(), token=b"token", stated_at=datetime.now(UTC))
    export(tmp_path / "out")
    name = f"checkpoints/{stamp.checkpoint_id}.{stamp.pk}.tst"
    assert (tmp_path / "out" / name).read_bytes() == b"token"
    assert told_by_auditor(tmp_path / "out")[0] == GOOD


# The auditor's program ---------------------------------------------------------------------------------------------


@pytest.fixture
def exported(db, tmp_path):
    record(20)
    make_checkpoint()
    record(10)
    export(tmp_path / "out")
    return tmp_path / "out"


def test_a_checkpoint_kept_from_before_must_be_of_the_same_history(exported, tmp_path):
    kept = tmp_path / "kept"
    kept.write_text(Checkpoint.objects.get(size=20).note)
    (exported / "checkpoints").rename(tmp_path / "hidden")
    assert told_by_auditor(exported, "--checkpoint", kept)[0] == GOOD
    ring = keys.key_ring()
    other = Said(ring.secret.name, 20, root([b"\x00" * 32] * 20))
    kept.write_text(sign(other.text, ring.secret))
    code, lines = told_by_auditor(exported, "--checkpoint", kept)
    assert (code, lines[1]) == (FAULTY, "checkpoint-contradicted: entries 0 to 19 (size 20)")


def test_a_kept_checkpoint_that_is_larger_shows_that_the_record_was_cut(exported, tmp_path):
    kept = tmp_path / "kept"
    record(5)
    kept.write_text(make_checkpoint().note)
    code, lines = told_by_auditor(exported, "--checkpoint", kept)
    assert (code, lines[1]) == (FAULTY, "removed: entries 30 to 34 (a checkpoint has size 35)")


def test_the_key_one_trusts_must_be_published(exported):
    key = keys.key_ring().secret.public.text
    code, lines = told_by_auditor(exported, "--key", key)
    assert (code, len(lines)) == (GOOD, 1)
    other = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    code, lines = told_by_auditor(exported, "--key", other)
    assert code == FAULTY
    assert "the key you trust is not among those published" in lines[0]
    (exported / "keys").unlink()
    assert told_by_auditor(exported)[0] == FAULTY
    assert told_by_auditor(exported, "--key", key)[0] == GOOD


def test_a_key_that_was_handed_over_is_followed(db, tmp_path):
    record(5)
    make_checkpoint()
    first = keys.key_ring().secret.public.text
    rotate_key()
    record(5)
    export(tmp_path / "out")
    assert told_by_auditor(tmp_path / "out", "--key", first)[0] == GOOD
    published = json.loads((tmp_path / "out" / "keys").read_text())
    published["keys"][1]["hand_over"] = published["keys"][1]["hand_over"].replace("— ", "— x", 1)
    (tmp_path / "out" / "keys").write_text(json.dumps(published))
    code, lines = told_by_auditor(tmp_path / "out", "--key", first)
    assert code == FAULTY
    assert lines[0].startswith("keys-contradicted: entries 0 to 9")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("tile/0/000.p/30", b""),
        ("tile/0/000.p/30", b"\x00" * 960),
        ("tile/entries/000.p/30", b""),
        ("tile/entries/000.p/30", b"\xff\xff"),
        ("checkpoint", None),
        ("checkpoints/1", b"nonsense"),
        ("keys", b"nonsense"),
        ("keys", b'{"keys": [{"key": 7, "from_size": [], "since": 0, "hand_over": 0}]}'),
        ("keys", b"[]"),
    ],
)
def test_files_that_are_missing_or_nonsense_are_faults_and_never_a_crash(exported, name, content):
    path = exported / name
    if name.startswith("checkpoints/"):
        path = next((exported / "checkpoints").iterdir())
    if content is None:
        newest_note = path.read_bytes()
        path.write_bytes(newest_note.replace(b"\n30\n", b"\n29\n"))
    else:
        path.write_bytes(content)
    code, lines = told_by_auditor(exported)
    assert code == FAULTY
    assert lines[-1].startswith("faulty: ")


def test_what_cannot_be_checked_is_misuse(exported, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    (tmp_path / "no.zip").write_bytes(b"no")
    for arguments in [
        [tmp_path / "nowhere"],
        [tmp_path / "empty"],
        [tmp_path / "no.zip"],
        [exported, "--key", "nonsense"],
        [exported, "--checkpoint", tmp_path / "nowhere"],
        ["http://127.0.0.1:9/record"],
    ]:
        assert told_by_auditor(*arguments)[0] == MISUSE
        assert capsys.readouterr().err.startswith("cannot be checked: ")
    with pytest.raises(SystemExit) as misused:
        told_by_auditor()
    assert misused.value.code == MISUSE


@pytest.fixture
def served(exported):
    """The export behind a plain file server, as a mirror would serve it."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=exported))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_mirror_is_checked_by_its_address(exported, served):
    code, lines = told_by_auditor(served)
    assert (code, lines[-1][:33]) == (GOOD, "the record holds: 30 entries, 1 c")
    tile = exported / "tile" / "entries" / "000.p" / "30"
    tile.write_bytes(tile.read_bytes().replace(b'"2026-7"', b'"2026-8"'))
    code, lines = told_by_auditor(served)
    assert (code, lines[1]) == (FAULTY, "changed: entry 7")


def test_the_auditors_program_imports_nothing_but_the_standard_library():
    tree = ast.parse((ROOT / "tools" / "verify_record.py").read_text())
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    outside = {name for name in found if name.split(".")[0] not in sys.stdlib_module_names}
    assert outside == {"cryptography.exceptions", "cryptography.hazmat.primitives.asymmetric.ed25519"}


def test_both_write_the_names_of_tiles_alike():
    for index in (0, 9, 999, 1000, 1234067, 10**9):
        for width in (1, 255, 256):
            name = auditors_program().tile_name("entries", index, width)
            assert name == f"tile/{Tile(-1, index, width).path}"
            assert auditors_program().span_of(name) == (index * 256, width)
