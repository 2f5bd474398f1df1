"""Money: an exact amount in one currency or unit of account; never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from timonel.domain.errors import TimonelError

SCALE: Final = 4
"""Amounts have at most four decimals (UF has two, a share of a cent never matters to a threshold)."""
_STEP: Final = Decimal(1).scaleb(-SCALE)
_LARGEST: Final = Decimal(900_000_000_000_000)
_AMOUNT = re.compile(r"^-?[0-9]{1,15}(?:\.[0-9]{1,4})?$")
_CURRENCY = re.compile(r"^[A-Z]{2,3}$")


class NotMoney(TimonelError):
    """Refuse an amount that is no exact decimal of at most 15 digits and 4 decimals, or a currency that is none."""


class CurrenciesDiffer(TimonelError):
    """Refuse to add or compare amounts of two currencies without a rate."""


@dataclass(frozen=True, slots=True)
class Money:
    """Hold an exact amount and the code of its currency (ISO 4217) or unit (UF, UTM)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        exact = isinstance(self.amount, Decimal) and self.amount.is_finite()
        if not exact or abs(self.amount) > _LARGEST or self.amount != self.amount.quantize(_STEP):
            raise NotMoney("not_an_amount", {"amount": str(self.amount)[:40]})
        if not _CURRENCY.match(self.currency):
            raise NotMoney("not_a_currency", {"currency": self.currency[:40]})

    @classmethod
    def of(cls, amount: str | int, currency: str) -> Money:
        """Make money from digits; a float, an exponent or more than four decimals is refused."""
        text = str(amount) if isinstance(amount, int) and not isinstance(amount, bool) else amount
        if not isinstance(text, str) or not _AMOUNT.match(text):
            raise NotMoney("not_an_amount", {"amount": str(amount)[:40]})
        return cls(Decimal(text), currency)

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read ``10000000 DKK``."""
        amount, _, currency = text.partition(" ")
        return cls.of(amount, currency)

    @property
    def scaled(self) -> int:
        """Return the amount in ten-thousandths, as columns keep it."""
        return int(self.amount.scaleb(SCALE))

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount <= other.amount

    def __gt__(self, other: Money) -> bool:
        return not self <= other

    def __ge__(self, other: Money) -> bool:
        return not self < other

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            raise CurrenciesDiffer("currencies_differ", {"one": self.currency, "other": other.currency})


@dataclass(frozen=True, slots=True)
class Rate:
    """Hold what one unit of a currency was worth in another on a day, and who says so."""

    of: str
    into: str
    value: Decimal
    on: date
    source: str

    def converted(self, money: Money) -> Money:
        """Convert an amount of ``of`` into ``into``, rounded half-even to four decimals."""
        if money.currency != self.of:
            raise CurrenciesDiffer("currencies_differ", {"one": money.currency, "other": self.of})
        return Money((money.amount * self.value).quantize(_STEP, ROUND_HALF_EVEN), self.into)
