"""The page of what the review weighs: in both languages, with its lines, held against the framework chosen."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import an_installation

REFERENCE = "/framework/reference/"


@pytest.fixture
def browser(db):
    an_installation("dk")
    yield Client()


def read(browser, query="", language="es-cl"):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = browser.get(f"{REFERENCE}{query}")
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


@pytest.mark.catalogue("LB-07")
def test_an_option_analysis_shows_for_and_against_of_the_legal_basis_taken(browser):
    page = read(browser, "?country=cl&reform=agency:to-president")
    law = page[page.index("Creado por ley") : page.index("Creado por decreto")]
    assert "tomada" in law and "no tomada" not in law
    assert "Más estabilidad y continuidad para la institución" in law and ">345<" in law


@pytest.mark.catalogue("BR-15", "BR-16", "BR-17")
def test_each_approach_is_shown_with_its_strengths_and_risks_and_whether_the_country_follows_it(browser):
    page = read(browser, "?country=uk&on=2016-01-31", "en")
    ours, central, decentralised = (
        page.index(f"<h3>{title}") for title in ("Digital transformation office", "Central co-ordination", "Decentral")
    )
    assert "followed here" in page[ours:central]
    assert "followed here" not in page[central : page.index('id="arguments"')]
    assert "Quick wins" in page[ours:central] and "Risk" in page[ours:central]
    assert "Reacts more slowly" in page[central:decentralised]
    assert "Uneven implementation" in page[decentralised:]


@pytest.mark.catalogue("PL-01")
def test_the_totals_of_the_responsibilities_stand_under_their_columns(browser):
    page = read(browser)
    foot = page[page.index("Total OCDE") :]
    assert [int(cell.split("<")[0]) for cell in foot.split('">')[1:8]] == [21, 19, 15, 16, 2, 2, 6]


def test_the_page_reads_in_both_languages(browser):
    assert "Leadership and political commitment" in read(browser, language="en")
    assert "Liderazgo y compromiso político" in read(browser)
