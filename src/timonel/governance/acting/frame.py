"""The frame: the one way in for every act.

Always in this order, in one transaction: once (the idempotency key), lock (the
subject's row), permission (does this account hold this post on this day),
mandate (does the framework give the post this power over this matter), the
function (in a savepoint), the record. A refusal by recusal, mandate or rule
rolls back to before the function and is recorded, up to a quota.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from django.db import DatabaseError, connection, models, transaction

from timonel.domain.canonical import MAX_INTEGER, canonical
from timonel.domain.findings import Finding
from timonel.domain.legal import Basis
from timonel.domain.mandates import Framework, mandate
from timonel.governance.acting.act import (
    ACTIONS,
    Act,
    Action,
    Answer,
    Asker,
    Origin,
    Outcome,
    stands_against,
)
from timonel.governance.acting.changes import changes_of, record_value, snapshot
from timonel.governance.acting.clock import legal_today
from timonel.governance.acting.errors import (
    ActError,
    InputFault,
    KeyReused,
    NoMandate,
    NotAllowed,
    Refused,
    StaleSubject,
    from_answer,
)
from timonel.governance.models import AnswerGiven, Institution, StoredFile, SubjectRow
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.holding import Holding, delegations_to, holding_of
from timonel.governance.searching import index
from timonel.record.append import EntryDraft, append
from timonel.record.queries import entry as recorded_entry

REFUSALS_AN_HOUR = 60
ATTEMPTS = 3
RACES_LOST = frozenset({"23505", "23P01", "40P01"})
"""What PostgreSQL says to who was beaten by a rival: a unique or an exclusion constraint is violated, or a deadlock."""


def record_hash(framework: Framework) -> str:
    """Give the framework's content hash as entries cite it: 64 hexadecimal digits."""
    return framework.hash.removeprefix("sha256:")


def perform(
    asker: Asker,
    code: str,
    typed: Mapping[str, Any],
    *,
    post: str,
    key: str | None = None,
    seen: int | None = None,
    cause: int | None = None,
    on: date | None = None,
    origin: Origin = "act",
    source_at: datetime | None = None,
) -> Answer:
    """Do the act, or raise why not.

    `key` makes it safe to ask again: the first answer is given again, be it a
    refusal. `seen` is the version of the subject that the person saw; None when
    they saw none. `on` is for what is simulated or imported; an act of today
    leaves it out, and it is never after today.
    """
    action = ACTIONS.get(code)
    if action is None:
        raise InputFault("no-such-act", fields=[{"field": "code", "code": "no-such-act", "value": code, "params": {}}])
    values = action.inputs.check(typed)
    _check_frame(post, key, seen, cause)
    digest = _digest(code, post, values, seen, cause)

    def attempt() -> Answer | ActError:
        with transaction.atomic():
            given = _once(asker, key, digest) if key else None
            if given is not None and given.answer is not None:
                return _again(given, digest)
            ended = _attempt(asker, action, dict(values), post, seen, cause, on, origin, source_at)
            if given is not None:
                _keep_answer(given, ended)
        return ended

    ended = _repeated(attempt)
    if isinstance(ended, ActError):
        raise ended
    return ended


def _repeated(attempt: Callable[[], Answer | ActError]) -> Answer | ActError:
    """Attempt an act, and again when it lost a race: now it sees who won, and what the rules say to that."""
    for left in reversed(range(ATTEMPTS)):
        try:
            return attempt()
        except DatabaseError as fault:
            if not left or getattr(fault.__cause__, "sqlstate", None) not in RACES_LOST:
                raise
    raise AssertionError("the last attempt ends or raises")


def _check_frame(post: str, key: str | None, seen: int | None, cause: int | None) -> None:
    """See that what stands around the inputs can be kept, and that the cause is an entry of the record."""
    faults = [
        {"field": name, "code": "control-character", "value": "", "params": {}}
        for name, text in (("post", post), ("key", key or ""))
        if "\0" in text
    ]
    if seen is not None and not 0 <= seen <= MAX_INTEGER:
        raise StaleSubject(entry=None)
    if cause is not None and (cause > MAX_INTEGER or recorded_entry(cause) is None):
        faults.append({"field": "cause", "code": "cause-not-recorded", "value": cause, "params": {}})
    if faults:
        raise InputFault(fields=faults)


