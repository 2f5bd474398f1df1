"""`/healthz`: whether this node can serve, told from what the database says at that moment."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from timonel.governance.queries.letters import outbox
from timonel.record.queries import record_health
from timonel.site.startup import StartupFault, faults

LETTERS_WAIT = timedelta(hours=1)
"""How long a letter may wait before the jobs count as standing still."""


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, record and jobs are well, else 503 with every fault and how to mend it."""
    told = {"database": _database()}
    if not told["database"]["faults"]:
        told |= {"record": _record(), "jobs": _jobs()}
    well = all(not part["faults"] for part in told.values())
    return JsonResponse({"outcome": "well" if well else "faulty", **told}, status=200 if well else 503)


def _database() -> dict[str, Any]:
    found = faults()
    if any(fault.code == "database-unreachable" for fault in found):
        return {"faults": [asdict(StartupFault("database-unreachable", found[0].mend))]}
    version = connection.connection.info.server_version
    return {"version": f"{version // 10000}.{version % 10000}", "faults": [asdict(fault) for fault in found]}


def _record() -> dict[str, Any]:
    state = record_health()
    wrong = [StartupFault(state.key_fault, "Put the record's keys back.")] if state.key_fault else []
    return {
        "entries": state.size,
        "entries_after_checkpoint": state.unsigned,
        "checkpoint_age_seconds": _seconds(state.checkpoint_age),
        "faults": [asdict(fault) for fault in wrong],
    }


def _jobs() -> dict[str, Any]:
    state = outbox()
    late = state.oldest is not None and state.oldest > LETTERS_WAIT
    mend = "See that a `timonel serve` runs and that TIMONEL_MAIL_URL names a server that takes letters."
    wrong = [StartupFault("letters-wait-too-long", mend)] if late else []
    return {
        "letters_waiting": state.waiting,
        "letters_failed": state.failed,
        "oldest_letter_seconds": _seconds(state.oldest),
        "faults": [asdict(fault) for fault in wrong],
    }


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else int(span.total_seconds())
