"""What the framework demands is asked for, decided with reasons and a checklist, and settles what becomes of it."""

from datetime import date

import pytest

from tests.factories import TODAY
from tests.portfolios import CHECKS, FUNDED, adopted_case, authorised, chile, refused, submitted
from timonel.governance.acting.errors import Refused
from timonel.portfolio.models import Approval, Decision


@pytest.fixture
def country(db):
    return chile()


@pytest.mark.catalogue("PG-01")
def test_without_a_business_case_nothing_is_submitted(country):
    project = country.project(**FUNDED)
    assert refused(country, "formulator", "submit_project", project=project.number) == {"no-business-case"}
    assert not Approval.objects.exists()


def test_submission_asks_for_what_the_framework_demands_in_its_order(country):
    project = submitted(country)
    stages = {each.approval: (each.stage, each.order) for each in project.approvals.all()}
    assert stages == {
        "head-of-service-authorisation": ("open", 1),
        "risk-assessment": ("open", 1),
        "agency-funding-approval": ("later", 2),
        "evaltic-evaluation": ("later", 2),
        "budget-request-decision": ("later", 3),
        "budget-law-vote": ("later", 4),
        "execution-decision": ("later", 6),
    }
    assert project.stage == "submitted"
    assert project.begun_model["id"] == "agency-project-model"
    assert project.phase == "initiation"


def test_a_fact_that_nobody_said_keeps_the_project_from_being_submitted(country):
    project = country.project(**{**FUNDED, "flags": []})
    adopted_case(country, project)
    assert refused(country, "formulator", "submit_project", project=project.number) == {"approval-left-open"}


def test_the_time_of_an_approval_is_counted_in_working_days_of_the_country(country):
    project = submitted(country)
    risk = project.approvals.get(approval="risk-assessment")
    assert risk.opened_on == TODAY == date(2026, 11, 2)
    assert risk.due_on == date(2026, 11, 30)
    assert project.approvals.get(approval="head-of-service-authorisation").due_on is None


@pytest.mark.catalogue("PL-04")
def test_no_decision_without_the_three_checks(country):
    project = submitted(country)
    typed = {"project": project.number, "approval": "head-of-service-authorisation", "reasons": "Sí."}
    assert refused(country, "head-of-service", "approve_project", **typed, checks="standards=meets\nprice=meets") == {
        "check-not-filled"
    }
    assert refused(country, "head-of-service", "reject_project", **typed) == {"check-not-filled"}
    country.act(
        "head-of-service", "approve_project", **typed, checks="standards=meets\nduplication=meets=ninguno\nprice=meets"
    )
    decision = Decision.objects.get()
    assert [(each["id"], each["result"], each["note"]) for each in decision.checks] == [
        ("standards", "meets", ""),
        ("duplication", "meets", "ninguno"),
        ("price", "meets", ""),
    ]


@pytest.mark.catalogue("PL-10")
def test_what_does_not_meet_the_standards_is_not_approved_not_even_on_conditions(country):
    project = submitted(country)
    typed = {
        "project": project.number,
        "approval": "head-of-service-authorisation",
        "reasons": "Sí.",
        "checks": "standards=fails\nduplication=meets\nprice=meets",
    }
    assert "standards-not-met" in refused(country, "head-of-service", "approve_project", **typed)
    more = {"conditions": "Pedir la excepción", "owner": "formulator@i-1", "due_on": "2026-12-01"}
    assert refused(country, "head-of-service", "approve_with_conditions", **typed, **more) == {"standards-not-met"}


def test_only_who_the_framework_names_decides(country):
    project = submitted(country)
    typed = {"project": project.number, "reasons": "Sí.", "checks": CHECKS}
    for seat in ("formulator", "cio", "dipres-director", "registrar"):
        codes = refused(country, seat, "approve_project", **typed, approval="head-of-service-authorisation")
        assert codes == {"not-the-decider"}, seat
    assert refused(country, "cio", "approve_project", **typed, approval="agency-funding-approval") == {"not-open"}
    assert refused(country, "cio", "approve_project", **typed, approval="made-up") == {"no-such-approval"}


def test_when_all_have_granted_it_the_project_is_approved_and_its_plan_is_the_original_for_ever(country):
    project = authorised(country)
    assert project.stage == "submitted"
    assert project.approvals.get(approval="agency-funding-approval").stage == "open"
    done = country.act(
        "cio",
        "approve_project",
        project=project.number,
        approval="agency-funding-approval",
        reasons="Conviene.",
        checks=CHECKS,
        precedents=[],
    )
    project.refresh_from_db()
    assert (project.stage, project.approved_on) == ("approved", TODAY)
    plan = project.baselines.get()
    assert (plan.sequence, plan.approved_on, plan.cost, plan.entry) == (0, TODAY, 500000000, done.entry)
    assert (plan.start_on, plan.end_on) == (date(2027, 1, 4), date(2028, 12, 29))
    assert plan.benefits is None


