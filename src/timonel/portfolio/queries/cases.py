"""What this room asks of the business case of a project."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from timonel.businesscases.queries import case_finding, case_totals
from timonel.domain.findings import Finding, Outcome
from timonel.domain.mandates import Framework
from timonel.domain.money import Money
from timonel.governance.queries.viewers import Viewer
from timonel.portfolio.models import Project


def business_case_flags(project: Project, framework: Framework, on: date) -> Sequence[Finding]:
    """Say what whoever decides must know of its business case: what it lacks, and a budget other than the project's.

    The values of what is flagged stand on the page of the case; where something
    of the project is reserved they are not said here, for findings are public.
    """
    about, viewer = ("project", project.number), Viewer()
    several = project.flags.get("multi-institution") is True or project.partners.exists()
    found = case_finding(*about, several_institutions=several, framework=framework, on=on)
    if found.code == "no-case-version":
        return ()
    totals = case_totals(viewer, *about)
    flags = [
        Finding(found.rule, Outcome.FOUND, code=each.code, params={} if totals is None else each.params)
        for each in found.walk()
    ]
    budget = project.money("total_budget")
    if totals is not None and isinstance(budget, Money) and budget != totals.total_budget:
        params = {"budget": str(budget), "case": str(totals.total_budget)}
        flags.append(Finding(found.rule, Outcome.FOUND, code="budget-differs-from-case", params=params))
    return flags


def business_case_faults(project: Project, framework: Framework, on: date) -> Sequence[Finding]:
    """Say whether it has a business case to be decided upon: a version of it must have been adopted.

    What an adopted version lacks (finance, commitments, the effect on staff) is
    flagged to who decides, and keeps nothing from being submitted.
    """
    found = case_finding("project", project.number, several_institutions=False, framework=framework, on=on)
    if found.code != "no-case-version":
        return ()
    return (Finding("business-case", Outcome.FAILS, code="no-business-case", params={"project": project.number}),)
