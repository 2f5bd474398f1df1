"""Projects come to be by a proposal, or by the register with what a source says; what is not said stays unknown."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from tests.portfolios import chile
from timonel.domain.facts import UNKNOWN
from timonel.domain.money import Money
from timonel.governance.acting.errors import NoMandate, Refused
from timonel.portfolio.models import Project
from timonel.record.models import Entry


@pytest.fixture
def country(db):
    return chile()


def test_a_proposal_becomes_a_project_with_a_number_of_its_year(country):
    project = country.project(total_budget="120000000", flags=["cloud"], denied=["agile-pilot"])
    assert (project.number, project.stage, project.origin) == ("2026-1", "proposed", "demonstration")
    facts = project.facts(date(2026, 11, 2))
    assert facts.total_budget == Money(Decimal("120000000"), "CLP")
    assert facts.flags == {"cloud": True, "agile-pilot": False}
    assert facts.institution.code == "i-1"
    assert facts.end_original_on is UNKNOWN
    assert country.project().number == "2026-2"


def test_only_those_of_the_institution_propose_for_it(country):
    before = Project.objects.count()
    with pytest.raises(NoMandate):
        country.act("other-formulator", "propose_project", institution="i-1", name="X", purpose="y")
    assert Project.objects.count() == before
    assert Entry.objects.latest("seq").outcome == "refused"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"start_planned_on": "2027-01-02", "end_planned_on": "2027-01-01"}, "end-before-start"),
        ({"total_budget": "-1"}, "amount-under-nought"),
        ({"total_budget": "1.00001"}, "not-an-amount"),
        ({"total_budget": "10", "ict_spend": "10.0001"}, "part-over-whole"),
        ({"partners": ["i-1"]}, "partner-of-itself"),
        ({"flags": ["made-up"]}, "no-such-flag"),
        ({"flags": ["cloud"], "denied": ["cloud"]}, "flag-said-and-denied"),
        ({"reserved": ["name"], "reserved_ground": "x"}, "not-reservable"),
        ({"reserved": ["total_budget"]}, "reserved-without-ground"),
        ({"draft": 77}, "no-such-draft"),
    ],
)
def test_a_proposal_that_contradicts_itself_is_refused(country, typed, code):
    with pytest.raises(Refused) as refusal:
        country.project(**typed)
    assert code in {each["code"] for each in refusal.value.findings}
    assert not Project.objects.exists()
    assert Entry.objects.latest("seq").outcome == "refused"


@pytest.mark.parametrize(
    "typed",
    [
        {"start_planned_on": "2027-01-01", "end_planned_on": "2027-01-01"},
        {"total_budget": "0"},
        {"total_budget": "1.0001"},
        {"total_budget": "10", "ict_spend": "10"},
    ],
)
def test_at_the_limit_a_proposal_is_sound(country, typed):
    assert country.project(**typed).stage == "proposed"


def test_a_project_of_a_programme_names_one_that_is_a_programme(country):
    programme = country.project(object="programme", name="Programa")
    part = country.project(programme=programme.number)
    assert part.programme == programme
    with pytest.raises(Refused) as refusal:
        country.project(programme=part.number)
    assert refusal.value.findings[0]["code"] == "not-a-programme"


def test_a_proposal_can_be_changed_until_it_is_submitted(country):
    project = country.project(partners=["i-2"])
    country.act("formulator", "amend_project", project=project.number, name="Otra", purpose="z", partners=["m-1"])
    project.refresh_from_db()
    assert project.name == "Otra"
    assert [part.institution.number for part in project.partners.all()] == ["m-1"]
    Project.objects.update(stage="submitted")
    with pytest.raises(Refused) as refusal:
        country.act("formulator", "amend_project", project=project.number, name="Tercera", purpose="z")
    assert refusal.value.findings[0]["code"] == "proposal-not-open"
    project.refresh_from_db()
    assert project.name == "Otra"


def test_what_a_source_says_is_entered_and_what_it_does_not_say_stays_unknown(country):
    done = country.act(
        "registrar",
        "register_project",
        institution="i-1",
        name="SICEX",
        source="OECD 2016, table A.6",
        source_key="1",
        withheld=["total_budget"],
        withheld_ground="no lo da la fuente",
    )
    project = Project.objects.get(number=done.subject_number)
    assert (project.origin, project.stage) == ("import", "not-stated")
    assert project.gaps == {"total_budget": {"why": "withheld", "ground": "no lo da la fuente"}}
    assert project.facts(date(2026, 11, 2)).total_budget is UNKNOWN
    with pytest.raises(Refused) as refusal:
        country.act(
            "registrar",
            "register_project",
            institution="i-1",
            name="SICEX",
            source="OECD 2016, table A.6",
            source_key="1",
        )
    assert refusal.value.findings[0]["code"] == "source-row-is-in"
    assert Project.objects.count() == 1


@pytest.mark.catalogue("OC-05")
def test_the_public_sees_all_of_a_project_but_what_is_reserved(country):
    project = country.project(
        total_budget="98765432", reserved=["total_budget"], reserved_ground="Ley 20.285, art. 21", annual_cost="1234567"
    )
    page = Client().get(f"/projects/{project.number}/").content.decode()
    listed = Client().get("/projects/").content.decode() + Client().get("/projects/?format=csv").getvalue().decode()
    for digits in ("98.765.432", "98765432", "98,765,432"):
        assert digits not in page + listed
    assert "Ley 20.285, art. 21" in page
    assert "1.234.567" in page
    assert project.name in listed
    body = bytes(Entry.objects.latest("seq").body).decode()
    assert "98765432" not in body


def test_a_project_is_found_by_its_name_and_shows_its_file(country):
    project = country.project()
    assert project.name in Client().get("/search/?q=fichas").content.decode()
    page = Client().get(f"/projects/{project.number}/").content.decode()
    assert "/record/" in page
    assert Client().get("/projects/2026-99/").status_code == 404
