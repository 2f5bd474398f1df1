"""By which rate and over how many years cases are appraised: values of the framework, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from timonel.domain.findings import DOES_NOT_SET, Finding, Outcome
from timonel.domain.legal import Basis
from timonel.domain.mandates import Framework
from timonel.domain.parameters import Version

RATE: Final = "business-case-discount-rate"
HORIZON: Final = "business-case-horizon"
POOLED: Final = "business-case-pooled-risks"
RULE: Final = "business-case-results"
LONGEST_HORIZON: Final = 30
"""Years; over it the official rates decline (United Kingdom after 30, Denmark after 35), which one rate cannot say."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Hold the yearly real rate as a share of one, the years after the first, and the values they come from."""

    rate: Decimal
    horizon: int
    pooled_risks: int | None
    versions: tuple[tuple[str, Version], ...] = ()

    @property
    def basis(self) -> tuple[Basis, ...]:
        """Give where the values stand."""
        return tuple(basis for _name, version in self.versions for basis in version.basis)


def terms_of(framework: Framework, on: date) -> Terms | Finding:
    """Give the terms in force on a day; a refusal that names the parameter the framework does not set.

    The rate must be from 0 to 100 per cent and the horizon from 1 to 30 years, limits included. The number of pooled
    risks may be missing: then there is no risk pool.
    """
    found: dict[str, Version] = {}
    for name in (RATE, HORIZON):
        version = stated(framework, name, on)
        if version is None:
            return Finding(RULE, Outcome.REFUSED, code=DOES_NOT_SET, params={"parameter": name})
        found[name] = version
    pooled = stated(framework, POOLED, on)
    rate = _share(found[RATE])
    horizon = found[HORIZON].number or Decimal(0)
    if not 0 <= rate <= 1:
        return _outside(RATE, found[RATE])
    if horizon != int(horizon) or not 1 <= horizon <= LONGEST_HORIZON:
        return _outside(HORIZON, found[HORIZON])
    versions = tuple((name, version) for name, version in [*found.items(), (POOLED, pooled)] if version is not None)
    return Terms(rate, int(horizon), int(pooled.number) if pooled and pooled.number is not None else None, versions)


def stated(framework: Framework, name: str, on: date) -> Version | None:
    """Give the version of a parameter that surely holds on the day and has a value."""
    parameter = framework.parameters.get(name)
    version = parameter.on(on).version if parameter is not None else None
    return version if version is not None and version.is_stated else None


def _share(version: Version) -> Decimal:
    number = version.number if version.number is not None else Decimal(-1)
    return number / 100 if version.unit == "percent" else number


def _outside(name: str, version: Version) -> Finding:
    params = {"parameter": name, "value": version.text, "longest": str(LONGEST_HORIZON)}
    return Finding(RULE, Outcome.REFUSED, version.basis, code="appraisal-term-outside", params=params)
