"""Traffic lights of a project: what the framework's tolerances say of a report, against each baseline.

`light_of` answers for one report, with its explanation; `columns` for a whole
portfolio at once, equal to it. "Not rated" is an answer, with its reason.
"""

from timonel.domain.lights.facts import Missing, Plan, Said, Standing
from timonel.domain.lights.gaps import (
    Admission,
    Admissions,
    Degree,
    GapCount,
    Opinion,
    admission,
    compared,
    degree_on,
    gap_counts,
)
from timonel.domain.lights.rating import Colour, Lit, colour_of_share, light_of, lights_of, worst_of
from timonel.domain.lights.tolerances import LightRule, Test, light_rules

__all__ = [
    "Admission",
    "Admissions",
    "Colour",
    "Degree",
    "GapCount",
    "LightRule",
    "Lit",
    "Missing",
    "Opinion",
    "Plan",
    "Said",
    "Standing",
    "Test",
    "admission",
    "colour_of_share",
    "compared",
    "degree_on",
    "gap_counts",
    "light_of",
    "light_rules",
    "lights_of",
    "worst_of",
]
