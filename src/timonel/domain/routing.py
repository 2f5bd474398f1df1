"""Which approvals a case needs: for one with its explanation, or for columns of a million cases at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from timonel.domain.conditions import Condition, evaluate
from timonel.domain.facts import UNKNOWN, CaseFacts
from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome, Reason
from timonel.domain.mandates import Approval, Framework, Holder, Regime
from timonel.domain.parameters import Value, ValueState
from timonel.domain.truth import Truth, all_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from timonel.domain.conditions.columns import CaseColumns, ColumnExpression, Ternary


@dataclass(frozen=True, slots=True)
class ApprovalFinding(Finding):
    """Say whether a case needs an approval, of whom, with which effect, within which time.

    ``time_limit`` is the parameter's value on the day, in its unit (working days as a rule); ``None`` where the
    approval names none. ``silence`` says what follows when it passes: ``approves``, ``refuses``, ``nothing`` or
    ``not_stated``.
    """

    approval: str = ""
    decider: Holder | None = None
    effect: str = ""
    order: int = 0
    at: str | None = None
    time_limit: Value | None = None
    silence: str | None = None
    light_path: bool = False
    demonstration: str | None = None

    @property
    def is_required(self) -> bool:
        """Say whether the case surely needs it."""
        return self.outcome is Outcome.REQUIRED


def approvals_required(framework: Framework, facts: CaseFacts, on: date) -> tuple[ApprovalFinding, ...]:
    """Ask every approval of a framework about a case on a day, in the order in which cases pass them.

    ``REQUIRED`` or ``EXEMPT``, with the reasons; ``UNKNOWN`` where a fact or a date leaves it open; ``REFUSED`` with
    ``framework_does_not_set`` and the parameter where the answer hangs on a value that is not stated.
    """
    return tuple(_asked(framework, approval, facts, on) for approval in framework.approvals.values())


def required(findings: tuple[ApprovalFinding, ...]) -> tuple[ApprovalFinding, ...]:
    """Keep the approvals that are surely needed."""
    return tuple(finding for finding in findings if finding.is_required)


def _asked(framework: Framework, approval: Approval, facts: CaseFacts, on: date) -> ApprovalFinding:
    reasons = _reasons(framework, approval, facts, on)
    truth = all_of(reason.truth for reason in reasons if reason.truth is not None)
    outcome, code, params = _outcome(truth, reasons)
    holder = approval.decided_by
    if holder is not None:
        holder = framework.resolved(holder, approval.ground.instruments, on)
    return ApprovalFinding(
        approval.id,
        outcome,
        approval.basis,
        code,
        params,
        reasons,
        approval.id,
        holder,
        approval.effect,
        approval.order,
        approval.at,
        framework.value(approval.time_limit, on) if approval.time_limit else None,
        approval.silence,
        approval.light_path,
        approval.demonstration,
    )


def _reasons(framework: Framework, approval: Approval, facts: CaseFacts, on: date) -> tuple[Reason, ...]:
    """Weigh dates, object and condition; once one is surely not met the rest is not looked at."""
    in_force = framework.in_force(approval, on)
    span = {"from": approval.period.starts or "", "to": approval.period.ends or "", "on": on.isoformat()}
    reasons = [Reason("approval_in_force", span, in_force)]
    if in_force is Truth.NO:
        return tuple(reasons)
    fact = facts.object
    objects = {"fact": "unknown" if fact is UNKNOWN else fact, "any_of": ", ".join(sorted(approval.objects))}
    met = Truth.UNKNOWN if fact is UNKNOWN else Truth.of(fact in approval.objects)
    reasons.append(Reason("object", objects, met))
    if met is not Truth.NO and approval.when is not None:
        reasons.append(evaluate(approval.when, facts, framework, on))
    return tuple(reasons)


def _outcome(truth: Truth, reasons: tuple[Reason, ...]) -> tuple[Outcome, str, dict[str, str]]:
    if truth is Truth.YES:
        return Outcome.REQUIRED, "required", {}
    if truth is Truth.NO:
        return Outcome.EXEMPT, "exempt", {}
    unset = next((item for reason in reasons for item in reason.walk() if item.code == DOES_NOT_SET), None)
    if unset is not None:
        return Outcome.REFUSED, DOES_NOT_SET, {"parameter": unset.params["parameter"]}
    return Outcome.UNKNOWN, "unknown", {}


# --- a million cases at once


def compile_routing(framework: Framework) -> dict[str, ColumnExpression]:
    """Return for each approval a function from columns to three-valued truth; compile once, ask often."""
    return {name: _compiled(framework, approval) for name, approval in framework.approvals.items()}


def _compiled(framework: Framework, approval: Approval) -> ColumnExpression:
    from timonel.domain.conditions.columns import compile_columns

    objects = compile_columns(Condition("object", words=tuple(sorted(approval.objects))), framework)
    when = compile_columns(approval.when, framework) if approval.when is not None else None

    def ask(cases: CaseColumns) -> Ternary:
        answer = cases.within(approval.spans) & objects(cases)
        return answer if when is None else answer & when(cases)

    return ask


def route_columns(framework: Framework, cases: CaseColumns) -> dict[str, NDArray[np.int8]]:
    """Say for each approval and each case 0 (exempt), 1 (required) or 2 (unknown, or hanging on what is not stated).

    Equal to ``approvals_required`` for each case on its day.
    """
    return {name: ask(cases).column() for name, ask in compile_routing(framework).items()}


def regimes_for(
    framework: Framework, facts: CaseFacts, on: date
) -> tuple[tuple[Regime, Truth, tuple[Reason, ...]], ...]:
    """Say which monitoring regimes a case is under on a day; surely not is left out."""
    found = []
    for regime in framework.regimes.values():
        reasons = [Reason("regime_in_force", {"on": on.isoformat()}, framework.in_force(regime, on))]
        if regime.objects:
            fact = facts.object
            truth = Truth.UNKNOWN if fact is UNKNOWN else Truth.of(fact in regime.objects)
            reasons.append(Reason("object", {"any_of": ", ".join(sorted(regime.objects))}, truth))
        if regime.when is not None:
            reasons.append(evaluate(regime.when, facts, framework, on))
        truth = all_of(reason.truth for reason in reasons if reason.truth is not None)
        if truth is not Truth.NO:
            found.append((regime, truth, tuple(reasons)))
    return tuple(found)


def unset_parameters(framework: Framework, names: tuple[str, ...], on: date, rule: str) -> tuple[Finding, ...]:
    """Refuse, naming each of these parameters that the framework does not set on a day; empty when all are set."""
    findings = []
    for name in names:
        value = framework.value(name, on)
        if value.state is ValueState.SET:
            continue
        outcome = Outcome.UNKNOWN if value.state is ValueState.UNKNOWN else Outcome.REFUSED
        basis = value.version.basis if value.version else ()
        code = "value_unknown_on_day" if outcome is Outcome.UNKNOWN else DOES_NOT_SET
        findings.append(Finding(rule, outcome, basis, code, {"parameter": name, "on": on.isoformat()}))
    return tuple(findings)
