"""Jobs as their askers see them, and how the work as a whole stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import get_language

from timonel.governance import subjects
from timonel.governance.expectations import expected_in
from timonel.governance.models import Job
from timonel.governance.queries.viewers import Viewer
from timonel.governance.sentences import act_title
from timonel.governance.sheets import SHEETS_OF, Column
from timonel.governance.sheets.specs import Language
from timonel.record.queries import entry as recorded_entry

COUNTS = ("rows", "added", "unchanged", "faulty_rows")
"""What an import tells of its rows in its entry."""
MOST_CHOICES = 12
"""So many words of a list the report names; of a longer one the template holds them all."""


@dataclass(frozen=True)
class JobLine:
    """A job as a list and the desk show it: the components draw `stage`, `done` and `total`."""

    number: str
    title: str
    stage: str
    done: int
    total: int | None
    url: str
    asked_at: Any
    report_url: str = ""


@dataclass(frozen=True)
class FaultLine:
    """One faulty place of a file: the row as people count it, the column as they read it, what stood there, why not."""

    row: str
    column: str
    found: str
    expected: str


@dataclass(frozen=True)
class JobPage:
    """All that the page of a job says: how far or how it ended, the faulty places, the counts, and the refusal."""

    line: JobLine
    faults: Sequence[FaultLine]
    counts: Mapping[str, int]
    entry: int | None
    refused: Mapping[str, Any] | None
    given_up: bool
    result_url: str
    code: str
    typed: Mapping[str, Any]


def own_jobs(viewer: Viewer) -> QuerySet[Job]:
    """Give the jobs that the viewer asked for, the newest first; nobody sees another's."""
    if viewer.person is None:
        return Job.objects.none()
    return Job.objects.filter(account__person=viewer.person).order_by("-pk")


def job_lines(viewer: Viewer, most: int = 100) -> list[JobLine]:
    """Give the viewer's jobs as lines, the newest first."""
    return [_line(job) for job in own_jobs(viewer)[:most]]


def recent_jobs(viewer: Viewer, most: int = 5) -> list[JobLine]:
    """Give what of the viewer's jobs belongs on the desk: those that are open or ended within a week."""
    lately = own_jobs(viewer).filter(Q(stage__in=Job.OPEN) | Q(ended_at__gte=Now() - timedelta(days=7)))
    return [_line(job) for job in lately[:most]]


def _line(job: Job) -> JobLine:
    title = f"{act_title(job.code)}: {job.about}" if job.about else str(act_title(job.code))
    return JobLine(job.number, title, job.stage, job.done, job.total, _url(job.number), job.asked_at)


def _url(number: str) -> str:
    return reverse("governance:job", args=[number])


def job_page(viewer: Viewer, number: str, country: str) -> JobPage | None:
    """Give the page of one of the viewer's jobs; None for another's as for one that is not there."""
    job = own_jobs(viewer).filter(number=number).first()
    if job is None:
        return None
    entry = recorded_entry(job.entry) if job.entry is not None and job.stage == Job.DONE else None
    facts = json.loads(bytes(entry.body))["facts"] if entry else {}
    return JobPage(
        line=_line(job),
        faults=_faults(job, country),
        counts={name: int(facts[name]) for name in COUNTS if name in facts},
        entry=job.entry,
        refused=_refused(job),
        given_up=job.stage == Job.FAILED,
        result_url=_result(job),
        code=job.code,
        typed=job.typed,
    )


def _result(job: Job) -> str:
    """Give the page of what the act made or changed; none for a register, which is filled for the whole adoption."""
    subject = job.answer.get("subject") or {"kind": "", "number": ""}
    return "" if subject["kind"] == "adoption" else subjects.url_of(subject["kind"], subject["number"]) or ""


def _faults(job: Job, country: str) -> list[FaultLine]:
    """Give the faulty places of a file, in its order; a finding that names no row is told by the refusal alone."""
    spec = SHEETS_OF[job.code](country) if job.code in SHEETS_OF else None
    columns = {column.name: column for column in spec.columns} if spec else {}
    found = [each for each in job.answer.get("findings", ()) if _names_a_row(each)]
    return [_fault(each["code"], each["params"], columns) for each in found]


def _fault(code: str, params: Mapping[str, Any], columns: Mapping[str, Column]) -> FaultLine:
    column = columns.get(params.get("column", ""))
    language: Language = "en" if (get_language() or "").startswith("en") else "es"
    label = column.header.of(language) if column else params.get("column", "")
    words = [choice.label.of(language) for choice in column.choices] if column else []
    more = ["…"] if len(words) > MOST_CHOICES else []
    said = expected_in(code, {**params, "column": label, "words": ", ".join(words[:MOST_CHOICES] + more)})
    row = params["row"] if params["row"] != "None" else ""
    return FaultLine(row, str(label), str(params.get("found", "")), said)


def _refused(job: Job) -> Mapping[str, Any] | None:
    """Give the refusal; of a faulty file it says how many places are, and leaves them to the report."""
    if job.stage != Job.REFUSED:
        return None
    answer: Mapping[str, Any] = job.answer
    found = answer.get("findings", [])
    others = [each for each in found if not _names_a_row(each)]
    if len(others) == len(found):
        return answer
    return {**answer, "code": "file-has-faults", "params": {"count": len(found) - len(others)}, "findings": others}


def _names_a_row(finding: Mapping[str, Any]) -> bool:
    return "row" in (finding.get("params") or {})


@dataclass(frozen=True, slots=True)
class Work:
    """The open jobs: how many wait and run, for how long the oldest, how many failed, and when one last moved."""

    waiting: int
    running: int
    failed: int
    oldest: timedelta | None
    still_for: timedelta | None


def work_state() -> Work:
    """Count the jobs, by the database's clock. `still_for`: since no open job has moved, nor was asked for."""
    waits = Q(stage__in=Job.OPEN)
    found = Job.objects.aggregate(
        waiting=Count("id", filter=Q(stage=Job.WAITING)),
        running=Count("id", filter=Q(stage=Job.RUNNING)),
        failed=Count("id", filter=Q(stage=Job.FAILED)),
        oldest=Now() - Min("asked_at", filter=waits),
        still_for=Now() - Max(Coalesce("told_at", "asked_at"), filter=waits),
    )
    return Work(**found)
