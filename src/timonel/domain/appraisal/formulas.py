"""The formulas by which results are made, each with where it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """Name a document, the place in it, and its address where it has one."""

    title: str
    place: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """Name a formula, write it in signs that need no language, and say where it stands."""

    id: str
    signs: str
    sources: tuple[Source, ...]


A94: Final = Source(
    "OMB, Circular A-94 (1992)", "5.a", "https://clintonwhitehouse3.archives.gov/OMB/circulars/a094/a094.html"
)
GREEN_BOOK: Final = Source(
    "HM Treasury, The Green Book",
    "",
    "https://www.gov.uk/government/publications/the-green-book-appraisal-and-evaluation-in-central-government",
)
FONTAINE: Final = Source("E. Fontaine, Evaluación social de proyectos")
SULLIVAN: Final = Source("W. Sullivan, E. Wicks, C. Koelling, Engineering Economy", "5")
PERT: Final = Source(
    "D. Malcolm et al., Application of a Technique for R&D Program Evaluation, Operations Research 7 (1959)"
)
AACE: Final = Source("AACE International, Recommended Practice 41R-08")
DANISH_POOL: Final = Source(
    "Digitaliseringsstyrelsen, Statens business case-model (risikopulje)",
    "",
    "https://risk-id.dk/2021/03/12/statens-businesscasemodel-opdateret-bl-a-med-nyt-risikodashboard/",
)

FORMULAS: Final[dict[str, Formula]] = {
    formula.id: formula
    for formula in (
        Formula("net-present-value", "NPV = Σ F(t) / (1 + r)^t, t = 0 … H", (A94, FONTAINE)),
        Formula("expected-value", "E = NPV((a + 4m + b) / 6) − Σ p · I(t) / (1 + r)^t", (PERT, A94)),
        Formula("benefit-cost-ratio", "BCR = Σ ΔB(t) / (1 + r)^t ÷ Σ ΔC(t) / (1 + r)^t", (GREEN_BOOK,)),
        Formula("internal-rate", "Σ F(t) / (1 + i)^t = 0, i > −1", (FONTAINE, SULLIVAN)),
        Formula("payback", "min T: Σ F(t) ≥ 0, t = 0 … T, T + 1, …, H", (SULLIVAN,)),
        Formula("discounted-payback", "min T: Σ F(t) / (1 + r)^t ≥ 0, t = 0 … T, T + 1, …, H", (SULLIVAN,)),
        Formula("annual-worth", "AW = NPV · r / (1 − (1 + r)^−H)", (SULLIVAN,)),
        Formula("tornado", "NPV(a), NPV(b)", (GREEN_BOOK,)),
        Formula("simulation", "P(m − (m − a)·x) = P(m + (b − m)·x) = ½, f(x) = 2 (1 − x), 0 ≤ x ≤ 1", (AACE, PERT)),
        Formula("risk-pool", "Σ p · I, n", (DANISH_POOL,)),
    )
}
"""By id. F net flow of a year, r yearly rate, H horizon, ΔB and ΔC what the project adds to benefits and costs,
a, m and b the lowest, likely and highest value, p probability, I impact, n how many of the largest risks are pooled."""
