"""A business case of a hospital's clinical record, as it is typed, and changes to it."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

from timonel.domain.appraisal import Case, Terms, read_case
from timonel.domain.mandates import Framework

TERMS = Terms(Decimal("0.06"), 10, 12)


def gain(year: int, likely: str = "300", **other: str) -> dict[str, str]:
    usual = {"benefit": "B1", "situation": "with", "year": str(year), "low": "200", "likely": likely, "high": "400"}
    return {**usual, **other}


def cost(year: int, likely: str, nature: str = "investment", **other: str) -> dict[str, str]:
    usual = {"situation": "with", "nature": nature, "category": "hardware", "year": str(year), "likely": likely}
    return {**usual, **other}


TYPED: dict[str, Any] = {
    "currency": "CLP",
    "first_year": "2027",
    "purpose": "Que cada paciente tenga una sola ficha.",
    "without_project": "Fichas en papel en cuatro hospitales.",
    "with_project": "Una ficha clínica electrónica compartida.",
    "staff_effect": "Doce archiveros pasan a admisión.",
    "staff_assessed_by": "Dirección del Servicio de Salud",
    "staff_assessed_on": "2026-10-01",
    "costs": [
        cost(2027, "1000", low="900", high="1500", category="software-development"),
        cost(2028, "100", "operation", category="cloud", assumption="A1"),
        cost(2028, "40", "operation", situation="without", category="own-staff", low="30", high="50"),
    ],
    "benefits": [
        {
            "code": "B1",
            "name": "Horas de archivo liberadas",
            "kind": "economic",
            "indicator": "horas al año",
            "baseline": "24.000",
            "target": "6.000",
            "owner": "Subdirección administrativa",
            "due_on": "2029-12-31",
        },
        {
            "code": "B2",
            "name": "Menos exámenes repetidos",
            "kind": "non-economic",
            "indicator": "exámenes repetidos",
            "baseline": "9 %",
            "target": "4 %",
            "owner": "Subdirección médica",
            "due_on": "2030-12-31",
        },
    ],
    "gains": [gain(year) for year in range(2028, 2038)],
    "assumptions": [
        {
            "code": "A1",
            "name": "Usuarios",
            "unit": "personas",
            "low": "400",
            "likely": "500",
            "high": "800",
            "source": "Dotación 2026, Servicio de Salud",
        }
    ],
    "financing": [
        {"source": "own-budget", "name": "Subtítulo 29", "year": "2027", "amount": "600"},
        {"source": "digital-fund", "name": "Fondo", "year": "2027", "amount": "400"},
    ],
    "staff": [{"family": "Archivo", "before": "14", "after": "2", "measures": "Reconversión"}],
    "commitments": [],
    "risks": [
        {
            "name": "La migración se atrasa",
            "owner": "Subdirección administrativa",
            "response": "Piloto en un hospital",
            "probability": "20",
            "impact": "500",
            "year": "2028",
        }
    ],
}


def typed(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(TYPED), **changes}


def a_case(**changes: Any) -> Case:
    reading = read_case(typed(**changes))
    assert reading.case is not None, reading.faults
    return reading.case


def flow_case(*net: int, **changes: Any) -> Case:
    """Give a case whose net flow is these amounts: a cost where it is negative, a gain where it is positive."""
    costs = [cost(2027 + step, str(-amount)) for step, amount in enumerate(net) if amount < 0]
    gains = [gain(2027 + step, str(amount), low="", high="") for step, amount in enumerate(net) if amount > 0]
    return a_case(**{"costs": costs, "gains": gains, "risks": [], "assumptions": [], **changes})


def terms(rate: str, horizon: int) -> Terms:
    return Terms(Decimal(rate), horizon, 12)


def with_value(framework: Framework, parameter: str, value: str, unit: str, day: date) -> Framework:
    version = {
        "from": str(day),
        "value": value,
        "unit": unit,
        "basis": [{"act": "R. 1", "kind": "primary"}],
        "checked_on": str(day),
    }
    return framework.with_parameter(parameter, version)
