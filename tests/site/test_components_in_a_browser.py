"""The style page and a list as people meet them: widths, languages, keyboard, no JavaScript, paper."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from tests.browser import WIDTHS, chromium, visit
from tests.site.pages import served
from timonel.pages.lists import Column, Filter, Listing
from timonel.site.views.errors import not_found
from timonel.site.views.styleguide import styleguide

pytestmark = pytest.mark.long

KINDS = Listing(
    name="kinds",
    caption="Tipos",
    order="model",
    size=5,
    counted=lambda n: "%(n)s tipos",
    columns=[Column(key="model", label="Modelo", field="model"), Column(key="app", label="Parte", field="app_label")],
    filters=[Filter(key="q", label="Nombre", lookups=("model__contains",))],
)
LIST = """{% extends "layouts/page.html" %}{% from "components/list.html" import list_view %}
{% block title %}Tipos{% endblock %}
{% block content %}<h1>Tipos</h1>{{ list_view(list, shell, csrf_input) }}{% endblock %}"""


def kinds(request):
    rows = ContentType.objects.all()
    if "part" in request.GET:
        return KINDS.respond(request, rows, "unused.html")
    asked = KINDS.read(request.GET)
    page = KINDS.page(asked, asked.filters.narrow(rows), with_totals="totals" in request.GET)
    return HttpResponse(engines["jinja2"].from_string(LIST).render({"list": page}, request))


urlpatterns = [path("style", styleguide), path("list", kinds), path("lost", not_found)]
handler404 = "timonel.site.views.errors.not_found"


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), served(__name__) as address:
        yield address


PAGES = {"calm": "/style", "faults": "/style?errors=1", "list": "/list", "empty": "/list?q=zzz", "refusal": "/lost"}


@pytest.mark.parametrize("language", ["es-cl", "en"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing_and_the_page_fits_its_window(browser, site, page, width, language):
    with visit(browser, site + page, width=width, language=language) as seen:
        assert seen.faults() == []
        assert seen.overflow() == 0
        assert [said for said in seen.complaints if "404" not in said] == []
        assert seen.page.locator("html").get_attribute("lang") == {"es-cl": "es-CL", "en": "en"}[language]


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("page", [PAGES["calm"], PAGES["list"]], ids=["calm", "list"])
def test_tab_reaches_everything_a_pointer_reaches_and_the_focus_is_seen(browser, site, page, width):
    with visit(browser, site + page, width=width) as seen:
        assert seen.walked_by_keyboard() == []


def test_the_first_tab_offers_to_skip_to_the_content(browser, site):
    with visit(browser, site + "/style") as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "main"


def test_the_panel_of_posts_opens_by_keyboard_and_closes_by_escape(browser, site):
    with visit(browser, site + "/style") as seen:
        panel = seen.page.locator("details.who")
        panel.locator("summary").press("Enter")
        assert panel.locator("select").is_visible()
        panel.locator("select").press("Escape")
        assert not panel.locator("select").is_visible()
        assert seen.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_after_a_refused_form_the_summary_has_the_focus_and_leads_to_the_field(browser, site):
    with visit(browser, site + "/style?errors=1") as seen:
        assert "error-summary" in seen.page.evaluate("document.activeElement.className")
        seen.page.locator(".error-summary a").first.click()
        assert seen.page.evaluate("document.activeElement.id") == "id_name"


def test_the_totals_of_a_list_follow_a_moment_later(browser, site):
    with visit(browser, site + "/list") as seen:
        seen.page.wait_for_function("document.querySelector('#totals-kinds').textContent.includes('tipos')")
        assert seen.complaints == []


def test_without_javascript_menu_totals_and_pages_work(browser, site):
    with visit(browser, site + "/list", width=WIDTHS["phone"], script=False) as seen:
        seen.page.locator(".menu > summary").click()
        assert seen.page.locator(".menu nav a").first.is_visible()
        seen.page.locator("#totals-kinds a").click()
        assert "tipos" in seen.page.locator("#totals-kinds").inner_text()
        first = seen.page.locator("tbody th").first.inner_text()
        seen.page.locator("a[rel=next]").click()
        assert seen.page.locator("tbody th").first.inner_text() > first
        seen.page.locator("a[rel=prev]").click()
        assert seen.page.locator("tbody th").first.inner_text() == first


def test_on_a_phone_rows_become_blocks_that_can_still_be_sorted(browser, site):
    with visit(browser, site + "/list", width=WIDTHS["phone"]) as seen:
        assert (
            not seen.page.locator("thead th").first.is_visible()
            or seen.page.locator("thead").bounding_box()["height"] <= 1
        )
        seen.page.locator(".filters__more > summary").click()
        seen.page.locator("#filter-sort").select_option("-model")
        seen.page.locator(".filters__buttons button").click()
        names = seen.page.locator("tbody th").all_inner_texts()
        assert names == sorted(names, reverse=True)


def test_on_paper_only_the_content_remains(browser, site):
    with visit(browser, site + "/style") as seen:
        seen.page.emulate_media(media="print")
        for furniture in (".shell-nav", ".shell-search", ".breadcrumb", ".pagination"):
            assert not seen.page.locator(furniture).first.is_visible()
        assert seen.page.locator("h1").is_visible()
        assert seen.page.pdf()


def test_on_paper_a_list_stays_a_table_and_the_foot_says_from_where(browser, site):
    with visit(browser, site + "/list", width=673) as seen:  # as wide as what an A4 page leaves
        assert not seen.page.locator(".print-foot").is_visible()
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".print-foot").is_visible()
        assert not seen.page.locator(".shell-footer").is_visible()
        assert seen.page.locator("tbody td").first.evaluate("cell => getComputedStyle(cell).display") == "table-cell"
        assert seen.page.locator("thead th").first.is_visible()
        assert seen.overflow() == 0
