"""The projects of the demonstration: the strategic ones that the review names, and some invented ones that live.

What the review does not say of its fourteen (money, dates) is not stated here
either. The invented ones say in their name that they are a demonstration, and
everything that happens to them is a real act.
"""

from __future__ import annotations

import csv
import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timonel.domain.risk_scores import LATEST, QUESTIONNAIRES
from timonel.governance import files

if TYPE_CHECKING:
    from timonel.site.demonstration.story import Demonstration

SOURCE = "OECD (2016), Digital Government in Chile, table A.6"
STRATEGIC = Path(__file__).parent / "strategic-projects.csv"
SHARED = ("standards", "duplication", "price")
OWN = ("business-case", "compliance", "alignment")
NAMED = "Demostración: "


def load_projects(demonstration: Demonstration) -> None:
    """Enter the strategic projects, then let the invented ones live some months."""
    _strategic(demonstration)
    _portal(demonstration)
    _tax_file(demonstration)
    _leaves(demonstration)
    _pilot(demonstration)
    _registers(demonstration)


def _strategic(demonstration: Demonstration) -> None:
    with STRATEGIC.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            demonstration.act(
                "portfolio.register_project",
                date(2026, 1, 12),
                institution=row["institution"],
                partners=row["partners"].split(),
                name=row["name"],
                purpose=row["purpose"],
                source=SOURCE,
                source_key=row["row"],
            )


class _Life:
    """One invented project: who acts for its institution, and what is done about it in turn."""

    def __init__(self, demonstration: Demonstration, where: str, on: date, **told: Any) -> None:
        self.demonstration, self.where = demonstration, where
        told["name"] = NAMED + told["name"]
        self.number = self.do("propose_project", on, "formulator", institution=where, **told).subject_number

    def do(self, code: str, on: date, seat: str, **typed: Any) -> Any:
        """Do an act on the project as whoever sits there, at the institution or over all."""
        seats = self.demonstration.seats
        asker = seats.get(f"{seat}@{self.where}") or seats[seat]
        if code != "propose_project":
            typed["project"] = self.number
        return self.demonstration.act(f"portfolio.{code}", on, asker, **typed)

    def file(self, on: date, *products: str) -> None:
        """File a product of the present phase, each a page of text."""
        for product in products:
            content = BytesIO(f"{self.number}: {product}. Documento de demostración.".encode())
            asker = self.demonstration.seats[f"formulator@{self.where}"]
            stored = files.keep(content, f"{product}.txt", "text/plain", asker.person)
            self.do("file_document", on, "formulator", file=stored.sha256, product=product)

    def case(self, on: date, investment: int, saved: int) -> None:
        """Adopt a business case: what it costs and what it saves each year."""
        asker = self.demonstration.seats[f"formulator@{self.where}"]
        content = BytesIO(json.dumps(_case(investment, saved)).encode())
        stored = files.keep(content, "case.json", "application/json", asker.person)
        self.demonstration.act(
            "businesscases.adopt_version",
            on,
            asker,
            subject_kind="project",
            subject_number=self.number,
            follows=0,
            reason="Primera versión",
            file=stored.sha256,
        )

    def submit(self, on: date) -> None:
        """Submit it, and let the head of service authorise it a week later."""
        self.do("submit_project", on, "formulator")
        self.do(
            "approve_project",
            date.fromordinal(on.toordinal() + 7),
            "head-of-service",
            approval="head-of-service-authorisation",
            reasons="Está entre las prioridades de la institución.",
            checks=_checks(SHARED),
        )

    def classify(self, on: date, answer: int) -> None:
        """Classify its risk: every question with its least, middle or most risky answer."""
        questions = QUESTIONNAIRES[LATEST].questions
        answers = "\n".join(f"{question.id}={question.answers[answer][0]}" for question in questions)
        self.do("assess_risk", on, "cio", answers=answers, reasons="Según el cuestionario y una entrevista.")


def _portal(demonstration: Demonstration) -> None:
    """A project that was approved on a condition, met it, and is past its first gate."""
    life = _Life(
        demonstration,
        "cl-10-02",
        date(2026, 3, 2),
        name="renovación del portal de certificados",
        purpose="Que los certificados más pedidos se obtengan en línea en un minuto, también desde el teléfono.",
        total_budget="480000000",
        flags=["needs-funding", "citizen-facing", "personal-data"],
        denied=["agile-pilot"],
        start_planned_on="2026-06-01",
        end_planned_on="2027-12-31",
    )
    life.case(date(2026, 3, 9), 480_000_000, 160_000_000)
    life.submit(date(2026, 3, 16))
    life.classify(date(2026, 3, 30), 1)
    life.do(
        "approve_with_conditions",
        date(2026, 4, 13),
        "cio",
        approval="agency-funding-approval",
        reasons="El beneficio es claro; falta acordar la autenticación.",
        checks=_checks(SHARED + OWN),
        conditions="Usar la identidad digital única del Estado",
        owner="project-sponsor@cl-10-02",
        due_on="2026-06-30",
    )
    life.do("meet_condition", date(2026, 5, 25), "project-sponsor", condition=1, evidence="Convenio de uso firmado.")
    life.file(date(2026, 5, 26), "charter", "staff-impact")
    life.do("pass_gate", date(2026, 6, 1), "cio", outcome="go", reasons="Están todos los productos obligatorios.")
    life.do(
        "record_risk",
        date(2026, 6, 15),
        "formulator",
        title="Los registros antiguos no se pueden leer sin errores",
        family="business",
        probability=3,
        impact=4,
        owner="head-of-service@cl-10-02",
        response="Revisar una muestra antes de migrar.",
    )
    life.file(date(2026, 7, 13), "management-plan", "schedule")


