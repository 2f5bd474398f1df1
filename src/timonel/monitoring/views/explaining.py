"""Why a light shows what it shows, in sentences; and the lights of a project as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from timonel.domain.findings import Finding, Outcome
from timonel.domain.lights import Degree, Lit
from timonel.domain.lights.rating import Tested
from timonel.governance.explaining import explanation_of
from timonel.monitoring.views.words import AGAINST, COLOUR_WORDS, COLOURS, COMPARED, MEASURED, MISSING, UNITS
from timonel.pages import formats
from timonel.pages.charts import Chart, LightRow, lights_chart
from timonel.pages.explanations import Explanation, FactLine

_CHART_REPORTS = 12


def name_of(lit: Lit, language: str) -> str:
    """Name a light as the framework does."""
    return lit.rule.label.text(language) if lit.rule.label is not None else lit.rule.id


def explain(lit: Lit, language: str) -> Explanation:
    """Say why a light shows what it shows: the figure, the tolerance with its basis, or why it is not rated."""
    basis = lit.deciding.test.basis if lit.deciding is not None else lit.rule.basis
    explained = explanation_of(Finding(lit.rule.id, Outcome.FOUND, basis).to_plain())
    return replace(
        explained,
        sentence=_sentence(lit),
        rule=f"{name_of(lit, language)} · {AGAINST[lit.against]}",
        facts=tuple(FactLine(COLOUR_WORDS[int(each.colour)], _tested(each)) for each in lit.tests),
    )


def _sentence(lit: Lit) -> str:
    if lit.missing is not None:
        return _("Not rated: %(why)s.") % {"why": MISSING[lit.missing]}
    deciding = lit.deciding
    return _tested(deciding) if deciding is not None else _("Within every tolerance.")


def _tested(tested: Tested) -> str:
    if tested.missing is not None:
        return str(MISSING[tested.missing])
    amount, _space, unit = tested.test.text.partition(" ")
    limit = f"{COMPARED[tested.test.comparator]} {amount} {UNITS.get(unit, unit)}".rstrip()
    return str(MEASURED[tested.test.measure]) % {"found": _figure(tested.test.measure, tested.found), "limit": limit}


def _figure(measure: str, found: Fraction | None) -> str:
    if found is None:
        return "–"
    number = Decimal(found.numerator) / Decimal(found.denominator)
    if measure.endswith("-share"):
        return f"{formats.number(number, 1)} %"
    return formats.number(number, 0)


def history_chart(reports: Sequence[Any]) -> Chart | None:
    """Draw the latest reports from left to right: the worst light against each baseline, and the opinion of the whole.

    Here amber/green shows as green and amber/red as amber; the table beneath the chart of the page has each word.
    """
    if len(reports) < 2:
        return None
    shown = list(reversed(reports[:_CHART_REPORTS]))
    rows = [
        LightRow(AGAINST["original"], {each.report.as_of: _light(each.report.worst_original) for each in shown}),
        LightRow(AGAINST["approved"], {each.report.as_of: _light(each.report.worst_approved) for each in shown}),
        LightRow(_("Opinion of the whole"), {each.report.as_of: _opinion(each.degree) for each in shown}),
    ]
    days: list[date] = [each.report.as_of for each in shown]
    note = _("Amber/green is drawn as green and amber/red as amber; the reports below have each word.")
    return lights_chart("lights-history", _("Lights by date"), rows, days, note)


def _light(colour: int) -> str | None:
    return COLOURS[colour] if colour else None


def _opinion(degree: Degree | None) -> str | None:
    return None if degree is None else ("green", "amber", "red")[degree // 2]
