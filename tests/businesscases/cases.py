"""A project with a business case, in Chile with the review's agency in force, and ways to write and adopt one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.test import Client

from tests.domain.appraisal.a_case import typed
from tests.factories import TODAY, a_person, a_post, an_installation, an_institution, appointed
from tests.portfolios import Country, chile
from timonel.governance import files
from timonel.governance.acting import Answer, Asker
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account
from timonel.portfolio.models import Project

ADOPT = "businesscases.adopt_version"


@dataclass
class Desk:
    """A country and a project of its own institution."""

    country: Country
    project: Project

    @property
    def formulator(self) -> Asker:
        return self.country.seats["formulator"]

    @property
    def address(self) -> str:
        return f"/business-cases/project/{self.project.number}/"

    def file(self, content: bytes | dict[str, Any], asker: Asker | None = None) -> str:
        """Store a case and give its hash."""
        sent = json.dumps(content).encode() if isinstance(content, dict) else content
        return files.keep(BytesIO(sent), "case", "", (asker or self.formulator).person).sha256

    def adopt(self, *, follows: int = 0, seat: str = "formulator", content: Any = None, **changes: Any) -> Answer:
        """Adopt the case of the tests, with changes, as whoever sits there."""
        asker = self.country.seats[seat]
        given = {
            "subject_kind": "project",
            "subject_number": self.project.number,
            "follows": follows,
            "file": self.file(content if content is not None else typed(**changes), asker),
            "reason": "Primera versión",
        }
        return perform(asker, ADOPT, given, post=asker.post, on=TODAY)


def a_desk() -> Desk:
    country = chile()
    return Desk(country, country.project())


def a_project_under_the_law_alone() -> Desk:
    """Give a project under Chile's law without the values of the demonstration: nobody set a rate."""
    registrar = an_installation("cl")
    own = an_institution(registrar, "i-1", name="Institución propia")
    formulator = appointed(
        registrar, a_post(registrar, "formulator", own), a_person(registrar, "Fernanda"), selection="designated"
    )
    country = Country(registrar, own, own, own, {"registrar": registrar, "formulator": formulator})
    return Desk(country, country.project())


def browser_of(asker: Asker) -> Client:
    """Give a browser in which somebody is signed in."""
    account = Account.objects.filter(person=asker.person).first()
    account = account or Account.objects.create_account(f"{asker.person.number}@x.example", None, asker.person)
    browser = Client()
    browser.force_login(account)
    return browser
