"""Whether projects that belong together pass a threshold that each of them alone does not.

Siblings are projects of one institution, of one supplier or of one purpose, entered within a window of days of each
other. Any approval that their amounts together need, and that each alone does not, is flagged to whoever decides; it
is no proof of intent. The window is a parameter of the framework: where it is not stated nothing is looked for, and
the finding says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from timonel.domain.conditions.scalar import in_currency
from timonel.domain.facts import MEASURES, UNKNOWN, Known, ProjectFacts
from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome, Reason
from timonel.domain.mandates import Framework
from timonel.domain.money import Money
from timonel.domain.parameters import Value, ValueState, Version
from timonel.domain.routing import ApprovalFinding, approvals_required
from timonel.domain.truth import Truth

RULE: Final = "splitting"
WINDOW: Final = "splitting-window"
"""The parameter that says within how many days projects are looked at together, that many days included."""
OPEN: Final = (Outcome.EXEMPT, Outcome.UNKNOWN)
"""How an approval may stand for each project alone, so that together they may pass it unseen."""
UP_TO: Final = (None, "at-most", "under")
"""Comparators that a window may have; without one its last day counts."""
GROUNDS: Final = ("institution", "supplier", "purpose")
SUMMED: Final = tuple(measure.replace("-", "_") for measure in MEASURES if measure != "institution-ict-cost")
"""Amounts of siblings that add up; what ICT costs the institution in a year is the same for all of them."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Hold a project as splitting looks at it: its facts, its supplier, and which others are like it in purpose.

    ``like`` holds the numbers that matching finds likely the same in purpose; unknown where nobody has looked.
    """

    number: str
    facts: ProjectFacts
    supplier: Known[str] = UNKNOWN
    like: Known[frozenset[str]] = UNKNOWN

    @property
    def day(self) -> Known[date]:
        """Return the day it was submitted, or else proposed."""
        return self.facts.proposed_on if self.facts.submitted_on is UNKNOWN else self.facts.submitted_on


@dataclass(frozen=True, slots=True)
class _Look:
    """Hold what one question is about: the project, under which framework, on which day, within which window."""

    framework: Framework
    project: Entered
    window: Version
    on: date

    def ask(self, facts: ProjectFacts) -> dict[str, ApprovalFinding]:
        return {finding.approval: finding for finding in approvals_required(self.framework, facts, self.on)}

    def within(self, other: Entered) -> Truth:
        """Say whether the other was entered at most the window's days before or after; fewer, where it says *under*."""
        day, theirs = self.project.day, other.day
        if day is UNKNOWN or theirs is UNKNOWN:
            return Truth.UNKNOWN
        assert self.window.number is not None
        apart = abs((day - theirs).days)
        return Truth.of(
            apart < self.window.number if self.window.comparator == "under" else apart <= self.window.number
        )

    @property
    def days(self) -> dict[str, str]:
        return {"days": str(self.window.value)}


def splitting(framework: Framework, project: Entered, others: Iterable[Entered], on: date) -> tuple[Finding, ...]:
    """Flag each approval that a project and its siblings need together and that none of them needs alone.

    ``FOUND`` for each ground and approval, with the threshold's basis, the sum and the projects; ``UNKNOWN`` where an
    amount or a date that is not known leaves it open, and for each ground that the project itself does not state;
    else one ``NOT_FOUND``. ``REFUSED`` with ``framework_does_not_set`` when the window is not stated. A sibling that
    needs the approval alone hides nothing and is left out; so is an approval whose own threshold is not stated, which
    routing refuses already.
    """
    window = framework.value(WINDOW, on)
    refusal = _without_window(window)
    if refusal is not None:
        return (refusal,)
    assert window.version is not None
    look = _Look(framework, project, window.version, on)
    near = [other for other in others if other.number != project.number and look.within(other) is not Truth.NO]
    own = look.ask(project.facts)
    alone = {other.number: look.ask(other.facts) for other in near if any(_share(project, other).values())}
    found: list[Finding] = []
    for ground in GROUNDS:
        siblings = [other for other in near if _share(project, other)[ground]]
        found += [each for approval in own if (each := _flagged(look, ground, own[approval], siblings, alone))]
    found += [
        Finding(RULE, Outcome.UNKNOWN, look.window.basis, "splitting_ground_unknown", {"ground": ground})
        for ground in _unstated(project)
        if near
    ]
    return tuple(found) or (Finding(RULE, Outcome.NOT_FOUND, look.window.basis, "splitting_not_found", look.days),)


def _without_window(window: Value) -> Finding | None:
    """Say why nothing can be looked for: no window, more than one that may be in force, or none in days."""
    if window.state in (ValueState.NOT_STATED, ValueState.NONE):
        basis = window.version.basis if window.version else ()
        return Finding(RULE, Outcome.REFUSED, basis, DOES_NOT_SET, {"parameter": WINDOW})
    version = window.version
    if version is None or version.number is None or version.unit != "days" or version.comparator not in UP_TO:
        return Finding(RULE, Outcome.UNKNOWN, version.basis if version else (), "splitting_window_unknown", {})
    return None


