"""What a proposal must say before it is a project: names, days in order, amounts that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from timonel.domain.findings import Finding, Outcome
from timonel.domain.money import Money, NotMoney


def proposal_faults(
    *,
    amounts: dict[str, Decimal | None],
    currency: str,
    start: date | None,
    end: date | None,
    own: str,
    partners: tuple[str, ...] = (),
    flags: tuple[str, ...] = (),
    denied: tuple[str, ...] = (),
    known_flags: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """Say what stands against entering a project: all of it, not the first.

    An amount is exact, with four decimals at most, and not under nought; the whole budget is not under its parts (a
    contract, the ICT share). The last day is not before the first; one day alone is sound. The institution is no
    partner of itself, and nobody is a partner twice. A flag is one of the framework's and is not both said and denied.
    """
    faults = [
        *_amounts(amounts, currency),
        *([_fault("end-before-start", start=str(start), end=str(end))] if start and end and end < start else []),
        *([_fault("partner-of-itself", institution=own)] if own in partners else []),
        *([_fault("partner-twice")] if len(set(partners)) < len(partners) else []),
        *(_fault("no-such-flag", flag=flag) for flag in (*flags, *denied) if flag not in known_flags),
        *(_fault("flag-said-and-denied", flag=flag) for flag in flags if flag in denied),
    ]
    return tuple(faults)


def _amounts(amounts: dict[str, Decimal | None], currency: str) -> Iterator[Finding]:
    for name, amount in amounts.items():
        if amount is None:
            continue
        try:
            Money(amount, currency)
        except NotMoney as fault:
            yield _fault(fault.code.replace("_", "-"), field=name, **fault.params)
            continue
        if amount < 0:
            yield _fault("amount-under-nought", field=name)
    whole = amounts.get("total_budget")
    for name in ("contract_value", "ict_spend"):
        part = amounts.get(name)
        if whole is not None and part is not None and part > whole:
            yield _fault("part-over-whole", field=name)


def _fault(code: str, /, **params: Any) -> Finding:
    return Finding("proposal", Outcome.FAILS, code=code, params={name: str(value) for name, value in params.items()})