def _tax_file(demonstration: Demonstration) -> None:
    """A project that waits for the agency."""
    life = _Life(
        demonstration,
        "cl-08-03",
        date(2026, 9, 1),
        name="carpeta del contribuyente",
        purpose="Que cada contribuyente vea en un solo lugar lo que declara, paga y tiene pendiente.",
        total_budget="1250000000",
        flags=["needs-funding", "personal-data"],
        denied=["agile-pilot"],
        start_planned_on="2027-01-04",
        end_planned_on="2028-12-29",
    )
    life.case(date(2026, 9, 14), 1_250_000_000, 390_000_000)
    life.submit(date(2026, 10, 5))
    life.classify(date(2026, 10, 26), 2)


def _leaves(demonstration: Demonstration) -> None:
    """A project that came back with observations, beside a law that stands in its way."""
    life = _Life(
        demonstration,
        "cl-16-02",
        date(2026, 8, 3),
        name="licencias médicas sin papel",
        purpose="Que ninguna licencia médica se tramite en papel.",
        total_budget="310000000",
        flags=["needs-funding", "personal-data"],
        denied=["agile-pilot"],
        start_planned_on="2027-03-01",
        end_planned_on="2028-03-31",
    )
    life.case(date(2026, 8, 10), 310_000_000, 95_000_000)
    life.submit(date(2026, 8, 17))
    life.classify(date(2026, 8, 31), 1)
    life.do(
        "return_project",
        date(2026, 9, 7),
        "cio",
        approval="agency-funding-approval",
        reasons="No queda claro quién opera el servicio después.",
        checks=_checks(SHARED + OWN),
        observations="Diga quién opera el servicio desde el segundo año.\nMuestre el costo de operación por categoría.",
    )
    life.do(
        "log_obstacle",
        date(2026, 9, 14),
        "formulator",
        instrument="law-21180",
        description="El plazo de la obligación llega antes que el del proyecto.",
    )


def _pilot(demonstration: Demonstration) -> None:
    """A pilot under the threshold: registered, and no more."""
    life = _Life(
        demonstration,
        "cl-16-02",
        date(2026, 10, 5),
        name="piloto de mensajes para recordar horas médicas",
        purpose="Probar en un consultorio si los recordatorios bajan las inasistencias.",
        total_budget="9500000",
        flags=["agile-pilot"],
        denied=["needs-funding"],
        start_planned_on="2026-10-12",
        end_planned_on="2027-01-29",
    )
    life.do("submit_project", date(2026, 10, 6), "formulator")


def _registers(demonstration: Demonstration) -> None:
    """A proposal with a partner that was not submitted yet."""
    _Life(
        demonstration,
        "cl-10-02",
        date(2026, 11, 9),
        name="intercambio de registros de nacimientos con salud",
        purpose="Que un nacimiento se informe una vez y sirva a los dos registros.",
        partners=["cl-16-02"],
        total_budget="220000000",
        flags=["multi-institution", "personal-data"],
    )


def _checks(names: tuple[str, ...]) -> str:
    return "\n".join(f"{name}=meets" for name in names)


def _case(investment: int, saved: int) -> dict[str, Any]:
    """Give a business case in the shape in which one is typed: one cost, one benefit, its years."""
    years = range(2028, 2037)
    return {
        "currency": "CLP",
        "first_year": "2027",
        "purpose": "Caso de demostración.",
        "without_project": "Se sigue atendiendo en persona y en papel.",
        "with_project": "Se atiende en línea.",
        "staff_effect": "Quienes atienden en ventanilla pasan a la atención a distancia.",
        "staff_assessed_by": "Área de personas de la institución",
        "staff_assessed_on": "2026-03-02",
        "costs": [
            {
                "situation": "with",
                "nature": "investment",
                "category": "software-development",
                "year": "2027",
                "low": str(investment * 9 // 10),
                "likely": str(investment),
                "high": str(investment * 3 // 2),
            },
            *(
                {
                    "situation": "with",
                    "nature": "operation",
                    "category": "cloud",
                    "year": str(year),
                    "likely": str(investment // 20),
                }
                for year in years
            ),
        ],
        "benefits": [
            {
                "code": "B1",
                "name": "Horas de atención liberadas",
                "kind": "economic",
                "indicator": "horas al año",
                "baseline": "60.000",
                "target": "15.000",
                "owner": "Jefatura de operaciones",
                "due_on": "2029-12-31",
            }
        ],
        "gains": [
            {
                "benefit": "B1",
                "situation": "with",
                "year": str(year),
                "low": str(saved * 7 // 10),
                "likely": str(saved),
                "high": str(saved * 6 // 5),
            }
            for year in years
        ],
        "assumptions": [],
        "financing": [{"source": "own-budget", "name": "Subtítulo 29", "year": "2027", "amount": str(investment)}],
        "staff": [{"family": "Atención", "before": "40", "after": "25", "measures": "Reconversión"}],
        "commitments": [],
        "risks": [],
    }
