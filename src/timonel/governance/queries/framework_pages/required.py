"""What would be required of a case that somebody describes: its approvals and its monitoring, each with why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from timonel.domain.conditions.shape import Condition
from timonel.domain.facts import MEASURES as MEASURED
from timonel.domain.facts import OBJECTS as KINDS
from timonel.domain.facts import UNKNOWN, InstitutionFacts, Known, ProjectFacts
from timonel.domain.findings import Finding, Outcome
from timonel.domain.mandates import Approval, Framework
from timonel.domain.money import Money, NotMoney
from timonel.domain.parameters import Value, ValueState
from timonel.domain.routing import ApprovalFinding, approvals_required, regimes_for
from timonel.domain.truth import Truth
from timonel.governance.models import Adoption
from timonel.governance.queries.framework_pages.chosen import Asked, Choices, Chosen
from timonel.governance.queries.framework_pages.conditions import condition_words
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Grounds, Link, Names
from timonel.governance.queries.framework_pages.wording import capital, value_words
from timonel.governance.queries.framework_pages.words import (
    CHOICES,
    EFFECTS,
    MEASURES,
    MOMENTS,
    NOT_STATED,
    OBJECTS,
    SILENCES,
    word,
)
from timonel.governance.queries.framework_pages.words import UNKNOWN as NOT_KNOWN
from timonel.governance.reasons import sentence_of
from timonel.pages.explanations import Explanation

TONES = {"required": "warning", "exempt": "success", "unknown": "neutral", "refused": "danger"}


@dataclass(frozen=True, slots=True)
class CaseAsked:
    """The case as somebody typed it; amounts by measure, as text."""

    object: str = ""
    amounts: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    flags: tuple[str, ...] = ()
    level: str = ""
    sector: str = ""
    risk_class: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class CaseForm:
    """What the form offers: only what some approval or regime of the framework looks at."""

    asked: CaseAsked
    objects: Choices
    measures: Choices
    currencies: Choices
    flags: Choices
    levels: Choices
    sectors: Choices
    risk_classes: Choices
    category: bool
    faults: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """One approval: whether the case needs it, of whom, with which effect, within which time, and why."""

    name: str
    outcome: str
    words: str
    tone: str
    decider: Link | None
    effect: str
    moment: str
    time_limit: str
    silence: str
    grounds: Grounds
    why: Explanation


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One approval as the framework states it, whatever the case."""

    name: str
    objects: str
    when: str
    decider: Link | None
    effect: str
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class RequiredPage:
    """All that the page shows."""

    form: CaseForm
    answered: bool
    required: int
    rows: tuple[ApprovalRow, ...]
    regimes: tuple[tuple[str, str, Grounds, Explanation], ...]
    rules: tuple[RuleRow, ...]


def required_page(chosen: Chosen, asked: CaseAsked) -> RequiredPage:
    """Ask every approval about the case, in the order in which cases pass them; without an object only state the rules.

    A mark that is not ticked counts as absent; what is left empty is unknown.
    """
    names = Names(chosen)
    faults: dict[str, str] = {}
    facts = _facts(chosen, asked, faults)
    answered = bool(asked.object) and not faults
    found = approvals_required(chosen.framework, facts, chosen.on) if answered else ()
    explainer = Explainer(names)
    return RequiredPage(
        _form(names, asked, faults),
        answered,
        sum(each.is_required for each in found),
        tuple(_row(names, explainer, each) for each in found),
        tuple(_regimes(names, explainer, facts)) if answered else (),
        tuple(_rules(names)),
    )


# --- what is asked


