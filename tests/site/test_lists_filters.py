"""Filters of many choices and of ranges: what they keep, how the address carries them, and what they refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.site.pages import Page, a_request, a_shell, render, text_of
from tests.site.rows import LONG, a_listing, add, rows, stages  # noqa: F401 - `rows` is a fixture
from timonel.pages import formats
from timonel.pages.lists import Filter, FilterKind

DRAWN = '{% from "components/list.html" import list_view %}{{ list_view(list, shell, csrf_input) }}'
FILTERS = [
    Filter(key="q", label="Nombre", lookups=("name__icontains",)),
    Filter(key="stage", label="Etapa", kind=FilterKind.CHOICES, lookups=("stage",), choices=stages),
    Filter(key="started", label="Inicio", kind=FilterKind.DAYS, lookups=("started_on",)),
    Filter(
        key="cost",
        label="Costo",
        kind=FilterKind.AMOUNTS,
        lookups=("amount",),
        currency_field="currency",
        choices=lambda: [("CLP", "CLP"), ("UF", "UF")],
    ),
    Filter(key="people", label="Personas", kind=FilterKind.AMOUNTS, lookups=("people",)),
]


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es-cl"):
        yield


def page_of(queryset, address):
    listing = a_listing(filters=FILTERS)
    wanted = listing.read(QueryDict(address))
    return listing.page(wanted, wanted.filters.narrow(queryset))


def names(page):
    return [text_of(line.partition("</th>")[0]) for line in str(page.body).splitlines()]


def drawn(page):
    return render(DRAWN, list=page, shell=a_shell(save_view_url="/views"))


def test_rows_of_any_of_the_choices_are_kept(rows):  # noqa: F811
    add("a", stage="draft")
    add("b", stage="running")
    add("c", stage="closed")
    assert names(page_of(rows, "stage=draft&stage=running")) == ["a", "b"]
    assert names(page_of(rows, "stage=running")) == ["b"]
    assert names(page_of(rows, "stage=")) == ["a", "b", "c"]


def test_a_choice_that_is_not_offered_refuses_the_whole_filter(rows):  # noqa: F811
    add("a", stage="draft")
    page = page_of(rows, "stage=draft&stage=nothing")
    assert page.empty
    assert [one.fault for one in page.faults] == ["Elija uno de la lista."]


def test_each_choice_has_a_chip_that_takes_it_alone_away(rows):  # noqa: F811
    add("a")
    chips = page_of(rows, "stage=draft&stage=running&q=a").chips
    assert [(chip.wording, chip.url) for chip in chips] == [
        ("a", "?stage=draft&stage=running"),
        ("Borrador", "?q=a&stage=running"),
        ("En ejecución", "?q=a&stage=draft"),
    ]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("started-from=2026-11-23", ["b", "c"]),
        ("started-from=2026-11-24", ["c"]),
        ("started-to=2026-11-23", ["a", "b"]),
        ("started-to=2026-11-22", ["a"]),
        ("started-from=2026-11-23&started-to=2026-11-23", ["b"]),
    ],
)
def test_a_range_of_days_includes_both_its_ends(rows, asked, found):  # noqa: F811
    for name, day in zip("abc", (22, 23, 24), strict=True):
        add(name, started_on=date(2026, 11, day))
    add("without a day")
    assert names(page_of(rows, asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cost-from=1.000&cost-in=CLP", ["b", "c"]),
        ("cost-from=1000,01&cost-in=CLP", ["c"]),
        ("cost-to=1000&cost-in=CLP", ["a", "b"]),
        ("cost-from=999,99&cost-to=1.000,00&cost-in=CLP", ["b"]),
        ("cost-from=12.345.678.901.234.567.890&cost-in=CLP", ["c"]),
        ("cost-from=12.345.678.901.234.567.891&cost-in=CLP", []),
        ("cost-from=1&cost-in=UF", ["d"]),
        ("cost-in=UF", ["a", "b", "c", "d", "e"]),
    ],
)
def test_a_range_of_amounts_includes_its_ends_and_never_compares_currencies(rows, asked, found):  # noqa: F811
    add("a", amount=Decimal("999.98"))
    add("b", amount=1000)
    add("c", amount=LONG)
    add("d", amount=5000, currency="UF")
    add("e")
    assert names(page_of(rows, asked)) == found


def test_a_range_of_whole_numbers_takes_no_part_for_a_whole(rows):  # noqa: F811
    add("a", people=2)
    assert names(page_of(rows, "people-from=2&people-to=2")) == ["a"]
    assert page_of(rows, "people-from=3").empty


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("started-from=2026-02-30", "Escriba un día que exista."),
        ("started-from=2026-02-02&started-to=2026-02-01", "El primer valor es mayor que el último."),
        ("cost-from=2&cost-to=1&cost-in=CLP", "El primer valor es mayor que el último."),
        ("cost-from=mil&cost-in=CLP", "Escriba un monto en cifras, sin su moneda."),
        ("cost-from=1", "Elija la moneda de estos montos."),
        ("cost-from=1&cost-in=USD", "Elija la moneda de estos montos."),
        ("cost-from=" + "9" * 31 + "&cost-in=CLP", "Escriba un monto en cifras, sin su moneda."),
        ("started-from=a%00", "Escriba a lo más 200 caracteres de texto."),
    ],
)
def test_a_range_that_cannot_be_read_shows_nothing_and_keeps_what_was_typed(rows, asked, fault):  # noqa: F811
    add("a", amount=1, started_on=date(2026, 2, 1))
    page = page_of(rows, asked)
    assert page.empty
    assert [one.fault for one in page.faults] == [fault]
    assert fault in drawn(page)
    typed = [text.replace("\0", "") for key, text in QueryDict(asked).items() if key != "cost-in"]
    assert all(f'value="{text}"' in drawn(page) for text in typed)


@pytest.mark.parametrize(
    ("asked", "wording"),
    [
        ("started-from=2026-01-01&started-to=2026-12-31", "de 01-01-2026 a 31-12-2026"),
        ("started-from=2026-01-01", "desde 01-01-2026"),
        ("cost-from=1000000&cost-in=CLP", "desde 1.000.000\xa0CLP"),
        ("cost-to=1,5&cost-in=UF", "hasta 1,5\xa0UF"),
    ],
)
def test_a_chip_says_a_range_in_words_and_takes_it_away_whole(rows, asked, wording):  # noqa: F811
    add("a")
    (chip,) = page_of(rows, asked + "&stage=").chips
    assert chip.wording == wording
    assert chip.url == "?"


def test_every_link_of_the_list_carries_choices_and_ranges(rows):  # noqa: F811
    add(*"abcdefg", stage="running", amount=5, started_on=date(2026, 1, 1))
    asked = "stage=draft&stage=running&started-from=2026-01-01&cost-from=1&cost-to=9&cost-in=CLP"
    page = page_of(rows, asked)
    for link in (page.next_url, page.csv_url, page.xlsx_url, page.totals_url, page.totals_part_url, page.address):
        assert link.startswith(f"?{asked}")
    second = page_of(rows, page.next_url.removeprefix("?"))
    assert names(second) == ["f", "g"]
    assert f'value="/?{asked.replace("&", "&amp;")}"' in drawn(page)  # what a saved view keeps


def test_the_export_holds_what_is_filtered(rows):  # noqa: F811
    add("a", stage="draft", amount=5)
    add("b", stage="running", amount=50)
    add("c", stage="closed", amount=50)
    request = a_request()
    request.GET = QueryDict("format=csv&stage=draft&stage=running&cost-from=6&cost-in=CLP")
    answer = a_listing(filters=FILTERS).respond(request, rows, "unused.html")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.partition(";")[0] for line in lines[1:]] == ["b"]


@given(st.decimals(-(10**20), 10**20, places=3), st.sampled_from(["es-cl", "en"]), st.sampled_from(["es-cl", "en"]))
def test_a_link_made_in_one_language_asks_the_same_in_the_other(amount, made_in, read_in):
    asked = {"cost-from": str(formats.plain(amount)), "cost-in": "CLP"}
    with translation.override(made_in):
        asked["cost-from"] = formats.number(amount)
        (first,) = a_listing(filters=FILTERS[3:4]).read(asked).filters.each
        assert first.value.first == amount
    with translation.override(read_in):
        (second,) = a_listing(filters=FILTERS[3:4]).read(dict(first.pairs)).filters.each
    assert second.value == first.value


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("es-cl", "1.234", "1234"),
        ("en", "1.234", "1.234"),
        ("es-cl", "1,234", "1.234"),
        ("en", "1,234", "1234"),
        ("es-cl", "1,234,567.5", "1234567.5"),
        ("en", "1.234.567,5", "1234567.5"),
        ("es-cl", "1 234 567", "1234567"),
        ("es-cl", "\N{MINUS SIGN}5", "-5"),
        ("es-cl", "007", "7"),
        ("es-cl", "9" * 30, "9" * 30),
    ],
)
def test_a_number_is_read_as_people_of_the_language_type_it(language, text, value):
    with translation.override(language):
        assert formats.read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "-", "1.2.3", "1,2,3", "12.34.567", "1e9", "NaN", "٣", "$5", "5 CLP", "9" * 31])
def test_what_is_no_number_is_none(text):
    assert formats.read_number(text) is None


def test_choices_and_ranges_are_labelled_and_well_formed(rows):  # noqa: F811
    add("a")
    for asked in ("stage=draft&started-from=2020-01-01", "stage=x&started-from=x&cost-from=x&cost-in=UF"):
        html = Page(drawn(page_of(rows, asked)))
        assert (html.faults, html.repeated_ids, html.unlabelled, html.dangling, html.inline) == ([], [], [], [], [])
