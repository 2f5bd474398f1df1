"""RUT and its check digit, and the forms of the other codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonel.domain.identifiers import LARGEST_RUT, SCHEMES, IdentifierFault, Rut, canonical, check_digit, parse_rut

RUTS = st.integers(1, LARGEST_RUT)


@pytest.mark.parametrize(
    "published", ["44.444.444-4", "55.555.555-5", "88.888.888-8", "99.999.999-9", "70.017.820-K", "1-9", "6-K"]
)
def test_published_ruts_are_valid(published):
    assert parse_rut(published).written() == published


@pytest.mark.parametrize(("number", "digit"), [(1, "9"), (6, "K"), (14, "0"), (70_017_820, "K"), (99_999_999, "9")])
def test_eleven_gives_zero_and_ten_gives_k(number, digit):
    assert check_digit(number) == digit


@given(RUTS)
def test_what_is_written_is_read_back(number):
    rut = Rut(number)
    assert parse_rut(str(rut)) == parse_rut(rut.written()) == parse_rut(str(rut).lower()) == rut


@given(RUTS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_figure_is_always_found(number, place, difference):
    figures = list(f"{number:08}")
    figures[place] = str((int(figures[place]) + difference) % 10)
    wrong = int("".join(figures))
    if wrong == 0:
        return
    with pytest.raises(IdentifierFault) as refusal:
        parse_rut(f"{wrong}-{check_digit(number)}")
    assert refusal.value.code == "rut-check-digit"
    assert refusal.value.params["expected"] == check_digit(wrong)


@given(RUTS)
def test_exactly_one_of_the_eleven_digits_is_right(number):
    right = 0
    for digit in "0123456789K":
        try:
            right += parse_rut(f"{number}-{digit}").number == number
        except IdentifierFault as fault:
            assert fault.code == "rut-check-digit"
    assert right == 1


@pytest.mark.parametrize(
    "text",
    [
        *("", "12345678", "123456785", "12.345.678", "12.34.5678-5", "1234.5678-5", ".345-1", "12345678-"),
        *("12345678-X", "-5", "123456789-2", "1.2.3-4", "12 345 678-5", "12345678‐5", "１-9"),
    ],
)
def test_a_rut_of_another_form_is_refused(text):
    with pytest.raises(IdentifierFault) as refusal:
        parse_rut(text)
    assert refusal.value.code == "rut-shape"


@pytest.mark.parametrize("text", ["0-0", "100.000.000-7", "999.999.999-1"])
def test_a_rut_out_of_range_is_refused(text):
    with pytest.raises(IdentifierFault) as refusal:
        parse_rut(text)
    assert refusal.value.code == "rut-range"


def test_the_largest_rut_is_inside_the_range_and_the_next_is_not():
    assert check_digit(99_999_999) == "9"
    with pytest.raises(IdentifierFault):
        check_digit(100_000_000)
    with pytest.raises(IdentifierFault):
        Rut(0)


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.id)
def test_the_example_of_each_scheme_has_its_form(scheme):
    assert canonical(scheme.id, f" {scheme.example} ") == scheme.example


@pytest.mark.parametrize(
    ("scheme", "wrong"),
    [
        ("cl-budget", "8"),
        ("cl-budget", "08.2"),
        ("cl-budget", "08.02.01.02"),
        ("cl-budget", "08-02"),
        ("cl-comuna", "5101"),
        ("cl-comuna", "051011"),
        ("cl-comuna", "٠٥١٠١"),
        ("cl-region", "5"),
        ("cl-province", "51"),
        ("cl-mercado-publico", "06945"),
    ],
)
def test_a_code_of_another_form_is_refused_with_an_example(scheme, wrong):
    with pytest.raises(IdentifierFault) as refusal:
        canonical(scheme, wrong)
    assert refusal.value.code == "identifier-shape"
    assert refusal.value.params == {"scheme": scheme, "found": wrong, "example": SCHEMES[scheme].example}


def test_partida_chapter_and_programme_are_budget_codes():
    assert [canonical("cl-budget", code) for code in ("08", "08.02", "08.02.01")] == ["08", "08.02", "08.02.01"]


def test_a_rut_is_kept_without_points():
    assert canonical("cl-rut", "70.017.820-k") == "70017820-K"


@pytest.mark.parametrize(
    ("scheme", "value", "code"),
    [
        ("cl-none", "1", "identifier-scheme"),
        ("cl-gescode", "  ", "identifier-empty"),
        ("cl-run", "1-1", "rut-check-digit"),
    ],
)
def test_an_unknown_scheme_an_empty_code_and_a_wrong_digit_are_told_apart(scheme, value, code):
    with pytest.raises(IdentifierFault) as refusal:
        canonical(scheme, value)
    assert refusal.value.code == code