def _digest(code: str, post: str, typed: Mapping[str, Any], seen: int | None, cause: int | None) -> bytes:
    asked = {"code": code, "post": post, "seen": seen, "cause": cause, "typed": record_value(dict(typed))}
    return hashlib.sha256(canonical(asked)).digest()


def _once(asker: Asker, key: str, digest: bytes) -> AnswerGiven:
    """Insert the key; a second asker with the same key waits here for the first to end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO governance_answergiven (asker, key, digest, given_at) VALUES (%s, %s, %s, now())"
            " ON CONFLICT (asker, key) DO NOTHING RETURNING id",
            [asker.key, key, digest],
        )
        made = cursor.fetchone()
    if made:
        return AnswerGiven(pk=made[0], asker=asker.key, key=key, digest=digest)
    return AnswerGiven.objects.get(asker=asker.key, key=key)


def _keep_answer(given: AnswerGiven, ended: Answer | ActError) -> None:
    with connection.cursor() as cursor:
        answer = json.dumps(ended.as_answer(), ensure_ascii=False)
        cursor.execute("UPDATE governance_answergiven SET answer = %s::jsonb WHERE id = %s", [answer, given.pk])


def _again(given: AnswerGiven, digest: bytes) -> Answer:
    """Give the first answer again."""
    answer = given.answer or {}
    if bytes(given.digest) != digest:
        raise KeyReused(key=given.key, entry=answer.get("entry"))
    if "error" in answer:
        raise from_answer(answer)
    subject = answer["subject"]
    return Answer(answer["entry"], answer["code"], subject["kind"], subject["number"], answer["findings"])


def _attempt(
    asker: Asker,
    action: Action,
    values: dict[str, Any],
    post: str,
    seen: int | None,
    cause: int | None,
    on: date | None,
    origin: Origin,
    source_at: datetime | None,
) -> Answer | ActError:
    """Steps 1 to 5. What is refused and recorded comes back as a value, so that its entry is committed."""
    adoption, framework = framework_in_force()
    today = legal_today(framework.time_zone)
    on = on or today
    if on > today:
        raise InputFault("after-today", fields=[{"field": "on", "code": "after-today", "value": str(on), "params": {}}])
    subject = _resolve(action, values, seen)
    holding = holding_of(asker.person, post, on, _matters(action, values))
    if holding is None:
        raise NotAllowed("not-appointed", post=post, on=str(on))
    act = Act(
        asker.person,
        holding.post,
        on,
        framework,
        holding.manner,
        cause,
        "demonstration" if adoption.demonstration and origin == "act" else origin,
        source_at,
        subject,
    )
    facts = subject.record_facts(on) if subject is not None else {}
    try:
        if holding.recused_on is not None:
            raise NotAllowed("recused", post=post, on=str(on), ground=holding.recused_on)
        held = _mandate(act, action, values, holding)
        with transaction.atomic():
            before = snapshot(subject)
            outcome = action.function(act, **values)
    except (NotAllowed, NoMandate, Refused) as refusal:
        _record_refusal(asker, act, action, refusal, facts)
        return refusal
    done = _record_done(act, action, outcome, held, before)
    _name_files(values, done.entry)
    return done


def _resolve(action: Action, values: dict[str, Any], seen: int | None) -> SubjectRow | None:
    """Turn numbers into rows, the subject's under lock, and see that it is the one the person saw."""
    faults = []
    for each in action.inputs.each:
        if each.row is None and each.kind is not StoredFile:
            continue
        asked = values[each.name]
        if asked in (None, "", []):
            values[each.name] = [] if each.many else None
            continue
        locked = each.name == action.subject
        found, missing = _rows(each.kind, asked if each.many else [asked], locked)
        faults += [{"field": each.name, "code": "no-such", "value": number, "params": {}} for number in missing]
        values[each.name] = found if each.many else next(iter(found), None)
    if faults:
        raise InputFault(fields=faults)
    subject = values[action.subject] if action.subject else None
    if subject is not None and seen is not None and seen != subject.version:
        raise StaleSubject(kind=subject.kind, number=subject.number, entry=subject.last_entry)
    return subject


def _matters(action: Action, values: Mapping[str, Any]) -> list[SubjectRow]:
    """Give all that the act is about, each once: every row it names, and the institution it is exercised over."""
    named = [row for value in values.values() for row in _many(value)] + [action.over(values)]
    return list({(row.kind, row.number): row for row in named if isinstance(row, SubjectRow)}.values())


