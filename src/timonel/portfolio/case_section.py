"""What the project's page shows of its business case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from timonel.businesscases.bearers import matter_of
from timonel.businesscases.queries import case_finding, case_totals
from timonel.domain.findings import Outcome
from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Project
from timonel.portfolio.sections import Section, register


def case_section(viewer: Viewer, project: Project, on: date) -> Mapping[str, Any] | None:
    """Give the totals of the version in force and whether it is complete; nothing to who may not see the case."""
    matter = matter_of(viewer, "project", project.number)
    if matter is None:
        return None
    found = case_finding("project", project.number, several_institutions=matter.several_institutions)
    totals = case_totals(viewer, "project", project.number)
    lacks = len(found.because) if found.outcome is Outcome.FAILS else 0
    return {"totals": totals, "lacks": lacks, "number": project.number}


register(Section("business-case", 20, "portfolio/case_section.html", case_section))
