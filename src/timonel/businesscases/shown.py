"""How a business case reads: figures with their formulas, tables by year, and drawings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import accumulate

from babel.numbers import get_currency_precision
from django.utils.html import format_html
from django.utils.translation import gettext as _

from timonel.businesscases.queries.pages import CasePage, ComparePage, Worked
from timonel.businesscases.wording import group_title, part_title, place_title, word
from timonel.domain.appraisal import FORMULAS, Difference, Result
from timonel.domain.appraisal.case import Case
from timonel.domain.appraisal.formulas import Source
from timonel.domain.appraisal.shape import HEAD, ROWS
from timonel.domain.appraisal.terms import HORIZON, POOLED, RATE, Terms
from timonel.domain.money import Money
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Names
from timonel.governance.queries.framework_pages.wording import period_words, value_words, whole_period
from timonel.governance.sentences import sentence
from timonel.pages import formats
from timonel.pages.charts import Chart, Line, Percentile, Swing, histogram_chart, lines_chart, tornado_chart
from timonel.pages.explanations import BasisLine, Explanation, FactLine
from timonel.pages.texts import Text

MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure at a glance: its name, what it is, a word on it, and why."""

    label: Text
    value: Text
    note: Text
    why: Explanation


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round an amount to what its currency is written with: pesos have no cents; a unit like UF has two decimals."""
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), ROUND_HALF_EVEN)


def written(money: Money) -> str:
    """Write money for people, with its currency."""
    return f"{formats.number(rounded(money.amount, money.currency))}{formats.NBSP}{money.currency}"


def key_figures(page: CasePage, names: Names) -> list[KeyFigure]:
    """Give every result with its formula, where that stands, and the terms under which it was worked out."""
    worked = page.worked
    if not isinstance(worked, Worked):
        return []
    appraisal = worked.appraisal
    figures = [_figure(result, appraisal.terms, names) for result in appraisal.results]
    share = worked.simulation.negative
    drawn = Result("simulation", numbers=(share,))
    chance = KeyFigure(
        _("Probability of a negative value"),
        formats.percent(share),
        _("%(n)s draws, seed %(seed)s")
        % {"n": formats.number(worked.simulation.draws), "seed": worked.simulation.seed},
        _why(drawn, appraisal.terms, names),
    )
    return [*figures, chance]


def _labels() -> dict[str, str]:
    return {
        "net-present-value": _("Net present value"),
        "expected-value": _("Expected value, with ranges and risks"),
        "benefit-cost-ratio": _("Benefit-cost ratio"),
        "internal-rate": _("Internal rate of return"),
        "payback": _("Payback"),
        "discounted-payback": _("Discounted payback"),
        "annual-worth": _("Annual worth"),
    }


def _figure(result: Result, terms: Terms, names: Names) -> KeyFigure:
    note = sentence(result.reason.code, result.reason.params) if result.reason else ""
    if result.formula == "internal-rate" and len(result.numbers) > 1:
        note = f"{note} {'; '.join(formats.percent(each, 2) for each in result.numbers)}"
    return KeyFigure(_labels()[result.formula], _value(result), note, _why(result, terms, names))


def _value(result: Result) -> str:
    if result.money is not None:
        return written(result.money)
    if result.number is None:
        return _("none") if not result.numbers else _("several")
    if result.formula == "internal-rate":
        return formats.percent(result.number, 2)
    if result.formula == "benefit-cost-ratio":
        return formats.number(result.number, 2)
    return _("%(years)s years") % {"years": formats.number(result.number, 1)}


MEANINGS = {
    "net-present-value": lambda: _("What the project adds, each year discounted to year 0."),
    "expected-value": lambda: _(
        "The same at the mean of each range, less probability times impact of each risk that remains."
    ),
    "benefit-cost-ratio": lambda: _("Discounted extra benefits for each unit of discounted extra costs."),
    "internal-rate": lambda: _("The rate at which the net present value is nought."),
    "payback": lambda: _("Years after year 0 from which on the sum of the flows stays at nought or above."),
    "discounted-payback": lambda: _("The same with each flow discounted to year 0."),
    "annual-worth": lambda: _("The equal amount of each year of the horizon that is worth the same."),
    "simulation": lambda: _(
        "The share of draws below nought. Of each range half of the draws fall below the likely value and half above,"
        " fewer the further away; each risk happens as often as its probability says."
    ),
    "risk-pool": lambda: _("Probability times impact of the largest risks that remain after the responses."),
}


USED = {
    **dict.fromkeys(("payback", "internal-rate"), (HORIZON,)),
    **dict.fromkeys(
        (
            "net-present-value",
            "expected-value",
            "benefit-cost-ratio",
            "discounted-payback",
            "annual-worth",
            "simulation",
        ),
        (RATE, HORIZON),
    ),
    "risk-pool": (POOLED,),
}
"""Which values of the framework each result is worked out with."""


def why_pool(terms: Terms, names: Names) -> Explanation:
    """Explain the risk pool."""
    return _why(Result("risk-pool"), terms, names)


def _why(result: Result, terms: Terms, names: Names) -> Explanation:
    formula = FORMULAS[result.formula]
    sources = tuple(FactLine(_("Source"), _cited(source)) for source in formula.sources)
    terms_used = tuple(name for name, _version in terms.versions if name in USED[result.formula])
    return Explanation(MEANINGS[result.formula](), formula.signs, facts=sources, because=_values(terms_used, names))


def _cited(source: Source) -> str:
    """Cite a document, with a link where it has an address."""
    text = ", ".join(part for part in (source.title, source.place) if part)
    return format_html('<a href="{}">{}</a>', source.url, text) if source.url else text


def _values(used: Sequence[str], names: Names) -> tuple[Explanation, ...]:
    """Explain each value of the framework by which a figure was worked out."""
    explainer, parameters = Explainer(names), names.chosen.framework.parameters
    return tuple(explainer.value(parameters[name].on(names.chosen.on)) for name in used)


@dataclass(frozen=True, slots=True)
class TermLine:
    """One value by which the figures were worked out: its name, the value, since when, on which basis."""

    label: str
    value: str
    period: str
    basis: Sequence[BasisLine]
    demonstration: bool


def term_lines(terms: Terms, names: Names) -> list[TermLine]:
    """Give the values of the framework by which the figures were worked out."""
    parameters = names.chosen.framework.parameters
    found = []
    for name, version in terms.versions:
        parameter, grounds = parameters[name], names.grounds(version)
        period = period_words(whole_period(version.spans))
        value = value_words(version, parameter.kind)
        label = names.label(parameter.label, name)
        found.append(TermLine(label, value, period, grounds.basis, grounds.demonstration))
    return found


@dataclass(frozen=True, slots=True)
class Table:
    """A table ready to be drawn: its columns with their kinds, and its rows."""

    columns: Sequence[tuple[Text, str]]
    rows: Sequence[Sequence[Text]]
    foot: Sequence[Text] = ()


def flow_table(worked: Worked, currency: str) -> Table:
    """Give both situations by year and what the project adds: with less without."""
    flows = worked.appraisal.flows
    series = (
        (_("Costs with"), flows.costs_with),
        (_("Benefits with"), flows.gains_with),
        (_("Costs without"), flows.costs_without),
        (_("Benefits without"), flows.gains_without),
        (_("Net with"), flows.net_with),
        (_("Net without"), flows.net_without),
        (_("With less without"), flows.net),
    )
    columns = [(_("Year"), "rowhead"), *((f"{name} ({currency})", "number") for name, _amounts in series)]
    rows = [
        [str(year), *(formats.number(rounded(amounts[step], currency)) for _name, amounts in series)]
        for step, year in enumerate(flows.years)
    ]
    foot = [_("Sum"), *(formats.number(rounded(sum(amounts, Decimal(0)), currency)) for _name, amounts in series)]
    return Table(columns, rows, foot)


def charts(page: CasePage, worked: Worked) -> list[Chart]:
    """Draw the cash flow, the tornado where anything has a range, and the draws where they differ."""
    assert page.case is not None, "what was worked out was worked out of a case"
    scale = _Scale.of(worked, page.case.currency)
    drawn = [_cash_flow(worked, scale)]
    if worked.bars:
        drawn.append(_tornado(page.case, worked, scale))
    if worked.simulation.low != worked.simulation.high:
        drawn.append(_draws(worked, scale))
    return drawn


@dataclass(frozen=True, slots=True)
class _Scale:
    """In what figures are drawn: units of the currency, or millions of it where they are large."""

    unit: Decimal
    name: str

    @classmethod
    def of(cls, worked: Worked, currency: str) -> _Scale:
        flows = worked.appraisal.flows
        largest = max(abs(amount) for amount in (*flows.net, *flows.costs_with))
        if largest < 10 * MILLION:
            return cls(Decimal(1), currency)
        return cls(MILLION, _("millions of %(currency)s") % {"currency": currency})

    def __call__(self, amount: Decimal) -> Decimal:
        return (amount / self.unit).quantize(Decimal("0.01"))


def _cash_flow(worked: Worked, scale: _Scale) -> Chart:
    flows = worked.appraisal.flows
    net = [scale(amount) for amount in flows.net]
    sums = list(accumulate(net))
    return lines_chart(
        "cash-flow",
        _("What the project adds, by year"),
        [Line(_("Sum since year 0"), list(zip(flows.years, sums, strict=True)))],
        bars=Line(_("Flow of the year"), list(zip(flows.years, net, strict=True))),
        across=_("Year"),
        amount=scale.name,
    )


def _tornado(case: Case, worked: Worked, scale: _Scale) -> Chart:
    names = {each.code: each.name for each in case.assumptions} | {each.code: each.name for each in case.benefits}
    value = worked.appraisal.net_present_value.money
    assert value is not None, "the value is always an amount"
    return tornado_chart(
        "tornado",
        _("Which estimate matters"),
        [
            Swing(group_title(bar.group, names), scale(bar.at_low.amount), scale(bar.at_high.amount))
            for bar in worked.bars
        ],
        at=scale(value.amount),
        amount=_("Net present value, %(unit)s") % {"unit": scale.name},
        note=_("Each estimate at its lowest and at its highest, all others at their likely value."),
    )


def _draws(worked: Worked, scale: _Scale) -> Chart:
    drawn = worked.simulation
    return histogram_chart(
        "draws",
        _("How the net present value may come out"),
        [scale(edge) for edge in drawn.edges],
        drawn.counts,
        amount=_("Net present value, %(unit)s") % {"unit": scale.name},
        percentiles=[
            Percentile("P10", scale(drawn.low.amount)),
            Percentile("P50", scale(drawn.middle.amount)),
            Percentile("P90", scale(drawn.high.amount)),
        ],
        limit=Decimal(0),
        note=_("Results below nought are drawn hollow."),
    )


def compared_figures(page: ComparePage) -> list[tuple[str, str, str]]:
    """Give the results of two versions side by side, under the terms in force today."""
    rows = [(_("Investment"), *(written(budget) for budget in page.budgets))]
    if page.results is not None:
        before, after = page.results
        rows += [
            (_labels()[old.formula], _value(old), _value(new))
            for old, new in zip(before.results, after.results, strict=True)
        ]
    return [(label, old, new) for label, old, new in rows]


def compared_places(page: ComparePage) -> list[tuple[str, str, str, str]]:
    """Give each place in which two versions differ: which, of which row, and what it said before and after."""
    return [
        (
            _change(each),
            " · ".join(word(part) for part in each.row),
            _compared(each, each.before),
            _compared(each, each.after),
        )
        for each in page.differences
    ]


def _change(each: Difference) -> str:
    if each.place:
        return f"{part_title(each.part)}: {place_title(each.part, each.place)}"
    what = _("row added") if each.before is None else _("row left out")
    return f"{part_title(each.part)}: {what}"


def _compared(each: Difference, value: str | None) -> str:
    """Write one side: an amount with its thousands, a choice by its word, nothing as a dash."""
    place = next((place for place in ROWS.get(each.part, HEAD) if place.name == each.place), None)
    if value and place is not None and place.kind == "amount":
        return formats.number(Decimal(value))
    return word(value) if value else "—"
