"""An amount that is reserved of a project is told to nobody outside it: by no page, file, entry or explanation."""

import json
import re

import pytest
from django.test import Client

from tests.factories import TODAY
from tests.portfolios import approved, browser_of, chile
from timonel.governance.acting.errors import Refused
from timonel.governance.acting.frame import perform
from timonel.portfolio.models import Project
from timonel.record.models import Entry, Opening

BUDGET = "512345678"
RESERVED = {"total_budget": BUDGET, "reserved": ["total_budget", "purpose"], "reserved_ground": "Ley 20.285, art. 21"}


@pytest.fixture
def country(db):
    return chile()


def monitored(country, seat, code, **typed):
    asker = country.seats[seat]
    return perform(asker, f"monitoring.{code}", typed, post=asker.post or "", on=TODAY)


def lived(country):
    """Give a project with a reserved budget that has an original plan, a risk reserve that was drawn, and a report."""
    project = approved(country, **RESERVED)
    Project.objects.filter(pk=project.pk).update(risk_class="high")
    number = {"project": project.number}
    monitored(country, "dipres-director", "set_reserve", **number)
    monitored(country, "formulator", "ask_reserve", amount="3123456", reason="Alza.", **number)
    monitored(country, "dipres-director", "decide_reserve", decision="approved", reason="Procede.", **number)
    said = dict.fromkeys(("on_schedule", "on_cost", "on_benefits"), "Bien.")
    spent = {"cost_expected": "599999123", "cost_to_date": "123123123"}
    monitored(country, "formulator", "submit_report", as_of=str(TODAY), **said, **spent, **number)
    monitored(country, "project-manager", "approve_report", as_of=str(TODAY), **number)
    refused = {"amount": "512345678", "reason": "Todo.", **number}
    with pytest.raises(Refused):
        monitored(country, "formulator", "ask_reserve", **refused)
    return project


SECRET = ("512345678", "51234567", "3123456", "48111111", "599999123", "123123123", "cada paciente")
"""The budget, a tenth of it set aside, what was drawn, what was left, what was reported, and the purpose."""


def told(text):
    """Say which of the secrets a text tells, whatever stands between the figures of an amount."""
    plain = re.sub(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3})", "", text)
    return [each for each in SECRET if each in plain]


def read(browser, address):
    answer = browser.get(address)
    return answer, (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


def test_no_entry_of_the_record_tells_a_reserved_amount(country):
    lived(country)
    found = {row.seq: told(bytes(row.body).decode()) for row in Entry.objects.all()}
    assert len(found) > 20
    assert not {seq: each for seq, each in found.items() if each}


def test_the_entry_of_a_reserved_amount_still_opens_for_who_holds_the_openings(country):
    project = lived(country)
    opened = Opening.objects.filter(name="/facts/total_budget").latest("id")
    assert json.loads(opened.value) == "512345678 CLP"
    page = Client().get(f"/record/{Entry.objects.filter(act='portfolio.submit_project').get().seq}/").content.decode()
    assert "reservado" in page
    assert project.number in page


@pytest.mark.parametrize("who", [None, "other-formulator"])
def test_no_page_and_no_file_tells_a_reserved_amount(country, who):
    project = lived(country)
    browser = browser_of(country, who) if who else Client()
    own, case = f"/projects/{project.number}/", f"/business-cases/project/{project.number}/"
    decision = f"{own}approvals/agency-funding-approval/"
    shared = ["/projects/", "/projects/?format=csv", "/portfolio/", "/portfolio/load/", "/portfolio/schedule/", own]
    secret = [case, f"{case}compare/", f"{case}edit/", f"{case}edit/workbook.xlsx", f"{own}report/"]
    decided = [decision, f"{decision}resolution.pdf"]
    entries = [f"/record/{seq}/" for seq in Entry.objects.values_list("seq", flat=True)]
    for address in [*shared, *secret, *decided, *entries, "/search/?q=paciente", "/desk/", "/record/"]:
        answer, text = read(browser, address)
        assert answer.status_code in ((302, 404) if address in secret else (200, 302)), address
        assert not told(text), address


def test_nobody_finds_a_reserved_plan_by_looking_at_the_lights_of_made_up_reports(country):
    project = lived(country)
    address, typed = f"/projects/{project.number}/report/", {"as_of": str(TODAY), "cost_expected": "563580245"}
    assert browser_of(country, "other-formulator").post(address, typed).status_code == 404
    assert browser_of(country, "formulator").post(address, typed).status_code == 200


def test_who_takes_part_and_who_decides_see_the_amounts(country):
    project = lived(country)
    for who in ("formulator", "cio"):
        _answer, text = read(browser_of(country, who), f"/projects/{project.number}/")
        assert "512345678" in told(text)
    decision = f"/projects/{project.number}/approvals/agency-funding-approval/"
    assert "512345678" in told(read(browser_of(country, "cio"), decision)[1])
