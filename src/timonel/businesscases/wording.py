"""What the places of a business case are called, in forms, spreadsheets and comparisons alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from timonel.governance.queries.titles import language
from timonel.governance.sheets import Label

PARTS: Final[dict[str, Label]] = {
    "": Label("Situaciones", "Situations"),
    "costs": Label("Costos", "Costs"),
    "benefits": Label("Beneficios", "Benefits"),
    "gains": Label("Valor de los beneficios", "Value of benefits"),
    "assumptions": Label("Supuestos", "Assumptions"),
    "financing": Label("Financiamiento", "Financing"),
    "staff": Label("Personal", "Staff"),
    "commitments": Label("Compromisos", "Commitments"),
    "risks": Label("Riesgos", "Risks"),
}
"""The parts of a case, in the order in which they are written; the first is what it says once."""

_YEAR = Label("Año", "Year")
_LOW, _LIKELY, _HIGH = Label("Mínimo", "Low"), Label("Probable", "Likely"), Label("Máximo", "High")
_SITUATION = Label("Situación", "Situation")
_ASSUMPTION = Label("Depende del supuesto", "Depends on assumption")
PLACES: Final[dict[tuple[str, str], Label]] = {
    ("", "currency"): Label("Moneda", "Currency"),
    ("", "first_year"): Label("Año 0", "Year 0"),
    ("", "purpose"): Label("Valor o beneficio que se busca", "Value or benefit pursued"),
    ("", "without_project"): Label("Situación sin proyecto", "Situation without the project"),
    ("", "with_project"): Label("Situación con proyecto", "Situation with the project"),
    ("", "staff_effect"): Label("Efecto en la organización y el personal", "Effect on organisation and staff"),
    ("", "staff_assessed_by"): Label("Quién evaluó ese efecto", "Who assessed that effect"),
    ("", "staff_assessed_on"): Label("Día de esa evaluación", "Day of that assessment"),
    ("costs", "situation"): _SITUATION,
    ("costs", "nature"): Label("Clase", "Nature"),
    ("costs", "category"): Label("Categoría", "Category"),
    ("costs", "description"): Label("Descripción", "Description"),
    ("benefits", "code"): Label("Código", "Code"),
    ("benefits", "name"): Label("Beneficio", "Benefit"),
    ("benefits", "kind"): Label("Clase", "Kind"),
    ("benefits", "indicator"): Label("Indicador", "Indicator"),
    ("benefits", "baseline"): Label("Línea base", "Baseline"),
    ("benefits", "target"): Label("Meta", "Target"),
    ("benefits", "owner"): Label("Responsable", "Owner"),
    ("benefits", "due_on"): Label("Hasta", "Until"),
    ("gains", "benefit"): Label("Código del beneficio", "Code of the benefit"),
    ("gains", "situation"): _SITUATION,
    ("assumptions", "code"): Label("Código", "Code"),
    ("assumptions", "name"): Label("Supuesto", "Assumption"),
    ("assumptions", "unit"): Label("Unidad", "Unit"),
    ("assumptions", "source"): Label("Fuente", "Source"),
    ("financing", "source"): Label("Fuente", "Source"),
    ("financing", "name"): Label("Detalle", "Detail"),
    ("financing", "amount"): Label("Monto", "Amount"),
    ("staff", "family"): Label("Grupo de cargos", "Family of posts"),
    ("staff", "before"): Label("Personas antes", "People before"),
    ("staff", "after"): Label("Personas después", "People after"),
    ("staff", "measures"): Label("Medidas", "Measures"),
    ("commitments", "institution"): Label("Institución", "Institution"),
    ("commitments", "level"): Label("Nivel", "Level"),
    ("commitments", "commitment"): Label("Compromiso", "Commitment"),
    ("commitments", "given_by"): Label("Quién lo asume", "Given by"),
    ("commitments", "given_on"): Label("Día", "Day"),
    ("commitments", "evidence"): Label("Documento", "Document"),
    ("risks", "name"): Label("Riesgo", "Risk"),
    ("risks", "owner"): Label("Responsable", "Owner"),
    ("risks", "response"): Label("Medida", "Response"),
    ("risks", "probability"): Label("Probabilidad (%)", "Probability (%)"),
    ("risks", "impact"): Label("Costo si ocurre", "Cost if it happens"),
    ("risks", "year"): _YEAR,
    **{(part, "year"): _YEAR for part in ("costs", "gains", "financing")},
    **{(part, "assumption"): _ASSUMPTION for part in ("costs", "gains")},
    **{
        (part, name): label
        for part in ("costs", "gains", "assumptions")
        for name, label in (("low", _LOW), ("likely", _LIKELY), ("high", _HIGH))
    },
}

HINTS: Final[dict[tuple[str, str], Label]] = {
    ("", "currency"): Label("Código: CLP, UF, DKK.", "Code: CLP, UF, DKK."),
    ("", "first_year"): Label(
        "El primer año del caso; no se descuenta.", "The first year of the case; not discounted."
    ),
    ("", "staff_effect"): Label("Si no hay efecto, dígalo.", "If there is none, say so."),
    ("costs", "low"): Label("Vacío si no hay rango.", "Empty if there is no range."),
    ("costs", "assumption"): Label(
        "Código; el costo varía en proporción y no lleva rango propio.",
        "Code; the cost varies in proportion and has no range of its own.",
    ),
    ("gains", "assumption"): Label(
        "Código; el valor varía en proporción y no lleva rango propio.",
        "Code; the value varies in proportion and has no range of its own.",
    ),
    ("gains", "low"): Label("Vacío si no hay rango.", "Empty if there is no range."),
    ("benefits", "baseline"): Label("Valor del indicador hoy.", "Value of the indicator today."),
    ("risks", "probability"): Label("La que queda después de la medida.", "What is left after the response."),
}

CHOICES: Final[dict[str, Label]] = {
    "with": Label("con proyecto", "with the project"),
    "without": Label("sin proyecto", "without the project"),
    "investment": Label("inversión", "investment"),
    "operation": Label("operación", "operation"),
    "software-development": Label("Desarrollo de software", "Software development"),
    "licences": Label("Licencias", "Licences"),
    "cloud": Label("Nube", "Cloud"),
    "hardware": Label("Equipos", "Hardware"),
    "networks": Label("Redes", "Networks"),
    "consulting": Label("Consultoría", "Consulting"),
    "own-staff": Label("Personal propio", "Own staff"),
    "training": Label("Capacitación", "Training"),
    "migration": Label("Migración de datos", "Data migration"),
    "security": Label("Seguridad", "Security"),
    "support": Label("Soporte y mantención", "Support and maintenance"),
    "change-management": Label("Gestión del cambio", "Change management"),
    "other": Label("Otro", "Other"),
    "economic": Label("económico", "economic"),
    "non-economic": Label("no económico", "non-economic"),
    "own-budget": Label("Presupuesto propio", "Own budget"),
    "sector-budget": Label("Presupuesto sectorial", "Sector budget"),
    "digital-fund": Label("Fondo de gobierno digital", "Digital government fund"),
    "other-institution": Label("Otra institución", "Another institution"),
    "loan": Label("Préstamo", "Loan"),
    "donation": Label("Donación", "Donation"),
    "political": Label("político", "political"),
    "institutional": Label("institucional", "institutional"),
    "financial": Label("financiero", "financial"),
}


def part_title(part: str) -> str:
    """Name a part in the reader's language."""
    return PARTS[part].of(language())


def place_title(part: str, place: str) -> str:
    """Name a place in the reader's language."""
    return PLACES[part, place].of(language())


def hint(part: str, place: str) -> str:
    """Say how a place is filled in; empty where its name says it."""
    found = HINTS.get((part, place))
    return found.of(language()) if found else ""


def word(value: object) -> str:
    """Give a choice in the reader's language; anything else as it is."""
    known = CHOICES.get(str(value))
    return known.of(language()) if known else str(value)


def group_title(group: Sequence[str], names: dict[str, str]) -> str:
    """Name what varies together; ``names`` gives those of assumptions and benefits by their codes."""
    kind, *rest = group
    if kind == "cost":
        situation, nature, category = rest
        title = f"{word(category)}, {word(nature)}"
        return title if situation == "with" else f"{title}, {word(situation)}"
    name = names.get(rest[-1], rest[-1])
    return name if kind == "assumption" or rest[0] == "with" else f"{name}, {word(rest[0])}"
