"""Kill the serving process in the middle of acts: nothing acknowledged is lost, nothing is half done, nothing twice."""

import subprocess
import sys

import pytest

from tests.durability.kills import OPERATORS, REGISTRARS, killed_again_and_again, stamps
from tests.serving import HERE, an_installation_served

SERIES = 4
"""A thousand kills are so many series on installations of their own, so that they are tried beside each other."""


def kill_and_verify(folder, kills, seed, cold_every):
    # A process that is killed takes with it what its askers might still have asked for: no pace is kept here.
    with an_installation_served(folder, REGISTRARS, OPERATORS, TIMONEL_ACTS_A_MINUTE="0") as installation:
        tally = killed_again_and_again(installation, kills, seed, cold_every=cold_every)
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
    tally = kill_and_verify(tmp_path, 20, seed=20, cold_every=10)
    assert (tally.kills, tally.database_kills) == (20, 2)
    assert tally.acts > 20


@pytest.mark.long
@pytest.mark.parametrize("series", range(SERIES))
def test_a_thousand_kills_lose_no_act_leave_none_half_done_and_none_twice(tmp_path, series):
    tally = kill_and_verify(tmp_path, 1000 // SERIES, seed=1000 + series, cold_every=25)
    assert (tally.kills, tally.database_kills) == (250, 10)
    assert tally.answered_late > 0, "no kill came between commit and answer"
    assert tally.done_again > 0, "no kill came before the commit"
