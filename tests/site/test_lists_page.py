"""A list as a page: filters, order, totals, an address that carries the view, and nothing unescaped."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings
from django.urls import path
from django.utils import translation

from tests.site.pages import Page, a_request, a_shell, render, text_of
from tests.site.rows import DAY, LONG, Row, a_listing, add, rows  # noqa: F401 - `rows` is a fixture
from timonel.pages.lists import Column

urlpatterns = [path("projects/<str:name>", lambda request, name: None, name="project")]

DRAWN = '{% from "components/list.html" import list_view %}{{ list_view(list, shell, csrf_input) }}'


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es-cl"):
        yield


def page_of(queryset, **asked):
    listing = a_listing()
    wanted = listing.read(asked)
    return listing.page(wanted, wanted.filters.narrow(queryset), with_totals="totals" in asked)


def drawn(page, shell=None):
    return render(DRAWN, list=page, shell=shell or a_shell())


def names(page):
    return [text_of(line.partition("</th>")[0]) for line in str(page.body).splitlines()]


def test_a_list_is_sorted_by_its_first_order_until_another_is_asked(rows):  # noqa: F811
    add("b", people=1)
    add("a", people=2)
    assert names(page_of(rows)) == ["a", "b"]
    assert names(page_of(rows, sort="-name")) == ["b", "a"]
    assert names(page_of(rows, sort="people")) == ["b", "a"]


@pytest.mark.parametrize("sort", ["stage", "nothing", "-", "--name", "name__x"])
def test_an_order_that_is_not_offered_is_the_usual_one(rows, sort):  # noqa: F811
    add("b", "a")
    assert names(page_of(rows, sort=sort)) == ["a", "b"]


def test_the_head_of_a_column_sorts_by_it_and_then_the_other_way(rows):  # noqa: F811
    add("a")
    head = str(page_of(rows).head)
    assert 'aria-sort="ascending"><a class="sort" href="?sort=-name">Nombre</a></th>' in head
    assert '<th role="columnheader" scope="col">Etapa</th>' in head
    assert 'class="num" aria-sort="none"><a class="sort" href="?sort=people">Personas</a>' in head
    assert 'aria-sort="descending"><a class="sort" href="?sort=name">' in str(page_of(rows, sort="-name").head)


def test_the_head_of_a_column_keeps_the_filters(rows):  # noqa: F811
    add("a")
    assert 'href="?q=%3Cb%3E&amp;sort=-name"' in str(page_of(rows, q="<b>").head)


def test_every_order_can_be_chosen_from_a_list_too(rows):  # noqa: F811
    add("a")
    orders = str(page_of(rows, sort="-people").orders)
    assert '<option value="-people" selected>Personas, descendente</option>' in orders
    assert orders.count("<option") == 2 * 5
    assert orders.count("selected") == 1


def test_filters_narrow_together(rows):  # noqa: F811
    add("alfa", "beta", stage="running")
    add("alfa borrador")
    assert names(page_of(rows, q="ALFA", stage="running")) == ["alfa"]


@pytest.mark.parametrize(("day", "found"), [("2026-11-22", 1), ("2026-11-23", 1), ("2026-11-24", 0)])
def test_a_day_filter_includes_its_day(rows, day, found):  # noqa: F811
    add("a", started_on=DAY)
    assert len(names(page_of(rows, **{"from": day}))) == found


@pytest.mark.parametrize(
    "asked", [{"from": "2026-13-01"}, {"from": "ayer"}, {"stage": "nothing"}, {"q": "a\0"}, {"q": "x" * 201}]
)
def test_a_filter_that_cannot_be_read_shows_nothing_and_says_why(rows, asked):  # noqa: F811
    add("a")
    page = page_of(rows, **asked)
    assert page.empty
    assert [one.filter.key for one in page.faults] == list(asked)
    html = drawn(page)
    assert "Hay algo que corregir" in html
    assert "un filtro no se pudo leer" in html


def test_a_filter_of_two_hundred_letters_is_read(rows):  # noqa: F811
    assert page_of(rows, q="x" * 200).faults == []


def test_each_filter_in_force_has_a_chip_that_takes_it_away(rows):  # noqa: F811
    add("alfa", stage="running")
    chips = page_of(rows, q="alfa", stage="running", sort="-name").chips
    assert [(str(chip.label), chip.wording) for chip in chips] == [("Nombre", "alfa"), ("Etapa", "En ejecución")]
    assert chips[0].url == "?stage=running&sort=-name"
    assert chips[1].url == "?q=alfa&sort=-name"


def test_the_address_carries_filters_and_order_and_no_page(rows):  # noqa: F811
    add(*"abcdefg")
    listing = a_listing()
    first = listing.page(listing.read({"q": "", "sort": "-name"}), rows)
    second = listing.page(listing.read({"sort": "-name", "after": first.next_url.partition("after=")[2]}), rows)
    assert second.address == "?sort=-name"


def test_the_day_that_the_page_is_asked_about_stays_in_every_link(rows):  # noqa: F811
    add(*"abcdefg", stage="running")
    page = page_of(rows, on="2020-01-31", stage="running", sort="-name")
    links = [page.next_url, page.csv_url, page.xlsx_url, page.totals_url, page.totals_part_url, page.address]
    assert all(link.startswith("?on=2020-01-31&") for link in [*links, page.chips[0].url, page.all_url])
    assert 'href="?on=2020-01-31&amp;stage=running&amp;sort=name"' in str(page.head)
    assert '<input type="hidden" name="on" value="2020-01-31">' in drawn(page)
    assert page_of(rows, on="a\0", other="x").address == "?"


def test_filters_that_stand_folded_are_counted_and_opened_when_in_force(rows):  # noqa: F811
    add("a", stage="running")
    assert "<summary>Filtros y orden</summary>" in drawn(page_of(rows, q="a"))
    html = drawn(page_of(rows, q="a", stage="running"))
    assert "<summary>Filtros y orden (1)</summary>" in html
    assert '<details class="filters__more" open>' in html


def test_totals_come_in_a_second_request_unless_everything_is_in_hand(rows, django_assert_num_queries):  # noqa: F811
    add(*"abcdefg", people=2)
    page = page_of(rows)
    assert page.totals is None
    html = drawn(page)
    assert 'hx-get="?part=totals" hx-trigger="load"' in html
    assert 'href="?totals=yes"' in html
    with django_assert_num_queries(0, using="owner"):
        drawn(page)
    Row.objects.filter(name__gt="e").delete()
    with django_assert_num_queries(1, using="owner"):
        page = page_of(rows)
    assert page.totals.count == "5 actos"


def test_totals_of_money_are_told_by_currency_and_never_added_across(rows):  # noqa: F811
    add("a", "b", amount=LONG)
    add("c", amount=Decimal("1.50"), currency="UF")
    add("d", "e", "f", "g")
    for asked in ({"totals": "yes"}, {"totals": "yes", "q": "a"}):
        page_of(rows, **asked)
    sums = dict(page_of(rows, totals="yes").totals.sums)
    assert sums["Costo"] == "24.691.357.802.469.135.780,00\xa0CLP; 1,50\xa0UF"


def test_totals_in_hand_are_the_totals_of_the_database(rows):  # noqa: F811
    add("a", "b", amount=LONG, people=3)
    add("c", amount=Decimal("1.50"), currency="UF")
    listing = a_listing()
    in_hand = listing.page(listing.read({}), rows).totals
    assert in_hand == listing.totals(rows)


def test_the_second_request_answers_with_the_totals_alone(rows):  # noqa: F811
    add(*"abcdefg", people=2)
    answer = a_listing().respond(a_request(part="totals", q="a"), rows, "unused.html")
    assert text_of(answer.content.decode()) == "1 acto Costo: 0,00 Personas: 2"


def test_nothing_of_a_row_is_taken_for_html(rows):  # noqa: F811
    add("<script>alert(1)</script>", stage="<b>", currency="<i>", amount=1)
    html = drawn(page_of(rows))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html
    assert "&lt;script&gt;" in html


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("name", "address"),
    [("a b", "a%20b"), ("a/b?c#d", "a%2Fb%3Fc%23d"), ('"><script>', "%22%3E%3Cscript%3E"), ("ñ", "%C3%B1")],
)
def test_the_link_of_a_row_is_safe_whatever_its_key(rows, name, address):  # noqa: F811
    add(name)
    listing = a_listing(columns=[Column(key="name", label="Nombre", field="name", link="project")])
    assert f'<a href="/projects/{address}">' in listing.page(listing.read({}), rows).body


def test_figures_stand_right_and_days_are_machine_readable(rows):  # noqa: F811
    add("a", amount=LONG, people=1234, started_on=date(2026, 1, 9))
    body = str(page_of(rows).body)
    assert '<td role="cell" data-label="Personas" class="num">1.234</td>' in body
    assert '12.345.678.901.234.567.890,00 <span class="money__unit">CLP</span>' in body
    assert '<time datetime="2026-01-09">09-01-2026</time>' in body


def test_a_cell_without_a_value_is_empty(rows):  # noqa: F811
    add("a")
    assert '<td role="cell" data-label="Inicio" class="day"></td>' in str(page_of(rows).body)


def test_the_list_speaks_the_language_of_the_page(rows):  # noqa: F811
    add("a", amount=Decimal("1234.50"), started_on=DAY)
    with translation.override("en"):
        body = str(page_of(rows).body)
    assert "1,234.50" in body
    assert "23 Nov 2026" in body


def test_an_empty_list_says_what_to_do_first(rows):  # noqa: F811
    source = (
        '{% from "components/list.html" import list_view %}'
        '{% call list_view(list, shell, csrf_input, "Nada todavía") %}<a href="/import">Importar</a>{% endcall %}'
    )
    html = render(source, list=page_of(rows), shell=a_shell())
    assert "Nada todavía" in html
    assert '<a href="/import">' in html
    assert "Download" not in html


def test_a_list_that_filters_emptied_offers_to_take_the_filters_away(rows):  # noqa: F811
    add("a")
    html = drawn(page_of(rows, q="zzz"))
    assert "Nada responde a estos filtros" in html
    assert 'href="?"' in html


def test_a_view_can_be_saved_where_somebody_keeps_views(rows):  # noqa: F811
    add("a")
    assert "Guardar esta vista" not in drawn(page_of(rows, sort="-name"))
    html = drawn(page_of(rows, sort="-name"), a_shell(save_view_url="/views"))
    assert '<input type="hidden" name="address" value="/?sort=-name">' in html


def test_the_page_is_well_formed_and_labelled(rows):  # noqa: F811
    add(*"abcdefg", amount=LONG)
    html = Page(drawn(page_of(rows, q="a"), a_shell(save_view_url="/views")))
    assert (html.faults, html.repeated_ids, html.unlabelled, html.dangling, html.inline) == ([], [], [], [], [])


def test_on_a_phone_each_value_carries_its_label(rows):  # noqa: F811
    add("a")
    body = str(page_of(rows).body)
    assert body.count("data-label=") == 6
