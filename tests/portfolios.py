"""A country that decides about projects: its people in their posts, and projects as far as a test needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.factories import TODAY, a_framework, a_person, a_post, an_installation, an_institution, appointed
from timonel.domain.appointments import selection_demanded
from timonel.governance.acting import Answer, Asker
from timonel.governance.acting.frame import perform
from timonel.governance.models import Institution
from timonel.portfolio.models import Project

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