def _unstated(project: Entered) -> list[str]:
    stated = {"institution": project.facts.institution, "supplier": project.supplier, "purpose": project.like}
    return [ground for ground in GROUNDS if stated[ground] is UNKNOWN]


def _share(one: Entered, other: Entered) -> dict[str, bool]:
    """Say which grounds two projects surely have together."""
    mine, theirs = one.facts.institution, other.facts.institution
    return {
        "institution": mine is not UNKNOWN and theirs is not UNKNOWN and mine.code == theirs.code,
        "supplier": one.supplier is not UNKNOWN and one.supplier == other.supplier,
        "purpose": (one.like is not UNKNOWN and other.number in one.like)
        or (other.like is not UNKNOWN and one.number in other.like),
    }


def _flagged(
    look: _Look,
    ground: str,
    own: ApprovalFinding,
    siblings: Sequence[Entered],
    alone: Mapping[str, Mapping[str, ApprovalFinding]],
) -> Finding | None:
    """Ask one approval about the sum: of the siblings that surely count, then of all that may."""
    answers = {each.number: alone[each.number][own.approval].outcome for each in siblings}
    counted = [each for each in siblings if answers[each.number] in OPEN]
    if own.outcome not in OPEN or not counted:
        return None
    sure = [each for each in counted if answers[each.number] is Outcome.EXEMPT and look.within(each) is Truth.YES]
    facts = _together(look.project, sure)
    answer = look.ask(facts)[own.approval]
    if own.outcome is Outcome.EXEMPT and sure and answer.outcome is Outcome.REQUIRED:
        return _finding(look, Outcome.FOUND, "splitting_found", ground, answer, facts, sure)
    facts = _together(look.project, counted)
    answer = look.ask(facts)[own.approval]
    if answer.outcome is Outcome.EXEMPT:
        blank = look.ask(_without_unknown_sums(facts, look.project, counted))[own.approval]
        if blank.outcome is Outcome.EXEMPT:
            return None
    return _finding(look, Outcome.UNKNOWN, "splitting_unknown", ground, answer, facts, counted)


def _together(project: Entered, siblings: Sequence[Entered]) -> ProjectFacts:
    """Give the project's facts with its amounts and those of its siblings added up; what is not known adds nothing."""
    sums: dict[str, Any] = {measure: _sum(measure, project, siblings) for measure in SUMMED}
    return replace(project.facts, **sums)


def _sum(measure: str, project: Entered, siblings: Sequence[Entered]) -> Known[Money]:
    total: Known[Money] = UNKNOWN
    for each in (project, *siblings):
        amount = each.facts.amount(measure)
        if amount is not UNKNOWN and total is not UNKNOWN:
            converted = in_currency(amount, total.currency, project.facts)
            total = total if converted is UNKNOWN else total + converted
        elif amount is not UNKNOWN:
            total = amount
    return total


def _without_unknown_sums(facts: ProjectFacts, project: Entered, siblings: Sequence[Entered]) -> ProjectFacts:
    """Give the facts with each sum unknown to which an amount is missing, or one in a currency without a rate."""
    blank: dict[str, Any] = {}
    for measure in SUMMED:
        total = facts.amount(measure)
        amounts = [each.facts.amount(measure) for each in (project, *siblings)]
        if total is UNKNOWN or any(in_currency(each, total.currency, project.facts) is UNKNOWN for each in amounts):
            blank[measure] = UNKNOWN
    return replace(facts, **blank)


def _finding(
    look: _Look,
    outcome: Outcome,
    code: str,
    ground: str,
    answer: ApprovalFinding,
    facts: ProjectFacts,
    siblings: Sequence[Entered],
) -> Finding:
    limits = tuple(reason for reason in answer.walk() if reason.code in ("amount", "amount_unknown"))
    measure = limits[0].params["measure"] if limits else MEASURES[0]
    members = (look.project, *siblings)
    total = facts.amount(measure)
    params = {
        "approval": answer.approval,
        "ground": ground,
        "total": "unknown" if total is UNKNOWN else str(total),
        "projects": ", ".join(each.number for each in members),
        **look.days,
    }
    said = [*(basis for limit in limits for basis in limit.basis), *answer.basis, *look.window.basis]
    return Finding(
        RULE,
        outcome,
        tuple(dict.fromkeys(said)),
        code,
        params,
        (*limits, *(_member(each, measure) for each in members)),
    )


def _member(each: Entered, measure: str) -> Reason:
    amount, day = each.facts.amount(measure), each.day
    params = {
        "project": each.number,
        "amount": "unknown" if amount is UNKNOWN else str(amount),
        "on": "unknown" if day is UNKNOWN else day.isoformat(),
    }
    return Reason("splitting_member", params)
