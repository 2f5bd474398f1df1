"""The catalogue of checks: each with the principle of the OECD Recommendation and the review's lines it restates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from timonel.domain.diagnosis import checks
from timonel.domain.diagnosis.checks import Evidence
from timonel.domain.findings import Finding, Outcome
from timonel.domain.mandates import Framework
from timonel.domain.truth import Truth

PRINCIPLES: Final[dict[int, tuple[str, str, int]]] = {
    1: ("Transparencia, apertura e inclusión", "Transparency, openness and inclusiveness", 175),
    2: ("Participación de los interesados", "Engagement of stakeholders", 176),
    3: ("Cultura basada en datos", "Data-driven culture", 177),
    4: ("Gestión de riesgos de seguridad y privacidad", "Risk management for security and privacy", 178),
    5: ("Liderazgo y compromiso político", "Leadership and political commitment", 182),
    6: ("Uso coherente de tecnologías digitales", "Coherent use of digital technologies", 183),
    7: ("Marcos de organización y gobernanza", "Organisational and governance frameworks", 184),
    8: ("Cooperación internacional", "International co-operation", 185),
    9: ("Casos de negocio claros", "Clear business cases", 189),
    10: ("Capacidad de gestionar y supervisar proyectos", "Capacity to manage and monitor projects", 190),
    11: ("Compras basadas en los activos existentes", "Procurement based on existing assets", 191),
    12: ("Marcos legales y regulatorios", "Legal and regulatory frameworks", 192),
}
"""Principles of the Recommendation of 2014: Spanish, English, line of the review."""


@dataclass(frozen=True, slots=True)
class Check:
    """Name a check: what it says on finding something, in Spanish and English, and where the review says the same."""

    id: str
    es: str
    en: str
    principles: tuple[int, ...]
    review_lines: tuple[int, ...]
    look: Callable[[Framework, date], Evidence]
    is_tension: bool = False


@dataclass(frozen=True, slots=True)
class Diagnosis(Finding):
    """Answer one check: ``FOUND`` with its evidence, ``NOT_FOUND``, or ``UNKNOWN``: not enough data."""

    principles: tuple[int, ...] = ()
    review_lines: tuple[int, ...] = ()
    is_tension: bool = False


CHECKS: Final[dict[str, Check]] = {
    check.id: check
    for check in (
        Check(
            "powers-without-legal-basis",
            "Un órgano ejerce atribuciones sin ninguna base legal",
            "A body exercises powers without any legal basis",
            (7, 12),
            (687, 689, 715),
            checks.powers_without_legal_basis,
        ),
        Check(
            "no-power-to-review-projects",
            "Nadie tiene la atribución de revisar proyectos",
            "Nobody holds the power to review projects",
            (10,),
            (756, 994),
            lambda framework, on: checks.nobody_holds(framework, on, "review-projects"),
        ),
        Check(
            "no-power-to-mandate-external-reviews",
            "Nadie puede ordenar revisiones externas",
            "Nobody holds the power to mandate external reviews",
            (10,),
            (756, 994),
            lambda framework, on: checks.nobody_holds(framework, on, "mandate-external-reviews"),
        ),
        Check(
            "no-power-to-approve-or-stop-projects",
            "Nadie puede aprobar ni detener proyectos",
            "Nobody holds the power to approve or to stop projects",
            (7, 10),
            (798, 994),
            lambda framework, on: checks.nobody_holds(framework, on, "approve-projects", "stop-projects"),
        ),
        Check(
            "no-procurement-strategy",
            "Nadie fija una estrategia común de compras TIC",
            "Nobody sets a common ICT procurement strategy",
            (11,),
            (149, 733, 735),
            lambda framework, on: checks.nobody_holds(framework, on, "set-procurement-strategy"),
        ),
        Check(
            "function-spread-over-ministries",
            "Una misma función está repartida entre varios ministerios",
            "One function is spread over several ministries",
            (6, 7),
            (756,),
            checks.function_spread,
        ),
        Check(
            "no-head-beyond-the-term",
            "Ninguna jefatura única con mandato más allá del período de gobierno",
            "No single head with a mandate beyond the government's term",
            (5,),
            (683, 689),
            checks.no_head_beyond_the_term,
        ),
        Check(
            "no-dedicated-fund",
            "No hay un fondo dedicado a proyectos de gobierno digital",
            "There is no dedicated fund for digital government",
            (9,),
            (560, 721),
            lambda framework, on: checks.nobody_holds(framework, on, "manage-fund"),
        ),
        Check(
            "ict-no-budget-category",
            "El gasto TIC no es una categoría integrada del presupuesto",
            "ICT spend is not an integrated category of the budget",
            (9,),
            (721,),
            lambda framework, on: checks.trait_is(framework, on, "ict-budget-category", "false"),
        ),
        Check(
            "measures-without-owner-milestone-or-indicator",
            "Hay medidas de la estrategia sin responsable, hito o indicador",
            "Measures of the strategy lack an owner, a milestone or an indicator",
            (5, 10),
            (656, 659, 669),
            checks.measures_incomplete,
        ),
        Check(
            "regulator-that-sells",
            "Quien dicta una norma obligatoria también cobra por servicios",
            "Whoever issues a binding rule also charges for services",
            (7,),
            (139, 847),
            checks.regulator_that_sells,
            is_tension=True,
        ),
    )
}


def diagnose(framework: Framework, on: date) -> tuple[Diagnosis, ...]:
    """Run every check on a framework as it stands on a day, in the order of the catalogue."""
    return tuple(_answered(check, check.look(framework, on)) for check in CHECKS.values())


_OUTCOMES = {Truth.YES: Outcome.FOUND, Truth.NO: Outcome.NOT_FOUND, Truth.UNKNOWN: Outcome.UNKNOWN}


def _answered(check: Check, evidence: Evidence) -> Diagnosis:
    basis = tuple(dict.fromkeys(entry for reason in evidence.reasons for entry in reason.basis))
    code = "not_enough_data" if evidence.truth is Truth.UNKNOWN else check.id
    return Diagnosis(
        check.id,
        _OUTCOMES[evidence.truth],
        basis,
        code,
        {},
        evidence.reasons,
        check.principles,
        check.review_lines,
        check.is_tension,
    )
