"""What all tests share: an installation of the run's own, and its databases.

- `db`: inside a transaction that is rolled back; both aliases may be used.
- `fresh_database`: a database of the test's own with real commits, for races, kills and tampering.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installation

ALONE = "PYTEST_XDIST_WORKER" not in os.environ

if ALONE:
    # Before Django reads its settings, and whatever this shell says: a test never meets real data.
    for name in [name for name in os.environ if name.startswith("TIMONEL_") or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ["TIMONEL_DATA"] = str(installation.begin_run() / "timonel")
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)

HERE = Path(__file__).resolve().parent
PLAIN = (HERE / "domain", HERE / "frameworks")
"""Folders whose tests need no Django; when nothing else is asked for, it is not set up."""


def pytest_configure(config: pytest.Config) -> None:
    asked = [Path(config.invocation_params.dir, argument.split("::")[0]).resolve() for argument in config.args]
    if all(any(path.is_relative_to(plain) for plain in PLAIN) for path in asked):
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "timonel.site.settings"
    from django.conf import settings

    assert settings.DATABASES  # pytest-django sets Django up when its settings have been read


def pytest_unconfigure() -> None:
    if ALONE:
        installation.end_run(Path(os.environ["TIMONEL_DATA"]).parent)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "db" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.django_db(databases="__all__"))


@pytest.fixture(scope="session")
def template(django_test_environment, django_db_blocker):
    with django_db_blocker.unblock():
        installation.migrate_template()


@pytest.fixture(scope="session")
def django_db_setup(template, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), installation.cloned("shared"):
        yield


@pytest.fixture
def fresh_database(template, django_db_blocker) -> Iterator[installation.Database]:
    with django_db_blocker.unblock(), installation.cloned("fresh") as database:
        yield database
