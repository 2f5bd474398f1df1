"""The page of a case, its versions side by side, and who sees what."""

from datetime import date

import pytest
from django.test import Client

from tests.businesscases.cases import a_desk, a_project_under_the_law_alone, browser_of
from tests.domain.appraisal.a_case import TYPED
from tests.factories import TODAY, act
from timonel.businesscases.queries import (
    case_finding,
    case_products,
    case_totals,
    price_history,
    prices_by_category,
    staff_finding,
)
from timonel.domain.findings import Outcome
from timonel.governance.models import Adoption
from timonel.governance.queries.viewers import PUBLIC
from timonel.portfolio.models import Project


@pytest.fixture
def desk(db):
    return a_desk()


def page(address, browser=None):
    answer = (browser or Client()).get(address)
    return answer.status_code, answer.content.decode()


def test_without_a_version_the_page_says_so_and_offers_it_to_who_may_write(desk):
    status, html = page(desk.address)
    assert status == 200 and "Aún no se ha adoptado ninguna versión" in html and "edit/" not in html
    assert f"{desk.address}edit/" in page(desk.address, browser_of(desk.formulator))[1]


@pytest.mark.catalogue("PG-02", "PG-03")
def test_the_page_shows_both_situations_by_year_and_each_result_with_its_formula(desk):
    desk.adopt()
    _status, html = page(desk.address)
    assert "1.151" in html  # −1000 + 240/1.06 + 300/1.06² + … + 300/1.06¹⁰
    for said in ("Valor actual neto", "Tasa interna de retorno", "NPV = Σ F(t) / (1 + r)^t", "Con menos sin"):
        assert said in html
    assert "Horas de archivo liberadas" in html and 'id="tornado-title"' in html and 'id="draws-title"' in html


def test_the_page_says_under_which_values_it_was_worked_out(desk):
    desk.adopt()
    _status, html = page(desk.address)
    assert "Tasa de descuento de los casos de negocio" in html
    assert "valor de demostración" in html, "a value that is no law is marked"


@pytest.mark.catalogue("PG-03")
def test_another_rate_set_by_an_act_gives_another_value_and_the_earlier_one_is_shown(desk):
    desk.adopt()
    registrar = desk.country.registrar
    given = {"parameter": "business-case-discount-rate", "value": "10", "unit": "percent", "instrument": "R. 8"}
    done = act(
        registrar, "governance.set_parameter", adoption=Adoption.objects.get().number, from_on="2026-11-03", **given
    )
    assert done.entry
    _status, html = page(desk.address)
    assert "<strong>10\N{NO-BREAK SPACE}%</strong>, desde el 03-11-2026" in html
    assert "Con los valores del día en que se adoptó esta versión, el valor actual neto era" in html


def test_where_the_framework_sets_no_rate_there_is_no_result_and_the_parameter_is_named(db):
    desk = a_project_under_the_law_alone()
    desk.adopt()
    status, html = page(desk.address)
    assert status == 200
    assert "No se puede calcular ningún resultado" in html
    assert "Tasa de descuento de los casos de negocio" in html
    assert "Valor actual neto" not in html


def test_an_earlier_version_stays_as_it_was(desk):
    desk.adopt()
    desk.adopt(follows=1, purpose="Otra cosa")
    assert "Otra cosa" in page(desk.address)[1]
    status, earlier = page(f"{desk.address}versions/1/")
    assert status == 200 and TYPED["purpose"] in earlier and "Otra cosa" not in earlier
    assert page(f"{desk.address}versions/3/")[0] == 404


def test_two_versions_stand_side_by_side(desk):
    desk.adopt()
    assert page(f"{desk.address}compare/")[0] == 404
    desk.adopt(follows=1, financing=[{**TYPED["financing"][0], "amount": "1000"}])
    status, html = page(f"{desk.address}compare/")
    assert status == 200
    assert "Financiamiento: Monto" in html and "1.000" in html and "fila eliminada" in html


@pytest.mark.parametrize("address", ["project/none/", "institution/i-1/", "person/x/", "nothing/1/"])
def test_what_has_no_case_is_not_found(desk, address):
    assert page(f"/business-cases/{address}")[0] == 404


