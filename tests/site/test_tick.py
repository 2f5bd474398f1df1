"""The platform seals its record by itself, so that an entry waits no longer than pages promise."""

from datetime import timedelta

import pytest

from tests.record.making import behind_the_back, record
from timonel.record import keys
from timonel.record.checkpoints import CHECKPOINT_EVERY, make_checkpoint
from timonel.record.models import Checkpoint
from timonel.site import tick


def aged(database, age):
    """Let the last checkpoint be so old."""
    with behind_the_back(database) as superuser:
        superuser.execute("UPDATE record_checkpoint SET created_at = clock_timestamp() - %s", [age])


def test_the_first_entries_are_sealed_at_once(db):
    record(2)
    tick.seal()
    assert [each.size for each in Checkpoint.objects.all()] == [2]


@pytest.mark.parametrize(("before_the_limit", "sealed"), [(62, False), (58, True)])
def test_an_entry_is_sealed_at_the_last_look_but_one_before_it_would_have_waited_too_long(
    fresh_database, before_the_limit, sealed
):
    record(1)
    make_checkpoint()
    record(1)
    aged(fresh_database, CHECKPOINT_EVERY - timedelta(seconds=before_the_limit))
    tick.seal()
    assert Checkpoint.objects.count() == 1 + sealed


def test_what_is_refused_keeps_no_other_work_from_its_turn(db, caplog):
    record(1)
    make_checkpoint()
    record(1)
    keys.path().unlink()
    done = []
    tick._work({tick.Job(1, make_checkpoint): 0.0, tick.Job(1, lambda: done.append("swept")): 0.0})
    assert done == ["swept"]
    assert "make_checkpoint: key-missing" in caplog.text


def test_where_nothing_waits_nothing_is_signed_however_old_the_checkpoint(fresh_database):
    record(1)
    make_checkpoint()
    aged(fresh_database, timedelta(days=400))
    tick.seal()
    assert Checkpoint.objects.count() == 1
