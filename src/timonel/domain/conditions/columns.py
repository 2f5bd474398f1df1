"""Evaluate a condition over columns of many cases, equal to the scalar rule for each of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from timonel.domain.conditions.scalar import in_currency
from timonel.domain.conditions.shape import Condition
from timonel.domain.facts import UNKNOWN, CaseFacts, InstitutionFacts
from timonel.domain.money import Money
from timonel.domain.parameters import Parameter, Version
from timonel.domain.periods import ALWAYS, NEVER, Period
from timonel.domain.truth import Truth

if TYPE_CHECKING:
    from timonel.domain.mandates.framework import Framework

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ternary:
    """Hold three-valued truth for many cases as two masks; where neither is set it is unknown."""

    yes: Mask
    no: Mask

    def column(self) -> NDArray[np.int8]:
        """Return 0 for no, 1 for yes, 2 for unknown."""
        return np.int8(2) - self.yes.view(np.int8) - (self.no.view(np.int8) << 1)

    def __and__(self, other: Ternary) -> Ternary:
        return Ternary(self.yes & other.yes, self.no | other.no)

    def __or__(self, other: Ternary) -> Ternary:
        return Ternary(self.yes | other.yes, self.no & other.no)

    def __invert__(self) -> Ternary:
        return Ternary(self.no, self.yes)


@dataclass(frozen=True, slots=True)
class Words:
    """Hold a fact of many cases as codes into a list of words; -1 is unknown."""

    words: tuple[Any, ...]
    codes: NDArray[np.int32]

    def test(self, decide: Callable[[Any], bool]) -> Ternary:
        """Decide each word once; a case with an unknown word is unknown."""
        table = np.array([*(decide(word) for word in self.words), False], np.bool_)
        yes = table.take(self.codes, mode="wrap")  # -1 is the last one
        known = self.codes >= 0
        return Ternary(yes, known & ~yes)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Hold amounts in ten-thousandths with their currencies as codes; ``currency`` -1 is an unknown amount."""

    scaled: NDArray[np.int64]
    currencies: Words


@dataclass(slots=True)
class CaseColumns:
    """Hold the facts of many cases as columns, with the day each is asked on (ordinals).

    A column that is missing is unknown for every case. ``flags`` hold 0, 1 or 2. ``cases`` are kept to convert
    amounts in other currencies; without them such amounts are unknown.
    """

    size: int
    on: NDArray[np.int32]
    words: Mapping[str, Words] = field(default_factory=dict)
    """``object``, ``risk_class``, ``categories`` (words are tuples of codes), ``institution.sector`` and the like."""
    amounts: Mapping[str, Amounts] = field(default_factory=dict)
    flags: Mapping[str, NDArray[np.int8]] = field(default_factory=dict)
    """Flags of the case, and of its institution as ``institution.<flag>``."""
    cases: Sequence[CaseFacts] = ()
    _amounts_in: dict[tuple[str, str], tuple[NDArray[np.int64], Mask]] = field(default_factory=dict)

    @classmethod
    def of(cls, cases: Sequence[CaseFacts], on: date | Sequence[date], flags: Sequence[str] = ()) -> CaseColumns:
        """Make columns from facts; ``on`` is one day for all, or a day for each."""
        days = [on] * len(cases) if isinstance(on, date) else list(on)
        names = {*flags, *(flag for case in cases for flag in case.flags)}
        institutions = [case.institution for case in cases]
        held = {flag for item in institutions if isinstance(item, InstitutionFacts) for flag in item.flags}
        words = {
            name: _words([getattr(case, name) for case in cases]) for name in ("object", "risk_class", "categories")
        }
        for key in ("code", "kind", "level", "ministry", "sector"):
            facts = [UNKNOWN if item is UNKNOWN else getattr(item, key) for item in institutions]
            words[f"institution.{key}"] = _words(facts)
        columns = {flag: _truths([case.has(flag) for case in cases]) for flag in names}
        for flag in held:
            truths = [Truth.UNKNOWN if item is UNKNOWN else item.has(flag) for item in institutions]
            columns[f"institution.{flag}"] = _truths(truths)
        ordinals = np.array([day.toordinal() for day in days], np.int32)
        from timonel.domain.facts import MEASURES

        amounts = {measure: _amounts([case.amount(measure) for case in cases]) for measure in MEASURES}
        return cls(len(cases), ordinals, words, amounts, columns, tuple(cases))

    def amount_in(self, measure: str, currency: str) -> tuple[NDArray[np.int64], Mask]:
        """Return the amounts in one currency and where they are known."""
        key = (measure, currency)
        if key not in self._amounts_in:
            self._amounts_in[key] = self._converted(measure, currency)
        return self._amounts_in[key]

    def _converted(self, measure: str, currency: str) -> tuple[NDArray[np.int64], Mask]:
        column = self.amounts.get(measure)
        if column is None:
            return np.zeros(self.size, np.int64), np.zeros(self.size, np.bool_)
        known = column.currencies.test(lambda word: word == currency).yes
        if not self.cases:
            return column.scaled, known
        scaled, known = column.scaled.copy(), known.copy()
        for row in np.flatnonzero((column.currencies.codes >= 0) & ~known).tolist():
            case = self.cases[row]
            amount = in_currency(case.amount(measure), currency, case)
            if amount is not UNKNOWN:
                scaled[row], known[row] = amount.scaled, True
        return scaled, known

    def all(self, truth: Truth) -> Ternary:
        """Return the same truth for every case."""
        return Ternary(np.full(self.size, truth is Truth.YES), np.full(self.size, truth is Truth.NO))

    def within(self, spans: Sequence[Period]) -> Ternary:
        """Say for each case whether its day lies in one of the periods."""
        first = _span(spans[0], self.on)
        for span in spans[1:]:
            first = first | _span(span, self.on)
        return first


