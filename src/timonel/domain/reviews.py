"""When a running project is to be looked at: what proposes a review, what opens one, and who is independent of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from timonel.domain.approving import last_day
from timonel.domain.calendar import Holidays
from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome, Reason
from timonel.domain.parameters import Value, ValueState

if TYPE_CHECKING:
    from timonel.domain.mandates import Framework, Regime

TRIGGERS: Final = ("schedule", "cost", "benefits")
"""What may go wrong with a running project so that its review is proposed: each by itself."""
OPENED_BY: Final = ("schedule", "cost", "benefits", "reds", "decision")
"""Why a review is opened: one of the triggers, reds in a row, or because whoever has the power wants one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One light of the latest report: its id, what it is of, against which baseline, and whether it is red."""

    light: str
    of: str
    against: str
    red: bool


def proposed_reviews(lights: Iterable[Shown]) -> tuple[Finding, ...]:
    """Propose a review for each of schedule, cost and benefits whose light is red, whatever the others show.

    One proposal for each of the three, in that order, however many of its lights are red; the lights are its reasons.
    Against either baseline: a plan that was set anew hides nothing. A light that is not rated proposes nothing.
    """
    red = [light for light in lights if light.red]
    found = []
    for of in TRIGGERS:
        reasons = [
            Reason("light-is-red", {"light": each.light, "against": each.against}) for each in red if each.of == of
        ]
        if reasons:
            found.append(Finding("review", Outcome.FOUND, code=f"review-proposed-{of}", because=tuple(reasons)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What reds in a row bring about: what is opened, until when it must be held, and the finding that says why.

    `opens` is empty when nothing is; `due_on` is None where the framework sets no time for it.
    """

    finding: Finding
    opens: str = ""
    due_on: date | None = None


def after_reds(
    framework: Framework, regime: Regime, reds: Sequence[bool], on: date, holidays: Holidays | None
) -> Consequence | None:
    """Say what the regime makes of the latest reports, oldest first: whether each was red as a whole.

    Reds are counted from the latest report back to the first that was not red, so a report that was not rated ends the
    row. The number is held against the regime's parameter as it stands on the day, on the side its comparator says.
    The time runs from the day after; without the country's holidays it cannot be counted, and there is no last day.
    None where the regime says nothing of reds, or there are too few.
    """
    stated = regime.plain.get("after_red")
    if stated is None:
        return None
    limit = framework.value(stated["count"], on)
    if limit.state is not ValueState.SET or limit.version is None or limit.version.number is None:
        return Consequence(_unset(stated["count"], limit, on))
    row = _in_a_row(reds)
    least = int(limit.version.number) + (limit.version.comparator == "over")
    if row < least:
        return None
    within = framework.value(stated["within"], on) if stated.get("within") else None
    params = {"regime": regime.id, "reds": str(row), "least": str(least), "opens": stated["opens"]}
    finding = Finding("after-red", Outcome.REQUIRED, limit.version.basis, f"reds-open-{stated['opens']}", params)
    due_on = last_day(on, within, holidays) if holidays is not None else None
    return Consequence(finding, stated["opens"], due_on)


def _in_a_row(reds: Sequence[bool]) -> int:
    found = 0
    for red in reversed(reds):
        if not red:
            break
        found += 1
    return found


def _unset(parameter: str, value: Value, on: date) -> Finding:
    outcome = Outcome.UNKNOWN if value.state is ValueState.UNKNOWN else Outcome.REFUSED
    code = "value_unknown_on_day" if outcome is Outcome.UNKNOWN else DOES_NOT_SET
    return Finding("after-red", outcome, code=code, params={"parameter": parameter, "on": on.isoformat()})


def dependence(
    *, reviewer_institution: str, own: str, partners: Sequence[str], took_part: bool, interests: Sequence[str]
) -> tuple[Finding, ...]:
    """Say what stands against taking somebody for an independent reviewer of a project: all of it.

    Not independent is who belongs to the institution whose project it is or to a partner, who acted in the project
    before, and who declared an interest in any of them. `reviewer_institution` is empty for who belongs to none.
    """
    faults = []
    if reviewer_institution and reviewer_institution in (own, *partners):
        faults.append(_fault("reviewer-of-the-same-house", institution=reviewer_institution))
    if took_part:
        faults.append(_fault("reviewer-took-part"))
    faults += [_fault("reviewer-has-an-interest", institution=each) for each in interests if each in (own, *partners)]
    return tuple(faults)


def _fault(code: str, /, **params: str) -> Finding:
    return Finding("independence", Outcome.FAILS, code=code, params=params)
