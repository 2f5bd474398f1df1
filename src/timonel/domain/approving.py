"""How approvals are decided: when their time is over, who decides, what a decision must hold, what silence means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from timonel.domain.calendar import Holidays, calendar_days_after, months_after, working_days_after
from timonel.domain.facts import UNKNOWN, InstitutionFacts, ProjectFacts
from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome
from timonel.domain.mandates import Framework, Holder, Mandate, Seat, mandate
from timonel.domain.parameters import Value, ValueState
from timonel.domain.routing import ApprovalFinding, approvals_required
from timonel.domain.truth import Truth

REACHES_BEGUN: Final = "amended-threshold-reaches-begun-cases"
"""The parameter that says whether an amended threshold reaches cases already submitted."""
SIT: Final = ("committee", "council", "board", "parliament")
"""Kinds of body that decide by sitting, so that what they decided is shown by their minutes."""
CHECKS: Final = ("standards", "duplication", "price")
"""What is looked at before any approval: the standards in force, other projects of the kind, the price."""
BINDING: Final = ("binding", "parliament")
"""Effects without which a project may not go on."""


def last_day(opened: date, limit: Value | None, holidays: Holidays) -> date | None:
    """Give the last day of an approval's time, counted from the day after it was opened; None where none is set.

    The day itself is still in time. Working days, days, months and years count as the law of procedure counts them.
    """
    if limit is None or limit.state is not ValueState.SET or limit.version is None or limit.version.number is None:
        return None
    term, unit = int(limit.version.number), limit.version.unit
    if unit == "working-days":
        return working_days_after(opened, term, holidays)
    if unit == "months":
        return months_after(opened, term, holidays)
    if unit == "years":
        return months_after(opened, 12 * term, holidays)
    return calendar_days_after(opened, term, holidays)


def decider(
    framework: Framework,
    seat: Seat,
    *,
    power: str,
    decided_by: Holder,
    on: date,
    over: InstitutionFacts | None,
    facts: ProjectFacts | None,
) -> Mandate:
    """Say whether a seat decides: it is the post named, or one that acts for the body named, and has its power.

    A post of an institution decides for its own only. `power` empty: to be named is enough.
    """
    holder = framework.resolved(decided_by, (), on)
    rule = power or "approve-projects"
    params = {"post": seat.post, holder.kind: holder.id}
    post = framework.posts.get(seat.post)
    names = post is not None and (
        holder.id == post.id if holder.kind == "post" else holder.id in post.acts_for or post.heads == holder.id
    )
    if post is None or not names or framework.in_force(post, on) is not Truth.YES:
        return Mandate(rule, Outcome.NOT_HELD, code="not-the-decider", params=params)
    own = post.of in ("institution", "ministry")
    if own and not _of(str(post.of), seat.institution, over):
        return Mandate(rule, Outcome.NOT_HELD, post.basis, "decides-for-its-own", params)
    if power:
        return mandate(framework, power, seat, on=on, over=over, facts=facts)
    return Mandate(rule, Outcome.HELD, post.basis, "named-decider", params, holder=holder)


def _of(kind: str, own: InstitutionFacts | None, over: InstitutionFacts | None) -> bool:
    if own is None or over is None:
        return False
    return own.code == over.code or (kind == "ministry" and over.ministry is not UNKNOWN and over.ministry == own.code)


def routed(framework: Framework, facts: ProjectFacts, on: date, submitted: date | None) -> tuple[ApprovalFinding, ...]:
    """Say which approvals a project needs that is submitted on a day, or anew after a first time.

    Anew, the law of the first day counts, unless the framework says that amended thresholds reach cases already
    submitted. Where it does not say and the two differ, the answer is a refusal that names the parameter.
    """
    now = approvals_required(framework, facts, on)
    if submitted is None or submitted == on:
        return now
    then = approvals_required(framework, facts, submitted)
    reaches = framework.value(REACHES_BEGUN, on)
    if reaches.state is ValueState.SET and reaches.version is not None:
        return now if reaches.version.value == "true" else then
    same = {each.approval: each.outcome for each in now} == {each.approval: each.outcome for each in then}
    if same:
        return now
    return (ApprovalFinding("routing", Outcome.REFUSED, (), DOES_NOT_SET, {"parameter": REACHES_BEGUN}),)


def left_open(findings: Iterable[ApprovalFinding]) -> tuple[Finding, ...]:
    """Say what keeps a case from being routed: facts that are unknown, values that the framework does not set."""
    stuck = [each for each in findings if each.outcome in (Outcome.UNKNOWN, Outcome.REFUSED)]
    return tuple(
        Finding(
            each.rule, each.outcome, each.basis, _code(each), {**each.params, "approval": each.approval}, each.because
        )
        for each in stuck
    )


def _code(finding: ApprovalFinding) -> str:
    return "approval-left-open" if finding.outcome is Outcome.UNKNOWN else finding.code


def checks_of(plain: Mapping[str, Any], effect: str) -> list[dict[str, Any]]:
    """List what must be filled in before an approval is decided: the three checks of all, then its own.

    What only takes note needs none; a classification needs its own alone.
    """
    if effect == "notice":
        return []
    own = [{"id": name, "label": dict(item["label"])} for name, item in (plain.get("checklist") or {}).items()]
    shared = [{"id": name, "label": None} for name in CHECKS] if effect in (*BINDING, "opinion") else []
    return [*shared, *own]


RESULTS: Final = ("meets", "fails", "does-not-apply")


def decision_faults(
    outcome: str,
    *,
    checks: Sequence[Mapping[str, Any]],
    filled: Mapping[str, str],
    observations: Sequence[str],
    conditions: int,
    sits: bool,
    minutes: bool,
) -> tuple[Finding, ...]:
    """Say what stands against a decision: all of it.

    Every check is filled in, whatever the outcome. What fails a check is not granted without a condition, and what
    fails the standards is not granted at all: it needs a waiver first. To return something says what to mend. A body
    that sits shows its minutes.
    """
    missing = [str(each["id"]) for each in checks if filled.get(str(each["id"])) not in RESULTS]
    failing = [str(each["id"]) for each in checks if filled.get(str(each["id"])) == "fails"]
    granted = outcome in ("granted", "conditional")
    faults = [_fault("check-not-filled", check=check) for check in missing]
    if granted and "standards" in failing:
        faults.append(_fault("standards-not-met"))
    if outcome == "granted" and [check for check in failing if check != "standards"]:
        faults.append(_fault("check-failed", checks=", ".join(failing)))
    if outcome == "conditional" and not conditions:
        faults.append(_fault("no-condition"))
    if outcome == "returned" and not observations:
        faults.append(_fault("no-observation"))
    if sits and not minutes:
        faults.append(_fault("no-minutes"))
    return tuple(faults)


def silence(rule: str, due: date | None, on: date) -> str:
    """Say what the silence of who should decide means on a day, after the last day of its time.

    `granted`, `rejected` or `not-given` (nobody waits for it any longer); `in-time` while it runs or none is set, and
    `not-stated` where the framework does not say what follows: then it stays open.
    """
    if due is None or on <= due:
        return "in-time"
    return {"approves": "granted", "refuses": "rejected", "nothing": "not-given"}.get(rule, "not-stated")


def next_open(approvals: Sequence[Mapping[str, Any]], moments: Sequence[str]) -> tuple[int, ...]:
    """Say which approvals open now: of those at these moments that wait, the lowest in order, if none below is open.

    Each gives `order`, `at`, `stage`. Approvals of the same order are asked side by side; the next wait until all of
    them are decided or their time has passed in silence.
    """
    here = [(place, each) for place, each in enumerate(approvals) if (each["at"] or "submission") in moments]
    undecided = [each["order"] for _place, each in here if each["stage"] in ("open", "returned")]
    waiting = [each["order"] for _place, each in here if each["stage"] == "later"]
    if not waiting or (undecided and min(undecided) < min(waiting)):
        return ()
    return tuple(place for place, each in here if each["stage"] == "later" and each["order"] == min(waiting))


def _fault(code: str, /, **params: Any) -> Finding:
    return Finding("decision", Outcome.FAILS, code=code, params={name: str(value) for name, value in params.items()})
