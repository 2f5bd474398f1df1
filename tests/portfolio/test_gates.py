"""A project passes from phase to phase by decisions at its gates, on the model it began with."""

from datetime import date

import pytest

from tests.factories import TODAY
from tests.portfolios import a_file, approved, chile, filed, refused
from timonel.portfolio.models import Baseline, Document, GatePassage, Project


@pytest.fixture
def country(db):
    return chile()


def at_gate(country, **fields):
    """Give an approved project with every mandatory product of its first phase."""
    project = approved(country, **fields)
    filed(country, project, "charter", "staff-impact")
    return project


def passed(country, project, seat="cio", outcome="go", **typed):
    done = country.act(seat, "pass_gate", project=project.number, outcome=outcome, reasons="Visto.", **typed)
    project.refresh_from_db()
    return done


@pytest.mark.catalogue("PG-05")
def test_a_mandatory_product_that_is_missing_blocks_the_gate_and_a_recommended_one_warns(country):
    project = approved(country)
    typed = {"project": project.number, "outcome": "go", "reasons": "Visto."}
    filed(country, project, "charter")
    assert refused(country, "cio", "pass_gate", **typed) == {"product-missing"}
    assert (project.phase, GatePassage.objects.count()) == ("initiation", 0)
    filed(country, project, "staff-impact")
    done = passed(country, project)
    assert (project.phase, project.stage, project.start_actual_on) == ("planning", "under-way", TODAY)
    assert [each["code"] for each in done.findings[1:]] == ["recommended-product-missing"]
    assert GatePassage.objects.get().warnings == ["stakeholders"]


def test_a_gate_lists_the_evidence_that_was_seen_with_its_hashes(country):
    project = at_gate(country)
    passed(country, project)
    seen = {each["product"]: each["sha256"] for each in GatePassage.objects.get().evidence}
    assert set(seen) == {"business-case", "charter", "staff-impact"}
    assert seen["charter"] == Document.objects.get(product="charter").file_id


@pytest.mark.catalogue("PG-05")
def test_no_phase_is_passed_without_a_decision_of_who_the_model_names(country):
    project = at_gate(country)
    typed = {"project": project.number, "outcome": "go", "reasons": "Sí."}
    for seat in ("formulator", "head-of-service", "agency-committee-secretary", "dipres-director"):
        assert refused(country, seat, "pass_gate", **typed) == {"not-the-decider"}, seat
    project.refresh_from_db()
    assert project.phase == "initiation"


@pytest.mark.catalogue("PG-04")
def test_a_project_keeps_the_model_it_began_with(country):
    project = at_gate(country)
    began = project.begun_model
    assert [phase["id"] for phase in began["phases"]] == ["initiation", "planning", "execution", "closing"]
    model = {**began, "phases": [began["phases"][0], {"id": "only-mine", "label": {}, "products": {}}]}
    Project.objects.update(begun_model=model)
    passed(country, project)
    assert project.phase == "only-mine"
    assert refused(country, "cio", "pass_gate", project=project.number, outcome="go", reasons="x") == {"no-gate"}


def test_a_body_that_sits_passes_a_gate_by_its_secretary_with_the_minutes(country):
    project = at_gate(country)
    passed(country, project)
    filed(country, project, "management-plan", "schedule", "budget", "risks")
    typed = {"project": project.number, "outcome": "go", "reasons": "Acuerdo 4."}
    assert refused(country, "agency-committee-secretary", "pass_gate", **typed) == {"no-minutes"}
    minutes = a_file(country, "acta.pdf")
    passed(country, project, "agency-committee-secretary", minutes=minutes)
    assert project.phase == "execution"
    assert GatePassage.objects.latest("id").minutes_id == minutes


