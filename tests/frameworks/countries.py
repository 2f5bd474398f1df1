"""The ten countries that the OECD review compares, loaded once."""

from __future__ import annotations

from datetime import date
from functools import cache

from timonel.domain.mandates import Body, Framework
from timonel.domain.truth import Truth
from timonel.frameworks.loader import load_framework

COUNTRIES = ("au", "ca", "dk", "ee", "es", "nz", "pt", "uk", "us", "uy")
REVIEW_DAY = date(2016, 1, 31)
"""The day as of which the review describes them."""
TODAY = date(2026, 11, 23)


@cache
def country(name: str, *overlays: str) -> Framework:
    return load_framework(name, overlays=overlays)


def leading_body(name: str, on: date = REVIEW_DAY) -> Body:
    framework = country(name)
    (body,) = [body for body in framework.bodies.values() if body.leads and framework.in_force(body, on) is Truth.YES]
    return body


def countries_where(trait: str, *values: str) -> set[str]:
    """Name the countries whose trait has one of these values."""
    return {name for name in COUNTRIES if country(name).traits[trait].value in values}
