"""Kill the serving process in the middle of acts: nothing acknowledged is lost, nothing is half done, nothing twice."""

import subprocess
import sys

import pytest

from tests.durability.kills import OPERATORS, REGISTRARS, killed_again_and_again, stamps
from tests.serving import HERE, an_installation_served


def kill_and_verify(folder, kills, seed):
    with an_installation_served(folder, REGISTRARS, OPERATORS) as installation:
        tally = killed_again_and_again(installation, kills, seed)
        assert installation.get("/healthz")[0] == 200
        verified = installation.run("record", "verify")
        assert verified.returncode == 0, verified.stdout
        exported = installation.run("record", "export", str(folder / "export"))
        assert exported.returncode == 0, exported.stderr
        command = [sys.executable, HERE / "tools/verify_record.py", folder / "export"]
        audited = subprocess.run(command, capture_output=True, text=True, check=False)
        assert audited.returncode == 0, audited.stdout
        print(stamps(tally))  # noqa: T201
        return tally


def test_twenty_kills_lose_no_act_leave_none_half_done_and_none_twice(tmp_path):
    tally = kill_and_verify(tmp_path, 20, seed=20)
    assert (tally.kills, tally.database_kills) == (20, 2)
    assert tally.acts > 20


@pytest.mark.long
def test_two_hundred_kills_lose_no_act_leave_none_half_done_and_none_twice(tmp_path):
    tally = kill_and_verify(tmp_path, 200, seed=1000)
    assert (tally.kills, tally.database_kills) == (200, 20)
    assert tally.answered_late > 0, "no kill came between commit and answer"
    assert tally.done_again > 0, "no kill came before the commit"
