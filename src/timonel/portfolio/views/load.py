"""The load of each deciding body, by the thresholds of the framework in force."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from timonel.domain.bands import Band, Edge, Threshold
from timonel.domain.mandates import Framework
from timonel.governance.entry import Entry, enters
from timonel.governance.queries.titles import language
from timonel.governance.requests import Request
from timonel.pages import formats
from timonel.pages.charts import Bar, bars_chart
from timonel.pages.explanations import Explanation, FactLine
from timonel.pages.texts import Text
from timonel.portfolio.queries.load import NOT_STATED, OTHER_CURRENCY, RESERVED, Load, LoadPage, load_page
from timonel.portfolio.queries.words import decider_name
from timonel.portfolio.views.words import amount_text

COMPARED = {"over": _("over"), "at-least": _("at least"), "under": _("under"), "at-most": _("at most")}
IN_NO_BAND = {
    NOT_STATED: _("budget not stated"),
    RESERVED: _("budget reserved"),
    OTHER_CURRENCY: _("budget in another currency"),
}


@require_safe
@enters(Entry.PUBLIC)
def load(request: Request) -> HttpResponse:
    """Show what waits before each who decides, and how long they take, by band of the whole budget."""
    framework = request.in_force[1]
    page = load_page(request.viewer, framework, request.on)
    names = _band_names(page, framework)
    waiting = [Bar(decider_name(framework, *each.decider), each.whole.waiting) for each in page.deciders[:20]]
    context = {
        "page": page,
        "chart": bars_chart("chart-load", _("Waiting now"), waiting, of=_("Who decides"), amount=_("Approvals"))
        if waiting
        else None,
        "deciders": [
            (
                place,
                decider_name(framework, *each.decider),
                _cells(each.whole),
                [(names[number], *_cells(part)) for number, part in each.banded.items()],
            )
            for place, each in enumerate(page.deciders)
        ],
        "bands": [(names[number], _share(page, number), *_cells(part)) for number, part in page.banded.items()],
        "why": explanation(page, framework),
    }
    return render(request, "portfolio/load.html", context)


def explanation(page: LoadPage, framework: Framework) -> Explanation:
    """Say how the days are counted and which thresholds make the bands."""
    return Explanation(
        _(
            "Days are counted from the day an approval was opened, the last time if it was asked again, to the day it "
            "was decided. Half of the decisions took no longer than the median. The bands are cut at the thresholds of "
            "the framework in force on which an approval hangs by the whole budget."
        ),
        rule=_("Load by threshold band"),
        facts=tuple(_threshold(each, framework) for each in page.thresholds),
    )


def _threshold(threshold: Threshold, framework: Framework) -> FactLine:
    label = framework.parameters[threshold.parameter].label
    name = label.text(language()) if label is not None else threshold.parameter
    money = threshold.version.money
    if money is None:
        return FactLine(name, _("not stated"))
    amount = amount_text(money.amount, money.currency)
    return FactLine(name, f"{COMPARED.get(threshold.version.comparator or '', '')} {amount}".strip())


def _band_names(page: LoadPage, framework: Framework) -> Mapping[int, str]:
    named = {number: str(word) for number, word in IN_NO_BAND.items()}
    return {**named, **{band.number: band_text(band, framework.currency) for band in page.bands}}


def band_text(band: Band, currency: str) -> str:
    """Say between which amounts a band lies, and on which side their edges are."""
    ends: list[tuple[Text, Edge]] = []
    if band.above is not None:
        ends.append((_("over %(amount)s") if band.above.included else _("%(amount)s or more"), band.above))
    if band.up_to is not None:
        ends.append((_("up to %(amount)s") if band.up_to.included else _("under %(amount)s"), band.up_to))
    parts = [str(words) % {"amount": amount_text(edge.amount, currency)} for words, edge in ends]
    return ", ".join(parts) or str(_("any amount"))


def _share(page: LoadPage, number: int) -> str:
    share = page.share(number)
    return "—" if share is None else f"{formats.number(round(share * 100))}{formats.NBSP}%"


def _cells(load: Load) -> tuple[str, ...]:
    counts = (load.asked, load.waiting, load.overdue, load.decided)
    return (*(formats.number(each) for each in counts), _days(load.median), _days(load.worst))


def _days(days: int | None) -> str:
    return "—" if days is None else ngettext("%(n)s day", "%(n)s days", days) % {"n": formats.number(days)}
