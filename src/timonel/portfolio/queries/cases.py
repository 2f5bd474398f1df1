"""What this room asks of the business case of a project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from timonel.domain.findings import Finding, Outcome
from timonel.domain.mandates import Framework
from timonel.portfolio.models import Project


def business_case_faults(project: Project, framework: Framework, on: date) -> Sequence[Finding]:
    """Say what its business case lacks to be decided upon; one document filed as it is the least."""
    if project.documents.filter(product="business-case").exists():
        return ()
    return (Finding("business-case", Outcome.FAILS, code="no-business-case", params={"project": project.number}),)
