"""The frame: the one way in for every act.

Always in this order, in one transaction: once (the idempotency key), lock (the
subject's row), permission (does this account hold this post on this day),
mandate (does the framework give the post this power over this matter), the
function (in a savepoint), the record. A refusal by recusal, mandate or rule
rolls back to before the function and is recorded, up to a quota.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction

from timonel.domain.canonical import MAX_INTEGER
from timonel.domain.co_signatures import missing_signatures
from timonel.domain.findings import Finding
from timonel.domain.findings import Outcome as Verdict
from timonel.domain.legal import Basis
from timonel.domain.mandates import Mandate, Seat, mandate
from timonel.governance.acting.act import ACTIONS, Act, Action, Answer, Asker, Origin, stands_against
from timonel.governance.acting.changes import snapshot
from timonel.governance.acting.clock import legal_today
from timonel.governance.acting.errors import (
    ActError,
    InputFault,
    NoMandate,
    NotAllowed,
    RecordUnsealed,
    Refused,
    StaleSubject,
)
from timonel.governance.acting.locking import Seen, many, resolve
from timonel.governance.acting.once import again, digest_of, once
from timonel.governance.acting.pace import keep_pace
from timonel.governance.acting.recording import record_done, record_refusal
from timonel.governance.models import AnswerGiven, Institution, StoredFile, SubjectRow
from timonel.governance.queries.co_signatures import signatures_on
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.holding import Holding, delegations_to, enter, holding_of
from timonel.record.queries import acts_are_stopped
from timonel.record.queries import entry as recorded_entry

ATTEMPTS = 3
RACES_LOST = frozenset({"23505", "23P01", "40P01"})
"""What PostgreSQL says to who was beaten by a rival: a unique or an exclusion constraint is violated, or a deadlock."""


def perform(
    asker: Asker,
    code: str,
    typed: Mapping[str, Any],
    *,
    post: str,
    key: str | None = None,
    seen: Seen = None,
    cause: int | None = None,
    on: date | None = None,
    origin: Origin = "act",
    source_at: datetime | None = None,
) -> Answer:
    """Do the act, or raise why not.

    `key` makes it safe to ask again: the first answer is given again, be it a
    refusal. `seen` is the version of the subject that the person saw, or the
    version of each row by its number; None when they saw none. `on` is for what
    is simulated or imported; an act of today leaves it out, and it is never
    after today.
    """
    keep_pace(asker)
    action = ACTIONS.get(code)
    if action is None:
        raise InputFault("no-such-act", fields=[{"field": "code", "code": "no-such-act", "value": code, "params": {}}])
    values = action.inputs.check(typed)
    _check_frame(post, key, seen, cause)
    digest = digest_of(code, post, values, seen, cause)
    asking = _Asking(asker, action, values, post, seen, cause, on, origin, source_at)

    def attempt() -> Answer | ActError:
        with transaction.atomic():
            given = once(asker, key, digest) if key else None
            if given is not None and given.answer is not None:
                return again(given, digest)
            return _attempt(asking, given)

    ended = _repeated(attempt)
    if isinstance(ended, ActError):
        raise ended
    return ended


@dataclass(frozen=True)
class _Asking:
    """One act as it was asked for: by whom, with which values, in which post, having seen which version."""

    asker: Asker
    action: Action
    values: Mapping[str, Any]
    post: str
    seen: Seen
    cause: int | None
    on: date | None
    origin: Origin
    source_at: datetime | None


def _repeated(attempt: Callable[[], Answer | ActError]) -> Answer | ActError:
    """Attempt an act, and again when it lost a race: now it sees who won, and what the rules say to that."""
    for left in reversed(range(ATTEMPTS)):
        try:
            return attempt()
        except DatabaseError as fault:
            if not left or getattr(fault.__cause__, "sqlstate", None) not in RACES_LOST:
                raise
    raise AssertionError("the last attempt ends or raises")


def _check_frame(post: str, key: str | None, seen: Seen, cause: int | None) -> None:
    """See that what stands around the inputs can be kept, and that the cause is an entry of the record."""
    faults: list[dict[str, Any]] = [
        {"field": name, "code": "control-character", "value": "", "params": {}}
        for name, text in (("post", post), ("key", key or ""))
        if "\0" in text
    ]
    versions = seen.values() if isinstance(seen, Mapping) else [seen or 0]
    if not all(0 <= version <= MAX_INTEGER for version in versions):
        raise StaleSubject(entry=None)
    if cause is not None and (cause > MAX_INTEGER or recorded_entry(cause) is None):
        faults.append({"field": "cause", "code": "cause-not-recorded", "value": cause, "params": {}})
    if faults:
        raise InputFault(fields=faults)


def _attempt(asking: _Asking, given: AnswerGiven | None) -> Answer | ActError:
    """Steps 1 to 5. What is refused and recorded comes back as a value, so that its entry is committed."""
    if acts_are_stopped():
        raise RecordUnsealed(minutes=settings.RECORD_LONGEST_UNSEALED // timedelta(minutes=1))
    action, values, post = asking.action, dict(asking.values), asking.post
    adoption, framework = framework_in_force()
    today = legal_today(framework.time_zone)
    on = asking.on or today
    if on > today:
        raise InputFault("after-today", fields=[{"field": "on", "code": "after-today", "value": str(on), "params": {}}])
    locked = resolve(action, values, asking.seen)
    subject = values[action.subject] if action.subject else None
    enter(asking.asker.person, post, alone=action.alone)
    holding = holding_of(asking.asker.person, post, on, _matters(action, values))
    if holding is None:
        raise NotAllowed("not-appointed", post=post, on=str(on))
    act = Act(
        asking.asker.person,
        holding.post,
        on,
        framework,
        holding.manner,
        asking.cause,
        "demonstration" if adoption.demonstration and asking.origin == "act" else asking.origin,
        asking.source_at,
        subject,
        [row for row in locked if row is not subject],
        asking.asker.by_token,
    )
    facts = subject.record_facts(on) if subject is not None else {}
    untouched = None
    try:
        if holding.recused_on is not None:
            raise NotAllowed("recused", post=post, on=str(on), ground=holding.recused_on)
        held = _mandate(act, action, values, holding)
        act, signed = _co_signed(act, held)
        untouched = transaction.savepoint()  # when the act is done, its commit ends it: no message to release it
        before = snapshot(subject)
        outcome = action.function(act, **values)
    except (NotAllowed, NoMandate, Refused) as refusal:
        if untouched is not None:
            transaction.savepoint_rollback(untouched)
        record_refusal(asking.asker, act, action, refusal, facts, given)
        return refusal
    files = [file for value in values.values() for file in many(value) if isinstance(file, StoredFile)]
    outcome = replace(outcome, findings=[*signed, *outcome.findings]) if signed else outcome
    return record_done(act, action, outcome, held, before, given, files)


def _matters(action: Action, values: Mapping[str, Any]) -> list[SubjectRow]:
    """Give all that the act is about, each once: every row it names, and the institution it is exercised over."""
    named = [row for value in values.values() for row in many(value)] + [action.over(values)]
    return list({(row.kind, row.number): row for row in named if isinstance(row, SubjectRow)}.values())


def _co_signed(act: Act, held: Mandate) -> tuple[Act, list[Finding]]:
    """See that whoever must sign too has signed the matter as it stands; the act then carries their signature out.

    An act without a matter yet cannot be signed beforehand, and is refused.
    """
    if not held.co_signatures:
        return act, []
    signatures = signatures_on(act.subject, held.rule) if act.subject is not None else []
    missing = missing_signatures(act.framework, held, [each.post_kind for each in signatures])
    if missing:
        signers = ", ".join(str(finding.params["signer"]) for finding in missing)
        found = [finding.to_plain() for finding in missing]
        raise NoMandate("co-signature-missing", power=held.rule, signers=signers, findings=found)
    signed = [
        Finding("co-signature", Verdict.HOLDS, code="co-signed", params={"post": each.post, "entry": str(each.entry)})
        for each in signatures
    ]
    return replace(act, cause=signatures[0].entry if act.cause is None else act.cause), signed


def _mandate(act: Act, action: Action, values: Mapping[str, Any], holding: Holding) -> Mandate:
    """Ask the framework whether the post has the power, itself or by delegation, which is then cited too."""
    institution = action.over(values)
    over = institution.facts(act.on) if isinstance(institution, Institution) else None
    facts = act.subject.case_facts(act.on) if act.subject is not None else None

    def asked(seat: Seat) -> Mandate:
        if action.asked is not None:
            return action.asked(act.framework, seat, values, act.on)
        return mandate(act.framework, action.power, seat, on=act.on, over=over, facts=facts)

    finding = asked(act.seat)
    if not stands_against(finding):
        return finding
    for delegation in delegations_to(holding.post, finding.rule, act.on):
        delegated = asked(delegation.seat(act.on))
        if not stands_against(delegated):
            return replace(delegated, basis=(*delegated.basis, Basis(act=delegation.instrument)))
    raise NoMandate(power=finding.rule, post=holding.post.number, on=str(act.on), findings=[finding.to_plain()])
