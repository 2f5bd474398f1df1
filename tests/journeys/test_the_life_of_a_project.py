"""The life of a project on Chile's demonstration, told by those who live it, each signed in and in their post."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.journeys.people import People, a_paper
from tests.serving import Installation, bare_environment
from timonel.domain.risk_scores import HOUSE_1

pytestmark = pytest.mark.long

CASE = "/business-cases/project/{}/edit/"
CHECKS = ("standards", "duplication", "price", "business-case", "compliance", "alignment")
MET = {f"check-{name}": "meets" for name in CHECKS}


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    folder = tmp_path_factory.mktemp("life")
    found = Installation(folder, bare_environment(folder))
    for words in (("migrate", "--quiet"), ("demo",)):
        done = found.run(*words)
        assert done.returncode == 0, done.stderr
    try:
        found.serve(workers=1, threads=4)
        yield found
    finally:
        for node in list(found.nodes):
            found.kill(node)
        found.run("database", "stop")


@pytest.fixture(scope="module")
def people(installation):
    secret = Path(installation.environment["TIMONEL_DATA"], "demonstration-password").read_text().strip()
    with chromium() as browser:
        yield People(browser, f"http://127.0.0.1:{installation.port}", secret)


def proposed(people):
    """The formulator writes a proposal in a window, leaves in the middle, comes back and proposes it."""
    formulator = people["formulator"]
    page = formulator.opens("/projects/")
    page.get_by_role("link", name="Escribir una propuesta").click()
    page.get_by_role("button", name="Escribir una propuesta").click()
    page.fill("[name=name]", "Citas y trámites en un solo calendario")
    page.fill("[name=purpose]", "Que cada contribuyente pida hora y siga su trámite en un solo lugar.")
    page.get_by_role("button", name="Guardar y seguir").click()
    page.wait_for_url("**/who/")
    page.close()

    assert "Seguir con el borrador: Citas y trámites" in formulator.reads("/desk/")
    page = formulator.opens("/desk/")
    page.get_by_role("link", name=re.compile("Seguir con el borrador")).click()
    assert page.input_value("[name=name]") == "Citas y trámites en un solo calendario"
    page.get_by_role("button", name="3. Dinero y plazo").click()
    page.fill("[name=total_budget]", "650.000.000")
    page.fill("[name=start_planned_on]", "2027-01-04")
    page.fill("[name=end_planned_on]", "2028-12-29")
    page.get_by_role("button", name="Guardar y seguir").click()
    page.check("[name='flag:needs-funding'][value=yes]")
    page.check("[name='flag:agile-pilot'][value=no]")
    page.get_by_role("button", name="Guardar y seguir").click()
    page.wait_for_url("**/review/")
    assert "Aprobación de la Agencia para financiar" in page.inner_text("main")
    page.get_by_role("button", name="Proponer el proyecto").click()
    page.wait_for_url(re.compile(r"/projects/\d{4}-\d+/$"))
    number = page.url.rstrip("/").rpartition("/")[2]
    page.close()
    return number


def with_a_case(people, number):
    """The formulator writes the business case part by part and adopts it."""
    formulator, edit = people["formulator"], CASE.format(number)
    formulator.sends(
        f"{edit}situations/",
        currency="CLP",
        first_year="2027",
        purpose="Menos viajes y menos espera.",
        without_project="Se pide hora por teléfono.",
        with_project="Se pide hora en línea.",
    )
    row = {"situation": "with", "nature": "investment", "category": "software-development", "year": "2027"}
    row |= {"low": "600000000", "likely": "650000000", "high": "800000000"}
    formulator.sends(f"{edit}costs/", **{f"costs-0-{name}": value for name, value in row.items()})
    row = {"code": "B1", "name": "Horas de atención liberadas", "kind": "economic", "indicator": "horas al año"}
    row |= {"baseline": "60000", "target": "15000", "owner": "Jefatura de operaciones", "due_on": "2026-12-31"}
    formulator.sends(f"{edit}benefits/", **{f"benefits-0-{name}": value for name, value in row.items()})
    row = {"benefit": "B1", "situation": "with", "year": "2028", "low": "700000000", "likely": "900000000"}
    row |= {"high": "950000000"}
    formulator.sends(f"{edit}gains/", **{f"gains-0-{name}": value for name, value in row.items()})
    row = {"source": "own-budget", "name": "Subtítulo 29", "year": "2027", "amount": "650000000"}
    formulator.sends(f"{edit}financing/", **{f"financing-0-{name}": value for name, value in row.items()})
    formulator.sends(edit, f"{edit}adopt/", reason="Primera versión")
    assert "versión 1" in formulator.reads(f"/projects/{number}/").lower()


def approved(people, number):
    """The institution submits; its head authorises; the agency classifies, returns, and approves on a condition."""
    formulator, head, cio = people["formulator"], people["head-of-service"], people["cio"]
    here = f"/projects/{number}/"
    formulator.does("portfolio.submit_project", project=number)
    assert "Autorización de la jefatura de servicio" in head.reads("/desk/")
    own = f"{here}approvals/head-of-service-authorisation/"
    head.sends(own, outcome="granted", reasons="Es prioridad.", **MET)
    risky = {f"answer-{each.id}": each.answers[-1][0] for each in HOUSE_1.questions}
    assert "Citas y trámites" in cio.reads("/desk/")
    cio.sends(f"{here}approvals/risk-assessment/", outcome="classified", reasons="Según el cuestionario.", **risky)
    assert "alto" in cio.reads(here)

    asked = f"{here}approvals/agency-funding-approval/"
    cio.sends(asked, outcome="returned", reasons="Falta.", observations="Diga quién opera el servicio.", **MET)
    assert "Responder las observaciones" in formulator.reads("/desk/") or "observaciones" in formulator.said
    formulator.does("portfolio.submit_project", project=number, answers="1. Lo opera la Subdirección de Asistencia.")
    cio.sends(
        asked,
        outcome="conditional",
        reasons="Conviene.",
        conditions="Usar la identidad digital única",
        owner="project-sponsor@cl-08-03",
        due_on=str(date.today() + timedelta(days=60)),
        **MET,
    )
    sponsor = people["project-sponsor"]
    assert "Cumplir la condición: Usar la identidad digital única" in sponsor.reads("/desk/")
    assert "Decir que se cumplió" in sponsor.reads(here)
    sponsor.does("portfolio.meet_condition", project=number, condition="1", evidence="Convenio firmado.")
    assert "Convenio firmado." in sponsor.reads(here)


def filed(people, number, *products):
    for product in products:
        paper = a_paper(f"{product}.txt", f"{number}: {product}")
        people["formulator"].does("portfolio.file_document", project=number, product=product, file=paper)


def through_two_gates(people, number):
    """The first gate is refused while a mandatory product is missing; the second the committee's secretary enters."""
    cio, secretary = people["cio"], people["agency-committee-secretary"]
    filed(people, number, "charter")
    told = cio.does("portfolio.pass_gate", expected=422, project=number, outcome="go", reasons="Adelante.")
    assert "Efecto en la organización y el personal" in told
    filed(people, number, "staff-impact")
    assert "Decidir en el hito" in cio.reads("/desk/")
    cio.does("portfolio.pass_gate", project=number, outcome="go", reasons="Están los productos.")
    filed(people, number, "management-plan", "schedule", "budget", "risks")
    secretary.does(
        "portfolio.pass_gate",
        project=number,
        outcome="go",
        reasons="Acuerdo del comité.",
        minutes=a_paper("acta.txt", "Acta de la sesión."),
    )
    assert "Acuerdo del comité." in secretary.reads(f"/projects/{number}/")


def test_a_project_lives_from_the_proposal_to_the_committees_gate(people, installation):
    number = proposed(people)
    with_a_case(people, number)
    approved(people, number)
    through_two_gates(people, number)
    told = people["formulator"].reads(f"/projects/{number}/")
    for act in ("Se propuso", "Se presentó", "Certificado del asiento"):
        assert act in told
    done = installation.run("record", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
