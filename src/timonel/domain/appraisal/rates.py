"""Internal rates: all of them, for a flow that changes its sign more than once may have several, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Final

PLACES: Final = Decimal(1).scaleb(-10)
_PRECISION: Final = 60
_HALVINGS: Final = 200
_SECANTS: Final = 100
_TOUCH: Final = Decimal(1).scaleb(-35)
"""How near to nought, as a share of the sum of all terms, a turning point counts as a root."""


def sign_changes(flow: Sequence[Decimal]) -> int:
    """Count how often the sign of a flow changes, years of nought left out."""
    signs = [amount > 0 for amount in flow if amount]
    return sum(one is not other for one, other in pairwise(signs))


def internal_rates(flow: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Give every rate above −1 at which the present value of a flow is nought, ascending, to ten places.

    By Descartes' rule of signs there are at most as many as the sign changes, and as many but for an even number: one
    change means exactly one rate.
    """
    changes = sign_changes(flow)
    first = next((place for place, amount in enumerate(flow) if amount), 0)
    last = max((place for place, amount in enumerate(flow) if amount), default=0)
    terms = flow[first : last + 1]
    if changes == 0:
        return ()
    if changes == 1:
        found = _single(terms)
        if found is not None:
            return (found,)
    with localcontext() as context:
        context.prec = _PRECISION
        roots = _positive_roots(list(terms))
        return tuple(sorted({(1 / root - 1).quantize(PLACES) for root in roots}))


def _single(terms: Sequence[Decimal]) -> Decimal | None:
    """Find the one rate of a flow with one change of sign, in floats; None where they are not sure of ten places.

    The root is enclosed and the secant drawn, the end that stays counting half the next time (Illinois).
    """
    flow = [float(amount) for amount in terms]
    low, high = 0.0, 1.0
    at_low, at_high = flow[0], sum(flow)
    while at_low * at_high > 0:
        low, at_low, high = high, at_high, high * 2
        at_high = _value(flow, high)
        if high > 1e6:
            return None
    for _step in range(_SECANTS):
        if at_high == 0 or abs(high - low) <= 1e-15 * high:
            break
        middle = high - at_high * (high - low) / (at_high - at_low)
        at_middle = _value(flow, middle)
        if at_middle * at_high <= 0:
            low, at_low = high, at_high
        else:
            at_low /= 2
        if abs(middle - high) <= 1e-15 * middle:
            high = middle
            break
        high, at_high = middle, at_middle
    else:
        return None
    return Decimal(repr(1 / high - 1)).quantize(PLACES) if high > 1e-3 else None


def _value(flow: Sequence[float], at: float) -> float:
    total = 0.0
    for amount in reversed(flow):
        total = total * at + amount
    return total


def _positive_roots(terms: list[Decimal]) -> list[Decimal]:
    """Find all positive roots of a polynomial whose first and last terms are not nought, double ones once.

    Between two neighbouring turning points it only rises or only falls, so there is one root at most; the turning
    points are the roots of its derivative, found in the same way.
    """
    if len(terms) <= 1:
        return []
    if len(terms) == 2:
        root = -terms[0] / terms[1] if terms[1] else Decimal(-1)
        return [root] if root > 0 else []
    derivative = [amount * power for power, amount in enumerate(terms)][1:]
    lowest = next((place for place, amount in enumerate(derivative) if amount), len(derivative))
    turning = _positive_roots(derivative[lowest:])
    bound = 1 + max(abs(amount / terms[-1]) for amount in terms[:-1])
    found: list[Decimal] = []
    edges = [Decimal(0), *turning, bound]
    for low, high in pairwise(edges):
        if low and _touches(terms, low):
            found.append(low)
            continue
        if high > low and _polynomial(terms, low) * _polynomial(terms, high) < 0 and not _touches(terms, high):
            found.append(_halved(lambda at: _polynomial(terms, at), low, high))
    return found


def _polynomial(terms: Sequence[Decimal], at: Decimal) -> Decimal:
    total = Decimal(0)
    for amount in reversed(terms):
        total = total * at + amount
    return total


def _touches(terms: Sequence[Decimal], at: Decimal) -> bool:
    weight = _polynomial([abs(amount) for amount in terms], at)
    return abs(_polynomial(terms, at)) <= weight * _TOUCH


def _halved(value: Callable[[Decimal], Decimal], low: Decimal, high: Decimal) -> Decimal:
    rising = value(low) < 0
    for _step in range(_HALVINGS):
        middle = (low + high) / 2
        if (value(middle) < 0) is rising:
            low = middle
        else:
            high = middle
        if high - low <= high * Decimal(1).scaleb(-45):
            break
    return (low + high) / 2