def _span(span: Period, days: NDArray[np.int32]) -> Ternary:
    """Compare days with the ends of a period, leaving out those that are open."""
    yes = _between(span.sure_from, span.sure_to, days)
    if (span.first, span.last) == (span.sure_from, span.sure_to):
        return Ternary(yes, ~yes)
    return Ternary(yes, ~_between(span.first, span.last, days))


def _between(first: int, last: int, days: NDArray[np.int32]) -> Mask:
    inside = np.ones(days.shape, np.bool_) if first == ALWAYS else days >= first
    return inside if last == NEVER else inside & (days <= last)


def _words(facts: Sequence[Any]) -> Words:
    index: dict[Any, int] = {}
    codes = np.array([-1 if fact is UNKNOWN else index.setdefault(fact, len(index)) for fact in facts], np.int32)
    return Words(tuple(index), codes)


def _truths(truths: Sequence[Truth]) -> NDArray[np.int8]:
    return np.array(truths, np.int8)


def _amounts(amounts: Sequence[Any]) -> Amounts:
    currencies = _words([amount if amount is UNKNOWN else amount.currency for amount in amounts])
    scaled = np.array([amount.scaled if isinstance(amount, Money) else 0 for amount in amounts], np.int64)
    return Amounts(scaled, currencies)


ColumnExpression = Callable[[CaseColumns], Ternary]


def compile_columns(condition: Condition | None, framework: Framework) -> ColumnExpression:
    """Return a function from columns to three-valued truth, equal to ``evaluate`` for each case on its day."""
    if condition is None:
        return lambda cases: cases.all(Truth.YES)
    if condition.parts or condition.kind in ("all_of", "any_of", "none_of"):
        return _compile_join(condition, framework)
    if condition.kind == "amount":
        return _compile_amount(condition, framework)
    if condition.kind == "category":
        prefixes = condition.words
        return lambda cases: _test(cases, "categories", lambda codes: any(code.startswith(prefixes) for code in codes))
    if condition.kind == "flag" or condition.key == "flag":
        before = "institution." if condition.kind == "institution" else ""
        return lambda cases: _any_flag(cases, [before + word for word in condition.words])
    name = f"institution.{condition.key}" if condition.kind == "institution" else condition.kind
    words = frozenset(condition.words)
    return lambda cases: _test(cases, name, words.__contains__)


def _compile_join(condition: Condition, framework: Framework) -> ColumnExpression:
    parts = [compile_columns(part, framework) for part in condition.parts]
    every = condition.kind == "all_of"

    def join(cases: CaseColumns) -> Ternary:
        answer = cases.all(Truth.YES if every else Truth.NO)
        for part in parts:
            answer = answer & part(cases) if every else answer | part(cases)
        return ~answer if condition.kind == "none_of" else answer

    return join


def _test(cases: CaseColumns, name: str, decide: Callable[[Any], bool]) -> Ternary:
    column = cases.words.get(name)
    return cases.all(Truth.UNKNOWN) if column is None else column.test(decide)


def _any_flag(cases: CaseColumns, names: Sequence[str]) -> Ternary:
    answer = cases.all(Truth.NO)
    for name in names:
        column = cases.flags.get(name)
        answer = answer | (
            cases.all(Truth.UNKNOWN) if column is None else Ternary(column == Truth.YES, column == Truth.NO)
        )
    return answer


def _compile_amount(condition: Condition, framework: Framework) -> ColumnExpression:
    parameter = framework.parameters.get(condition.parameter)

    def compare(cases: CaseColumns) -> Ternary:
        return cases.all(Truth.NO) if parameter is None else _compare(parameter, condition.measure, cases)

    return compare


def _compare(parameter: Parameter, measure: str, cases: CaseColumns) -> Ternary:
    """Compare each case with the version in force on its day.

    Where a version is surely in force it decides. Where none is but some may be, all of those must agree. Where none
    may be, there is no limit.
    """
    spans = [cases.within(version.spans) for version in parameter.versions]
    first = next((version for version, span in zip(parameter.versions, spans, strict=True) if span.yes.all()), None)
    if first is not None:
        return _against(first, measure, cases)
    decided = np.zeros(cases.size, np.bool_)
    sure = cases.all(Truth.UNKNOWN)
    all_yes, all_no, possible = (
        np.ones(cases.size, np.bool_),
        np.ones(cases.size, np.bool_),
        np.zeros(cases.size, np.bool_),
    )
    for version, span in zip(parameter.versions, spans, strict=True):
        answer = _against(version, measure, cases)
        here = span.yes & ~decided
        sure = Ternary(sure.yes | (here & answer.yes), sure.no | (here & answer.no))
        decided |= span.yes
        maybe = ~span.yes & ~span.no
        all_yes &= ~maybe | answer.yes
        all_no &= ~maybe | answer.no
        possible |= maybe
    undecided = ~decided
    yes = sure.yes | (undecided & possible & all_yes)
    no = sure.no | (undecided & possible & all_no) | (undecided & ~possible)
    return Ternary(yes, no)


_COMPARE: dict[str, Callable[[Any, int], Any]] = {
    "over": lambda amounts, limit: amounts > limit,
    "at-least": lambda amounts, limit: amounts >= limit,
    "under": lambda amounts, limit: amounts < limit,
    "at-most": lambda amounts, limit: amounts <= limit,
}


def _against(version: Version, measure: str, cases: CaseColumns) -> Ternary:
    limit = version.money
    if limit is None or version.comparator is None:
        return cases.all(Truth.UNKNOWN)
    scaled, known = cases.amount_in(measure, limit.currency)
    met = _COMPARE[version.comparator](scaled, limit.scaled)
    return Ternary(known & met, known & ~met)
