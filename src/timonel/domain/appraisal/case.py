"""A business case as rules see it: two situations by year, and on what they rest, who pays, whom it touches.

Amounts are exact, in one currency for the whole case and in the prices of one year (real terms). Years are calendar
years.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

SITUATIONS: Final = ("with", "without")
NATURES: Final = ("investment", "operation")
CATEGORIES: Final = (
    "software-development",
    "licences",
    "cloud",
    "hardware",
    "networks",
    "consulting",
    "own-staff",
    "training",
    "migration",
    "security",
    "support",
    "change-management",
    "other",
)
"""What ICT money is spent on, so that the price of one project can be held against that of others."""
BENEFIT_KINDS: Final = ("economic", "non-economic")
FUNDING_SOURCES: Final = (
    "own-budget",
    "sector-budget",
    "digital-fund",
    "other-institution",
    "loan",
    "donation",
    "other",
)
COMMITMENT_LEVELS: Final = ("political", "institutional", "financial")
"""At which a project of several institutions needs a commitment (OECD 2016, on Chile's SICEX)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hold a three-point estimate: what is likely, and the lowest and highest that are thought possible."""

    low: Decimal
    likely: Decimal
    high: Decimal

    @property
    def is_ordered(self) -> bool:
        """Say whether low is at most likely and likely at most high."""
        return self.low <= self.likely <= self.high


@dataclass(frozen=True, slots=True)
class Cost:
    """Hold what one category costs in one year, in one of the two situations."""

    situation: str
    nature: str
    category: str
    description: str
    year: int
    amount: Estimate
    assumption: str = ""

    @property
    def group(self) -> tuple[str, ...]:
        """Name what varies together: the assumption, or else all years of a category in a situation."""
        return _driver(self.assumption) or ("cost", self.situation, self.nature, self.category)


@dataclass(frozen=True, slots=True)
class Benefit:
    """Declare a benefit: how it is measured, where it starts from, what is to be reached, by whom and until when."""

    code: str
    name: str
    kind: str
    indicator: str
    baseline: str
    target: str
    owner: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Gain:
    """Hold what an economic benefit is worth in one year, in one of the two situations."""

    benefit: str
    situation: str
    year: int
    amount: Estimate
    assumption: str = ""

    @property
    def group(self) -> tuple[str, ...]:
        """Name what varies together: the assumption, or else all years of a benefit in a situation."""
        return _driver(self.assumption) or ("gain", self.situation, self.benefit)


@dataclass(frozen=True, slots=True)
class Assumption:
    """Hold a quantity on which lines depend in proportion, with its range and where it comes from."""

    code: str
    name: str
    unit: str
    amount: Estimate
    source: str


@dataclass(frozen=True, slots=True)
class Funding:
    """Hold what one source pays in one year."""

    source: str
    name: str
    year: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class StaffChange:
    """Say what the project does to one family of posts: how many people before and after, and what is done for them."""

    family: str
    before: int
    after: int
    measures: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """Hold what an institution has committed itself to, at which level, by whom, when and where it is written."""

    institution: str
    level: str
    commitment: str
    given_by: str
    given_on: date | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Risk:
    """Hold what is left of a risk after the response: its probability in whole percent, its cost and its year."""

    name: str
    owner: str
    response: str
    probability: int
    impact: Decimal
    year: int

    @property
    def expected(self) -> Decimal:
        """Give probability times impact."""
        return self.impact * self.probability / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Hold a whole business case."""

    currency: str
    first_year: int
    purpose: str = ""
    without_project: str = ""
    with_project: str = ""
    staff_effect: str = ""
    staff_assessed_by: str = ""
    staff_assessed_on: date | None = None
    costs: tuple[Cost, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    gains: tuple[Gain, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    financing: tuple[Funding, ...] = ()
    staff: tuple[StaffChange, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    risks: tuple[Risk, ...] = ()

    @property
    def budget(self) -> Decimal:
        """Give what the project costs to make: its investment at likely values, all years."""
        return _sum(cost.amount.likely for cost in self._with("investment"))

    @property
    def annual_cost(self) -> Decimal:
        """Give what it costs to run: the largest operation cost of a year with the project, at likely values."""
        years: dict[int, Decimal] = {}
        for cost in self._with("operation"):
            years[cost.year] = years.get(cost.year, Decimal(0)) + cost.amount.likely
        return max(years.values(), default=Decimal(0))

    @property
    def financed(self) -> Decimal:
        """Give the sum of all sources."""
        return _sum(funding.amount for funding in self.financing)

    def prices(self) -> dict[str, Decimal]:
        """Give the investment with the project by category, at likely values, in the order of the categories."""
        found = {
            category: _sum(cost.amount.likely for cost in self._with("investment") if cost.category == category)
            for category in CATEGORIES
        }
        return {category: amount for category, amount in found.items() if amount}

    def _with(self, nature: str) -> Iterable[Cost]:
        return (cost for cost in self.costs if cost.situation == "with" and cost.nature == nature)


def _driver(assumption: str) -> tuple[str, ...] | None:
    return ("assumption", assumption) if assumption else None


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
