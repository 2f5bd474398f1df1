"""The life of a project by Denmark's framework: the council at a gate, the steering group at each, parliament later."""

from datetime import date

import pytest

from tests.factories import TODAY, a_person, a_post, an_installation, an_institution, appointed
from tests.portfolios import Country, a_file, adopted_case, answers, refused
from timonel.portfolio.models import Project


@pytest.fixture
def denmark(db):
    registrar = an_installation("dk", overlays=("dk-demo",))
    ministry = an_institution(registrar, "m-1", name="Finansministeriet", kind="ministry")
    own = an_institution(registrar, "i-1", name="Skattestyrelsen", ministry="m-1")
    other = an_institution(registrar, "i-2", name="Rigspolitiet", ministry="m-1")
    country = Country(registrar, ministry, own, other, {"registrar": registrar})
    for kind, where in (
        ("project-owner", own),
        ("steering-group-chair", own),
        ("council-secretary-oes", None),
        ("finance-committee-secretary", None),
    ):
        post = a_post(registrar, kind, where)
        country.seats[kind] = appointed(registrar, post, a_person(registrar, f"Person {kind}"))
    country.seats["formulator"] = country.seats["project-owner"]
    return country


def begun(denmark, amount):
    told = {"total_budget": amount, "currency": "DKK", "start_planned_on": "2027-01-04", "end_planned_on": "2028-12-29"}
    project = denmark.project(**told)
    adopted_case(denmark, project, currency="DKK")
    denmark.act("project-owner", "submit_project", project=project.number)
    project.refresh_from_db()
    return project


def passed(denmark, project, *products):
    for product in products:
        stored = a_file(denmark, f"{project.phase}-{product}")
        denmark.act("project-owner", "file_document", project=project.number, file=stored, product=product)
    denmark.act("steering-group-chair", "pass_gate", project=project.number, outcome="go", reasons="Klar.")
    project.refresh_from_db()


ANALYSIS = ("project-basis", "risk-checklist", "risk-log", "steering-group-agreement", "project-overview")


def test_a_large_project_is_assessed_by_the_council_before_it_leaves_the_analysis(denmark):
    project = begun(denmark, "70000000.01")
    assert (project.stage, project.phase) == ("approved", "idea")
    assert {each.approval: each.stage for each in project.approvals.all()} == {
        "council-risk-assessment": "later",
        "parliament-approval": "later",
    }
    passed(denmark, project, "project-basis")
    assert project.phase == "analysis"
    assert project.approvals.get(approval="council-risk-assessment").stage == "open"
    for product in ANALYSIS:
        stored = a_file(denmark, f"analysis-{product}")
        denmark.act("project-owner", "file_document", project=project.number, file=stored, product=product)
    go = {"project": project.number, "outcome": "go", "reasons": "Klar."}
    assert refused(denmark, "steering-group-chair", "pass_gate", **go) == {"approval-undecided"}
    assess = {"project": project.number, "answers": answers("yes"), "reasons": "Ny teknologi."}
    assert refused(denmark, "council-secretary-oes", "assess_risk", **assess) == {"no-minutes"}
    minutes = a_file(denmark, "referat")
    done = denmark.act("council-secretary-oes", "assess_risk", **assess, minutes=minutes)
    regimes = {each["params"]["regime"] for each in done.findings if each["code"] == "regime-in-force"}
    assert regimes == {"assessed-projects", "high-risk"}
    denmark.act("steering-group-chair", "pass_gate", **go)
    project.refresh_from_db()
    assert project.phase == "implementation"
    denmark.act("project-owner", "call_for_approval", project=project.number, approval="parliament-approval")
    grant = {"project": project.number, "approval": "parliament-approval", "reasons": "Aktstykke 12."}
    checks = "standards=meets\nduplication=meets\nprice=meets"
    denmark.act("finance-committee-secretary", "approve_project", **grant, checks=checks, minutes=minutes)
    assert project.approvals.get(approval="parliament-approval").stage == "granted"


def test_under_the_threshold_nobody_else_is_asked(denmark):
    project = begun(denmark, "14999999.99")
    assert not project.approvals.exists()
    assert (project.stage, project.approved_on) == ("approved", TODAY)
    assert project.baselines.get().end_on == date(2028, 12, 29)


def test_at_the_threshold_itself_the_council_is_asked_and_parliament_is_not(denmark):
    project = begun(denmark, "15000000")
    assert [each.approval for each in project.approvals.all()] == ["council-risk-assessment"]
    assert Project.objects.get().currency == "DKK"