@pytest.mark.catalogue("OC-05")
def test_a_project_with_a_reserved_amount_shows_its_case_to_who_may_see_it_alone(desk):
    desk.adopt()
    Project.objects.update(reserves={"total_budget": "secret"})
    for address in (
        desk.address,
        f"{desk.address}versions/1/",
        f"/api/v1/business-cases/project/{desk.project.number}",
    ):
        assert page(address)[0] == 404
    assert page(desk.address, browser_of(desk.formulator))[0] == 200
    assert case_totals(PUBLIC, "project", desk.project.number) is None
    assert price_history(PUBLIC, "software-development", "CLP") == []


def test_a_page_asks_the_database_as_often_for_many_versions_as_for_one(desk, django_assert_max_num_queries):
    desk.adopt()
    with django_assert_max_num_queries(25):
        page(desk.address)
    for follows in (1, 2, 3):
        desk.adopt(follows=follows, purpose=f"Otra {follows}")
    with django_assert_max_num_queries(25):
        page(desk.address)


# --- what rooms above ask


def test_totals_are_the_investment_and_the_dearest_year_of_operation(desk):
    assert case_totals(PUBLIC, "project", desk.project.number) is None
    desk.adopt()
    totals = case_totals(PUBLIC, "project", desk.project.number)
    assert (str(totals.total_budget), str(totals.annual_cost)) == ("1000 CLP", "100 CLP")
    assert (totals.version, totals.adopted_on) == (1, TODAY)


@pytest.mark.catalogue("PG-15")
def test_a_project_of_several_institutions_without_commitments_is_flagged(desk):
    desk.adopt()
    about = ("project", desk.project.number)
    framework, day = None, date(2026, 11, 2)
    alone = case_finding(*about, several_institutions=False, framework=framework, on=day)
    several = case_finding(*about, several_institutions=True, framework=framework, on=day)
    assert alone.outcome is Outcome.HOLDS
    assert [reason.params["level"] for reason in several.because] == ["political", "institutional", "financial"]
    Project.objects.update(flags={"multi-institution": True})
    assert "Participan varias instituciones y falta un compromiso de un nivel: político." in page(desk.address)[1]


def test_what_was_never_adopted_is_answered_as_such(desk):
    about = ("project", desk.project.number)
    assert case_finding(*about, several_institutions=False).code == "no-case-version"
    assert staff_finding(*about).code == "no-case-version"
    assert (case_products(*about), prices_by_category(*about)) == ([], {})


@pytest.mark.catalogue("PL-04")
def test_what_a_category_costs_is_held_against_the_cases_of_others(desk):
    desk.adopt()
    assert {name: str(price) for name, price in prices_by_category("project", desk.project.number).items()} == {
        "software-development": "1000 CLP"
    }
    (price,) = price_history(PUBLIC, "software-development", "CLP")
    assert (price.kind, price.number, str(price.amount)) == ("project", desk.project.number, "1000 CLP")
    assert price_history(PUBLIC, "software-development", "UF") == []


def test_programs_read_the_case_with_its_results(desk):
    desk.adopt()
    answer = Client().get(f"/api/v1/business-cases/project/{desk.project.number}").json()
    assert answer["content"]["currency"] == "CLP" and answer["complete"]["outcome"] == "holds"
    assert answer["terms"]["business-case-discount-rate"] == "6 percent"
    results = {each["formula"]: each for each in answer["results"]}
    assert (results["net-present-value"]["amount"], results["net-present-value"]["currency"]) == ("1151.4223", "CLP")
    assert Client().get(f"/api/v1/business-cases/project/{desk.project.number}?version=2").status_code == 404


def test_the_page_of_the_project_shows_its_case_and_leads_to_it(desk):
    address = f"/projects/{desk.project.number}/"
    assert "No se ha adoptado ninguna versión de un caso de negocio." in page(address)[1]
    desk.adopt(staff_effect="")
    html = page(address)[1]
    assert f'href="{desk.address}"' in html and "1.000" in html and "falta 1 cosa" in html
    Project.objects.update(reserves={"total_budget": "secret"})
    assert f'href="{desk.address}"' not in page(address)[1]