@pytest.mark.catalogue("PG-05")
def test_conditions_of_a_gate_block_the_next_one_until_they_are_met(country):
    project = at_gate(country)
    typed = {"project": project.number, "reasons": "Visto.", "outcome": "conditional"}
    assert refused(country, "cio", "pass_gate", **typed) == {"no-condition"}
    laid = {"conditions": "Nombrar jefatura\nContratar soporte", "owner": "project-sponsor@i-1"}
    assert refused(country, "cio", "pass_gate", **typed, **laid, due_on="2026-11-01") == {"due-before-made"}
    passed(country, project, outcome="conditional", **laid, due_on="2026-11-02")
    assert project.phase == "planning"
    filed(country, project, "management-plan", "schedule", "budget", "risks")
    minutes = a_file(country, "acta.pdf")
    go = {"project": project.number, "outcome": "go", "reasons": "x", "minutes": minutes}
    assert refused(country, "agency-committee-secretary", "pass_gate", **go) == {"condition-not-met"}
    met = {"project": project.number, "condition": 1, "evidence": "Resolución 7."}
    assert refused(country, "formulator", "meet_condition", **met) == {"not-the-owner"}
    country.act("project-sponsor", "meet_condition", **met)
    assert refused(country, "agency-committee-secretary", "pass_gate", **go) == {"condition-not-met"}
    country.act("project-sponsor", "meet_condition", **{**met, "condition": 2})
    passed(country, project, "agency-committee-secretary", minutes=minutes)
    assert project.phase == "execution"


@pytest.mark.catalogue("PG-16")
def test_a_stop_names_its_reason_and_a_political_one_what_is_lost(country):
    project = at_gate(country)
    typed = {"project": project.number, "outcome": "stop", "reasons": "Cambio de prioridades."}
    assert refused(country, "cio", "pass_gate", **typed) == {"stop-without-reason"}
    political = {**typed, "stop_reason": "political"}
    assert refused(country, "cio", "pass_gate", **political) == {"political-stop-without-statement"}
    assert refused(country, "cio", "pass_gate", **political, sunk_cost="1") == {"political-stop-without-statement"}
    passed(
        country,
        project,
        outcome="stop",
        stop_reason="political",
        sunk_cost="120000000",
        lost_benefit="Dos millones de trámites al año siguen en papel.",
    )
    stop = GatePassage.objects.get()
    assert (project.stage, stop.sunk_cost, stop.stop_reason) == ("stopped", 120000000, "political")
    assert refused(country, "cio", "pass_gate", project=project.number, outcome="go", reasons="x") == {"not-under-way"}


def test_what_is_sent_back_stays_in_its_phase(country):
    project = approved(country)
    passed(country, project, outcome="return")
    assert (project.phase, project.stage) == ("initiation", "approved")


def test_a_new_baseline_needs_a_reason_and_leaves_the_original_as_it_was(country):
    project = at_gate(country)
    typed = {"project": project.number, "reason": "scope-changed", "explanation": "Se suma un hospital."}
    assert refused(country, "cio", "rebaseline", **typed) == {"nothing-changes"}
    assert refused(country, "cio", "rebaseline", **typed, end_on="2027-01-03") == {"end-before-start"}
    country.act("cio", "rebaseline", **typed, cost="620000000", end_on="2029-06-29")
    original, approved_last = project.baselines.all()
    assert (original.cost, original.end_on) == (500000000, date(2028, 12, 29))
    assert (approved_last.sequence, approved_last.cost, approved_last.end_on) == (1, 620000000, date(2029, 6, 29))
    assert approved_last.start_on == original.start_on
    project = Project.objects.get()
    facts = project.facts(TODAY)
    assert (facts.cost_original.amount, facts.cost_approved.amount, facts.rebaselines) == (500000000, 620000000, 1)


def test_without_an_approved_plan_there_is_none_to_change(country):
    project = country.project()
    typed = {"project": project.number, "reason": "scope-changed", "explanation": "x", "cost": "1"}
    assert refused(country, "cio", "rebaseline", **typed) == {"no-plan-to-change"}
    assert not Baseline.objects.exists()
