"""Whether this node can serve, told from what the database says at that moment.

`/healthz` tells everybody only which part is well; `timonel status` tells whoever operates the platform the rest.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from timonel.governance.queries.jobs import work_state
from timonel.governance.queries.letters import outbox
from timonel.record.queries import head_state, record_health
from timonel.site.cli.words import _
from timonel.site.startup import StartupFault, faults

LETTERS_WAIT = timedelta(hours=1)
"""How long a letter may wait before the jobs count as standing still."""
JOBS_STILL = timedelta(minutes=10)
"""How long no open job may move, nor be asked for, before the work counts as standing still."""

Part = dict[str, Any]
"""What is known of a part: its figures and, under `faults`, what is wrong with it and how to mend it."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, record and jobs are well, else 503; says which part is not, and no more."""
    told = health()
    outcomes = {name: "faulty" if part["faults"] else "well" for name, part in told.items()}
    well = is_well(told)
    return JsonResponse({"outcome": "well" if well else "faulty", **outcomes}, status=200 if well else 503)


def health() -> dict[str, Part]:
    """Look at database, record and jobs; at the database alone when something is wrong with it."""
    told = {"database": _database()}
    return told if told["database"]["faults"] else told | {"record": _record(), "jobs": _jobs()}


def is_well(told: dict[str, Part]) -> bool:
    """Say whether no part has a fault."""
    return not any(part["faults"] for part in told.values())


def _database() -> Part:
    found = faults()
    if any(fault.code == "database-unreachable" for fault in found):
        return {"faults": [asdict(StartupFault("database-unreachable", found[0].mend))]}
    version = connection.connection.info.server_version
    return {"version": f"{version // 10000}.{version % 10000}", "faults": [asdict(fault) for fault in found]}


def _record() -> Part:
    state = record_health()
    wrong = [StartupFault(state.key_fault, _("Put the record's keys back."))] if state.key_fault else []
    if head_state().too_old:
        mend = _("See that a `timonel serve` runs, or run `timonel record checkpoint`.")
        wrong.append(StartupFault("record-unsealed", mend, {"entries": state.unsigned}))
    return {
        "entries": state.size,
        "entries_after_checkpoint": state.unsigned,
        "checkpoint_age_seconds": _seconds(state.checkpoint_age),
        "faults": [asdict(fault) for fault in wrong],
    }


def _jobs() -> Part:
    state = outbox()
    late = state.oldest is not None and state.oldest > LETTERS_WAIT
    mend = _("See that a `timonel serve` runs and that TIMONEL_MAIL_URL names a server that takes letters.")
    wrong = [StartupFault("letters-wait-too-long", mend)] if late else []
    work = work_state()
    if work.still_for is not None and work.still_for > JOBS_STILL:
        mend = "See that a `timonel serve` runs: its process for long work does the jobs."
        wrong.append(StartupFault("jobs-stand-still", mend, {"waiting": work.waiting, "running": work.running}))
    return {
        "jobs_waiting": work.waiting,
        "jobs_running": work.running,
        "jobs_failed": work.failed,
        "oldest_job_seconds": _seconds(work.oldest),
        "letters_waiting": state.waiting,
        "letters_failed": state.failed,
        "oldest_letter_seconds": _seconds(state.oldest),
        "faults": [asdict(fault) for fault in wrong],
    }


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
