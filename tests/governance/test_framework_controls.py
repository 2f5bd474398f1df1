"""The controls of the framework's pages in a browser: choosing a day, asking who holds a power."""

from __future__ import annotations

import re

import pytest

from tests.factories import an_installation

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def page(client):
    an_installation("cl")

    def get(path, language="es-cl", **query):
        client.cookies["django_language"] = language
        return client.get(path, query).content.decode()

    return get


def blocked_by(html: str) -> list[str]:
    """Give the choices of forms that only read, that a browser would not send as they stand."""
    forms = re.findall(r'<form[^>]*method="get"[^>]*>(.*?)</form>', html, re.S)
    assert forms
    selects = [found for form in forms for found in re.findall(r"<select([^>]*)>(.*?)</select>", form, re.S)]
    return [
        attributes
        for attributes, options in selects
        if re.search(r"\brequired\b", attributes)
        and re.search(r'<option value=""', options)
        and not re.search(r'<option value="[^"]+" selected', options)
    ]


READ = [
    "/framework/",
    "/framework/instruments/",
    "/framework/parameters/",
    "/framework/diagnosis/",
    "/framework/compare/",
    "/framework/reference/",
    "/framework/bodies/ministry-of-finance/",
    "/record/",
    "/institutions/",
    "/posts/",
    "/people/",
]


@pytest.mark.parametrize("path", READ)
def test_no_filter_keeps_a_browser_from_sending_the_form(page, path):
    html = page(path)
    assert "<main" in html
    assert not blocked_by(html)


def test_only_the_power_must_be_chosen_to_ask_a_question(page):
    (blocked,) = blocked_by(page("/framework/powers/"))
    assert 'name="power"' in blocked


def test_who_asks_about_a_power_alone_finds_who_holds_it_and_on_which_basis(page):
    html = page("/framework/powers/", power="stop-projects")
    rows = html.partition('id="matrix"')[2]
    assert "Detener proyectos" in rows and "Aprobar proyectos" not in rows
    assert "línea 994 (tabla A.3)" in rows


def test_places_in_english_sources_are_cited_in_the_language_of_the_reader(page):
    english = page("/framework/powers/", "en", power="stop-projects").partition('id="matrix"')[2]
    assert "line 994 (table A.3)" in english


def test_stages_of_a_reform_go_by_their_names(page):
    html = page("/framework/diagnosis/", country="cl", reform="agency:to-segpres-finance", on="2016-01-31")
    assert "Fase 1: planificación estratégica" in html and "phase-1" not in html.partition("<main")[2]
