"""How pages write figures, days and addresses, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from tests.site.pages import render
from timonel.pages import formats

LONG = Decimal("12345678901234567890")


def written(language, source, **context):
    with translation.override(language):
        return render(source, **context)


@pytest.mark.parametrize(
    ("language", "value", "decimals", "text"),
    [
        ("es-cl", LONG, None, "12.345.678.901.234.567.890"),
        ("en", LONG, None, "12,345,678,901,234,567,890"),
        ("es-cl", Decimal("1234.50"), None, "1.234,50"),
        ("en", Decimal("1234.50"), None, "1,234.50"),
        ("es-cl", Decimal("1234.5"), 2, "1.234,50"),
        ("es-cl", -1250000, None, "−1.250.000"),
        ("es-cl", 0, None, "0"),
        ("es-cl", None, None, ""),
        ("es-cl", Decimal("0.0000001"), 2, "0,00"),
        ("es-cl", Decimal("1E+3"), 0, "1.000"),
    ],
)
def test_numbers_are_written_as_the_country_writes_them(language, value, decimals, text):
    with translation.override(language):
        assert formats.number(value, decimals) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**20), max_value=10**20))
def test_no_digit_of_an_amount_is_lost(value):
    with translation.override("es-cl"):
        text = formats.number(value)
    assert Decimal(text.replace(".", "").replace(",", ".").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("language", "width", "text"),
    [
        ("es-cl", "medium", "23-11-2026"),
        ("es-cl", "long", "23 de noviembre de 2026"),
        ("en", "medium", "23 Nov 2026"),
        ("en", "long", "23 November 2026"),
    ],
)
def test_days_are_written_as_the_country_writes_them(language, width, text):
    assert written(language, "{{ d | day(w) }}", d=date(2026, 11, 23), w=width) == text


def test_an_instant_is_shown_in_the_time_zone_in_force():
    late = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    with timezone.override("America/Santiago"):
        assert written("es-cl", "{{ t | instant }} {{ t | day }}", t=late) == "23-11-2026 22:30 23-11-2026"
        assert written("en", "{{ t | instant }}", t=late) == "23 Nov 2026, 22:30"


def test_a_share_is_written_as_a_percentage():
    assert written("es-cl", "{{ s | percent }}", s=Decimal("0.1234")) == "12,3\xa0%"


def test_a_name_that_a_page_forgot_to_pass_is_a_fault():
    with pytest.raises(UndefinedError):
        render("{{ forgotten }}")


def test_what_is_not_markup_is_escaped():
    assert render("{{ text }}", text="<b>&'") == "&lt;b&gt;&amp;&#39;"
    assert written("en", '{{ _("since %(first)s", first=text) }}', text="<b>") == "since &lt;b&gt;"


@pytest.mark.parametrize(("code", "lang"), [("es-cl", "es-CL"), ("en", "en")])
def test_the_page_says_its_language_as_html_does(code, lang):
    assert written(code, "{{ language() }}") == lang


@pytest.mark.parametrize(("text", "name"), [("Aprobar el hito", "aprobar-el-hito"), ("Ñ?", "x"), ("a  b", "a-b")])
def test_any_text_gives_an_id(text, name):
    assert render("{{ text | slug }}", text=text) == name


def test_a_number_in_a_file_has_no_grouping_and_an_ordinary_minus():
    with translation.override("es-cl"):
        assert formats.plain(Decimal("-1234.5"), 2) == "-1234,50"
    with translation.override("en"):
        assert formats.plain(Decimal("-1234.5")) == "-1234.5"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("500000000.0000"), "500.000.000"),
        (Decimal("0.5000"), "0,5"),
        (Decimal("1E+3"), "1.000"),
        (Decimal("0.0000"), "0"),
        (12, "12"),
        (None, ""),
    ],
)
def test_an_amount_is_written_without_the_noughts_of_its_column(amount, written):
    with translation.override("es-cl"):
        assert formats.amount(amount) == written
