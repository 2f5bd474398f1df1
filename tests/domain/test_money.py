from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timonel.domain.money import CurrenciesDiffer, Money, NotMoney, Rate

amounts = st.decimals(-(10**14), 10**14, places=4)


@pytest.mark.parametrize(
    "amount", [1.5, "1e6", "1.00001", "", " 1", "1,5", "NaN", "Infinity", True, "9" * 16, "9" * 200_000]
)
def test_what_is_no_exact_amount_is_refused(amount):
    with pytest.raises(NotMoney):
        Money.of(amount, "DKK")


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("0.00001"), Decimal(10) ** 15, 1.5])
def test_money_cannot_be_made_of_what_is_no_exact_amount(amount):
    with pytest.raises(NotMoney):
        Money(amount, "DKK")


@pytest.mark.parametrize("currency", ["", "dkk", "KRONE", "1"])
def test_a_currency_is_two_or_three_capitals(currency):
    with pytest.raises(NotMoney):
        Money.of("1", currency)


def test_amounts_of_two_currencies_are_never_compared_or_added():
    for operation in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__, Money.__gt__, Money.__ge__):
        with pytest.raises(CurrenciesDiffer):
            operation(Money.of(1, "DKK"), Money.of(1, "EUR"))


def test_amounts_of_one_currency_are_ordered():
    one, two = Money.of("1", "UF"), Money.of("1.0001", "UF")
    assert one < two <= two and two > one >= one


@given(amounts, amounts)
def test_adding_and_taking_away_gives_the_same_back(one, other):
    first, second = Money(one, "CLP"), Money(other, "CLP")
    assert first + second - second == first
    assert (-first) + first == Money.of(0, "CLP")


@given(amounts)
def test_writing_and_reading_gives_the_same_back(amount):
    money = Money(amount, "EUR")
    assert Money.parse(str(money)) == money
    assert Decimal(money.scaled).scaleb(-4) == amount


def test_a_rate_converts_and_rounds_half_even_to_four_decimals():
    rate = Rate("DKK", "EUR", Decimal("0.13405"), date(2016, 1, 4), "ECB")
    assert rate.converted(Money.of("1.001", "DKK")) == Money.of("0.1342", "EUR")
    assert Rate("DKK", "EUR", Decimal("0.5"), date(2016, 1, 4), "x").converted(Money.of("0.0001", "DKK")).amount == 0
    assert Rate("DKK", "EUR", Decimal("0.5"), date(2016, 1, 4), "x").converted(
        Money.of("0.0003", "DKK")
    ).amount == Decimal("0.0002")


def test_a_rate_of_another_currency_is_refused():
    with pytest.raises(CurrenciesDiffer):
        Rate("DKK", "EUR", Decimal("0.1"), date(2016, 1, 4), "ECB").converted(Money.of("1", "USD"))
