"""What a project may not do without its business case: be submitted, pass its first gate."""

import pytest

from tests.businesscases.cases import ADOPT, Desk
from tests.domain.appraisal.a_case import typed
from tests.factories import TODAY
from tests.portfolios import FUNDED, adopted_case, approved, chile, filed, refused
from timonel.governance.acting.frame import perform
from timonel.portfolio.models import GatePassage


@pytest.fixture
def country(db):
    return chile()


@pytest.mark.catalogue("PG-01")
def test_a_request_for_funds_needs_an_adopted_version_and_no_document_stands_for_it(country):
    project = country.project(**FUNDED)
    filed(country, project, "business-case")
    assert refused(country, "formulator", "submit_project", project=project.number) == {"no-business-case"}
    adopted_case(country, project)
    country.act("formulator", "submit_project", project=project.number)
    project.refresh_from_db()
    assert project.stage == "submitted"


@pytest.mark.catalogue("PG-14", "HR-01")
def test_an_effect_on_staff_that_nobody_assessed_blocks_the_first_gate(country):
    project = approved(country)
    filed(country, project, "charter")
    gate = {"project": project.number, "outcome": "go", "reasons": "Visto."}
    assert refused(country, "cio", "pass_gate", **gate) == {"product-missing"}
    assert not GatePassage.objects.exists()
    desk = Desk(country, project)
    next_version = {"subject_kind": "project", "subject_number": project.number, "follows": 1, "reason": "Personal"}
    next_version["file"] = desk.file(typed())
    perform(desk.formulator, ADOPT, next_version, post=desk.formulator.post, on=TODAY)
    country.act("cio", "pass_gate", **gate)
    seen = {each["product"]: each["title"] for each in GatePassage.objects.get().evidence}
    assert (seen["business-case"], seen["staff-impact"]) == ("v2", "v2")


@pytest.mark.catalogue("PG-15", "FU-01")
def test_what_the_case_lacks_is_flagged_to_who_decides_when_it_is_submitted(country):
    project = country.project(**{**FUNDED, "flags": [*FUNDED["flags"], "multi-institution"]})
    adopted_case(country, project, financing=[])
    done = country.act("formulator", "submit_project", project=project.number)
    flagged = [
        each for each in done.findings if each["outcome"] == "found" and each["rule"].startswith("business-case")
    ]
    assert [each["code"] for each in flagged] == [
        "case-lacks-financing",
        "staff-impact-missing",
        "commitment-missing",
        "commitment-missing",
        "commitment-missing",
        "budget-differs-from-case",
    ]
    assert flagged[-1]["params"]["case"] == "1000 CLP"
    project.refresh_from_db()
    assert project.stage == "submitted", "a flag keeps nothing back"
