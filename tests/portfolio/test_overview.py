"""The whole portfolio: counted by stage, sector and decider; currencies apart, and nothing reserved in a sum."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import TODAY
from tests.portfolios import approved, chile, submitted
from timonel.governance.models import Institution
from timonel.governance.queries.viewers import PUBLIC, viewer_of
from timonel.portfolio import sections
from timonel.portfolio.models import Approval, Baseline, GatePassage, Project
from timonel.portfolio.queries.axis import on_axis
from timonel.portfolio.queries.overview import portfolio_on
from timonel.portfolio.sections import OverviewPart

GROUND = "Ley 20.285, art. 21"
GATE = {"decided_by": {"post": "cio"}}


@pytest.fixture
def country(db):
    return chile()


def seen_by(country, seat):
    asker = country.seats[seat]
    return viewer_of(asker.person, asker.post, TODAY)


def bulk(institution, count, **fields):
    return Project.objects.bulk_create(
        [
            Project(number=f"2027-{n}", name=f"Proyecto {n}", institution=institution, currency="CLP", **fields)
            for n in range(count)
        ]
    )


@pytest.mark.catalogue("OC-05")
def test_a_reserved_budget_adds_into_no_public_total_and_is_counted_as_reserved(country):
    country.project(total_budget="100", sector="health")
    country.project(
        total_budget="40", sector="health", reserved=["total_budget"], reserved_ground="Ley 20.285, art. 21"
    )
    country.project(sector="education")
    public, decider = portfolio_on(PUBLIC, TODAY), portfolio_on(seen_by(country, "cio"), TODAY)
    assert public.whole.amounts == {"CLP": Decimal(100)}
    assert (public.whole.projects, public.whole.reserved, public.whole.not_stated) == (3, 1, 1)
    assert public.by_sector["health"].amounts == {"CLP": Decimal(100)}
    assert public.by_sector["health"].reserved == 1
    assert decider.whole.amounts == {"CLP": Decimal(140)}
    assert decider.whole.reserved == 0


def test_an_approver_s_sum_of_public_projects_leaves_out_what_is_reserved(country):
    submitted(country, total_budget="500000000")
    submitted(country, total_budget="700000000", reserved=["total_budget"], reserved_ground=GROUND)
    found = portfolio_on(PUBLIC, TODAY).by_decider
    assert found[("post", "head-of-service")].amounts == {"CLP": Decimal(500000000)}
    assert found[("post", "head-of-service")].projects == 2
    assert found[("post", "head-of-service")].reserved == 1


def test_currencies_stand_side_by_side_and_are_never_added(country):
    country.project(total_budget="100")
    bulk(country.own, 2, total_budget=Decimal(7), stage="approved")
    Project.objects.filter(number="2027-1").update(currency="USD")
    portfolio = portfolio_on(PUBLIC, TODAY)
    assert portfolio.whole.amounts == {"CLP": Decimal(107), "USD": Decimal(7)}
    assert portfolio.by_stage["approved"].amounts == {"CLP": Decimal(7), "USD": Decimal(7)}
    page = Client().get("/portfolio/").content.decode()
    assert "107\xa0CLP; 7\xa0USD" in page, page[page.find("CLP") - 100 :][:300]
    assert "114" not in page


def test_a_programme_is_not_counted_beside_its_projects(country):
    programme = country.project(object="programme", name="Programa", total_budget="300")
    country.project(programme=programme.number, total_budget="100")
    assert portfolio_on(PUBLIC, TODAY).whole.amounts == {"CLP": Decimal(100)}
    assert portfolio_on(PUBLIC, TODAY).whole.projects == 1


def test_a_project_counts_once_for_each_decider_however_many_approvals_that_one_decides(country):
    project = submitted(country)
    first = Approval.objects.filter(project=project).first()
    first.pk, first.approval = None, "another-of-the-same"
    first.save()
    tally = portfolio_on(PUBLIC, TODAY).by_decider[(first.decider_kind, first.decider)]
    assert (tally.projects, tally.amounts) == (1, {"CLP": Decimal(500000000)})


def test_what_waits_is_overdue_from_the_day_after_the_last_one(country):
    project = submitted(country)
    row = Approval.objects.filter(project=project, stage="open").first()
    Approval.objects.exclude(pk=row.pk).update(stage="later")
    Approval.objects.filter(pk=row.pk).update(due_on=date(2026, 12, 1))
    (at_last,) = portfolio_on(PUBLIC, date(2026, 12, 1)).waiting
    (after,) = portfolio_on(PUBLIC, date(2026, 12, 2)).waiting
    assert (at_last.approvals, at_last.overdue, at_last.since) == (1, 0, row.opened_on)
    assert (after.approvals, after.overdue) == (1, 1)


def test_the_axis_has_what_came_about_before_the_plan_and_the_gates_passed_and_planned(country):
    project = approved(country)
    Project.objects.filter(pk=project.pk).update(
        begun_model={"id": "m", "phases": [{"id": "idea", "gate": GATE}, {"id": "plan", "gate": GATE}, {"id": "run"}]},
        start_actual_on=date(2027, 2, 1),
    )
    first = Baseline.objects.get(project=project)
    milestones = [
        {"name": "plan", "on": "2027-06-01"},
        {"name": "idea", "on": "2027-03-01"},
        {"name": "fiesta", "on": "2027-04-01"},
    ]
    Baseline.objects.create(
        project=project, sequence=1, reason="scope", end_on=date(2029, 6, 30), currency="CLP", milestones=milestones
    )
    GatePassage.objects.create(project=project, phase="idea", outcome="go", reasons="x", decided_on=date(2027, 3, 5))
    GatePassage.objects.create(
        project=project, phase="plan", outcome="return", reasons="x", decided_on=date(2027, 5, 5)
    )
    (row,) = on_axis(PUBLIC, [project.pk])
    assert (row.first, row.last) == (date(2027, 2, 1), date(2029, 6, 30))
    assert row.original == (first.start_on, first.end_on)
    assert [(gate.phase, gate.on, gate.passed) for gate in row.gates] == [
        ("idea", date(2027, 3, 5), True),
        ("plan", date(2027, 6, 1), False),
    ]


def test_rooms_above_add_their_part_once_and_none_is_not_shown(country, monkeypatch):
    monkeypatch.setattr(sections, "OVERVIEW", {})
    sections.register_overview(OverviewPart("b", 2, "b.html", lambda viewer, on: {"on": on}))
    sections.register_overview(OverviewPart("a", 1, "a.html", lambda viewer, on: {"viewer": viewer}))
    sections.register_overview(OverviewPart("c", 3, "c.html", lambda viewer, on: None))
    assert sections.overview_parts(PUBLIC, TODAY) == [("a.html", {"viewer": PUBLIC}), ("b.html", {"on": TODAY})]
    with pytest.raises(TypeError):
        sections.register_overview(OverviewPart("a", 1, "a.html", lambda viewer, on: None))


def test_without_a_project_the_page_says_what_brings_one(country):
    page = Client().get("/portfolio/").content.decode()
    assert "Todavía no hay proyectos" in page
    assert "<svg" not in page.partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("address", ["/portfolio/", "/portfolio/schedule/"])
def test_the_pages_ask_as_often_for_many_projects_as_for_few(country, address, django_assert_num_queries):
    project = approved(country)
    browser = Client()
    browser.get(address)
    with CaptureQueriesContext(connection) as few:
        assert browser.get(address).status_code == 200
    institutions = Institution.objects.all()
    Project.objects.bulk_create(
        [Project(number=f"2028-{n}", name="x", institution=each, currency="CLP") for n, each in enumerate(institutions)]
    )
    for each in bulk(country.own, 60, stage="approved", total_budget=Decimal(5), sector="health"):
        Baseline.objects.create(project=each, sequence=0, currency="CLP")
        row = Approval.objects.filter(project=project).first()
        row.pk, row.project = None, each
        row.save()
    with django_assert_num_queries(len(few)):
        assert browser.get(address).status_code == 200
