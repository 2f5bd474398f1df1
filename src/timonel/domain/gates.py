"""The gates of a project model: what must be there to pass, who decides, and what a decision at a gate must say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from timonel.domain.conditions import evaluate
from timonel.domain.facts import ProjectFacts
from timonel.domain.findings import Finding, Outcome
from timonel.domain.mandates import Framework
from timonel.domain.truth import Truth

OUTCOMES: Final = ("go", "conditional", "stop", "return")
STOP_REASONS: Final = (
    "technical",
    "cost",
    "schedule",
    "no-longer-needed",
    "merged",
    "benefits-gone",
    "supplier-failed",
    "legal",
    "political",
)
"""Why a project is stopped, as codes; the words stand in the reasons."""


def model_for(framework: Framework, facts: ProjectFacts, on: date) -> dict[str, Any] | None:
    """Give the project model that a project begins with on a day: the first in force, for it, whose condition is met.

    A variant goes before the model it varies. None where the framework states none, or only one without phases.
    """
    models = sorted(framework.models.values(), key=lambda each: (not each.plain.get("mandatory"), each.id))
    for model in sorted(models, key=lambda each: "variant_of" not in each.plain):
        if not model.phases or framework.in_force(model, on) is not Truth.YES or facts.object not in model.objects:
            continue
        if model.when is None or evaluate(model.when, facts, framework, on).truth is Truth.YES:
            return {
                "id": model.id,
                "framework": framework.hash,
                "phases": [dict(each) for each in model.phases],
            }
    return None


def phase_of(model: Mapping[str, Any], phase: str) -> Mapping[str, Any] | None:
    """Give a phase of the model a project began with; None where it has none of that name."""
    phases: Sequence[Mapping[str, Any]] = model.get("phases") or ()
    return next((each for each in phases if each["id"] == phase), None)


def next_phase(model: Mapping[str, Any], phase: str) -> str | None:
    """Give the phase after one; None after the last."""
    names = [each["id"] for each in model.get("phases") or ()]
    place = names.index(phase) + 1
    return names[place] if place < len(names) else None


def gate_of(model: Mapping[str, Any], phase: str) -> Mapping[str, Any] | None:
    """Give the gate at the end of a phase; None where the phase has none."""
    found = phase_of(model, phase)
    return found.get("gate") if found else None


def products(model: Mapping[str, Any], phase: str, filed: Sequence[str]) -> tuple[list[str], list[str]]:
    """Say which products of a phase are not filed: the mandatory ones, and the recommended ones."""
    found = phase_of(model, phase) or {}
    missing = {name: item for name, item in (found.get("products") or {}).items() if name not in filed}
    must = [name for name, item in missing.items() if item.get("mandatory")]
    return must, [name for name in missing if name not in must]


def passage_faults(
    outcome: str,
    *,
    allowed: Sequence[str],
    missing: Sequence[str],
    unmet: Sequence[str],
    undecided: Sequence[str],
    conditions: int,
    stop_reason: str = "",
    sunk_cost: Decimal | None = None,
    lost_benefit: str = "",
) -> tuple[Finding, ...]:
    """Say what stands against a decision at a gate: all of it.

    A go, with conditions or without, needs every mandatory product, every earlier condition met, and the approvals
    that come before this gate. A stop names its reason; a political one says what was spent and what is lost. To stop
    or to send back needs nothing to be complete.
    """
    faults = [] if outcome in allowed else [_fault("not-an-outcome-of-the-gate", outcome=outcome)]
    if outcome in ("go", "conditional"):
        faults += [_fault("product-missing", product=product) for product in missing]
        faults += [_fault("condition-not-met", condition=text) for text in unmet]
        faults += [_fault("approval-undecided", approval=name) for name in undecided]
    if outcome == "conditional" and not conditions:
        faults.append(_fault("no-condition"))
    if outcome == "stop":
        faults += stop_faults(stop_reason, sunk_cost, lost_benefit)
    return tuple(faults)


def stop_faults(reason: str, sunk_cost: Decimal | None, lost_benefit: str) -> list[Finding]:
    """Say what a stop lacks: its reason; where it is political, what was spent and what benefit is lost."""
    if reason not in STOP_REASONS:
        return [_fault("stop-without-reason")]
    if reason == "political" and (sunk_cost is None or not lost_benefit):
        return [_fault("political-stop-without-statement")]
    return []


def _fault(code: str, /, **params: Any) -> Finding:
    return Finding("gate", Outcome.FAILS, code=code, params={name: str(value) for name, value in params.items()})
