"""The template by which an institution brings in its own portfolio: a built-in recipe and its Table Schema."""

from __future__ import annotations

from typing import Any, NamedTuple

NAME = "template"


class Column(NamedTuple):
    """One column of the template: what it is called, of which type, what it says in both languages, an example."""

    name: str
    type: str
    es: str
    en: str
    example: str
    required: bool = False


COLUMNS = (
    Column("key", "string", "Código propio del proyecto", "Own code of the project", "HLA-2026-01", True),
    Column("name", "string", "Nombre", "Name", "Ficha clínica electrónica", True),
    Column(
        "institution", "string", "Número de la institución en el registro", "Number in the register", "cl-16-02", True
    ),
    Column("description", "string", "Descripción", "Description", "Una ficha única por paciente"),
    Column("kind", "string", "Clase de trabajo", "Kind of work", "transformation"),
    Column("as_of", "date", "Día al que se refiere la fila", "Day the row speaks of", "2026-06-30", True),
    Column("currency", "string", "Moneda de los montos", "Currency of the amounts", "CLP", True),
    Column("planned_start", "date", "Inicio planificado", "Planned start", "2025-03-01"),
    Column("planned_end", "date", "Término planificado", "Planned end", "2027-02-28"),
    Column("planned_cost", "number", "Costo total planificado", "Planned cost over the whole life", "1500000000"),
    Column("planned_benefits", "number", "Beneficios planificados", "Planned benefits", "2100000000"),
    Column("expected_end", "date", "Término esperado o real", "Expected or actual end", "2027-05-31"),
    Column("expected_cost", "number", "Costo total esperado o real", "Expected or actual cost", "1620000000"),
    Column("expected_benefits", "number", "Beneficios esperados", "Expected benefits", "2100000000"),
    Column("own_opinion", "string", "Luz que declara la institución", "Light the institution declares", "amber"),
    Column(
        "independent_opinion", "string", "Luz de una revisión independiente", "Light of an independent review", "amber"
    ),
    Column("on_schedule", "string", "Una frase sobre el plazo", "A sentence on schedule", "La marcha blanca se atrasa"),
    Column("on_cost", "string", "Una frase sobre el costo", "A sentence on cost", "Alza del servicio de nube"),
    Column("on_opinion", "string", "Una frase sobre la luz", "A sentence on the light", "Hay un plan de ajuste"),
)


def template() -> str:
    """Give the template as CSV: its header and one example row."""
    from timonel.governance.sheets.delimited import guarded

    header = ",".join(column.name for column in COLUMNS)
    return f"{header}\r\n{','.join(guarded(column.example) for column in COLUMNS)}\r\n"


def table_schema(language: str = "es") -> dict[str, Any]:
    """Describe the template as a Frictionless Table Schema.

    Rows of one project with one key and later days are further reports; where their plan differs, it is a new baseline.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column, language) for column in COLUMNS],
        "primaryKey": ["key", "as_of"],
        "missingValues": [""],
    }


def _field(column: Column, language: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.name.endswith("_opinion"):
        constraints["enum"] = ["green", "amber-green", "amber", "amber-red", "red"]
    if column.name == "currency":
        constraints["pattern"] = "[A-Z]{2,3}"
    field = {"name": column.name, "type": column.type, "title": column.es if language == "es" else column.en}
    return {**field, "example": column.example, **({"constraints": constraints} if constraints else {})}
