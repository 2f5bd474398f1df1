"""Laws, decrees and instructions on a time line, and all that the framework takes from each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from timonel.domain.legal import Instrument, Statement
from timonel.domain.mandates import Framework
from timonel.domain.text import sort_key
from timonel.domain.truth import Truth
from timonel.governance.models import FollowUp
from timonel.governance.queries.framework_pages.chosen import Chosen, text_of
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Grounds, Link, Names
from timonel.governance.queries.framework_pages.wording import (
    capital,
    day_words,
    demonstrated,
    drawn_day,
    in_force_words,
    period_words,
    whole_period,
)
from timonel.governance.queries.framework_pages.words import INSTRUMENT_KINDS, NOT_STATED, SECTIONS, word
from timonel.governance.queries.recorded import RecordedAct, as_acts
from timonel.governance.queries.viewers import Viewer
from timonel.pages.charts import Chart, Span, instruments_chart
from timonel.pages.explanations import Explanation
from timonel.record.queries import EntryFilter, entries

MOST_ACTS = 50
RESTING = ("posts", "approvals", "models", "regimes", "lights", "levels", "sectors", "autonomies", "traits", "agendas")
"""Sections whose entries may rest on an instrument, besides bodies, powers and parameters."""


@dataclass(frozen=True, slots=True)
class InstrumentRow:
    """One instrument of the table."""

    name: Link
    kind: str
    number: str
    issued: str
    published: str
    period: str
    in_force: str
    truth: Truth
    grounds: Grounds
    why: Explanation


@dataclass(frozen=True, slots=True)
class InstrumentsPage:
    """All that the page of instruments shows."""

    rows: tuple[InstrumentRow, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """What an instrument demands: who must do it, and whether it is done."""

    item: str
    owner: Link | None
    state: str
    due: Any
    url: str


@dataclass(frozen=True, slots=True)
class InstrumentPage:
    """All that the page of one instrument shows."""

    id: str
    row: InstrumentRow
    official: str
    issued_by: Link | None
    text_url: str
    establishes: tuple[Link, ...]
    grants: tuple[tuple[Link, Link | None, str], ...]
    sets: tuple[Link, ...]
    supports: tuple[tuple[str, tuple[Link, ...]], ...]
    amends: tuple[Link, ...]
    amended_by: tuple[Link, ...]
    repeals: tuple[Link, ...]
    repealed_by: tuple[Link, ...]
    shown: dict[str, str]
    follow_ups: tuple[FollowUpRow, ...]
    acts: Sequence[RecordedAct]


def instruments_page(chosen: Chosen) -> InstrumentsPage:
    """Give every instrument, the earliest first; of those that began on the same day, by name."""
    names = Names(chosen)
    explainer = Explainer(names)
    named = {each.id: sort_key(names.instrument(each.id).text) for each in chosen.framework.instruments.values()}
    ordered = sorted(chosen.framework.instruments.values(), key=lambda each: (each.spans[0].sure_from, named[each.id]))
    rows = tuple(instrument_row(names, explainer, each) for each in ordered)
    spans = [span for each in ordered if (span := _span(names, each)) is not None]
    chart = instruments_chart("time-line", _("When each instrument was in force"), spans, chosen.on) if spans else None
    return InstrumentsPage(rows, chart)


def _span(names: Names, instrument: Instrument) -> Span | None:
    """Draw an instrument from its first possible day to its last; one of which no day is known is left out."""
    period = instrument.spans[0]
    first = drawn_day(period.first, period.sure_from)
    if first is None:
        return None
    last = drawn_day(period.last, period.sure_to)
    name, kind = names.instrument(instrument.id).text, demonstrated(word(INSTRUMENT_KINDS, instrument.kind), instrument)
    return Span(name, kind, first, last, period_words(period))


def instrument_row(names: Names, explainer: Explainer, instrument: Instrument) -> InstrumentRow:
    """Give an instrument as tables show it."""
    truth = names.framework.in_force(instrument, names.chosen.on)
    said = in_force_words(truth)
    return InstrumentRow(
        names.instrument(instrument.id),
        word(INSTRUMENT_KINDS, instrument.kind),
        instrument.number or "",
        day_words(instrument.issued) if instrument.issued else "",
        day_words(instrument.published) if instrument.published else "",
        period_words(whole_period(instrument.spans)),
        said,
        truth,
        names.grounds(instrument),
        explainer.statement(instrument, capital(said) + "."),
    )


def instrument_page(viewer: Viewer, chosen: Chosen, name: str) -> InstrumentPage | None:
    """Give the page of an instrument; None when the framework has none of that id.

    The acts of the record that cite it, newest first, and the follow-ups assigned
    here are shown only for the framework in force here.
    """
    instrument = chosen.framework.instruments.get(name)
    if instrument is None:
        return None
    names, framework = Names(chosen), chosen.framework
    explainer = Explainer(names)
    by = instrument.plain.get("issued_by")
    here = chosen.adoption is not None
    return InstrumentPage(
        id=name,
        row=instrument_row(names, explainer, instrument),
        official=(instrument.label.official or "") if instrument.label else "",
        issued_by=Link(by) if isinstance(by, str) else names.plain_holder(by),
        text_url=str(instrument.plain.get("url") or ""),
        establishes=tuple(_establishes(names, name)),
        grants=tuple(_grants(names, name)),
        sets=tuple(_sets(names, name)),
        supports=tuple(_supports(names, name)),
        amends=tuple(names.instrument(each) for each in instrument.amends),
        amended_by=_those(names, framework, lambda each: name in each.amends),
        repeals=tuple(names.instrument(each) for each in instrument.repeals),
        repealed_by=_those(names, framework, lambda each: name in each.repeals),
        shown=_shown(instrument),
        follow_ups=tuple(_follow_ups(names, instrument, here)),
        acts=as_acts(viewer, entries(EntryFilter(instrument=name), limit=MOST_ACTS).entries) if here else (),
    )


def _establishes(names: Names, name: str) -> Iterator[Link]:
    for body in names.framework.bodies.values():
        if name in body.established_by and not isinstance(body.established_by, str):
            yield names.body(body.id)
    for post in names.framework.posts.values():
        if name in (post.plain.get("established_by") or ()):
            yield names.post(post.id)


def _grants(names: Names, name: str) -> Iterator[tuple[Link, Link | None, str]]:
    for power, grants in names.framework.grants.items():
        for grant in grants:
            if name in grant.ground.instruments:
                label = Link(names.power(power), names.chosen.link("framework-powers"))
                period = period_words(whole_period(grant.spans))
                yield from ((label, names.holder(holder), period) for holder in grant.holders)
                if not grant.holders:
                    yield label, None, period


def _sets(names: Names, name: str) -> Iterator[Link]:
    for parameter in names.framework.parameters.values():
        if any(name in version.ground.instruments for version in parameter.versions):
            yield names.parameter(parameter.id)


def _supports(names: Names, name: str) -> Iterator[tuple[str, tuple[Link, ...]]]:
    for section in RESTING:
        found: dict[str, Statement] = getattr(names.framework, section)
        links = tuple(names.entry(section, each.id) for each in found.values() if name in each.ground.instruments)
        if links:
            yield word(SECTIONS, section), links


def _those(names: Names, framework: Framework, wanted: Any) -> tuple[Link, ...]:
    return tuple(names.instrument(each.id) for each in framework.instruments.values() if wanted(each))


def _shown(instrument: Instrument) -> dict[str, str]:
    """Give what this framework itself says of each key, so that a claim stands beside it."""
    return {
        key: day_words(value) if key in ("issued", "published") else str(value)
        for key, value in instrument.plain.items()
        if isinstance(value, str)
    }


def _follow_ups(names: Names, instrument: Instrument, here: bool) -> Iterator[FollowUpRow]:
    """Yield what the framework says must be followed up, then what was assigned here, by day."""
    states = {"open": _("open"), "done": _("done"), "not_stated": str(NOT_STATED)}
    for item in (instrument.plain.get("follow_ups") or {}).values():
        state = states[item.get("state", "not_stated")]
        yield FollowUpRow(text_of(item["label"]), names.plain_holder(item.get("owner")), state, None, "")
    if here:
        for row in FollowUp.objects.filter(instrument=instrument.id).select_related("owner").order_by("due_on", "id"):
            owner = names.post(row.owner.post_kind)
            yield FollowUpRow(row.item, owner, states[row.stage], row.due_on, row.number)
