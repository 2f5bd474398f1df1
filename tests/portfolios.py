"""A country that decides about projects: its people in their posts, and projects as far as a test needs them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from tests.domain.appraisal.a_case import typed
from tests.factories import TODAY, a_framework, a_person, a_post, an_installation, an_institution, appointed
from timonel.domain.appointments import selection_demanded
from timonel.domain.risk_scores import HOUSE_1
from timonel.governance import files
from timonel.governance.acting import Answer, Asker
from timonel.governance.acting.errors import NoMandate, Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account, Institution
from timonel.portfolio.models import Baseline, Decision, Project
from timonel.record.models import Entry

AGENCY = ("agency:to-segpres-finance",)
DEMO = ("cl-demo",)
OWN = ("head-of-service", "formulator", "project-sponsor", "project-manager")
CENTRAL = ("cio", "agency-analyst", "agency-committee-secretary", "dipres-director")


@dataclass
class Country:
    """Chile with the review's agency in force: a ministry, two institutions, and somebody in each post that decides."""

    registrar: Asker
    ministry: Institution
    own: Institution
    other: Institution
    seats: dict[str, Asker] = field(default_factory=dict)

    def act(self, seat: str, code: str, *, on: date | None = TODAY, **typed: Any) -> Answer:
        """Do an act as whoever sits there."""
        asker = self.seats[seat]
        return perform(asker, f"portfolio.{code}", typed, post=asker.post or "registrar", on=on)

    def project(self, **fields: Any) -> Project:
        """Propose a project of the own institution."""
        given = {
            "institution": self.own.number,
            "name": "Ficha clínica única",
            "purpose": "Que cada paciente tenga una sola ficha.",
            **fields,
        }
        done = self.act("formulator", "propose_project", **given)
        return Project.objects.get(number=done.subject_number)


def chile() -> Country:
    registrar = an_installation("cl", reforms=AGENCY, overlays=DEMO)
    ministry = an_institution(registrar, "m-1", name="Ministerio Uno", kind="ministry", sector="health")
    under = {"ministry": "m-1", "sector": "health"}
    own = an_institution(registrar, "i-1", name="Institución propia", **under)
    other = an_institution(registrar, "i-2", name="Institución ajena", **under)
    country = Country(registrar, ministry, own, other, {"registrar": registrar})
    for kind in (*OWN, *CENTRAL):
        country.seats[kind] = seated(country, kind, own if kind in OWN else None)
    country.seats["other-formulator"] = seated(country, "formulator", other)
    return country


def seated(country: Country, kind: str, institution: Institution | None = None) -> Asker:
    """Establish a post and appoint somebody new to it."""
    post = a_post(country.registrar, kind, institution)
    demanded = selection_demanded(a_framework("cl", *AGENCY, overlays=DEMO).posts[kind]) or ""
    person = a_person(country.registrar, f"Persona {post.number}")
    return appointed(country.registrar, post, person, selection=demanded)


FUNDED = {
    "total_budget": "500000000",
    "flags": ["needs-funding"],
    "denied": ["agile-pilot"],
    "start_planned_on": "2027-01-04",
    "end_planned_on": "2028-12-29",
}
CHECKS = "\n".join(
    f"{name}=meets" for name in ("standards", "duplication", "price", "business-case", "compliance", "alignment")
)


def a_file(country, name="case.pdf"):
    return files.keep(BytesIO(name.encode()), name, "application/pdf", country.seats["formulator"].person).sha256


def adopted_case(country, project, **changes):
    """Adopt the first version of the business case of a project; the effect on staff is not assessed yet."""
    asker = country.seats["formulator"]
    content = BytesIO(json.dumps(typed(**{"staff_effect": "", **changes})).encode())
    given = {"subject_kind": "project", "subject_number": project.number, "follows": 0, "reason": "Primera versión"}
    given["file"] = files.keep(content, "case.json", "application/json", asker.person).sha256
    return perform(asker, "businesscases.adopt_version", given, post=asker.post, on=TODAY)


def submitted(country, **fields):
    project = country.project(**{**FUNDED, **fields})
    adopted_case(country, project)
    country.act("formulator", "submit_project", project=project.number)
    project.refresh_from_db()
    return project


def authorised(country, **fields):
    """Submit, let the head of service authorise it, and have its risk classified."""
    project = submitted(country, **fields)
    country.act(
        "head-of-service",
        "approve_project",
        project=project.number,
        approval="head-of-service-authorisation",
        reasons="Prioridad de la institución.",
        checks="standards=meets\nduplication=meets\nprice=meets",
    )
    country.act("cio", "assess_risk", project=project.number, answers=answers("no"), reasons="Según el cuestionario.")
    project.refresh_from_db()
    return project


def answers(worst: str = "no") -> str:
    place = {"no": 0, "partly": 1, "yes": 2}[worst]
    return "\n".join(f"{question.id}={question.answers[place][0]}" for question in HOUSE_1.questions)


def refused(country, seat, code, **typed):
    """Ask for what is refused; give the codes, having seen that the refusal alone was recorded."""
    before = (Decision.objects.count(), Baseline.objects.count(), list(Project.objects.values_list("stage", flat=True)))
    with pytest.raises((Refused, NoMandate)) as refusal:
        country.act(seat, code, **typed)
    after = (Decision.objects.count(), Baseline.objects.count(), list(Project.objects.values_list("stage", flat=True)))
    assert before == after
    assert Entry.objects.latest("seq").outcome == "refused"
    return {each["code"] for each in refusal.value.findings}


def approved(country, **fields):
    """Let every approval of the submission be granted."""
    project = authorised(country, **fields)
    country.act(
        "cio",
        "approve_project",
        project=project.number,
        approval="agency-funding-approval",
        reasons="Conviene.",
        checks=CHECKS,
    )
    project.refresh_from_db()
    return project


def filed(country, project, *products):
    """File a document for each product of the present phase."""
    for product in products:
        stored = a_file(country, f"{project.phase}-{product}.pdf")
        country.act("formulator", "file_document", project=project.number, file=stored, product=product)


def browser_of(country, seat):
    person = country.seats[seat].person
    account = Account.objects.filter(person=person).first()
    account = account or Account.objects.create_account(f"{seat}@x.example", "clave-de-prueba-larga", person)
    browser = Client()
    browser.force_login(account)
    return browser
