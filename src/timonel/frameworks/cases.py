"""Run the cases that stand beside a framework: what it must answer, as a lawyer would write it down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from timonel.domain.diagnosis import diagnose
from timonel.domain.errors import TimonelError
from timonel.domain.facts import InstitutionFacts, ProjectFacts, institution_from_plain, project_from_plain
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Framework, Seat, mandate
from timonel.domain.parameters import Value
from timonel.domain.questions import approvals_required, bodies_without_legal_basis, holder_of, reports_to
from timonel.frameworks.files import read_country
from timonel.frameworks.loader import load_framework, stamp


@dataclass(frozen=True, slots=True)
class Case:
    """Hold one case of a file, ready to run; its number counts from one."""

    country: str
    file: str
    number: int
    plain: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return the sentence of the case."""
        return str(self.plain["case"])

    @property
    def catalogue(self) -> tuple[str, ...]:
        """Return the rows of the catalogue of requirements that the case shows to work."""
        return tuple(self.plain.get("catalogue") or ())

    def __str__(self) -> str:
        return f"{self.country}/cases/{self.file}.yaml #{self.number}: {self.name}"


@dataclass(frozen=True, slots=True)
class Miss:
    """Say what a case expected and what the framework answered."""

    case: Case
    question: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.case}\n  {self.question}: expected {self.expected}; found {self.found}"


def cases_of(country: str, root: Path | None = None) -> list[Case]:
    """List the cases of a country, file by file."""
    files = read_country(country, root)
    return [
        Case(country, stem, number, plain)
        for stem, entries in sorted(files.cases.items())
        for number, plain in enumerate(entries, start=1)
    ]


def run_cases(country: str, root: Path | None = None) -> list[Miss]:
    """Run every case of a country; an empty list when all come out as written."""
    return [miss for case in cases_of(country, root) for miss in run_case(case, root)]


def run_case(case: Case, root: Path | None = None) -> list[Miss]:
    """Run one case under the reforms and overlays that it names."""
    try:
        chosen = tuple(case.plain.get("reforms") or ()), tuple(case.plain.get("overlays") or ())
        framework = _framework(case.country, root, *chosen, stamp(case.country, root))
        on = date.fromisoformat(case.plain["date"])
        facts = _facts(case.plain.get("given") or {}, on)
        answers = list(_answers(framework, case.plain["expect"], facts, on))
    except TimonelError as refusal:
        return [Miss(case, "run", "an answer", str(refusal))]
    return [Miss(case, question, expected, found) for question, expected, found in answers if expected != found]


@lru_cache(maxsize=64)
def _framework(
    country: str, root: Path | None, reforms: tuple[str, ...], overlays: tuple[str, ...], _stamp: object
) -> Framework:
    return load_framework(country, reforms, overlays, root)


def _facts(given: Mapping[str, Any], on: date) -> ProjectFacts:
    return project_from_plain({**given, "submitted_on": on.isoformat(), "as_of": on.isoformat()})


def _institution(plain: Mapping[str, Any] | None) -> InstitutionFacts | None:
    return None if plain is None else institution_from_plain(plain)


Answer = tuple[str, str, str]


def _answers(framework: Framework, expect: Mapping[str, Any], facts: ProjectFacts, on: date) -> Iterator[Answer]:
    yield from _approvals(framework, expect, facts, on)
    for item in expect.get("mandates") or ():
        yield from _mandate(framework, item, facts, on)
    for section, entries in (expect.get("in_force") or {}).items():
        for name, expected in entries.items():
            truth = framework.in_force(framework.entry(section, name), on)
            yield f"in_force {section} {name}", expected, ("not-in-force", "in-force", "unknown")[truth]
    for name, expected in (expect.get("parameters") or {}).items():
        yield f"parameter {name}", expected, _value(framework.value(name, on))
    for name, expected in (expect.get("reports_to") or {}).items():
        found = sorted(line.whom.id for line in reports_to(framework, name, on) if line.whom is not None)
        yield f"reports_to {name}", str(sorted(expected)), str(found)
    for name, expected in (expect.get("holders") or {}).items():
        holder = holder_of(framework, name, on)
        yield f"holder {name}", expected, holder.person or _no_holder(holder.outcome, holder.code)
    if "without_legal_basis" in expect:
        bodies = sorted(item.body for item in bodies_without_legal_basis(framework, on) if item.powers)
        yield "without_legal_basis", str(sorted(expect["without_legal_basis"])), str(bodies)
    yield from _diagnosis(framework, expect.get("diagnosis") or {}, on)


def _approvals(framework: Framework, expect: Mapping[str, Any], facts: ProjectFacts, on: date) -> Iterator[Answer]:
    if not {"approvals", "required", "exempt", "unknown", "refused"} & expect.keys():
        return
    findings = {finding.approval: finding.outcome.value for finding in approvals_required(framework, facts, on)}
    if "approvals" in expect:
        found = [name for name, outcome in findings.items() if outcome == Outcome.REQUIRED]
        yield "approvals", str(list(expect["approvals"])), str(found)
    for outcome in ("required", "exempt", "unknown", "refused"):
        for name in expect.get(outcome) or ():
            yield f"approval {name}", outcome, findings.get(name, "no such approval")


def _mandate(framework: Framework, item: Mapping[str, Any], facts: ProjectFacts, on: date) -> Iterator[Answer]:
    seat = Seat(item["post"], _institution(item.get("institution")))
    over = _institution(item.get("over"))
    found = mandate(framework, item["power"], seat, on=on, over=over, facts=facts, matter=item.get("matter"))
    question = f"mandate {item['power']} of {item['post']}"
    yield question, item["outcome"], found.outcome.value
    if "intensity" in item:
        yield f"{question}, intensity", item["intensity"], str(found.intensity)
    if "code" in item:
        yield f"{question}, code", item["code"], found.code
    if "co_signature" in item:
        signers = sorted(signature.holder.id for signature in found.co_signatures)
        yield f"{question}, co_signature", str(sorted(item["co_signature"])), str(signers)


def _value(value: Value) -> str:
    if value.version is None or value.version.value is None:
        return value.state.value
    stated = value.version.value
    return stated if isinstance(stated, str) else ", ".join(stated)


def _no_holder(outcome: Outcome, code: str) -> str:
    if outcome is Outcome.VACANT:
        return "vacant"
    return "not_stated" if code == "holder_not_stated" else "unknown"


def _diagnosis(framework: Framework, expect: Mapping[str, Any], on: date) -> Iterator[Answer]:
    if not expect:
        return
    found = {finding.rule: finding.outcome.value for finding in diagnose(framework, on)}
    for outcome in ("found", "not_found", "unknown"):
        for name in expect.get(outcome) or ():
            yield f"diagnosis {name}", outcome, found.get(name, "no such check")
