"""What is missing or at odds in a framework on a day, and what each reform of the country closes, leaves or opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from timonel.domain.diagnosis import CHECKS, PRINCIPLES, Diagnosis, diagnose
from timonel.domain.findings import Outcome
from timonel.domain.periods import Day
from timonel.governance.queries.framework_pages.chosen import Chosen, reforms_of, shipped, stage_name, stages_of
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Names
from timonel.governance.queries.framework_pages.wording import day_words
from timonel.governance.reasons import sentence_of
from timonel.pages.explanations import Explanation

ORDER = (Outcome.FOUND, Outcome.UNKNOWN, Outcome.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One check: what it says, how it came out, and how it would without the reform that was chosen."""

    id: str
    sentence: str
    outcome: str
    words: str
    is_tension: bool
    principles: tuple[tuple[int, str], ...]
    review_lines: tuple[int, ...]
    why: Explanation
    without: str
    effect: str


@dataclass(frozen=True, slots=True)
class Column:
    """How every check comes out under one reform, in the order of the catalogue."""

    label: str
    outcomes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DiagnosisPage:
    """All that the page of the diagnosis shows: what was found first, then what is unknown, then what is well."""

    rows: tuple[FindingRow, ...]
    found: int
    unknown: int
    well: int
    columns: tuple[Column, ...]
    checks: tuple[str, ...]
    not_yet: tuple[tuple[str, str], ...]
    complete_on: date | None


def diagnosis_page(chosen: Chosen) -> DiagnosisPage:
    """Run the checks on the day; of a country from files also on each of its reforms, beside the law as it is."""
    names = Names(chosen)
    answers = diagnose(chosen.framework, chosen.on)
    asked = chosen.asked
    before = _answers(asked.country, "", "", chosen) if asked.country and (asked.reform or asked.overlay) else {}
    rows = [_row(names, answer, before.get(answer.rule)) for answer in answers]
    counts = [sum(answer.outcome is outcome for answer in answers) for outcome in ORDER]
    return DiagnosisPage(
        rows=tuple(sorted(rows, key=lambda row: [each.value for each in ORDER].index(row.outcome))),
        found=counts[0],
        unknown=counts[1],
        well=counts[2],
        columns=_columns(chosen) if asked.country else (),
        checks=tuple(sentence_of(check, {}) for check in CHECKS),
        not_yet=_not_yet(chosen),
        complete_on=_complete_on(chosen) if asked.country else None,
    )


def outcome_words(outcome: str, is_tension: bool = False) -> str:
    """Say how a check came out."""
    if outcome == Outcome.FOUND:
        return _("tension") if is_tension else _("found")
    return _("not found") if outcome == Outcome.NOT_FOUND else _("not enough data")


def _answers(country: str, reform: str, overlay: str, chosen: Chosen) -> dict[str, Diagnosis]:
    return {answer.rule: answer for answer in diagnose(shipped(country, reform, overlay), chosen.on)}


def _row(names: Names, answer: Diagnosis, before: Diagnosis | None) -> FindingRow:
    return FindingRow(
        answer.rule,
        sentence_of(answer.rule, {}),
        answer.outcome.value,
        outcome_words(answer.outcome, answer.is_tension),
        answer.is_tension,
        tuple((number, _principle(names, number)) for number in answer.principles),
        answer.review_lines,
        Explainer(names).finding(answer, sentence=_said(answer)),
        outcome_words(before.outcome, before.is_tension) if before else "",
        _effect(before, answer) if before else "",
    )


def _principle(names: Names, number: int) -> str:
    spanish, english, _line = PRINCIPLES[number]
    return english if names.language == "en" else spanish


def _said(answer: Diagnosis) -> str:
    if answer.outcome is Outcome.UNKNOWN:
        return sentence_of("not_enough_data", {})
    if answer.outcome is Outcome.FOUND:
        return sentence_of(answer.rule, {}) + "."
    return _("The data show the contrary.")


def _effect(before: Diagnosis, after: Diagnosis) -> str:
    """Say what the reform does to a finding."""
    was, now = before.outcome is Outcome.FOUND, after.outcome is Outcome.FOUND
    if was and now:
        return _("leaves it open")
    if was:
        return _("closes it") if after.outcome is Outcome.NOT_FOUND else _("leaves it unknown")
    return (_("opens it") if now else "") if before.outcome is not after.outcome else ""


def _columns(chosen: Chosen) -> tuple[Column, ...]:
    """Give the outcomes under the law as it is, and under each reform and variant; none when there is no reform."""
    country = chosen.asked.country
    reforms = reforms_of(country)
    if not reforms:
        return ()
    return tuple(
        Column(
            label,
            tuple(
                (answer.outcome.value, outcome_words(answer.outcome, answer.is_tension))
                for answer in _answers(country, value, "", chosen).values()
            ),
        )
        for value, label in [("", _("The law as it is")), *reforms]
    )


def _not_yet(chosen: Chosen) -> tuple[tuple[str, str], ...]:
    """Name the stages of the reforms applied that begin after the day: what they bring is not seen yet."""
    return tuple(
        (stage_name(chosen.framework.country, str(reform["reform"]), str(stage)), day_words(str(begins)))
        for reform in chosen.framework.reforms
        for stage, begins in reform["stages"].items()
        if Day.parse(str(begins)).earliest > chosen.on
    )


def _complete_on(chosen: Chosen) -> date | None:
    """Give the first day by which every stage of every reform of the country has begun, if that is still to come."""
    begins = [Day.parse(str(stage["starts_on"])).latest for stage in stages_of(chosen.asked.country)]
    last = max(begins, default=chosen.on)
    return last if last > chosen.on else None
