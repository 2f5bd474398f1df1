"""What all tests share: an installation of the run's own, and its databases.

- `db`: inside a transaction that is rolled back; both aliases may be used.
- `fresh_database`: a database of the test's own with real commits, for races, kills and tampering.
- `durable_server`: a server with real commits to disk, for what must outlive its death.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests import installation

LISTED_SKIPS = ["what only root can try"]
"""Reasons for which a test may be skipped even where nothing else may."""

settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")  # how long a machine takes that does other things besides says nothing of a rule

ALONE = "PYTEST_XDIST_WORKER" not in os.environ

if ALONE:
    # Before Django reads its settings, and whatever this shell says: a test never meets real data.
    for name in [name for name in os.environ if name.startswith("TIMONEL_") or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ["TIMONEL_DATA"] = str(installation.begin_run() / "timonel")
    os.environ["TIMONEL_LANGUAGE"] = "en"  # of the command line; pages are in Spanish as everywhere
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)

HERE = Path(__file__).resolve().parent
PLAIN = (HERE / "domain", HERE / "frameworks")
"""Folders whose tests need no Django; when nothing else is asked for, it is not set up."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fail-on-skip", action="store_true", help="a test that is skipped fails the run")


def pytest_configure(config: pytest.Config) -> None:
    asked = [Path(config.invocation_params.dir, argument.split("::")[0]).resolve() for argument in config.args]
    if all(any(path.is_relative_to(plain) for plain in PLAIN) for path in asked):
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "timonel.site.settings"
    from django.conf import settings

    assert settings.DATABASES  # pytest-django sets Django up when its settings have been read


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    return _judged((yield), item.config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    return _judged((yield), collector.config)


def _judged(report, config: pytest.Config):
    """Let a skip count as a failure where nothing may be skipped, but for the reasons that are listed."""
    listed = report.skipped and any(reason in str(report.longrepr) for reason in LISTED_SKIPS)
    if report.skipped and config.getoption("fail_on_skip") and not listed and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and here nothing may be skipped silently: {report.longrepr}"
    return report


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


@pytest.fixture(scope="module")
def _durable(tmp_path_factory, django_test_environment, django_db_blocker):
    """A server as installations have it, migrated, for the tests of one file."""
    from timonel.site import databases
    from timonel.site.embedded.server import Server

    server = Server(tmp_path_factory.mktemp("durable"))
    server.start()
    with django_db_blocker.unblock(), installation.led_to(server):
        databases.migrate(verbosity=0)
    yield server
    server.remove()


@pytest.fixture
def durable_server(_durable, django_db_blocker):
    """A server that loses nothing, as installations have it, with both aliases on its database.

    The tests of a file share it: each puts back what it changes. It runs again for each, even if killed.
    """
    _durable.start()
    with django_db_blocker.unblock(), installation.led_to(_durable):
        yield _durable
