"""An institution reports, its management approves, lights follow; opinions and overrides stand beside them."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import an_installation, an_institution
from tests.monitoring.portfolios import DAY_OF_RULE, bring_in, seated
from tests.monitoring.test_imports import rows_of
from timonel.governance.acting.errors import NoMandate, Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account, Adoption
from timonel.monitoring.models import Light, LightOverride, Rating, Report
from timonel.portfolio.models import Project
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 30)


@pytest.fixture
def country():
    """The United States with one imported project, its program manager and its CIO."""
    registrar = an_installation("us")
    own = an_institution(registrar, "i-1", name="Institución propia", kind="ministry")
    bring_in(registrar, rows_of())
    seats = {kind: seated(registrar, kind, own) for kind in ("program-manager", "agency-cio")}
    return {"registrar": registrar, "project": Project.objects.get(), **seats}


def act(country, seat, code, **typed):
    asker = country[seat]
    given = {"project": country["project"].number, **typed}
    return perform(asker, f"monitoring.{code}", given, post=asker.post, on=DAY_OF_RULE)


def sent(country, seat="program-manager", **typed):
    given = {
        "as_of": str(DAY),
        "on_schedule": "A tiempo.",
        "on_cost": "Sube la nube.",
        "on_benefits": "Sin cambios.",
        "end_expected_on": "2027-02-28",
        "cost_expected": "2000000000",
        "own_opinion": "green",
    }
    return act(country, seat, "submit_report", **{**given, **typed})


def refused(country, expected, call, **typed):
    before = Report.objects.count(), Light.objects.count(), Rating.objects.count(), Entry.objects.count()
    with pytest.raises(Refused) as refusal:
        call(country, **typed)
    assert expected in {each["code"] for each in refusal.value.findings}
    after = Report.objects.count(), Light.objects.count(), Rating.objects.count(), Entry.objects.count() - 1
    assert after == before


@pytest.mark.catalogue("PG-07")
def test_a_report_brings_lights_against_both_baselines_beside_the_light_the_institution_declares(country):
    sent(country)
    report = Report.objects.get(as_of=DAY)
    assert {(light.light, light.against): light.colour for light in report.lights.all()} == {
        ("cost", "original"): 3,
        ("cost", "approved"): 3,
        ("schedule", "original"): 1,
        ("schedule", "approved"): 1,
    }
    assert (report.stage, report.worst_original, report.lit_on) == ("submitted", 3, DAY_OF_RULE)
    assert Rating.objects.get(as_of=DAY).word == "green"


def test_a_report_is_sent_anew_until_it_is_approved(country):
    sent(country)
    sent(country, cost_expected="1500000000", own_opinion="")
    report = Report.objects.get(as_of=DAY)
    assert (report.worst_original, report.lights.count()) == (1, 4)
    assert not Rating.objects.filter(as_of=DAY).exists()
    act(country, "agency-cio", "approve_report", as_of=str(DAY))
    refused(country, "report-not-after-the-last", sent)


def test_management_approves_and_then_the_project_shows_what_the_report_says(country):
    sent(country)
    act(country, "agency-cio", "approve_report", as_of=str(DAY))
    country["project"].refresh_from_db()
    assert int(country["project"].cost_latest) == 2_000_000_000
    assert Report.objects.get(as_of=DAY).stage == "approved"


def test_who_sent_a_report_does_not_approve_it(country):
    sent(country, seat="agency-cio")
    refused(country, "report-approved-by-its-author", act, seat="agency-cio", code="approve_report", as_of=str(DAY))
    assert Report.objects.get(as_of=DAY).stage == "submitted"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"as_of": "2026-11-24"}, "report-of-the-future"),
        ({"as_of": "2026-06-30"}, "report-not-after-the-last"),
        ({"end_actual_on": "2026-10-01"}, "came-about-later"),
        ({"cost_expected": "-1"}, "amount-under-nought"),
    ],
)
def test_what_cannot_be_reported_is_refused_and_changes_nothing(country, typed, code):
    refused(country, code, sent, **typed)


def test_the_first_day_after_the_last_report_and_today_can_be_reported(country):
    sent(country, as_of="2026-07-01")
    sent(country, as_of=str(DAY_OF_RULE), end_actual_on=str(DAY_OF_RULE))
    assert Report.objects.filter(stage="submitted").count() == 2


def test_a_post_of_another_institution_reports_nothing(country):
    registrar = country["registrar"]
    other = an_institution(registrar, "i-2", name="Otra", kind="ministry")
    country["stranger"] = seated(registrar, "program-manager", other)
    with pytest.raises(NoMandate):
        sent(country, seat="stranger")
    assert not Report.objects.filter(as_of=DAY).exists()


def test_an_override_stands_beside_the_computed_light_with_its_reason(country):
    sent(country)
    registrar = country["registrar"]
    country["omb"] = seated(registrar, "director-of-omb")
    given = {"as_of": str(DAY), "light": "cost", "against_baseline": "original", "reason": "El alza está cubierta."}
    act(country, "omb", "override_light", colour="yellow", **given)
    light = Light.objects.get(report__as_of=DAY, light="cost", against="original")
    assert (light.colour, light.overrides.get().colour) == (3, 2)
    refused(country, "override-changes-nothing", act, seat="omb", code="override_light", colour="yellow", **given)
    given["light"] = "weather"
    refused(country, "no-such-light", act, seat="omb", code="override_light", colour="red", **given)
    assert LightOverride.objects.count() == 1


def test_a_post_of_the_projects_own_institution_gives_no_independent_opinion(country):
    given = {"as_of": str(DAY), "word": "red", "comment": "Falta personal."}
    refused(country, "opinion-not-independent", act, seat="agency-cio", code="give_opinion", **given)


@pytest.mark.catalogue("PG-07")
def test_the_form_begins_with_the_last_report_and_shows_the_light_before_it_is_sent(country):
    person = country["program-manager"].person
    Adoption.objects.update(demonstration=True)
    browser = Client()
    browser.force_login(Account.objects.create_account("pm@x.example", None, person))
    url = reverse("monitoring:report", args=[country["project"].number])
    assert 'value="1620000000"' in browser.get(url).content.decode()
    before = Report.objects.count()
    shown = browser.post(url, {"as_of": str(DAY), "cost_expected": "2000000000"})
    assert shown.status_code == 200 and Report.objects.count() == before
    assert "El costo difiere del plan en 33,3 %" in shown.content.decode()
    faulty = browser.post(url, {"as_of": "soon"})
    assert faulty.status_code == 422 and 'href="#id_as_of"' in faulty.content.decode()
