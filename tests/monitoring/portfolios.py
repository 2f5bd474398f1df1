"""A country that follows projects: institutions of a source, a portfolio brought in, people who report."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

from tests.factories import a_framework, a_person, a_post, an_institution, appointed
from timonel.domain.appointments import selection_demanded
from timonel.governance import files
from timonel.governance.acting import Answer, Asker
from timonel.governance.acting.frame import perform
from timonel.monitoring.recipes import Recipe, shipped_recipe

DAY_OF_RULE = date(2026, 11, 23)
"""From this day on the tolerances of the United States are surely in force."""


def seated(registrar: Asker, kind: str, institution: Any = None) -> Asker:
    """Appoint somebody new to a post of the United States."""
    demanded = selection_demanded(a_framework("us").posts[kind]) or ""
    person = a_person(registrar, f"Persona {kind}")
    return appointed(registrar, a_post(registrar, kind, institution), person, selection=demanded)


def its_institutions(registrar: Asker, recipe: str) -> Recipe:
    """Register the institutions that a shipped recipe knows."""
    found = shipped_recipe(recipe)
    for known in found.institutions:
        an_institution(registrar, known.number, name=known.name, kind=known.kind)
    return found


def bring_in(asker: Asker, content: bytes | str, recipe: str = "template", **typed: Any) -> Answer:
    """Import a file as the registrar."""
    octets = content.encode() if isinstance(content, str) else content
    stored = files.keep(BytesIO(octets), "portfolio.csv", "text/csv", asker.person)
    given = {"file": stored.sha256, "recipe": recipe, **typed}
    return perform(asker, "monitoring.import_portfolio", given, post="registrar", on=DAY_OF_RULE)
