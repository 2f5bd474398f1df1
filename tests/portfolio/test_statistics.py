"""Projects compared by the same fields, shares of the classes of risk, and stops around changes of government."""

from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories import TODAY
from tests.portfolios import chile
from timonel.governance.queries.viewers import PUBLIC
from timonel.portfolio.models import Baseline, GatePassage, Project, RiskAssessment
from timonel.portfolio.queries.statistics import risk_shares


@pytest.fixture
def country(db):
    return chile()


def projects(country, count, **fields):
    given = {"currency": "CLP", "institution": country.own, **fields}
    already = Project.objects.count()
    rows = [Project(number=f"2027-{already + n}", name=f"P {already + n}", **given) for n in range(count)]
    return Project.objects.bulk_create(rows)


def assessed(project, risk_class, on=TODAY):
    RiskAssessment.objects.create(
        project=project, questionnaire="x", answers={}, score=1, risk_class=risk_class, assessed_on=on
    )


@pytest.mark.catalogue("PG-11")
def test_nine_high_of_a_sample_of_fifty_are_a_share_of_18_percent(country):
    for place, project in enumerate(projects(country, 50)):
        assessed(project, "high" if place < 9 else "normal")
    whole, shares = risk_shares(PUBLIC)
    assert whole == 50
    assert {each.risk_class: (each.projects, each.share) for each in shares} == {
        "high": (9, Decimal("0.18")),
        "normal": (41, Decimal("0.82")),
    }
    assert "18,0\xa0%" in Client().get("/portfolio/statistics/").content.decode()


def test_the_latest_assessment_of_a_project_counts_alone(country):
    (project,) = projects(country, 1)
    assessed(project, "high", TODAY - timedelta(1))
    assessed(project, "normal")
    assert [(each.risk_class, each.share) for each in risk_shares(PUBLIC)[1]] == [("normal", 1)]


def finished(country, **fields):
    (project,) = projects(
        country, 1, stage="closed", end_actual_on=date(2026, 3, 11), cost_actual=Decimal(150), **fields
    )
    plan = {"currency": "CLP", "end_on": date(2026, 3, 1)}
    Baseline.objects.create(project=project, sequence=0, cost=Decimal(100), **plan)
    Baseline.objects.create(project=project, sequence=1, cost=Decimal(120), reason="scope", **plan)
    return project


@pytest.mark.catalogue("PG-13")
def test_a_query_by_sector_size_and_phase_returns_comparable_fields(country):
    asked = {"sector": "health", "phase": "run", "total_budget": Decimal(15_000_000)}
    found = finished(country, **asked)
    finished(country, **{**asked, "sector": "education"})
    finished(country, **{**asked, "phase": "plan"})
    finished(country, **{**asked, "total_budget": Decimal(20_000_001)})
    address = "/portfolio/comparison/?sector=health&size=1&format=csv"
    lines = Client().get(address).getvalue().decode().strip().splitlines()
    mine = [line for line in lines if f";{found.number};" in line]
    assert [line.split(";")[1] for line in lines[1:]] == [found.number, f"2027-{2}"]
    assert mine[0].split(";")[7:13] == ["100,0000", "CLP", "120,0000", "CLP", "150,0000", "CLP"]
    assert mine[0].split(";")[13:15] == ["10", "1"]
    with closing(Client().get("/portfolio/comparison/?format=xlsx")) as workbook:
        assert workbook.getvalue()[:2] == b"PK"


def test_what_is_reserved_is_compared_by_no_amount(country):
    finished(country, total_budget=Decimal(15_000_000), reserves={"total_budget": "Ley 20.285"})
    page = Client().get("/portfolio/comparison/").content.decode()
    assert "presupuesto reservado" in page
    assert "150" not in page.partition("<tbody")[2].partition("</tbody")[0]


@pytest.mark.catalogue("PG-16")
def test_stops_stand_beside_the_changes_of_government_or_it_is_said_that_none_is_stated(country):
    (project,) = projects(country, 1)
    GatePassage.objects.create(
        project=project, phase="x", outcome="stop", reasons="x", stop_reason="political", decided_on=date(2026, 4, 1)
    )
    page = Client().get("/portfolio/statistics/").content.decode()
    assert project.name in page
    assert "no consta ningún cambio" in page


def test_programs_are_told_no_amount_from_which_a_reserved_budget_could_be_told(country):
    (project,) = projects(
        country, 1, total_budget=Decimal(16), reserves={"total_budget": "Ley 20.285"}, cost_latest=Decimal(15)
    )
    read = Client().get(f"/api/v1/projects/{project.number}").json()
    assert {"total_budget", "cost_latest"}.isdisjoint(read["facts"])
    assert read["missing"]["cost_latest"] == {"why": "reserved", "ground": "Ley 20.285"}
