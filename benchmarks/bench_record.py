"""The decision record, beside a plain log table with the same content: what one would use instead.

Run with `python -m benchmarks.bench_record [--entries 1000000]`. In an installation of its own, with every commit
waited for: appending without HTTP; then, on a record of that many entries, proofs, the full audit on one core
(the audit and the database's process share it) and by the auditor's own program. Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROUNDS, A_ROUND, PROOFS = 5, 300, 1000
CHUNK = 5000
APPENDS_A_SECOND, AUDIT_SECONDS, PROOF_MILLISECONDS = 500.0, 60.0, 1.0
BEGAN = datetime(2024, 3, 1, 9, tzinfo=UTC)
PLAIN = """
CREATE TABLE plain_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, on_day date NOT NULL,
    act text NOT NULL, person text NOT NULL, post text NOT NULL, institution text, power text NOT NULL,
    subject_kind text NOT NULL, subject_number text NOT NULL, outcome text NOT NULL, details jsonb NOT NULL
)
"""


@dataclass(frozen=True)
class Line:
    """One line of the table that is printed."""

    what: str
    record: str
    plain: str
    ratio: str
    bar: str
    reached: bool = True


def a_draft(number):
    """Draft the act number so and so, of the size that acts have: 1.1 kB as an entry."""
    from timonel.record.append import EntryDraft

    basis = [{"instrument": "ley-21658", "where": "art. 3", "kind": "primary", "from": "2024-03-01"}]
    finding = {"rule": "council-review", "outcome": "required", "basis": basis, "code": "over"}
    return EntryDraft(
        act="portfolio.submit_project",
        on=date(2026, 1, 1) + timedelta(days=number // 4000),
        person=f"p-{number % 997:06x}",
        post=f"cio-{number % 345}",
        power="submit-project",
        framework="ab" * 32,
        institution=str(1000 + number % 345),
        subject_kind="project",
        subject_number=f"2026-{number}",
        appointment="titular",
        basis=basis,
        facts={"total_budget": str(number * 1000), "currency": "CLP", "title": "Ficha clínica electrónica regional",
               "objective": "x" * 120, "beneficiaries": number},
        changes={"subject": {"stage": "submitted", "submitted_on": "2026-11-23"}},
        findings=[finding, finding | {"code": "complete", "params": {"limit": "10000000"}}],
    )  # fmt: skip


@contextmanager
def an_installation(folder):
    """Start an embedded database of its own, durable as in production, and migrate it."""
    for name in [name for name in os.environ if name.startswith("TIMONEL_") or name == "DATABASE_URL"]:
        del os.environ[name]
    os.environ |= {"TIMONEL_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "timonel.site.settings"}
    import django

    from timonel.site.embedded.server import Server

    server = Server(folder)
    with server.held():
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", database="owner", verbosity=0, interactive=False)
        with connections["owner"].cursor() as cursor:
            cursor.execute(PLAIN)
        try:
            yield
        finally:
            connections.close_all()


def append_rate():
    """Append in turns with the plain log, each act in its own commit; give the medians of both, per second."""
    from django.db import connection, transaction

    from timonel.record.append import append
    from timonel.record.drafts import prepare

    columns = "at, on_day, act, person, post, institution, power, subject_kind, subject_number, outcome, details"

    def log(draft):
        details = prepare(draft).body(0, "").decode()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO plain_log ({columns}) VALUES (now(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [draft.on, draft.act, draft.person, draft.post, draft.institution, draft.power, draft.subject_kind,
                 draft.subject_number, draft.outcome, details],
            )  # fmt: skip

    def record(draft):
        with transaction.atomic():
            append(draft)

    rates = {log: [], record: []}
    for number in range(ROUNDS + 1):
        for way, found in rates.items():
            begun = time.perf_counter()
            for each in range(A_ROUND):
                way(a_draft(number * A_ROUND + each))
            found.append(A_ROUND / (time.perf_counter() - begun))
    return statistics.median(rates[record][1:]), statistics.median(rates[log][1:])


def fill(entries):
    """Make the record that long, by the functions that make entries but without a commit for each."""
    from django.db import connection, connections, transaction

    from timonel.domain.merkle import CompactRange, Place
    from timonel.record.append import columns_of, entry_of
    from timonel.record.drafts import prepare
    from timonel.record.models import Entry, Head

    head = Head.objects.get()
    tree = CompactRange(head.size, [bytes(each) for each in head.hashes])
    names = ", ".join(column.attname for column in Entry._meta.concrete_fields)
    while tree.size < entries:
        rows, nodes = [], []
        for seq in range(tree.size, min(tree.size + CHUNK, entries)):
            draft = a_draft(seq)
            entry = entry_of(draft, prepare(draft), seq, head.recorded_at + timedelta(milliseconds=seq))
            rows.append(columns_of(entry))
            nodes += [(Place(0, seq), entry.leaf), *tree.append(entry.leaf)]
        with transaction.atomic(), connection.cursor() as cursor:
            with cursor.copy(f"COPY record_entry ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            with cursor.copy("COPY record_node (level, index, hash) FROM STDIN") as copy:
                for place, each in nodes:
                    copy.write_row((*place, each))
            cursor.execute("UPDATE record_head SET size = %s, hashes = %s::bytea[], recorded_at = %s",
                           [tree.size, tree.hashes, entry.recorded_at])  # fmt: skip
        show(f"filled {tree.size:,} of {entries:,}")
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does after a while


def show(text):
    if sys.stderr.isatty():
        print(f"\r{text:<60}", end="", file=sys.stderr, flush=True)


@contextmanager
def one_core():
    """Keep this process and the database's process that answers it on the first core."""
    from django.db import connection

    connection.ensure_connection()
    pids = (0, connection.connection.info.backend_pid)
    before = {pid: os.sched_getaffinity(pid) for pid in pids}
    try:
        for pid in pids:
            os.sched_setaffinity(pid, {min(before[0])})
        yield
    finally:
        for pid, cores in before.items():
            os.sched_setaffinity(pid, cores)


