"""Bands of amounts between the thresholds on which approvals hang."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from timonel.domain.conditions import Condition
from timonel.domain.mandates import Framework
from timonel.domain.parameters import ValueState, Version
from timonel.domain.truth import Truth


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """An amount at which one band ends and the next begins; `included` says whether it is in the lower one itself."""

    amount: Decimal
    included: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Amounts above one edge and up to another; without an edge it is open on that side. Numbered from 0, upwards."""

    number: int
    above: Edge | None
    up_to: Edge | None

    def holds(self, amount: Decimal) -> bool:
        """Say whether an amount is in the band."""
        return (self.above is None or not _under(amount, self.above)) and (
            self.up_to is None or _under(amount, self.up_to)
        )


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold in force and the approvals that hang on it; a version without a value is not stated."""

    parameter: str
    version: Version
    approvals: tuple[str, ...]


def thresholds(framework: Framework, on: date) -> tuple[Threshold, ...]:
    """Give the amounts on which an approval surely in force on a day hangs by the whole budget, in order of parameter.

    Those that measure something else of a project (the ICT share, a contract) are not among them.
    """
    named: dict[str, list[str]] = {}
    for approval in framework.approvals.values():
        if framework.in_force(approval, on) is Truth.YES and approval.when is not None:
            for parameter in sorted(set(_named(approval.when))):
                named.setdefault(parameter, []).append(approval.id)
    found = ((parameter, framework.value(parameter, on)) for parameter in sorted(named))
    known = (ValueState.SET, ValueState.NOT_STATED)
    return tuple(
        Threshold(parameter, value.version, tuple(named[parameter]))
        for parameter, value in found
        if value.state in known and value.version is not None
    )


def bands(framework: Framework, on: date) -> tuple[Band, ...]:
    """Give the bands between those thresholds that are stated in the framework's own currency.

    Of a threshold that is met *over* or *at most* an amount, the amount itself is in the lower band; *at least* and
    *under* leave it to the upper one. Without any threshold there is one band, open on both sides.
    """
    edges: set[Edge] = set()
    for threshold in thresholds(framework, on):
        money = threshold.version.money
        if money is not None and money.currency == framework.currency:
            edges.add(Edge(money.amount, threshold.version.comparator in ("over", "at-most")))
    ordered = [None, *sorted(edges), None]
    return tuple(Band(place, ordered[place], ordered[place + 1]) for place in range(len(ordered) - 1))


def _named(condition: Condition) -> Iterator[str]:
    if condition.kind == "amount" and condition.measure == "total-budget":
        yield condition.parameter
    for part in condition.parts:
        yield from _named(part)


def _under(amount: Decimal, edge: Edge) -> bool:
    return amount < edge.amount or (edge.included and amount == edge.amount)
