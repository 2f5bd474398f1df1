"""Programs read projects as the public sees them, page by page; who oversees is for the framework to say."""

import pytest
from django.test import Client

from tests.portfolios import approved, browser_of, chile, seated


@pytest.fixture
def country(db):
    return chile()


def test_programs_read_projects_page_by_page(country):
    for name in ("Uno", "Dos", "Tres"):
        country.project(name=name)
    first = Client().get("/api/v1/projects?limit=2").json()
    assert ([each["name"] for each in first["projects"]], first["next"]) == (["Uno", "Dos"], "2026-2")
    rest = Client().get(f"/api/v1/projects?limit=2&after={first['next']}").json()
    assert ([each["name"] for each in rest["projects"]], rest["next"]) == (["Tres"], None)
    assert Client().get("/api/v1/projects?after=2026-99").json()["projects"] == []
    assert Client().get("/api/v1/projects?limit=201").status_code == 422
    assert Client().get("/api/v1/projects?institution=i-2").json()["projects"] == []


def test_a_program_reads_one_project_with_its_plans_and_approvals(country):
    project = approved(country)
    read = Client().get(f"/api/v1/projects/{project.number}").json()
    assert (read["stage"], read["phase"], read["total_budget"]) == ("approved", "initiation", "500000000.0000")
    assert [plan["sequence"] for plan in read["baselines"]] == [0]
    assert {each["approval"]: each["stage"] for each in read["approvals"]}["agency-funding-approval"] == "granted"
    assert read["missing"]["annual_cost"] == {"why": "not_stated", "ground": ""}
    assert Client().get("/api/v1/projects/2026-99").status_code == 404


def test_what_is_reserved_is_read_by_no_program_and_seen_by_those_who_take_part_or_oversee(country):
    project = country.project(total_budget="987654", reserved=["total_budget"], reserved_ground="Ley 20.285")
    for address in ("/api/v1/projects", f"/api/v1/projects/{project.number}"):
        assert "987654" not in Client().get(address).content.decode()
    read = Client().get(f"/api/v1/projects/{project.number}").json()
    assert read["missing"]["total_budget"] == {"why": "reserved", "ground": "Ley 20.285"}
    country.seats["auditor"] = seated(country, "auditor")
    page = f"/projects/{project.number}/"
    sees = {
        seat: "987.654" in browser_of(country, seat).get(page).content.decode()
        for seat in ("formulator", "cio", "agency-analyst", "dipres-director", "auditor", "other-formulator")
    }
    assert sees == {
        "formulator": True,
        "cio": True,
        "agency-analyst": True,
        "dipres-director": True,
        "auditor": True,
        "other-formulator": False,
    }
