"""What the races share: an installation that has begun in a database of its own, in which nobody meets a deadlock."""

import psycopg
import pytest


@pytest.fixture
def registrar(fresh_database):
    from tests.durability.together import deadlocks
    from tests.factories import an_installation

    yield an_installation()
    with psycopg.connect(fresh_database.superuser_url, autocommit=True) as watch:
        assert deadlocks(watch) == 0
