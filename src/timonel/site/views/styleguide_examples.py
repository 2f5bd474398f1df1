"""Invented contents of the style page. They stay in Spanish: they are material, not interface."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from markupsafe import Markup

from timonel.pages.explanations import BasisLine, Explanation, FactLine, Refusal
from timonel.pages.lists import Column, Filter, FilterKind, Kind, ListPage
from timonel.pages.lists.columns import head_cell, option, row_writer
from timonel.pages.lists.filters import AskedFilter, Range
from timonel.pages.lists.page import Chip, Totals

TWENTY_DIGITS = Decimal("12345678901234567890")
LONG_NAME = (
    "Servicio Nacional de Capacitación, Empleo, Reinserción Laboral y Fomento de la Pequeña y Mediana Empresa "
    "Agropecuaria de la Región Metropolitana de Santiago"
)
LONG_POST = "Jefa (S) de la División de Gobierno Digital y Coordinación Intersectorial de Tecnologías de la Información"
LONG_PERSON = "María de los Ángeles Fernández-Valdivieso Undurraga del Campo"
UNBROKEN = "Subsecretaríageneraldelapresidenciadelarepúblicasinespacios"
DAY = date(2026, 11, 23)
INSTANT = datetime(2026, 11, 23, 17, 4, tzinfo=UTC)
MINISTRIES = [
    ("", "Elija un ministerio"),
    ("08", "Ministerio de Hacienda"),
    ("16", "Ministerio de Salud"),
    ("22", "Ministerio Secretaría General de la Presidencia"),
]

EXPLANATION = Explanation(
    sentence="El proyecto necesita la autorización previa de la Agencia.",
    rule="authorisation-before-tender",
    value="CLP 500.000.000, y más",
    basis=(
        BasisLine("Ley de ejemplo N.º 99.999, artículo 7, inciso segundo", "#basis"),
        BasisLine("Decreto supremo N.º 1, artículo 3"),
    ),
    facts=(
        FactLine("Presupuesto total", "CLP 12.345.678.901.234.567.890"),
        FactLine("Presentado el", "23 de noviembre de 2026"),
        FactLine("Institución", LONG_NAME),
    ),
    because=(
        Explanation(
            sentence="El presupuesto total alcanza el umbral vigente ese día.",
            value="CLP 500.000.000",
            basis=(BasisLine("Resolución exenta N.º 12"),),
        ),
        Explanation(
            sentence="La institución no está exenta.",
            because=(Explanation(sentence="Es de la administración central."),),
        ),
    ),
)
REFUSAL = Refusal(
    what="La sesión no puede votar",
    because=("Hay 4 de 9 integrantes presentes y se necesitan 5.",),
    basis=(BasisLine("Estatuto del Comité, artículo 7", "#basis"),),
    now=("Cite a una segunda sesión.",),
    explanation=EXPLANATION,
)


@dataclass(frozen=True)
class ExampleAct:
    """An act of the invented file."""

    day: date
    sentence: str
    outcome: str
    post: str
    certificate_url: str
    number: int
    note: str = ""


ACTS = [
    ExampleAct(DAY, "Se aprobó el hito de decisión «Construir» del proyecto 2026-841.", "done", LONG_POST, "#c", 20457),
    ExampleAct(
        date(2026, 11, 3),
        "Se pidió aprobar el hito de decisión «Construir» del proyecto 2026-841.",
        "refused",
        LONG_POST,
        "#c",
        19871,
        "Faltaba la evaluación con y sin proyecto.",
    ),
    ExampleAct(date(2026, 5, 5), f"Se presentó el proyecto 2026-841 de {LONG_NAME}.", "done", LONG_POST, "#c", 12008),
]


@dataclass(frozen=True)
class ExampleJob:
    """Long work, in one of its stages."""

    title: str
    stage: str
    done: int
    total: int | None
    url: str
    report_url: str = ""


JOBS = [
    ExampleJob("Importación de 20.000 instituciones", "running", 8123, 20000, "#job-1"),
    ExampleJob("Exportación del registro completo", "waiting", 0, None, "#job-2"),
    ExampleJob("Importación de cargos", "done", 345, 345, "#job-3", "#report"),
    ExampleJob("Recálculo de semáforos", "failed", 12, 2000, "#job-4", "#report"),
]

TABLE_COLUMNS = [("Institución", "rowhead"), ("Ministerio", "text"), ("Presupuesto (CLP)", "number")]
TABLE_ROWS = [
    (LONG_NAME, "Ministerio del Trabajo y Previsión Social", "12.345.678.901.234.567.890"),
    (UNBROKEN, "Ministerio Secretaría General de la Presidencia", "0"),
    ("Hospital de Castro", "Ministerio de Salud", "−1.250.000"),
]

LIST_COLUMNS = [
    Column(key="number", label="Número", field="number", kind=Kind.CODE),
    Column(key="name", label="Proyecto", field="name"),
    Column(key="stage", label="Etapa", field="stage", kind=Kind.TAG, tones={"En ejecución": "info"}),
    Column(key="cost", label="Costo", field="cost", kind=Kind.MONEY, currency="CLP"),
    Column(key="starts", label="Inicio", field="starts", kind=Kind.DAY),
]
LIST_ROWS = [
    ("2026-841", "Ficha clínica electrónica de la red Chiloé", "En ejecución", Decimal(850000000), date(2026, 5, 5)),
    ("2026-842", LONG_NAME, "Borrador", TWENTY_DIGITS, None),
    ("2026-843", UNBROKEN, "En ejecución", None, DAY),
]
LIST_FILTERS = [
    AskedFilter(Filter(key="q", label="Nombre o número contiene"), {"q": ["ficha"]}, "ficha"),
    AskedFilter(Filter(key="state", label="Estado", kind=FilterKind.CHOICE, choices=lambda: [("a", "Vigente")])),
    AskedFilter(
        Filter(key="ministry", label="Ministerio", kind=FilterKind.CHOICES, choices=lambda: MINISTRIES[1:]),
        {"ministry": ["08", "16"]},
        ["08", "16"],
    ),
    AskedFilter(Filter(key="on", label="Vigente el", kind=FilterKind.DAY)),
    AskedFilter(
        Filter(key="starts", label="Inicio", kind=FilterKind.DAYS), {"starts-from": ["2026-01-01"]}, Range(DAY)
    ),
    AskedFilter(
        Filter(
            key="cost",
            label="Costo",
            kind=FilterKind.AMOUNTS,
            currency_field="currency",
            choices=lambda: [("CLP", "CLP"), ("UF", "UF")],
        ),
        {"cost-from": ["12.345.678.901.234.567.890"], "cost-to": ["uno"], "cost-in": ["UF"]},
        fault="Escriba un monto en cifras, sin su moneda.",
    ),
]


def a_list(*, empty: bool = False) -> ListPage:
    """Show a list in the middle of its pages, filtered; or one that has nothing yet."""
    fields = [column.field for column in LIST_COLUMNS]
    return ListPage(
        name="example-empty" if empty else "example",
        caption="Proyectos",
        head=Markup("".join([head_cell(column, "none", "#") for column in LIST_COLUMNS])),
        body=row_writer(LIST_COLUMNS, fields)([] if empty else LIST_ROWS),
        keys=[],
        empty=empty,
        search=None if empty else LIST_FILTERS[0],
        filters=[] if empty else LIST_FILTERS[1:],
        chips=[] if empty else [Chip("Nombre o número contiene", "ficha", "#")],
        faults=[],
        orders=Markup("") if empty else option("name", "Proyecto, ascendente", chosen=True),
        kept={},
        previous_url="#",
        next_url="#",
        all_url="#",
        totals=Totals("1.234 proyectos", [("Costo", "12.345.678.901.234.567.890 CLP")]),
        totals_url="#",
        totals_part_url="#",
        csv_url="#",
        xlsx_url="#",
        address="#",
    )
