"""Risk assessed by a questionnaire: questions and points fixed by version, so that like answers give a like class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from timonel.domain.findings import Finding, Outcome


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its id, its words in Spanish and English, and its answers from least to most risky."""

    id: str
    es: str
    en: str
    answers: tuple[tuple[str, str, str, int], ...]
    """Each an id, its words in Spanish and English, and its points."""


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A version of the questions; `high_from` is the least score that makes the class high, itself included."""

    id: str
    questions: tuple[Question, ...]
    high_from: int
    normal_from: int

    @property
    def most(self) -> int:
        """Return the score of the riskiest answers."""
        return sum(max(points for *_words, points in question.answers) for question in self.questions)


def _graded(name: str, es: str, en: str, *answers: tuple[str, str, str]) -> Question:
    return Question(name, es, en, tuple((*words, points) for points, words in enumerate(answers)))


_NO_YES = (("no", "No", "No"), ("partly", "En parte", "In part"), ("yes", "Sí", "Yes"))
_YES_NO = (("yes", "Sí", "Yes"), ("partly", "En parte", "In part"), ("no", "No", "No"))

HOUSE_1: Final = Questionnaire(
    "house-1",
    (
        _graded(
            "technology-new",
            "¿La tecnología es nueva para la institución?",
            "Is the technology new to the institution?",
            *_NO_YES,
        ),
        _graded(
            "team-experienced",
            "¿El equipo ha terminado proyectos de este tamaño?",
            "Has the team finished projects of this size?",
            *_YES_NO,
        ),
        _graded(
            "requirements-clear",
            "¿Los requisitos están acordados con quienes usarán el sistema?",
            "Are the requirements agreed with those who will use the system?",
            *_YES_NO,
        ),
        _graded(
            "several-institutions",
            "¿Depende de otras instituciones?",
            "Does it depend on other institutions?",
            *_NO_YES,
        ),
        _graded("one-supplier", "¿Depende de un solo proveedor?", "Does it depend on a single supplier?", *_NO_YES),
        _graded("law-changes", "¿Necesita que cambie una norma?", "Does it need a legal rule to change?", *_NO_YES),
        _graded(
            "personal-data", "¿Trata datos personales sensibles?", "Does it handle sensitive personal data?", *_NO_YES
        ),
        _graded(
            "critical-service",
            "Si falla, ¿se interrumpe un servicio crítico?",
            "If it fails, does a critical service stop?",
            *_NO_YES,
        ),
        _graded(
            "data-migrates",
            "¿Hay que migrar datos de sistemas antiguos?",
            "Must data be moved from old systems?",
            *_NO_YES,
        ),
        _graded(
            "leader-committed",
            "¿La jefatura responde por los beneficios?",
            "Does the head answer for the benefits?",
            *_YES_NO,
        ),
    ),
    high_from=11,
    normal_from=5,
)
"""The questionnaire of the house, first version: it rests on the act of adoption, not on a law."""

QUESTIONNAIRES: Final[dict[str, Questionnaire]] = {HOUSE_1.id: HOUSE_1}
"""Every version ever used, by id; none is changed once it was used."""
LATEST: Final = HOUSE_1.id


def assessed(questionnaire: Questionnaire, answers: Mapping[str, str]) -> tuple[int, str]:
    """Give the score and the class: `high` from `high_from` points on, `normal` from `normal_from` on, else `low`."""
    score = 0
    for question in questionnaire.questions:
        points = {answer: worth for answer, _es, _en, worth in question.answers}
        score += points[answers[question.id]]
    if score >= questionnaire.high_from:
        return score, "high"
    return score, "normal" if score >= questionnaire.normal_from else "low"


def answer_faults(questionnaire: Questionnaire, answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """Say which questions lack an answer, which answer is none of theirs, and which question there is not."""
    asked = {question.id: {answer for answer, *_rest in question.answers} for question in questionnaire.questions}
    faults = [_fault("question-not-answered", question=name) for name in asked if not answers.get(name)]
    for name, answer in answers.items():
        if name not in asked:
            faults.append(_fault("no-such-question", question=name))
        elif answer and answer not in asked[name]:
            faults.append(_fault("no-such-answer", question=name, answer=answer))
    return tuple(faults)


NOT_BUSINESS: Final = frozenset(
    {
        "cio",
        "cdto",
        "cto",
        "cdsdpo",
        "digital-officer",
        "institutional-cio",
        "sector-cio",
        "security-officer",
        "data-protection-officer",
    }
)
"""Roles that do not own the risk of a project's business: it belongs to who leads the business."""


def owner_fault(family: str, role: str) -> tuple[Finding, ...]:
    """Refuse an owner from ICT or legal for a business risk: it is owned by who leads the business."""
    if family == "business" and role in NOT_BUSINESS:
        return (_fault("owner-not-of-the-business", role=role),)
    return ()


def _fault(code: str, /, **params: Any) -> Finding:
    return Finding("risk", Outcome.FAILS, code=code, params={name: str(value) for name, value in params.items()})