def _rows(kind: type[models.Model], numbers: list[str], locked: bool) -> tuple[list[models.Model], list[str]]:
    named = "sha256" if kind is StoredFile else "number"
    rows = kind._default_manager.filter(**{f"{named}__in": numbers})
    if locked:
        rows = rows.select_for_update(no_key=True)  # rows that refer to it may be written meanwhile
    found = {getattr(row, named): row for row in rows}
    numbers = list(dict.fromkeys(numbers))
    return [found[number] for number in numbers if number in found], [n for n in numbers if n not in found]


def _mandate(act: Act, action: Action, values: Mapping[str, Any], holding: Holding) -> Finding:
    """Ask the framework whether the post has the power, itself or by delegation, which is then cited too."""
    institution = action.over(values)
    over = institution.facts(act.on) if isinstance(institution, Institution) else None
    facts = act.subject.case_facts(act.on) if act.subject is not None else None
    finding = mandate(act.framework, action.power, act.seat, on=act.on, over=over, facts=facts)
    if not stands_against(finding):
        return finding
    for delegation in delegations_to(holding.post, action.power, act.on):
        delegated = mandate(act.framework, action.power, delegation.seat(act.on), on=act.on, over=over, facts=facts)
        if not stands_against(delegated):
            return replace(delegated, basis=(*delegated.basis, Basis(act=delegation.instrument)))
    raise NoMandate(power=action.power, post=holding.post.number, on=str(act.on), findings=[finding.to_plain()])


def _name_files(values: Mapping[str, Any], seq: int) -> None:
    """Note in the files which entry names them first: what no act names is swept."""
    named = [file.pk for value in values.values() for file in _many(value) if isinstance(file, StoredFile)]
    if named:
        StoredFile.objects.filter(pk__in=named, entry=None).update(entry=seq)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


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


def _record_refusal(asker: Asker, act: Act, action: Action, refusal: ActError, facts: Mapping[str, Any]) -> None:
    """Remember that it was asked and refused, on this basis; past the quota of the hour, no longer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO governance_refusaltally (asker, hour, refusals)"
            " VALUES (%s, date_trunc('hour', now()), 1)"
            " ON CONFLICT (asker, hour) DO UPDATE SET refusals = governance_refusaltally.refusals + 1"
            " RETURNING refusals",
            [asker.key],
        )
        (refusals,) = cursor.fetchone()
    if refusals > REFUSALS_AN_HOUR:
        return
    draft = _draft(act, action, act.subject, "refused", facts)
    findings = refusal.findings or [{"code": refusal.code, "params": refusal.params}]
    refusal.entry = append(replace(draft, findings=record_value(findings), basis=_bases(findings))).seq


def _record_done(act: Act, action: Action, outcome: Outcome, held: Finding, before: Mapping[str, Any]) -> Answer:
    """Write the entry, and into the subject and its rows which entry it was.

    From the entry on, every other act waits for this one: what can be done
    before it is done before, and what must come after is little.
    """
    subject = outcome.subject
    findings = [held.to_plain(), *(finding.to_plain() for finding in outcome.findings)]
    changes = changes_of(subject, before if act.subject is not None else {}, outcome.rows)
    draft = _draft(act, action, subject, "done", {**subject.record_facts(act.on), **outcome.facts})
    draft = replace(draft, findings=record_value(findings), basis=_bases(findings[:1]), changes=changes)
    index([subject])
    entry = append(draft)
    with connection.cursor() as cursor:
        table = subject._meta.db_table
        cursor.execute(
            f'UPDATE "{table}" SET version = version + 1, last_entry = %s WHERE id = %s', [entry.seq, subject.pk]
        )
    for letter in outcome.letters:
        letter.entry = entry.seq
        letter.save()
    for row in outcome.rows:
        if hasattr(row, "entry"):
            type(row)._default_manager.filter(pk=row.pk).update(entry=entry.seq)
    return Answer(entry.seq, action.code, subject.kind, subject.number, findings, outcome.reply)


def _bases(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gather the legal bases that the findings cite, each once, in order."""
    seen: dict[str, dict[str, Any]] = {}
    for finding in findings:
        for basis in finding.get("basis", ()):
            seen.setdefault(repr(sorted(basis.items())), basis)
    return list(seen.values())
