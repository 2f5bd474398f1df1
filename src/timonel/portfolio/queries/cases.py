"""What this room asks of the business case of a project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from timonel.businesscases.queries import case_finding
from timonel.domain.findings import Finding, Outcome
from timonel.domain.mandates import Framework
from timonel.portfolio.models import Project


def business_case_faults(project: Project, framework: Framework, on: date) -> Sequence[Finding]:
    """Say whether it has a business case to be decided upon: a version of it must have been adopted.

    What an adopted version lacks (finance, commitments, the effect on staff) is
    flagged to who decides, and keeps nothing from being submitted.
    """
    found = case_finding("project", project.number, several_institutions=False, framework=framework, on=on)
    if found.code != "no-case-version":
        return ()
    return (Finding("business-case", Outcome.FAILS, code="no-business-case", params={"project": project.number}),)
