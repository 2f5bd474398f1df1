"""Codes by which institutions and people are known, and the check digit of the Chilean RUT."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle
from types import MappingProxyType

from timonel.domain.errors import TimonelError

LARGEST_RUT = 99_999_999
_RUT = re.compile(r"(?P<body>\d{1,3}(?:\.\d{3})*|\d{1,8})-(?P<digit>[\dKk])", re.ASCII)


class IdentifierFault(TimonelError):
    """A code does not have the form that its scheme asks for; `params` say what was found and expected."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.params = params


def check_digit(number: int) -> str:
    """Give the check digit of a RUT or RUN: modulo 11, weights 2 to 7 from the right, 11 is 0 and 10 is K.

    The number goes from 1 to 99.999.999, both included; `rut-range` otherwise.
    """
    if not 1 <= number <= LARGEST_RUT:
        raise IdentifierFault("rut-range", found=number, smallest=1, largest=LARGEST_RUT)
    weighed = sum(
        int(figure) * weight for figure, weight in zip(reversed(str(number)), cycle(range(2, 8)), strict=False)
    )
    rest = 11 - weighed % 11
    return {11: "0", 10: "K"}.get(rest, str(rest))


@dataclass(frozen=True, slots=True, order=True)
class Rut:
    """A RUT of a legal person or RUN of a natural one, with the right check digit by construction."""

    number: int

    def __post_init__(self) -> None:
        check_digit(self.number)

    @property
    def digit(self) -> str:
        """Give the check digit: a figure or K."""
        return check_digit(self.number)

    def __str__(self) -> str:
        """Write it without points, as programs keep it: 70017820-K."""
        return f"{self.number}-{self.digit}"

    def written(self) -> str:
        """Write it as people do, with points: 70.017.820-K."""
        return f"{self.number:,}".replace(",", ".") + f"-{self.digit}"


def parse_rut(text: str) -> Rut:
    """Read a RUT or RUN with its check digit: 70.017.820-K, 70017820-k.

    The hyphen is required, for without it nobody can tell a check digit from a
    figure of the number; points may be left out, all together. White space
    around it is ignored. Raises `rut-shape`, `rut-range` or
    `rut-check-digit`, which names the digit expected.
    """
    match = _RUT.fullmatch(text.strip())
    if match is None:
        raise IdentifierFault("rut-shape", found=text)
    rut = Rut(int(match["body"].replace(".", "")))
    if rut.digit != match["digit"].upper():
        raise IdentifierFault("rut-check-digit", found=text, expected=rut.digit)
    return rut


@dataclass(frozen=True, slots=True)
class Scheme:
    """A kind of code: what it identifies, the form it has, an example. Without a pattern its form is not stated."""

    id: str
    identifies: str
    pattern: str | None
    example: str


def _schemes(*schemes: Scheme) -> Mapping[str, Scheme]:
    return MappingProxyType({scheme.id: scheme for scheme in schemes})


SCHEMES = _schemes(
    Scheme("cl-budget", "institution", r"\d{2}(\.\d{2}){0,2}", "08.02"),
    Scheme("cl-region", "territory", r"\d{2}", "05"),
    Scheme("cl-province", "territory", r"\d{3}", "051"),
    Scheme("cl-comuna", "territory", r"\d{5}", "05101"),
    Scheme("cl-rut", "legal-person", None, "70017820-K"),
    Scheme("cl-run", "natural-person", None, "44444444-4"),
    Scheme("cl-mercado-publico", "institution", r"[1-9]\d*", "6945"),
    Scheme("cl-gescode", "institution", None, "PE-MUN-00432"),
)
"""The schemes known: partida, chapter and programme of the budget; region, province and comuna (CUT); RUT and RUN;
buyer in Mercado Público; Gestor de Códigos del Estado, whose patterns are not stated."""


def canonical(scheme: str, value: str) -> str:
    """Give a code as it is kept, or raise why it has not the form of its scheme.

    Leading zeros are part of a code: 5101 is no comuna, 05101 is. Raises
    `identifier-scheme` for a scheme nobody knows, `identifier-empty`,
    `identifier-shape` with an example, and what `parse_rut` raises.
    """
    known = SCHEMES.get(scheme)
    if known is None:
        raise IdentifierFault("identifier-scheme", found=scheme, known=sorted(SCHEMES))
    code = value.strip()
    if not code:
        raise IdentifierFault("identifier-empty", scheme=scheme)
    if scheme in {"cl-rut", "cl-run"}:
        return str(parse_rut(code))
    if known.pattern is not None and not re.fullmatch(known.pattern, code, re.ASCII):
        raise IdentifierFault("identifier-shape", scheme=scheme, found=value, example=known.example)
    return code
