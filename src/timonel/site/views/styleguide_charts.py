"""Invented drawings of the style page, one of each kind. They stay in Spanish: they are material, not interface."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from timonel.pages import formats
from timonel.pages.charts import (
    Bar,
    Box,
    Chart,
    GateMark,
    LightRow,
    Line,
    Mark,
    Percentile,
    ReportingLine,
    ScheduleRow,
    Span,
    Swing,
    bars_chart,
    histogram_chart,
    instruments_chart,
    lights_chart,
    lines_chart,
    matrix_chart,
    organisation_chart,
    schedule_chart,
    tornado_chart,
)
from timonel.site.views.styleguide_examples import DAY, LONG_NAME, TWENTY_DIGITS

BOXES = [
    Box("presidency", "Presidencia de la República"),
    Box("finance", "Ministerio de Hacienda", "ministerio"),
    Box("segpres", "Ministerio Secretaría General de la Presidencia", "ministerio"),
    Box("dipres", "Dirección de Presupuestos", "servicio"),
    Box("sgd", "Secretaría de Gobierno Digital", "secretaría"),
    Box("chilecompra", "Dirección de Compras y Contratación Pública", "servicio"),
    Box("sii", "Servicio de Impuestos Internos", "servicio"),
    Box("unit", "Unidad de Modernización del Estado y Gobierno Digital", "unidad", without_basis=True),
    Box("council", "Consejo Asesor Permanente para la Modernización del Estado", "consejo"),
]
REPORTING = [
    ReportingLine("finance", "presidency", "Jerarquía"),
    ReportingLine("segpres", "presidency", "Jerarquía"),
    ReportingLine("dipres", "finance", "Jerarquía"),
    ReportingLine("sgd", "finance", "Jerarquía"),
    ReportingLine("chilecompra", "finance", "Supervigilancia"),
    ReportingLine("sii", "finance", "Supervigilancia"),
    ReportingLine("unit", "segpres", "Jerarquía"),
    ReportingLine("council", "segpres", "Asesoría"),
    ReportingLine("unit", "finance", "Presupuesto TIC"),
    ReportingLine("council", "presidency", "Asesoría"),
]
SPANS = [
    Span("Instructivo presidencial sobre desarrollo de gobierno electrónico", "instructivo", date(2001, 5, 11)),
    Span("Decreto N.º 81, Secretaría Ejecutiva", "decreto", date(2004, 6, 3), date(2016, 2, 1)),
    Span("Ley N.º 21.180, transformación digital del Estado", "ley", date(2019, 11, 11)),
    Span("Norma técnica de autenticación", "decreto", date(2023, 8, 17), date(2026, 11, 22), "de 2023 a 2026"),
]
HOLDERS = [
    ("agency", "Agencia de Gobierno Digital"),
    ("dipres", "Dirección de Presupuestos"),
    ("council", "Consejo Asesor Permanente para la Modernización del Estado"),
]
POWERS = [
    ("review", "Revisar proyectos"),
    ("approve", "Autorizar antes de licitar"),
    ("stop", "Detener un proyecto"),
    ("external", "Ordenar una revisión externa"),
    ("budget", "Condicionar el presupuesto"),
]
MARKS = {
    ("agency", "review"): Mark(3, "condiciona"),
    ("agency", "approve"): Mark(4, "obliga"),
    ("agency", "stop"): Mark(5, "detiene"),
    ("dipres", "budget"): Mark(5, "detiene"),
    ("dipres", "review"): Mark(2, "cumplir o explicar"),
    ("council", "review"): Mark(1, "aconseja"),
}
SWINGS = [
    Swing("Beneficios anuales", Decimal(-1200), Decimal(3100), "−20 %", "+20 %"),
    Swing("Duración del desarrollo", Decimal(1900), Decimal(300), "18 meses", "36 meses"),
    Swing("Tasa de descuento", Decimal(1450), Decimal(620), "4 %", "8 %"),
    Swing("Adopción por los hospitales de la red asistencial en el segundo año", 700, 1180, "60 %", "90 %"),
]
BARS = [
    Bar("Ministerio de Salud", TWENTY_DIGITS, "18 proyectos"),
    Bar(LONG_NAME, Decimal("4000000000000000000"), "4 proyectos"),
    Bar("Ministerio de Hacienda", Decimal("-2500000000000000000"), "1 proyecto"),
    Bar("Municipalidad de Ñuñoa", None),
]
SAVED = [(2026, -900), (2027, -1400), (2028, -950), (2029, -300), (2030, 420), (2031, 1250)]
FLOWS = [(2026, -900), (2027, -500), (2028, 450), (2029, 650), (2030, 720), (2031, 830)]
PLANNED = [(date(2026, 1, 1), 0), (date(2026, 7, 1), 300), (date(2027, 1, 1), 900), (date(2027, 7, 1), 1200)]
SPENT = [(date(2026, 1, 1), 0), (date(2026, 5, 5), 210), (date(2026, 9, 1), None), (date(2026, 11, 1), 640)]
REPORTS = [date(2024, 6, 30), date(2024, 12, 31), date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30)]
LIGHTS = [
    LightRow(
        "Costo, contra la línea base original",
        dict(zip(REPORTS, ("green", "green", "amber", "red", "red"), strict=True)),
    ),
    LightRow(
        "Costo, contra la línea base aprobada",
        dict(zip(REPORTS, ("green", "green", "amber", "green", "green"), strict=True)),
    ),
    LightRow("Según la institución", dict(zip(REPORTS, ("green", "green", "green", "amber", None), strict=True))),
    LightRow("Revisión independiente", {REPORTS[3]: "red"}),
]
SCHEDULE = [
    ScheduleRow(
        "Ficha clínica electrónica de la red Chiloé",
        date(2025, 3, 1),
        date(2027, 6, 30),
        [
            GateMark("Iniciar", date(2025, 3, 1), passed=True),
            GateMark("Construir", date(2026, 9, 1)),
            GateMark("Cerrar", date(2027, 6, 30)),
        ],
        (date(2025, 1, 1), date(2026, 12, 31)),
        "Ministerio de Salud",
        "#",
    ),
    ScheduleRow(LONG_NAME, date(2026, 6, 1), None, [GateMark("Iniciar", date(2026, 6, 1), passed=True)], url="#"),
    ScheduleRow("Identidad digital", detail="Sin fechas informadas"),
]
EDGES = [Decimal(edge) for edge in range(-1500, 4501, 500)]
COUNTS = [12, 60, 190, 640, 1480, 2300, 2210, 1600, 900, 420, 150, 38]
PERCENTILES = [Percentile("P10", Decimal(-120)), Percentile("P50", Decimal(1180)), Percentile("P90", Decimal(2630))]


def charts() -> list[Chart]:
    """Draw one chart of each kind."""
    money = "Valor actual neto, millones de CLP"
    return [
        organisation_chart("organisation", "Órganos y líneas de dependencia", BOXES, REPORTING),
        instruments_chart("instruments", "Instrumentos", SPANS, DAY),
        matrix_chart("powers", "Quién puede decidir qué", HOLDERS, POWERS, MARKS),
        tornado_chart("tornado", "Qué supuesto pesa más", SWINGS, at=Decimal(1100), amount=money),
        bars_chart("bars", "Costo por institución", BARS, of="Institución", amount="Costo, CLP"),
        lines_chart(
            "flow",
            "Flujo de caja acumulado",
            [Line("Acumulado", SAVED)],
            bars=Line("Flujo del año", FLOWS),
            across="Año",
            amount="Millones de CLP",
        ),
        lines_chart(
            "spending",
            "Planificado y gastado",
            [Line("Planificado", PLANNED, stepped=True), Line("Gastado", SPENT)],
            across="Día",
            amount="Millones de CLP",
        ),
        lights_chart("lights", "Semáforos en el tiempo", LIGHTS, REPORTS),
        schedule_chart("schedule", "Proyectos y sus hitos de decisión", SCHEDULE, DAY),
        histogram_chart(
            "results",
            "Resultados simulados",
            EDGES,
            COUNTS,
            amount=money,
            percentiles=PERCENTILES,
            limit=0,
            write=lambda value: formats.number(value, 0),
        ),
    ]
