"""The pages of a project show its life to all, and let decide on them only who decides."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import act
from tests.portfolios import answers, approved, authorised, browser_of, chile, filed, submitted
from timonel.portfolio.models import Decision, RiskAssessment


@pytest.fixture
def country(db):
    return chile()


def sent(outcome, **more):
    checks = ("standards", "duplication", "price", "business-case", "compliance", "alignment")
    return {f"check-{check}": "meets" for check in checks} | {"outcome": outcome, "reasons": "Conviene.", **more}


def test_the_decision_page_lets_decide_who_decides_and_loses_nothing_on_a_refusal(country):
    project = authorised(country)
    page = f"/projects/{project.number}/approvals/agency-funding-approval/"
    cio = browser_of(country, "cio")
    assert page in cio.get(f"/projects/{project.number}/").content.decode()
    assert page not in browser_of(country, "formulator").get(f"/projects/{project.number}/").content.decode()
    shown = cio.get(page).content.decode()
    assert project.name in shown and 'name="check-price"' in shown
    answer = cio.post(page, sent("granted", **{"check-price": ""}))
    assert answer.status_code == 422
    assert "Conviene." in answer.content.decode()
    assert browser_of(country, "formulator").post(page, sent("granted")).status_code == 403
    assert not Decision.objects.filter(approval__approval="agency-funding-approval").exists()
    answer = cio.post(page, sent("granted", **{"note-price": "Bajo la mediana"}))
    assert answer["Location"] == f"/projects/{project.number}/"
    decision = Decision.objects.get(approval__approval="agency-funding-approval")
    assert {each["id"]: each["note"] for each in decision.checks}["price"] == "Bajo la mediana"


def test_a_decision_on_conditions_is_taken_on_the_page(country):
    project = authorised(country)
    page = f"/projects/{project.number}/approvals/agency-funding-approval/"
    more = {"conditions": "Publicar, y medir\nNombrar jefatura", "owner": "project-sponsor@i-1", "due_on": "2030-01-01"}
    assert browser_of(country, "cio").post(page, sent("conditional", **more)).status_code == 302
    assert [each.text for each in project.conditions.all()] == ["Publicar, y medir", "Nombrar jefatura"]
    shown = browser_of(country, "project-sponsor").get("/desk/").content.decode()
    assert "Publicar, y medir" in shown


def test_a_class_of_risk_is_given_on_the_page(country):
    project = submitted(country)
    page = f"/projects/{project.number}/approvals/risk-assessment/"
    cio = browser_of(country, "cio")
    assert 'name="answer-technology-new"' in cio.get(page).content.decode()
    typed = {f"answer-{line.split('=')[0]}": line.split("=")[1] for line in answers("yes").splitlines()}
    assert cio.post(page, {**typed, "outcome": "classified", "reasons": "Nuevo."}).status_code == 302
    assert RiskAssessment.objects.get().risk_class == "high"


def test_precedents_are_shown_to_who_decides(country):
    first = approved(country)
    second = authorised(country)
    page = f"/projects/{second.number}/approvals/agency-funding-approval/"
    shown = browser_of(country, "cio").get(page).content.decode()
    assert f"/projects/{first.number}/" in shown.split("Precedentes")[1]


def test_the_draft_of_a_resolution_is_a_pdf(country):
    project = authorised(country)
    address = f"/projects/{project.number}/approvals/agency-funding-approval/resolution.pdf"
    answer = browser_of(country, "cio").get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert browser_of(country, "cio").get(address.replace("agency-funding", "made-up")).status_code == 404


def test_anybody_sees_the_phases_products_and_decisions_of_a_project(country):
    project = approved(country)
    filed(country, project, "charter", "staff-impact")
    country.act("cio", "pass_gate", project=project.number, outcome="go", reasons="Todo está.")
    shown = Client().get(f"/projects/{project.number}/").content.decode()
    for words in ("Todo está.", "Acta de constitución", "Planificación", "Conviene."):
        assert words in shown
    assert "portfolio.pass_gate" not in shown


def test_what_waits_for_a_post_is_on_its_desk(country):
    project = submitted(country)
    approval = f"/projects/{project.number}/approvals/"
    assert (
        approval + "head-of-service-authorisation/"
        in browser_of(country, "head-of-service").get("/desk/").content.decode()
    )
    cio = browser_of(country, "cio").get("/desk/").content.decode()
    assert approval + "risk-assessment/" in cio
    assert approval + "head-of-service-authorisation/" not in cio
    assert approval not in browser_of(country, "other-formulator").get("/desk/").content.decode()


def test_a_gate_waits_on_the_desk_of_who_decides_it_once_nothing_is_missing(country):
    project = approved(country)
    cio = browser_of(country, "cio")
    assert "Decidir en el hito" not in cio.get("/desk/").content.decode()
    filed(country, project, "charter", "staff-impact")
    assert "Decidir en el hito" in cio.get("/desk/").content.decode()
    country.act("cio", "pass_gate", project=project.number, outcome="go", reasons="Sí.")
    assert "Decidir en el hito" not in cio.get("/desk/").content.decode()


@pytest.mark.catalogue("BR-21")
def test_an_institution_with_a_project_and_nobody_to_call_is_flagged(country):
    assert "i-1" not in Client().get("/portfolio/").content.decode()
    country.project()
    assert "/institutions/i-1/" in Client().get("/portfolio/").content.decode()
    person = country.seats["formulator"].person.number
    typed = {"institution": "i-1", "person": person, "matter": "proyectos TIC", "from_on": "2026-01-02"}
    act(country.registrar, "governance.name_focal_point", **typed)
    assert "/institutions/i-1/" not in Client().get("/portfolio/").content.decode()


def test_the_pages_ask_a_fixed_number_of_questions(country):
    approved(country)
    with CaptureQueriesContext(connection) as few:
        Client().get("/portfolio/"), Client().get("/projects/")
    for _each in range(3):
        country.project()
    approved(country)
    with CaptureQueriesContext(connection) as many:
        Client().get("/portfolio/"), Client().get("/projects/")
    assert len(many) == len(few)


def test_an_obstacle_leads_to_its_instrument_and_the_price_is_written_as_people_do(country):
    project = country.project(total_budget="1234567.5")
    typed = {"instrument": "law-21180", "description": "Exige papel."}
    country.act("formulator", "log_obstacle", project=project.number, **typed)
    shown = Client().get(f"/projects/{project.number}/").content.decode()
    assert "/framework/instruments/law-21180/" in shown
    assert "1.234.567,5<" in shown
