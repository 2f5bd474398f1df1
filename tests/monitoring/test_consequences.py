"""Reviews, the risk reserve, stops and closings: what the acts refuse, what they leave, and what the page says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests.factories import TODAY, a_person, a_post, an_installation, an_institution, appointed
from tests.portfolios import approved, chile
from timonel.governance.acting.errors import NoMandate, Refused
from timonel.governance.acting.frame import perform
from timonel.monitoring.models import Closing, Recommendation, ReserveMove, Review, StopOrder
from timonel.monitoring.queries.closing import planned_benefits
from timonel.portfolio.models import Project
from timonel.record.models import Entry

LATER = TODAY + timedelta(days=30)
LESSONS = {
    "context": "Fichas en papel.",
    "what_was_done": "Una ficha.",
    "what_worked": "Empezar por un hospital.",
    "what_did_not": "Migrar todo de una vez.",
    "evidence": "Estudio de 2027.",
    "advice": "Medir antes.",
}


@pytest.fixture
def country(db):
    return chile()


def act(country, seat, code, on=TODAY, **typed):
    asker = country.seats[seat]
    return perform(asker, f"monitoring.{code}", typed, post=asker.post or "", on=on)


def refused(country, seat, code, on=TODAY, error=Refused, **typed):
    """Ask for what is refused; give its codes, having seen that nothing changed but the record of the refusal."""

    def counted():
        tables = (Review, Recommendation, ReserveMove, StopOrder, Closing)
        return [list(table.objects.order_by("pk").values()) for table in tables], list(Project.objects.values("stage"))

    before = counted()
    with pytest.raises(error) as refusal:
        act(country, seat, code, on, **typed)
    assert counted() == before
    assert Entry.objects.latest("seq").outcome == "refused"
    return {each["code"] for each in refusal.value.findings} or {refusal.value.code}


def opened(country, project, **fields):
    given = {"opened_by": "cost", "reason": "Sobrecosto.", "due_on": str(LATER), **fields}
    act(country, "agency-analyst", "open_review", project=project.number, **given)
    return Review.objects.latest("id")


# --- reviews


@pytest.mark.catalogue("PG-10")
def test_a_review_is_opened_for_each_of_the_triggers_once_at_a_time(country):
    project = approved(country)
    review = opened(country, project)
    assert (review.number, review.stage, review.due_on) == ("2026-1", "open", LATER)
    opened(country, project, opened_by="schedule")
    again = {"project": project.number, "opened_by": "cost", "reason": "x", "due_on": str(LATER)}
    assert refused(country, "agency-analyst", "open_review", **again) == {"review-is-open"}


def test_a_review_is_not_opened_by_who_lacks_the_power_nor_for_a_day_that_is_past(country):
    project = approved(country)
    given = {"project": project.number, "opened_by": "cost", "reason": "x"}
    assert refused(country, "formulator", "open_review", error=NoMandate, due_on=str(LATER), **given)
    yesterday = TODAY - timedelta(days=1)
    assert refused(country, "agency-analyst", "open_review", due_on=str(yesterday), **given) == {"day-is-past"}
    assert act(country, "agency-analyst", "open_review", due_on=str(TODAY), **given)


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ({"reviewer_institution": "i-1"}, {"reviewer-of-the-same-house"}),
        ({"took_part": True}, {"reviewer-took-part"}),
        ({"interests": ["i-1"]}, {"reviewer-has-an-interest"}),
        (
            {"reviewer_institution": "i-1", "took_part": True},
            {"reviewer-of-the-same-house", "reviewer-took-part"},
        ),
    ],
)
def test_an_external_reviewer_who_is_not_independent_is_refused(country, who, codes):
    project = approved(country)
    given = {"reason": "x", "terms": "y", "reviewer": "Estudio SpA", "due_on": str(LATER)}
    typed = {"project": project.number, **given, **who}
    assert refused(country, "dipres-director", "order_external_review", **typed) == codes


def test_an_external_review_keeps_its_terms_and_its_reviewer(country):
    project = approved(country)
    given = {"reason": "x", "terms": "Acceso a todo.", "reviewer": "Estudio SpA", "due_on": str(LATER)}
    act(
        country, "dipres-director", "order_external_review", project=project.number, reviewer_institution="i-2", **given
    )
    review = Review.objects.get()
    assert (review.external, review.terms, review.reviewer_institution.number) == (True, "Acceso a todo.", "i-2")


def test_recommendations_are_followed_to_their_end_before_a_review_is_closed(country):
    review = opened(country, approved(country))
    number = {"review": review.number}
    assert refused(country, "agency-analyst", "close_review", reason="x", **number) == {"review-not-reported"}
    act(country, "agency-analyst", "report_review", conclusion="Mal.", recommendations="Uno\n\n Dos \n", **number)
    assert [row.text for row in review.recommendations.all()] == ["Uno", "Dos"]
    answer = {"recommendation": 1, "answer": "accepted", "reason": "Conviene.", **number}
    assert refused(country, "formulator", "answer_recommendation", **answer) == {"accepted-without-owner"}
    act(country, "formulator", "answer_recommendation", owner="Jefatura TIC", due_on=str(LATER), **answer)
    assert refused(country, "formulator", "answer_recommendation", **answer) == {"recommendation-is-answered"}
    assert refused(country, "agency-analyst", "close_review", reason="x", **number) == {"recommendation-is-open"}
    second = {"recommendation": 2, "answer": "rejected", "reason": "No procede.", **number}
    act(country, "formulator", "answer_recommendation", **second)
    settled = {"how": "Se hizo.", **number}
    assert refused(country, "agency-analyst", "settle_recommendation", recommendation=2, **settled) == {
        "recommendation-not-accepted"
    }
    act(country, "agency-analyst", "settle_recommendation", recommendation=1, **settled)
    plan = {"root_cause": "Alcance.", "plan": "Recortar.", "due_on": str(LATER), **number}
    act(country, "formulator", "submit_corrective_plan", **plan)
    act(country, "agency-analyst", "close_review", reason="Hecho.", **number)
    review.refresh_from_db()
    assert (review.stage, review.root_cause) == ("closed", "Alcance.")
    assert refused(country, "formulator", "submit_corrective_plan", **plan) == {"review-is-closed"}
    page = Client().get(f"/reviews/{review.number}/").content.decode()
    assert "Recortar." in page
    assert review.project.name in Client().get("/reviews/").content.decode()


# --- the risk reserve


def at_high_risk(country, **fields):
    project = approved(country, **fields)
    Project.objects.filter(pk=project.pk).update(risk_class="high")
    return project


@pytest.mark.catalogue("PG-08")
def test_the_reserve_is_set_asked_for_and_drawn_only_with_approval_and_never_overdrawn(country):
    project = at_high_risk(country)
    number = {"project": project.number}
    assert refused(country, "formulator", "ask_reserve", amount="1", reason="x", **number) == {"no-reserve"}
    assert refused(country, "cio", "set_reserve", error=NoMandate, **number)
    act(country, "dipres-director", "set_reserve", **number)
    (first,) = ReserveMove.objects.all()
    assert (first.amount, first.balance, first.currency) == (Decimal(50_000_000), Decimal(50_000_000), "CLP")
    assert refused(country, "dipres-director", "set_reserve", **number) == {"reserve-is-set"}
    over = {"amount": "50000000.0001", "reason": "x", **number}
    assert refused(country, "formulator", "ask_reserve", **over) == {"draw-over-balance"}
    act(country, "formulator", "ask_reserve", amount="50000000", reason="El proveedor quebró.", **number)
    assert ReserveMove.objects.latest("id").balance is None
    assert refused(country, "formulator", "ask_reserve", amount="1", reason="x", **number) == {"draw-is-waiting"}
    assert refused(country, "formulator", "decide_reserve", error=NoMandate, decision="approved", reason="x", **number)
    act(country, "dipres-director", "decide_reserve", decision="approved", reason="Procede.", **number)
    assert ReserveMove.objects.latest("id").balance == 0
    assert refused(country, "formulator", "ask_reserve", amount="0.0001", reason="x", **number) == {"draw-over-balance"}
    page = Client().get(f"/projects/{project.number}/").content.decode()
    assert "El proveedor quebró." in page


def test_a_refused_draw_leaves_the_reserve_as_it_was(country):
    project = at_high_risk(country)
    number = {"project": project.number}
    act(country, "dipres-director", "set_reserve", **number)
    act(country, "formulator", "ask_reserve", amount="10", reason="x", **number)
    act(country, "dipres-director", "decide_reserve", decision="refused", reason="No.", **number)
    last = ReserveMove.objects.latest("id")
    assert (last.stage, last.balance) == ("refused", None)
    decided = {"decision": "approved", "reason": "x", **number}
    assert refused(country, "dipres-director", "decide_reserve", **decided) == {"no-draw-asked"}


def test_a_project_of_normal_risk_has_no_reserve(country):
    project = approved(country)
    assert "no-reserve-demanded" in refused(country, "dipres-director", "set_reserve", project=project.number)


def test_the_database_itself_takes_no_negative_balance(country):
    project = approved(country)
    row = ReserveMove(project=project, what="draw", stage="approved", sequence=1, currency="CLP", asked_on=TODAY)
    row.amount, row.balance = Decimal(1), Decimal(-1)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


# --- stops


@pytest.fixture
def america(db):
    """The framework that gives somebody the power to stop."""
    registrar = an_installation("us")
    own = an_institution(registrar, "i-1", name="Agency", level="central")
    country = type("Country", (), {"registrar": registrar, "own": own, "seats": {}})()
    country.seats["registrar"] = registrar
    for kind in ("agency-head", "program-manager"):
        post = a_post(registrar, kind, own)
        country.seats[kind] = appointed(registrar, post, a_person(registrar, kind), selection="designated")
    return country


def running(country):
    done = perform(
        country.seats["registrar"],
        "portfolio.register_project",
        {"institution": "i-1", "name": "Payroll", "source": "test", "source_key": "1", "stage": "under-way"},
        post="registrar",
        on=TODAY,
    )
    return Project.objects.get(number=done.subject_number)


STOP = {
    "reason": "cost",
    "explanation": "It costs a multiple.",
    "instrument": "Order 7",
    "appeal_to": "OMB",
    "appeal_until": str(LATER),
}


@pytest.mark.catalogue("PL-08")
def test_a_project_is_stopped_by_who_holds_the_power_with_reason_and_the_way_to_appeal(america):
    project = running(america)
    act(america, "agency-head", "stop_project", project=project.number, **STOP)
    project.refresh_from_db()
    order = StopOrder.objects.get()
    assert (project.stage, order.stage_before, order.appeal_to) == ("stopped", "under-way", "OMB")
    assert json_of_last()["basis"]
    assert refused(america, "agency-head", "stop_project", project=project.number, **STOP) == {"project-is-over"}
    assert project.name in Client().get("/stops/").content.decode()


def json_of_last():
    import json

    return json.loads(bytes(Entry.objects.latest("seq").body))


def test_where_the_law_gives_nobody_the_power_to_stop_nobody_stops(country):
    project = approved(country)
    assert refused(country, "cio", "stop_project", error=NoMandate, project=project.number, **STOP)


@pytest.mark.catalogue("PG-16")
@pytest.mark.parametrize("said", [{}, {"sunk_cost": "5"}, {"lost_benefit": "Much"}])
def test_a_political_stop_without_the_whole_statement_is_refused(america, said):
    project = running(america)
    typed = {**STOP, "reason": "political", **said}
    codes = refused(america, "agency-head", "stop_project", project=project.number, **typed)
    assert codes == {"political-stop-without-statement"}
    whole = {**typed, "sunk_cost": "5", "lost_benefit": "Much"}
    act(america, "agency-head", "stop_project", project=project.number, **whole)
    assert "Much" in Client().get(f"/projects/{project.number}/").content.decode()


@pytest.mark.parametrize(("day", "late"), [(LATER, False), (LATER + timedelta(days=1), True)])
def test_an_appeal_is_made_up_to_its_last_day(america, day, late, monkeypatch):
    monkeypatch.setattr("timonel.governance.acting.frame.legal_today", lambda zone: date(2027, 1, 1))
    project = running(america)
    act(america, "agency-head", "stop_project", project=project.number, **STOP)
    typed = {"project": project.number, "grounds": "It is needed."}
    if late:
        assert refused(america, "program-manager", "appeal_stop", on=day, **typed) == {"appeal-too-late"}
    else:
        act(america, "program-manager", "appeal_stop", on=day, **typed)
        assert StopOrder.objects.get().appealed_on == day


def test_an_appeal_is_decided_by_somebody_else_and_a_lifted_order_brings_the_project_back(america):
    project = running(america)
    number = {"project": project.number}
    act(america, "agency-head", "stop_project", **number, **STOP)
    decided = {"lifted": True, "reason": "Well founded.", "instrument": "Order 8", **number}
    assert refused(america, "agency-head", "decide_appeal", **decided) == {"stop-not-appealed"}
    act(america, "program-manager", "appeal_stop", grounds="It is needed.", **number)
    assert refused(america, "program-manager", "appeal_stop", grounds="Again.", **number) == {"stop-is-appealed"}
    assert refused(america, "agency-head", "decide_appeal", **decided) == {"appeal-decided-by-the-orderer"}
    StopOrder.objects.update(orderer="somebody-else")
    act(america, "agency-head", "decide_appeal", **decided)
    project.refresh_from_db()
    assert project.stage == "under-way"
    assert refused(america, "agency-head", "decide_appeal", **decided) == {"no-stop-order"}


# --- closing


@pytest.mark.catalogue("MK-04")
def test_a_project_is_closed_with_the_whole_case_template_and_owes_its_benefits_a_year_later(country):
    project = approved(country)
    typed = {"project": project.number, "end_actual_on": str(TODAY), "cost_actual": "480000000"}
    act(country, "formulator", "close_project", **typed, **LESSONS)
    project.refresh_from_db()
    closing = Closing.objects.get()
    assert (project.stage, project.cost_actual) == ("closed", Decimal(480_000_000))
    assert (closing.closed_on, closing.benefits_due_on) == (TODAY, TODAY.replace(year=2027))
    assert refused(country, "formulator", "close_project", **typed, **LESSONS) == {"project-is-closed"}
    said = {"project": project.number, "said": "Como se previó."}
    assert refused(country, "formulator", "report_benefits", **said) == {"benefit-not-measured"}
    planned = planned_benefits(project)
    assert planned
    for each in planned:
        measure = {"benefit": each.key, "value": "4", "measured_on": str(TODAY), "source": "Censo"}
        act(country, "formulator", "measure_benefit", project=project.number, **measure)
        assert refused(country, "formulator", "measure_benefit", project=project.number, **measure) == {
            "benefit-is-measured"
        }
    act(country, "formulator", "report_benefits", **said)
    again = {"project": project.number, "said": "x"}
    assert refused(country, "formulator", "report_benefits", **again) == {"benefits-are-reported"}
    assert "Medir antes." in Client().get(f"/projects/{project.number}/").content.decode()


def test_the_benefits_of_a_project_that_is_not_closed_are_not_reported(country):
    project = approved(country)
    typed = {"project": project.number, "said": "x"}
    assert refused(country, "formulator", "report_benefits", **typed) == {"project-not-closed"}


def test_what_the_business_case_does_not_plan_is_not_measured(country):
    project = approved(country)
    typed = {"project": project.number, "benefit": "nope", "value": "1", "measured_on": str(TODAY), "source": "x"}
    assert refused(country, "formulator", "measure_benefit", **typed) == {"no-such-benefit"}