def _facts(chosen: Chosen, asked: CaseAsked, faults: dict[str, str]) -> ProjectFacts:
    amounts: dict[str, Any] = {
        measure.replace("-", "_"): _money(measure, asked.amounts.get(measure, ""), asked, chosen, faults)
        for measure in MEASURED
    }
    used = _used(chosen.framework)
    institution: Known[InstitutionFacts] = UNKNOWN
    if asked.level or asked.sector:
        institution = InstitutionFacts(
            "", level=asked.level or UNKNOWN, sector=asked.sector or UNKNOWN, flags=dict.fromkeys(asked.flags, True)
        )
    return ProjectFacts(
        object=asked.object if asked.object in KINDS else UNKNOWN,
        as_of=chosen.on,
        submitted_on=chosen.on,
        institution=institution,
        sector=asked.sector or UNKNOWN,
        categories=(asked.category,) if asked.category else UNKNOWN,
        flags={flag: flag in asked.flags for flag in used.flags},
        risk_class=asked.risk_class or UNKNOWN,
        **amounts,
    )


def _money(measure: str, typed: str, asked: CaseAsked, chosen: Chosen, faults: dict[str, str]) -> Known[Money]:
    """Read an amount as people write it in the language in force: grouped thousands or not."""
    if not typed.strip():
        return UNKNOWN
    try:
        return Money.of(plain_amount(typed), asked.currency or chosen.framework.currency)
    except NotMoney as error:
        faults[measure] = sentence_of(error.code, error.params)
        return UNKNOWN


def plain_amount(typed: str) -> str:
    """Take the grouping out of an amount: points, commas, spaces and apostrophes before groups of three figures.

    A last point or comma that is not followed by exactly three figures is the decimal sign.
    """
    text = "".join(typed.split()).replace("\N{NO-BREAK SPACE}", "").replace("'", "")
    head, sign, tail = text, "", ""
    for mark in (".", ","):
        before, found, after = text.rpartition(mark)
        if found and text.count(mark) == 1 and len(after) != 3:
            head, sign, tail = before, ".", after
    grouped = head.replace(".", "").replace(",", "")
    return f"{grouped}{sign}{tail}"


@dataclass(frozen=True, slots=True)
class _Used:
    """What the conditions of a framework look at."""

    measures: tuple[str, ...]
    flags: tuple[str, ...]
    risk_classes: tuple[str, ...]
    parameters: tuple[str, ...]
    category: bool


def _used(framework: Framework) -> _Used:
    rules: list[Condition | None] = [each.when for each in framework.approvals.values()]
    rules += [each.when for each in framework.regimes.values()]
    nodes = [node for rule in rules if rule is not None for node in _walk(rule)]
    words = {
        kind: tuple(dict.fromkeys(word for node in nodes if _reads(node) == kind for word in node.words))
        for kind in ("flag", "risk_class")
    }
    amounts = [node for node in nodes if node.kind == "amount"]
    return _Used(
        tuple(dict.fromkeys(["total-budget", *(node.measure for node in amounts)])),
        words["flag"],
        words["risk_class"],
        tuple(dict.fromkeys(node.parameter for node in amounts)),
        any(node.kind == "category" for node in nodes),
    )


def _reads(node: Condition) -> str:
    return "flag" if node.kind == "institution" and node.key == "flag" else node.kind


