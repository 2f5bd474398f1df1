"""The reference tables of the OECD review as one page shows them, weighed for the framework that was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from timonel.domain.options import option_taken
from timonel.domain.truth import Truth
from timonel.frameworks import reference
from timonel.governance.queries.framework_pages.chosen import Chosen
from timonel.governance.queries.framework_pages.wording import day_words
from timonel.governance.queries.titles import language, power_titles

Words = Mapping[str, str | Promise]

APPROACHES: Words = {
    "digital-transformation-office": _("Digital transformation office"),
    "central-co-ordination": _("Central co-ordination"),
    "decentralised-co-ordination": _("Decentralised co-ordination"),
}
SIDES: Words = {"feature": _("Feature"), "strength": _("Strength"), "risk": _("Risk")}
QUADRANTS = ("strength", "weakness", "opportunity", "threat")
OPTIONS: Words = {
    "law": _("Set up by a law"),
    "decree": _("Set up by a decree"),
    "centre_of_government": _("In the centre of government"),
    "ministry_of_finance": _("In the Ministry of Finance"),
    "project_funds": _("Funds for projects"),
    "regulatory_powers": _("Regulatory powers"),
    "project_approval_or_stopping": _("Approving or stopping projects"),
    "procurement_control": _("Control of procurement"),
}
TAKEN: Mapping[Truth, str | Promise] = {
    Truth.YES: _("taken"),
    Truth.NO: _("not taken"),
    Truth.UNKNOWN: _("not known"),
}
AGENCY_TYPES: Words = {
    "departmental_agency": _("Departmental agency"),
    "public_law_administration": _("Public-law administration"),
    "private_law_body": _("Private-law body"),
}
ATTRIBUTES: Words = {
    "institutional_and_legal": _("Institution and law"),
    "governance_and_control": _("Governance and control"),
    "finance_and_personnel": _("Finance and personnel"),
    "function": _("Function"),
}
INSTITUTIONAL_OPTIONS: Words = {"agency": _("Option 1: agency"), "sub_secretaria": _("Option 2: undersecretariat")}
FOR_AND_AGAINST: Words = {"pro": _("For"), "con": _("Against")}
OTHER = _("Other")

Said = tuple[str, int]
"""A statement in the reader's language and the line of the review."""


@dataclass(frozen=True, slots=True)
class ApproachShown:
    """An approach with its statements, and whether the country is stated to follow it on the day."""

    id: str
    title: str | Promise
    followed: Truth
    statements: Sequence[tuple[str | Promise, str, int]]


@dataclass(frozen=True, slots=True)
class OptionShown:
    """An option that the review weighs: whether the framework has taken it, and what speaks for and against it."""

    title: str | Promise
    taken: str
    word: str | Promise
    quadrants: Sequence[Sequence[Said]]
    line: int


@dataclass(frozen=True, slots=True)
class ReferencePage:
    """All that the page of the reference tables shows."""

    principles: Sequence[tuple[str, Sequence[reference.Principle]]]
    approaches: Sequence[ApproachShown]
    options: Sequence[OptionShown]
    arguments: Sequence[tuple[str | Promise, str | Promise, str, int]]
    agency_types: Sequence[str | Promise]
    agency_rows: Sequence[tuple[str | Promise, Sequence[str], int]]
    responsibilities: Sequence[str]
    countries: Sequence[tuple[reference.Responsibilities, Sequence[bool]]]
    totals: Sequence[int]
    data_officers: Sequence[tuple[str, str, int]]
    language: str


def reference_page(chosen: Chosen) -> ReferencePage:
    """Give the tables in the reader's language; approaches and options are held against the framework chosen."""
    spoken, titles = language(), power_titles()
    named = reference.RESPONSIBILITIES
    rows = reference.responsibilities()
    return ReferencePage(
        principles=_pillars(spoken),
        approaches=[_approach(chosen, name, spoken) for name in APPROACHES],
        options=[_option(chosen, name, spoken) for name in OPTIONS],
        arguments=[
            (INSTITUTIONAL_OPTIONS[row.option], FOR_AND_AGAINST[row.side], row.statement.text(spoken), row.source_line)
            for row in reference.arguments()
        ],
        agency_types=list(AGENCY_TYPES.values()),
        agency_rows=[_attribute(name, spoken) for name in ATTRIBUTES],
        responsibilities=[" / ".join(titles[power] for power in powers) or str(OTHER) for powers in named.values()],
        countries=[(row, [name in row.ticked for name in named]) for row in rows],
        totals=list(reference.responsibility_totals().values()),
        data_officers=[
            (row.label.text(spoken), day_words(row.appointed.text), row.source_line)
            for row in reference.data_officers()
        ],
        language=spoken,
    )


def _pillars(spoken: str) -> list[tuple[str, list[reference.Principle]]]:
    found: dict[str, list[reference.Principle]] = {}
    for row in reference.principles():
        found.setdefault(f"{row.pillar}. {row.pillar_label.text(spoken)}", []).append(row)
    return list(found.items())


def _approach(chosen: Chosen, name: str, spoken: str) -> ApproachShown:
    trait = chosen.framework.traits.get("governance-approach")
    known = trait is not None and trait.value is not None and chosen.framework.in_force(trait, chosen.on) is Truth.YES
    followed = Truth.of(name in (trait.value or ())) if known and trait is not None else Truth.UNKNOWN
    statements = [
        (SIDES[row.side], row.statement.text(spoken), row.source_line)
        for row in reference.approaches()
        if row.approach == name
    ]
    return ApproachShown(name, APPROACHES[name], followed, statements)


def _option(chosen: Chosen, name: str, spoken: str) -> OptionShown:
    rows = [row for row in reference.weighed() if row.option == name]
    taken = option_taken(chosen.framework, name, chosen.on)
    quadrants = [
        [(row.statement.text(spoken), row.source_line) for row in rows if row.quadrant == quadrant]
        for quadrant in QUADRANTS
    ]
    return OptionShown(OPTIONS[name], taken.name, TAKEN[taken], quadrants, rows[0].source_line)


def _attribute(name: str, spoken: str) -> tuple[str | Promise, list[str], int]:
    rows = {row.agency_type: row for row in reference.agency_types() if row.attribute == name}
    return (
        ATTRIBUTES[name],
        [rows[kind].statement.text(spoken) for kind in AGENCY_TYPES],
        next(iter(rows.values())).source_line,
    )