def test_a_returned_project_is_mended_and_decided_in_the_next_round(country):
    project = authorised(country)
    country.act(
        "cio",
        "return_project",
        project=project.number,
        approval="agency-funding-approval",
        reasons="Falta.",
        observations="Explique el costo de operación.\nDiga quién responde por los beneficios.",
        checks=CHECKS,
    )
    project.refresh_from_db()
    assert project.stage == "returned"
    assert [each["n"] for each in Decision.objects.get(outcome="returned").observations] == [1, 2]
    assert refused(country, "formulator", "submit_project", project=project.number) == {"observations-not-answered"}
    country.act("formulator", "submit_project", project=project.number, answers="1: está en la hoja 2. 2: la jefa.")
    project.refresh_from_db()
    again = project.approvals.get(approval="agency-funding-approval")
    assert (project.stage, project.round, again.stage, again.round) == ("submitted", 2, "open", 2)
    assert project.approvals.get(approval="head-of-service-authorisation").stage == "granted"


def test_a_binding_refusal_ends_the_project(country):
    project = authorised(country)
    typed = {"project": project.number, "approval": "agency-funding-approval", "reasons": "No.", "checks": CHECKS}
    country.act("cio", "reject_project", **typed)
    project.refresh_from_db()
    assert project.stage == "rejected"
    assert not project.baselines.exists()


def test_what_silence_means_is_what_the_framework_says(country):
    project = submitted(country)
    typed = {"project": project.number, "approval": "risk-assessment"}
    with pytest.raises(Refused) as refusal:
        country.act("formulator", "note_silence", **typed, on=date(2026, 11, 23))
    assert refusal.value.findings[0]["code"] == "still-in-time"
    Approval.objects.filter(approval="risk-assessment").update(due_on=date(2026, 11, 19))
    with pytest.raises(Refused):
        country.act("formulator", "note_silence", **typed, on=date(2026, 11, 19))
    country.act("formulator", "note_silence", **typed, on=date(2026, 11, 20))
    assert project.approvals.get(approval="risk-assessment").stage == "not-given"
    Approval.objects.filter(approval="head-of-service-authorisation").update(due_on=date(2026, 11, 2))
    with pytest.raises(Refused) as refusal:
        country.act(
            "formulator",
            "note_silence",
            project=project.number,
            approval="head-of-service-authorisation",
            on=date(2026, 11, 20),
        )
    assert refusal.value.findings[0]["code"] == "silence-not-stated"


@pytest.mark.catalogue("PL-14")
@pytest.mark.parametrize(("budget", "light"), [("10000000", True), ("10000001", False)])
def test_a_pilot_up_to_the_threshold_needs_registration_alone(country, budget, light):
    project = country.project(total_budget=budget, flags=["agile-pilot"], denied=["needs-funding"])
    if not light:
        assert refused(country, "formulator", "submit_project", project=project.number) == {"no-business-case"}
        return
    country.act("formulator", "submit_project", project=project.number)
    project.refresh_from_db()
    assert project.stage == "approved"
    assert [(each.approval, each.stage) for each in project.approvals.all()] == [("pilot-registration", "granted")]
    assert project.begun_model["id"] == "agency-agile-model"


@pytest.mark.catalogue("PL-11")
def test_the_sector_sits_in_when_others_decide_over_its_bodies(country):
    from tests.portfolios import seated

    country.seats["sector-cio"] = seated(country, "sector-cio", country.ministry)
    project = authorised(country)
    approval = project.approvals.get(approval="agency-funding-approval")
    assert approval.panel == [{"post": "sector-cio@m-1", "why": "sector"}]
    assert project.approvals.get(approval="head-of-service-authorisation").panel == []
    typed = {"project": project.number, "approval": approval.approval, "view": "El hospital lo necesita."}
    assert refused(country, "formulator", "assess_for_sector", **typed) == {"not-in-the-panel"}
    country.act("sector-cio", "assess_for_sector", **typed)
    approval.refresh_from_db()
    assert approval.panel[0]["view"] == "El hospital lo necesita."


def test_a_proposal_is_taken_back_before_it_is_approved(country):
    project = submitted(country)
    country.act("formulator", "withdraw_project", project=project.number, reason="Sin recursos.")
    project.refresh_from_db()
    assert project.stage == "withdrawn"
    assert {each.stage for each in project.approvals.all()} == {"dropped"}
    assert refused(country, "formulator", "submit_project", project=project.number) == {"not-to-be-submitted"}
