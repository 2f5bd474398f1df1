"""Step 5 of the frame: what an act leaves in the record, and in the rows that name its entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from django.db import models

from timonel.domain.findings import Finding
from timonel.domain.mandates import Framework
from timonel.governance.acting.act import Act, Action, Answer, Asker, Outcome
from timonel.governance.acting.changes import changes_of, record_value
from timonel.governance.acting.errors import ActError
from timonel.governance.acting.once import kept
from timonel.governance.models import AnswerGiven, Institution, StoredFile, SubjectRow
from timonel.governance.searching import index
from timonel.record.append import EntryDraft, Statement, append
from timonel.record.prepared import prepared_cursor

REFUSALS_AN_HOUR = 60


def record_hash(framework: Framework) -> str:
    """Give the framework's content hash as entries cite it: 64 hexadecimal digits."""
    return framework.hash.removeprefix("sha256:")


def record_done(
    act: Act,
    action: Action,
    outcome: Outcome,
    held: Finding,
    before: Mapping[str, Any],
    given: AnswerGiven | None,
    files: Sequence[StoredFile],
) -> Answer:
    """Write the entry, and with it into the subject, its rows, letters and files which entry it was.

    From the entry on, every other act waits for this one: what can be done
    before is done before, and what must know the number goes in one message.
    """
    subject = outcome.subject
    findings = [held.to_plain(), *(finding.to_plain() for finding in outcome.findings)]
    changes = changes_of(subject, before if act.subject is not None else {}, outcome.rows)
    draft = _draft(act, action, subject, "done", {**subject.record_facts(act.on), **outcome.facts})
    said = [subject.record_finding(finding) for finding in findings]
    draft = replace(draft, power=held.rule, findings=record_value(said), basis=_bases(findings[:1]), changes=changes)
    answer = Answer(0, action.code, subject.kind, subject.number, findings, outcome.reply)
    if subject is not act.subject and subject.last_entry is not None:
        _lock(subject)
    index([subject])
    for letter in outcome.letters:
        letter.entry = 0
        letter.save()

    def beside(seq: int) -> list[Statement]:
        rows = [*outcome.rows, *outcome.letters]
        return [
            *_counted([subject, *act.others], seq),
            *_named(rows, seq),
            *_first_named(files, seq),
            *kept(given, answer_of(seq)),
        ]

    def answer_of(seq: int) -> Answer:
        return replace(answer, entry=seq)

    return answer_of(append(draft, beside).seq)


def record_refusal(
    asker: Asker, act: Act, action: Action, refusal: ActError, facts: Mapping[str, Any], given: AnswerGiven | None
) -> None:
    """Remember that it was asked and refused, on this basis; past the person's hourly quota only the answer is kept."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "INSERT INTO governance_refusaltally (asker, hour, refusals)"
            " VALUES (%s, date_trunc('hour', now()), 1)"
            " ON CONFLICT (asker, hour) DO UPDATE SET refusals = governance_refusaltally.refusals + 1"
            " RETURNING refusals",
            [f"person:{act.person.number}"],  # whatever tokens they hold
        )
        (refusals,) = cursor.fetchone()
        if refusals > REFUSALS_AN_HOUR:
            for statement, values in kept(given, refusal):
                cursor.execute(statement, values)
            return
    findings = refusal.findings or [{"code": refusal.code, "params": refusal.params}]
    conceals = act.subject.record_finding if act.subject is not None else action.conceals
    said = [conceals(finding) for finding in findings]
    draft = _draft(act, action, act.subject, "refused", facts)

    def beside(seq: int) -> list[Statement]:
        refusal.entry = seq
        return kept(given, refusal)

    append(replace(draft, findings=record_value(said), basis=_bases(findings)), beside)


def _draft(
    act: Act, action: Action, subject: SubjectRow | None, outcome: Literal["done", "refused"], facts: Mapping[str, Any]
) -> EntryDraft:
    institution = getattr(subject, "institution", None) if not isinstance(subject, Institution) else subject
    return EntryDraft(
        act=action.code,
        person=act.person.number,
        post=act.post.number,
        appointment=act.appointment,
        power=action.power,
        on=act.on,
        origin=act.origin,
        source_at=act.source_at,
        framework=record_hash(act.framework),
        subject_kind=subject.kind if subject is not None else "",
        subject_number=subject.number if subject is not None else "",
        institution=institution.number if institution is not None else None,
        outcome=outcome,
        cause=act.cause,
        facts=record_value(dict(facts)),
    )


def _bases(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gather the legal bases that the findings cite, each once, in order."""
    seen: dict[str, dict[str, Any]] = {}
    for finding in findings:
        for basis in finding.get("basis", ()):
            seen.setdefault(repr(sorted(basis.items())), basis)
    return list(seen.values())


def _lock(subject: SubjectRow) -> None:
    """Lock a subject that the act did not name, before the head of the record: locks are taken in one order."""
    with prepared_cursor() as cursor:
        cursor.execute(f'SELECT FROM "{subject._meta.db_table}" WHERE id = %s FOR NO KEY UPDATE', [subject.pk])


def _counted(changed: Sequence[SubjectRow], seq: int) -> list[Statement]:
    """Let the version of the subject, and of the rows changed with it, grow by one."""
    keys: dict[str, list[int]] = {}
    for row in changed:
        keys.setdefault(row._meta.db_table, []).append(row.pk)
    return [
        (f'UPDATE "{table}" SET version = version + 1, last_entry = %s WHERE id = ANY(%s)', [seq, found])
        for table, found in keys.items()
    ]


def _named(rows: Sequence[models.Model], seq: int) -> list[Statement]:
    """Note in the rows that an act made or changed which entry it was."""
    keys: dict[str, list[Any]] = {}
    for row in rows:
        if hasattr(row, "entry"):
            keys.setdefault(row._meta.db_table, []).append(row.pk)
    return [(f'UPDATE "{table}" SET entry = %s WHERE id = ANY(%s)', [seq, found]) for table, found in keys.items()]


def _first_named(files: Sequence[StoredFile], seq: int) -> list[Statement]:
    """Note in the files which entry names them first: what no act names is swept."""
    if not files:
        return []
    update = "UPDATE governance_storedfile SET entry = %s WHERE sha256 = ANY(%s) AND entry IS NULL"
    return [(update, [seq, [file.sha256 for file in files]])]
