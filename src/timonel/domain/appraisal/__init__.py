"""The appraisal of a business case: what it holds, what it lacks, and what follows from it.

A case is read by ``read_case``, appraised by ``appraise`` under the ``terms_of`` a framework on a day, and judged by
``business_case_is_complete``. ``tornado``, ``risk_pool`` and ``chances.simulate`` say what it depends on.
"""

from timonel.domain.appraisal.case import Case
from timonel.domain.appraisal.comparison import Difference, differences
from timonel.domain.appraisal.completeness import (
    business_case_is_complete,
    case_can_be_adopted,
    staff_impact_is_assessed,
)
from timonel.domain.appraisal.flows import Flows, flows_of, lines_outside
from timonel.domain.appraisal.formulas import FORMULAS, Formula
from timonel.domain.appraisal.pool import RiskPool, risk_pool
from timonel.domain.appraisal.reading import Fault, Reading, case_bytes, read_case, to_plain
from timonel.domain.appraisal.results import Appraisal, Result, appraise
from timonel.domain.appraisal.sensitivity import Bar, tornado
from timonel.domain.appraisal.terms import Terms, terms_of

__all__ = [
    "FORMULAS",
    "Appraisal",
    "Bar",
    "Case",
    "Difference",
    "Fault",
    "Flows",
    "Formula",
    "Reading",
    "Result",
    "RiskPool",
    "Terms",
    "appraise",
    "business_case_is_complete",
    "case_bytes",
    "case_can_be_adopted",
    "differences",
    "flows_of",
    "lines_outside",
    "read_case",
    "risk_pool",
    "staff_impact_is_assessed",
    "terms_of",
    "to_plain",
    "tornado",
]
