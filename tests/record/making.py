"""Entries, tampering and audits, for tests to read like sentences."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager, redirect_stdout
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path

import psycopg
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import RequestFactory
from django.urls import resolve

from timonel.record.append import EntryDraft, append

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = "ab" * 32


def a_draft(**changes):
    given = {
        "act": "portfolio.submit_project",
        "on": date(2026, 11, 23),
        "person": "p-81f7",
        "post": "cio-aysen",
        "power": "submit-project",
        "framework": FRAMEWORK,
        "institution": "1601",
        "subject_kind": "project",
        "subject_number": "2026-841",
        "basis": [{"instrument": "ley-21658", "where": "art. 3"}],
        "facts": {"total_budget": "12000000", "currency": "CLP"},
    }
    return EntryDraft(**given | changes)


def record(count, **changes):
    """Append so many entries, each in a transaction of its own."""
    found = []
    for number in range(count):
        with transaction.atomic():
            found.append(append(a_draft(**{"subject_number": f"2026-{number}"} | changes)))
    return found


@contextmanager
def behind_the_back(database):
    """Give a superuser for whom no trigger fires."""
    tables = (
        "record_entry",
        "record_node",
        "record_head",
        "record_checkpoint",
        "record_manifest",
        "record_manifestrow",
    )
    with psycopg.connect(database.superuser_url, autocommit=True) as superuser:
        for table in tables:
            superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield superuser
        for table in tables:
            superuser.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def auditors_program():
    """Load `tools/verify_record.py` as the auditor has it: one file."""
    if "verify_record" not in sys.modules:
        spec = spec_from_file_location("verify_record", ROOT / "tools" / "verify_record.py")
        sys.modules["verify_record"] = module = module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["verify_record"]


def told_by_auditor(*arguments):
    """Run the auditor's program: give its exit code and what it prints."""
    printed = StringIO()
    with redirect_stdout(printed):
        code = auditors_program().main([str(each) for each in arguments])
    return code, printed.getvalue().splitlines()


def fetch(path):
    """Ask the record's own addresses, as anybody."""
    match = resolve(path, urlconf="timonel.record.urls")
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return match.func(request, *match.args, **match.kwargs)


def forged(body, **changes):
    """Write an entry's bytes anew with other values."""
    fields = json.loads(body) | changes
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
