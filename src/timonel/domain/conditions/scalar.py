"""Evaluate a condition for one case, three-valued, with the facts and values it looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from timonel.domain.conditions.shape import Condition
from timonel.domain.facts import UNKNOWN, CaseFacts, InstitutionFacts, Known
from timonel.domain.findings import DOES_NOT_SET, Reason
from timonel.domain.money import Money
from timonel.domain.parameters import Value, ValueState, Version
from timonel.domain.truth import Truth, all_of, any_of

if TYPE_CHECKING:
    from timonel.domain.mandates.framework import Framework


def evaluate(condition: Condition, facts: CaseFacts, framework: Framework, on: date) -> Reason:
    """Say whether a case meets a condition on a day: the reason's ``truth``, and under it each part that was looked at.

    A fact that is unknown leaves its part unknown. An amount is compared in the currency of the parameter; one in
    another currency is converted by the rate that stands with the case, and is unknown without one. A parameter that
    has no version in force is no limit: the part is false. One that is not stated leaves it unknown, with the code
    ``framework_does_not_set``.
    """
    return _EVALUATORS[condition.kind](condition, facts, framework, on)


def truth_of(condition: Condition | None, facts: CaseFacts, framework: Framework, on: date) -> Truth:
    """Say only the truth; no condition is always met."""
    if condition is None:
        return Truth.YES
    truth = evaluate(condition, facts, framework, on).truth
    assert truth is not None
    return truth


def _joined(condition: Condition, facts: CaseFacts, framework: Framework, on: date) -> Reason:
    parts = tuple(evaluate(part, facts, framework, on) for part in condition.parts)
    truths = [part.truth for part in parts if part.truth is not None]
    if condition.kind == "all_of":
        truth = all_of(truths)
    else:
        truth = any_of(truths)
        truth = truth.negated() if condition.kind == "none_of" else truth
    return Reason(condition.kind, {}, truth, because=parts)


def _amount(condition: Condition, facts: CaseFacts, framework: Framework, on: date) -> Reason:
    value = framework.value(condition.parameter, on)
    amount = facts.amount(condition.measure)
    params = {
        "parameter": condition.parameter,
        "measure": condition.measure,
        "amount": "unknown" if amount is UNKNOWN else str(amount),
    }
    if value.state is ValueState.NONE:
        return Reason("no_limit_in_force", {**params, "on": on.isoformat()}, Truth.NO)
    if value.state is ValueState.NOT_STATED:
        assert value.version is not None
        return Reason(DOES_NOT_SET, params, Truth.UNKNOWN, value.version.basis)
    if value.state is ValueState.UNKNOWN:
        return _between_versions(value, amount, facts, params)
    assert value.version is not None
    return _against(value.version, amount, facts, params)


def _between_versions(value: Value, amount: Known[Money], facts: CaseFacts, params: dict[str, str]) -> Reason:
    """Compare with each version that may be in force; where all agree it does not matter which is."""
    parts = tuple(_against(version, amount, facts, params) for version in value.candidates)
    truths = {part.truth for part in parts}
    truth = truths.pop() if len(truths) == 1 else Truth.UNKNOWN
    return Reason("between_versions", params, truth, because=parts)


def _against(version: Version, amount: Known[Money], facts: CaseFacts, params: dict[str, str]) -> Reason:
    params = {**params, "limit": version.text, "comparator": version.comparator or "not_stated"}
    if not version.is_stated:
        return Reason(DOES_NOT_SET, params, Truth.UNKNOWN, version.basis)
    limit = version.money
    if limit is None or version.comparator is None:
        return Reason("limit_not_comparable", params, Truth.UNKNOWN, version.basis)
    converted = in_currency(amount, limit.currency, facts)
    if converted is UNKNOWN:
        code = "amount_unknown" if amount is UNKNOWN else "rate_unknown"
        return Reason(code, params, Truth.UNKNOWN, version.basis)
    truth = Truth.of(COMPARISONS[version.comparator](converted.scaled, limit.scaled))
    return Reason("amount", params, truth, version.basis)


COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "over": lambda amount, limit: amount > limit,
    "at-least": lambda amount, limit: amount >= limit,
    "under": lambda amount, limit: amount < limit,
    "at-most": lambda amount, limit: amount <= limit,
}


def in_currency(amount: Known[Money], currency: str, facts: CaseFacts) -> Known[Money]:
    """Return an amount in a currency by the first rate of the case that leads there; unknown without one."""
    if amount is UNKNOWN or amount.currency == currency:
        return amount
    for rate in facts.rates:
        if rate.of == amount.currency and rate.into == currency:
            return rate.converted(amount)
    return UNKNOWN


def _object(condition: Condition, facts: CaseFacts, framework: Framework, on: date) -> Reason:
    return _one_of("object", facts.object, condition.words)


def _risk_class(condition: Condition, facts: CaseFacts, framework: Framework, on: date) -> Reason:
    return _one_of("risk_class", facts.risk_class, condition.words)


def _one_of(code: str, fact: Known[str], words: tuple[str, ...]) -> Reason:
    params = {"fact": "unknown" if fact is UNKNOWN else fact, "any_of": ", ".join(words)}
    return Reason(code, params, Truth.UNKNOWN if fact is UNKNOWN else Truth.of(fact in words))


def _institution(condition: Condition, facts: CaseFacts, framework: Framework, on: date) -> Reason:
    institution = facts.institution
    if institution is UNKNOWN:
        params = {"key": condition.key, "any_of": ", ".join(condition.words), "fact": "unknown"}
        return Reason("institution", params, Truth.UNKNOWN)
    if condition.key == "flag":
        return _flags("institution_flag", institution, condition.words)
    reason = _one_of("institution", getattr(institution, condition.key), condition.words)
    return Reason(reason.code, {**reason.params, "key": condition.key}, reason.truth)


def _flag(condition: Condition, facts: CaseFacts, framework: Framework, on: date) -> Reason:
    return _flags("flag", facts, condition.words)


def _flags(code: str, facts: CaseFacts | InstitutionFacts, words: tuple[str, ...]) -> Reason:
    known = ", ".join(f"{word}={facts.has(word).name.lower()}" for word in words)
    return Reason(code, {"any_of": ", ".join(words), "fact": known}, any_of(facts.has(word) for word in words))


def _category(condition: Condition, facts: CaseFacts, framework: Framework, on: date) -> Reason:
    codes = facts.categories
    params = {"any_of": ", ".join(condition.words), "fact": "unknown" if codes is UNKNOWN else ", ".join(codes)}
    if codes is UNKNOWN:
        return Reason("category", params, Truth.UNKNOWN)
    return Reason("category", params, Truth.of(any(code.startswith(condition.words) for code in codes)))


_EVALUATORS: dict[str, Callable[[Condition, CaseFacts, Framework, date], Reason]] = {
    "all_of": _joined,
    "any_of": _joined,
    "none_of": _joined,
    "amount": _amount,
    "object": _object,
    "institution": _institution,
    "category": _category,
    "flag": _flag,
    "risk_class": _risk_class,
}