def timed(function, *arguments):
    begun = time.perf_counter()
    found = function(*arguments)
    return time.perf_counter() - begun, found


def audit_seconds():
    """Audit the whole record on one core; beside it, read every row of the record without checking anything."""
    from django.db import connection

    from timonel.record.verification import ENTRIES, snapshot, verify

    def read_only():
        with snapshot(connection) as (_, read):
            return sum(1 for row in read("plain", ENTRIES) if json.loads(row[1]))

    with one_core():
        audited, report = timed(verify)
        plain, _ = timed(read_only)
    if not report.good:
        raise SystemExit(f"the record is faulty: {report.faults[0]}")
    return audited, plain


def auditors_seconds(folder):
    """Export the record and let the auditor's program check the export."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
    import verify_record

    from timonel.record.export import export

    exported, _ = timed(export, folder)
    with redirect_stdout(io.StringIO()) as printed:
        checked, code = timed(verify_record.main, [str(folder)])
    if code:
        raise SystemExit(printed.getvalue())
    return exported, checked


def proof_milliseconds(entries):
    """Prove entries here and there; beside it, fetch the rows of the plain log by their key."""
    from django.db import connection

    from timonel.record.proofs import consistency, inclusion

    def row(seq):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM plain_log WHERE id = %s", [seq % (ROUNDS * A_ROUND) + 1])
            cursor.fetchone()

    chosen = random.Random(7).choices(range(1, entries), k=PROOFS)
    times = {}
    for name, prove in [
        ("inclusion", lambda seq: inclusion(seq, entries)),
        ("consistency", lambda seq: consistency(seq, entries)),
        ("row", row),
    ]:
        taken = [timed(prove, seq)[0] * 1000 for seq in (*chosen[:100], *chosen)][100:]
        times[name] = statistics.median(taken), sorted(taken)[int(PROOFS * 0.99)]
    return times


def measure(entries, folder):
    """Measure everything; give the lines of the table."""
    from timonel.record.checkpoints import make_checkpoint

    ours, plain = append_rate()
    yield Line("acts appended a second, commit waited for", f"{ours:,.0f}", f"{plain:,.0f}", f"{ours / plain:.2f}",
               f"at least {APPENDS_A_SECOND:.0f}", ours >= APPENDS_A_SECOND)  # fmt: skip
    fill(entries)
    make_checkpoint()
    proofs = proof_milliseconds(entries)
    for name in ("inclusion", "consistency"):
        (middle, slow), (row, _) = proofs[name], proofs["row"]
        yield Line(f"proof of {name}, ms: median (p99); a row by its key", f"{middle:.2f} ({slow:.2f})", f"{row:.2f}",
                   f"{middle / row:.1f}", f"under {PROOF_MILLISECONDS:.0f}", middle < PROOF_MILLISECONDS)  # fmt: skip
    audited, read = audit_seconds()
    limit = AUDIT_SECONDS * entries / 1_000_000
    yield Line(f"full audit of {entries:,} entries on one core, s; reading alone", f"{audited:.1f}", f"{read:.1f}",
               f"{audited / read:.1f}", f"under {limit:.0f}", audited < limit)  # fmt: skip
    exported, checked = auditors_seconds(folder / "export")
    yield Line("the same by the auditor's program on an export, s", f"{checked:.1f}", "", "", f"under {limit:.0f}",
               checked < limit)  # fmt: skip
    yield Line("export, s", f"{exported:.1f}", "", "", "")


def main():
    """Print the table; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entries", type=int, default=1_000_000)
    entries = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        with an_installation(folder / "timonel"):
            lines = list(measure(entries, folder))
    show("")
    print(f"\n{'':58} {'record':>16} {'plain log':>10} {'ratio':>6}  bar")
    for line in lines:
        missed = "" if line.reached else "  MISSED"
        print(f"{line.what:58} {line.record:>16} {line.plain:>10} {line.ratio:>6}  {line.bar}{missed}")
    return 0 if all(line.reached for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
