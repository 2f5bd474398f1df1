"""The risk reserve of a project: how much the regime demands, and that nobody draws more than there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Final

from timonel.domain.facts import UNKNOWN, ProjectFacts
from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome
from timonel.domain.money import Money
from timonel.domain.parameters import ValueState
from timonel.domain.routing import regimes_for
from timonel.domain.truth import Truth

if TYPE_CHECKING:
    from timonel.domain.mandates import Framework, Holder

_STEP: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class ReserveDue:
    """What a project must set aside: the amount and the rate, who holds it, and the finding that explains both."""

    finding: Finding
    amount: Money | None = None
    percent: Decimal | None = None
    held_by: Holder | None = None
    parameter: str = ""


def reserve_due(framework: Framework, facts: ProjectFacts, on: date) -> ReserveDue:
    """Say which reserve the monitoring regime of a project demands on a day: a percentage of its whole budget.

    Exempt when no regime that the project is surely under names a reserve. Refused with `framework_does_not_set`
    when the regime does and its rate is not stated; unknown when the budget is. The amount is rounded half-even to
    four decimals of the budget's currency. Of several regimes the first in the framework's order counts.
    """
    regimes = [regime for regime, truth, _why in regimes_for(framework, facts, on) if truth is Truth.YES]
    regime = next((each for each in regimes if each.plain.get("reserve")), None)
    if regime is None:
        return ReserveDue(Finding("risk-reserve", Outcome.EXEMPT, code="no-reserve-demanded"))
    parameter = str(regime.plain["reserve"])
    value = framework.value(parameter, on)
    version = value.version
    if value.state is not ValueState.SET or version is None or version.number is None:
        outcome, code = Outcome.REFUSED, DOES_NOT_SET
        if value.state is ValueState.UNKNOWN:
            outcome, code = Outcome.UNKNOWN, "value_unknown_on_day"
        params = {"parameter": parameter, "on": on.isoformat()}
        return ReserveDue(Finding("risk-reserve", outcome, regime.basis, code, params), parameter=parameter)
    from timonel.domain.mandates import Holder

    held_by = Holder.read(regime.plain.get("reserve_held_by"))
    budget = facts.total_budget
    if budget is UNKNOWN:
        finding = Finding("risk-reserve", Outcome.UNKNOWN, version.basis, "budget-unknown", {"parameter": parameter})
        return ReserveDue(finding, None, version.number, held_by, parameter)
    amount = Money((budget.amount * version.number / 100).quantize(_STEP, ROUND_HALF_EVEN), budget.currency)
    params = {"percent": f"{version.number:f}", "budget": str(budget), "regime": regime.id, "parameter": parameter}
    finding = Finding("risk-reserve", Outcome.REQUIRED, version.basis, "reserve-demanded", params)
    return ReserveDue(finding, amount, version.number, held_by, parameter)


def draw_faults(asked: Decimal, balance: Decimal) -> tuple[Finding, ...]:
    """Say what stands against drawing an amount from a reserve: it is more than nothing, and at most the balance."""
    if asked <= 0:
        return (Finding("risk-reserve", Outcome.FAILS, code="draw-of-nothing", params={"amount": f"{asked:f}"}),)
    if asked > balance:
        params = {"amount": f"{asked:f}", "balance": f"{balance:f}"}
        return (Finding("risk-reserve", Outcome.FAILS, code="draw-over-balance", params=params),)
    return ()
