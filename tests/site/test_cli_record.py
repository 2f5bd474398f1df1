"""Commands of who answers for the record and the framework: a new key, a time-stamp, the values that acts have set."""

import hashlib
import json
import shutil
import subprocess
import sys
from datetime import date

import pytest

from tests.serving import HERE, an_installation_served
from timonel.frameworks.files import ROOT
from timonel.frameworks.loader import load_framework

pytestmark = pytest.mark.long
SHA256 = bytes.fromhex("0609608648016503040201")
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
TST_INFO = bytes.fromhex("060b2a864886f70d0109100104")


def der(tag, *parts):
    """Write one element of DER: tag, length, content."""
    content = b"".join(parts)
    length = len(content)
    return bytes([tag, length]) + content if length < 128 else bytes([tag, 0x82]) + length.to_bytes(2, "big") + content


def an_answer(note):
    """Give what an authority answers over a checkpoint, without its signature, which is not looked at here."""
    imprint = der(0x30, der(0x30, SHA256), der(0x04, hashlib.sha256(note.encode()).digest()))
    info = der(
        0x30, b"\x02\x01\x01", bytes.fromhex("06032a0304"), imprint, b"\x02\x01\x07", der(0x18, b"20261123152214Z")
    )
    signed = der(0x30, b"\x02\x01\x03", der(0x31), der(0x30, TST_INFO, der(0xA0, der(0x04, info))))
    return der(0x30, der(0x30, b"\x02\x01\x00"), der(0x30, SIGNED_DATA, der(0xA0, signed)))


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    with an_installation_served(tmp_path_factory.mktemp("record"), country="cl") as installation:
        installation.run("database", "start")
        yield installation


def test_a_new_key_takes_over_and_old_and_new_are_checked_by_the_auditors_program(installation, tmp_path):
    first = installation.run("record", "checkpoint").stdout
    told = installation.run("record", "rotate-key")
    assert told.returncode == 0, told.stderr
    before, now = (line.rpartition(": ")[2] for line in told.stdout.splitlines())
    second = installation.run("record", "checkpoint").stdout
    signers = [note.splitlines()[-1].split()[2] for note in (first, second)]
    assert signers[0] != signers[1]
    assert before != now
    assert installation.run("record", "verify").returncode == 0
    assert installation.run("record", "export", str(tmp_path / "out")).returncode == 0
    published = json.loads((tmp_path / "out" / "keys").read_text())["keys"]
    assert [each["key"] for each in published] == [before, now]
    audit = [sys.executable, HERE / "tools" / "verify_record.py", tmp_path / "out"]
    assert subprocess.run(audit, capture_output=True, check=False).returncode == 0


def test_a_time_stamp_is_kept_with_the_checkpoint_it_is_of_and_refused_for_another(installation, tmp_path):
    note = installation.run("record", "checkpoint").stdout
    answer = tmp_path / "answer.tsr"
    answer.write_bytes(an_answer(note))
    told = installation.run("record", "timestamp", str(answer))
    assert (told.returncode, "2026-11-23 15:22:14 UTC" in told.stdout) == (0, True), told.stderr
    size = note.splitlines()[1]
    assert installation.run("record", "timestamp", str(answer), "--size", size).returncode == 0
    answer.write_bytes(an_answer("another"))
    refused = installation.run("record", "timestamp", str(answer))
    assert (refused.returncode, refused.stderr.split(":")[0]) == (1, "time-stamp-of-something-else")
    answer.write_bytes(b"no answer")
    assert installation.run("record", "timestamp", str(answer)).stderr.startswith("time-stamp-unreadable: ")
    absent = installation.run("record", "timestamp", str(answer), "--size", "99999")
    assert (absent.returncode, absent.stderr) == (1, "no-such-checkpoint: There is no checkpoint of 99999 entries.\n")
    assert installation.run("record", "timestamp", str(tmp_path / "nothing")).returncode == 2


def test_values_that_acts_have_set_come_back_as_a_reform_that_loads_and_gives_the_same(installation, tmp_path):
    refused = installation.run("framework", "export", "acts")
    assert (refused.returncode, refused.stderr) == (1, "No act has set a value of the framework in force.\n")
    given = {"parameter": "committee-quorum", "value": "3", "from_on": "2026-10-01", "instrument": "Resolución 7"}
    adoption = installation.python(ADOPTION).strip()
    inputs = [f"{name}={value}" for name, value in {"adoption": adoption, **given}.items()]
    done = installation.run("act", "governance.set_parameter", *inputs, "--token", installation.tokens[0])
    assert done.returncode == 0, done.stderr
    shutil.copytree(ROOT / "cl", tmp_path / "cl")
    target = tmp_path / "cl" / "reforms" / "acts.yaml"
    assert installation.run("framework", "export", "acts", "--to", str(target)).returncode == 0
    assert installation.run("framework", "export", "acts").stdout == target.read_text()
    checked = installation.run("framework", "check", "cl", "--folder", str(tmp_path))
    assert checked.stdout == "cl: 0 faults\n"
    written = load_framework("cl", ["acts"], root=tmp_path)
    for day, value in ((date(2026, 9, 30), None), (date(2026, 10, 1), "3")):
        found = written.value("committee-quorum", day).version
        assert (found.value if found else None) == value


ADOPTION = """
from timonel.governance.models import Adoption
print(Adoption.objects.get().number)
"""
