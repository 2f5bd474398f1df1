"""While a project is proposed, those that are likely the same are shown; what is reserved is compared for nobody."""

from datetime import date

import pytest

from tests.domain.a_framework import LABEL, a_body, an_approval, threshold, version
from tests.domain.a_framework import a_framework as a_small_framework
from tests.factories import TODAY
from tests.portfolios import chile
from timonel.domain.findings import Outcome
from timonel.domain.matching import Row
from timonel.governance.queries.viewers import PUBLIC
from timonel.portfolio.models import Project
from timonel.portfolio.queries.duplicates import entered_together, likely_duplicates, row_of


@pytest.fixture
def country(db):
    return chile()


def numbers(found):
    return [each.project.number for each in found]


def typed(name, purpose=""):
    return Row("", name, purpose)


@pytest.mark.catalogue("PA-08")
def test_a_project_like_the_one_typed_is_found_with_its_reasons_and_an_unrelated_one_is_not(country):
    known = country.project(name="Ficha clínica electrónica")
    country.project(name="Renovación de servidores", purpose="Cambiar equipos sin garantía")
    (found,) = likely_duplicates(PUBLIC, typed("Electronic health record"))
    assert (found.project, found.is_likely_the_same) == (known, True)
    (reason,) = [each for each in found.match.reasons if each.code == "same_meaning"]
    assert reason.params["one"] == "electronic health record"


def test_a_project_is_found_as_soon_as_it_is_proposed_and_by_its_new_name_once_it_is_changed(country):
    assert likely_duplicates(PUBLIC, typed("Quipu")) == ()
    project = country.project(name="Quipu", purpose="Llevar cuentas")
    assert numbers(likely_duplicates(PUBLIC, typed("Quipu"))) == [project.number]
    country.act("formulator", "amend_project", project=project.number, name="Yupana", purpose="Llevar cuentas")
    assert likely_duplicates(PUBLIC, typed("Quipu")) == ()
    assert numbers(likely_duplicates(PUBLIC, typed("Yupana"))) == [project.number]


def test_a_project_is_not_like_itself_and_at_most_five_are_shown(country):
    projects = [country.project(name="Gobierno de datos") for _each in range(7)]
    found = likely_duplicates(PUBLIC, row_of(projects[0]))
    assert len(found) == 5
    assert projects[0].number not in numbers(found)


def test_what_is_reserved_is_compared_for_nobody(country):
    project = country.project(name="Araucaria", purpose="Proteger las redes de la defensa", total_budget="90")
    asked = Row("", "Copihue", project.purpose, amount=row_of(project).amount)
    assert numbers(likely_duplicates(PUBLIC, asked)) == [project.number]
    reserves = {"purpose": "law 20.285, art. 21", "total_budget": "law 20.285, art. 21"}
    Project.objects.filter(pk=project.pk).update(reserves=reserves, last_entry=project.last_entry + 1)
    project.refresh_from_db()
    assert (row_of(project).purpose, row_of(project).amount) == ("", None)
    assert likely_duplicates(PUBLIC, asked) == ()


def test_a_question_asks_the_database_two_things_and_at_most_five_when_something_changed(
    country, django_assert_num_queries, django_assert_max_num_queries
):
    for _each in range(3):
        country.project(name="Gobierno de datos")
    with django_assert_max_num_queries(5):
        likely_duplicates(PUBLIC, typed("Gobierno de datos"))
    with django_assert_num_queries(2):
        likely_duplicates(PUBLIC, typed("Gobierno de datos"))


# --- splitting


def a_framework_of_windows(days):
    duration = {"label": LABEL, "kind": "duration", "unit": "days", "versions": [version(days)]}
    return a_small_framework(
        bodies={"council": a_body()},
        parameters={
            "council": threshold(version("10000000", comparator="over"), unit="CLP"),
            "splitting-window": duration,
        },
        approvals={"council": an_approval(when={"amount": "council"})},
    )


def found_together(project, days="30", on=TODAY):
    findings = entered_together(project, a_framework_of_windows(days), on)
    return [(each.outcome, each.params.get("ground")) for each in findings if each.params.get("ground") != "supplier"]


def test_projects_of_one_institution_that_together_pass_a_threshold_are_flagged(country):
    one = country.project(name="Compra de notebooks", purpose="Equipos", total_budget="6000000")
    assert (Outcome.FOUND, "institution") not in found_together(one)
    country.project(name="Cableado del edificio", purpose="Red", total_budget="6000000")
    assert found_together(one) == [(Outcome.FOUND, "institution")]


def test_a_project_of_the_same_purpose_is_a_sibling_also_in_another_institution(country):
    one = country.project(name="Compra de notebooks", total_budget="6000000")
    country.act(
        "other-formulator", "propose_project", institution="i-2", name="Compra de notebooks", purpose="Equipos",
        total_budget="6000000",
    )  # fmt: skip
    assert found_together(one) == [(Outcome.FOUND, "purpose")]


@pytest.mark.parametrize(("day", "found"), [(date(2026, 10, 1), True), (date(2026, 9, 30), False)])
def test_the_window_holds_for_what_is_read_from_the_database_too(country, day, found):
    one = country.project(name="Compra de notebooks", total_budget="6000000")
    other = country.project(name="Cableado del edificio", total_budget="6000000")
    Project.objects.filter(pk=one.pk).update(proposed_on=date(2026, 10, 31))
    Project.objects.filter(pk=other.pk).update(proposed_on=day)
    one.refresh_from_db()
    assert ((Outcome.FOUND, "institution") in found_together(one)) is found


@pytest.mark.parametrize("stage", ["rejected", "withdrawn"])
def test_a_project_that_was_rejected_or_withdrawn_adds_nothing(country, stage):
    one = country.project(name="Compra de notebooks", total_budget="6000000")
    other = country.project(name="Cableado del edificio", total_budget="6000000")
    Project.objects.filter(pk=other.pk).update(stage=stage)
    assert (Outcome.FOUND, "institution") not in found_together(one)


def test_without_a_stated_window_the_finding_says_so(country):
    (finding,) = entered_together(country.project(), a_framework_of_windows(None), TODAY)
    assert (finding.outcome, finding.code) == (Outcome.REFUSED, "framework_does_not_set")
    assert finding.params["parameter"] == "splitting-window"