def _walk(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in condition.parts:
        yield from _walk(part)


def _form(names: Names, asked: CaseAsked, faults: Mapping[str, str]) -> CaseForm:
    framework = names.framework
    used = _used(framework)
    either = [("", _("Not said"))]
    levels = [(each, names.entry("levels", each).text) for each in framework.levels]
    sectors = [(each, names.entry("sectors", each).text) for each in framework.sectors]
    risks = [(each, word(CHOICES, each)) for each in used.risk_classes]
    return CaseForm(
        asked,
        [("", _("Choose…")), *((kind, word(OBJECTS, kind)) for kind in KINDS)],
        [(measure, capital(word(MEASURES, measure))) for measure in used.measures],
        [(code, code) for code in _currencies(framework, used)],
        [(flag, names.flag(flag)) for flag in used.flags],
        either + levels if levels else (),
        either + sectors if sectors else (),
        either + risks if risks else (),
        used.category,
        faults,
    )


def _currencies(framework: Framework, used: _Used) -> tuple[str, ...]:
    """Give the country's own currency first, its units, and the currencies in which a limit stands."""
    units = framework.plain["header"].get("units") or ()
    limits = [version.unit for name in used.parameters for version in framework.parameters[name].versions]
    return tuple(dict.fromkeys([framework.currency, *units, *(unit for unit in limits if unit)]))


# --- what is answered


def _row(names: Names, explainer: Explainer, found: ApprovalFinding) -> ApprovalRow:
    approval = names.framework.approvals[found.approval]
    said = {
        Outcome.REQUIRED: _("required"),
        Outcome.EXEMPT: _("not required"),
        Outcome.UNKNOWN: _("cannot be said"),
        Outcome.REFUSED: _("the framework does not set it"),
    }[found.outcome]
    return ApprovalRow(
        names.label(approval.label, approval.id),
        found.outcome.value,
        said,
        TONES[found.outcome.value],
        names.holder(found.decider) if found.decider else None,
        word(EFFECTS, found.effect),
        word(MOMENTS, found.at),
        _time_limit(names, found.time_limit),
        word(SILENCES, found.silence),
        names.grounds(approval),
        explainer.finding(found),
    )


def _time_limit(names: Names, value: Value | None) -> str:
    if value is None or value.state in (ValueState.NONE, ValueState.NOT_STATED):
        return str(NOT_STATED)
    if value.version is None:
        return str(NOT_KNOWN)
    return value_words(value.version, names.framework.parameters[value.parameter].kind)


def _regimes(
    names: Names, explainer: Explainer, facts: ProjectFacts
) -> Iterator[tuple[str, str, Grounds, Explanation]]:
    """Yield the monitoring regimes that the case would or may be under."""
    for regime, truth, reasons in regimes_for(names.framework, facts, names.chosen.on):
        said = _("applies") if truth is Truth.YES else _("cannot be said")
        sentence = _("The case is under this regime.") if truth is Truth.YES else sentence_of("not_enough_data", {})
        finding = Finding(regime.id, Outcome.HOLDS, regime.basis, because=reasons)
        why = explainer.finding(finding, sentence=sentence)
        yield names.label(regime.label, regime.id), said, names.grounds(regime), why


def _rules(names: Names) -> Iterator[RuleRow]:
    framework, on = names.framework, names.chosen.on
    for approval in framework.approvals.values():
        if framework.in_force(approval, on) is not Truth.NO:
            yield RuleRow(
                names.label(approval.label, approval.id),
                ", ".join(word(OBJECTS, each) for each in _in_order(approval)),
                condition_words(names, approval.when, on),
                _decider(names, approval),
                word(EFFECTS, approval.effect),
                names.grounds(approval),
            )


def _in_order(approval: Approval) -> Sequence[str]:
    return [kind for kind in KINDS if kind in approval.objects]


def _decider(names: Names, approval: Approval) -> Link | None:
    if approval.decided_by is None:
        return None
    resolved = names.framework.resolved(approval.decided_by, approval.ground.instruments, names.chosen.on)
    return names.holder(resolved)


def required_of(framework: Framework, adoption: Adoption, facts: ProjectFacts, on: date) -> tuple[ApprovalRow, ...]:
    """Say of a case which approvals it needs on a day, may need, or would need if the framework set a value.

    In the order in which cases pass them; those it surely does not need are left out.
    """
    names = Names(Chosen(framework, Asked(on, on), adoption))
    explainer = Explainer(names)
    found = approvals_required(framework, facts, on)
    return tuple(_row(names, explainer, each) for each in found if each.outcome is not Outcome.EXEMPT)


def flags_asked(framework: Framework) -> tuple[str, ...]:
    """Give the flags on which some approval or regime of a framework hangs, in the order in which they are named."""
    return _used(framework).flags
