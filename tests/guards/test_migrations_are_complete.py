"""Every change of a table has its migration, and every migration a name that somebody chose."""

import re

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.guards.source import SOURCE, place


def test_no_table_waits_for_a_migration():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with translation.override(None):  # labels are compared in the language they were written in
        changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    ours = {app: [str(operation) for step in steps for operation in step.operations] for app, steps in changes.items()}
    assert {app: found for app, found in ours.items() if (SOURCE / app).exists()} == {}


def test_no_two_migrations_claim_to_be_the_last():
    assert MigrationLoader(None, ignore_no_migrations=True).detect_conflicts() == {}


def test_every_migration_has_a_name_that_says_what_it_does():
    hand_made = re.compile(r"\d{4}(?:_[a-z0-9]+){2,}")
    numbers = [path for path in SOURCE.glob("*/migrations/*.py") if path.name != "__init__.py"]
    assert numbers
    wrong = [place(path) for path in numbers if not hand_made.fullmatch(path.stem) or "_auto_" in path.stem]
    assert not wrong, "\n".join(wrong)
