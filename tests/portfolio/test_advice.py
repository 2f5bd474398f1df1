"""Advice is asked for and given in writing, within its time, on the precedents that it cites."""

from datetime import date

import pytest
from django.test import Client

from tests.portfolios import browser_of, chile, refused
from timonel.governance.acting.errors import InputFault, NoMandate
from timonel.portfolio.models import Advice


@pytest.fixture
def country(db):
    return chile()


@pytest.mark.catalogue("PL-17")
def test_a_question_is_closed_only_in_writing_and_with_a_precedent(country):
    before, project = country.project(name="Anterior"), country.project()
    country.act("formulator", "ask_advice", project=project.number, question="¿Nube pública o propia?")
    asked = Advice.objects.get()
    assert (asked.due_on, asked.answered_on) == (date(2026, 11, 23), None)
    assert "Dar una asesoría" in browser_of(country, "cio").get("/desk/").content.decode()
    typed = {"project": project.number, "question": 1, "answer": "Pública, con datos cifrados."}
    with pytest.raises(NoMandate):
        country.act("formulator", "give_advice", **typed, precedents=[before.number])
    for nothing in ({}, {"precedents": []}):
        with pytest.raises(InputFault):
            country.act("cio", "give_advice", **typed, **nothing)
    with pytest.raises(InputFault):
        country.act("cio", "give_advice", **{**typed, "answer": ""}, precedents=[before.number])
    assert refused(country, "cio", "give_advice", **typed, precedents=[project.number]) == {"precedent-of-itself"}
    asked.refresh_from_db()
    assert asked.answered_on is None
    country.act("cio", "give_advice", **typed, precedents=[before.number])
    shown = Client().get(f"/projects/{project.number}/").content.decode()
    assert "Pública, con datos cifrados." in shown and f"/projects/{before.number}/" in shown
    again = refused(country, "cio", "give_advice", **typed, precedents=[before.number])
    assert again == {"no-such-question-asked"}
