"""What happened to a body, as far as the framework says: what began and ended, by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonel.domain.mandates import Body, Framework, Grant, Holder
from timonel.domain.periods import ALWAYS, NEVER, Period
from timonel.governance.queries.framework_pages.names import Link, Names
from timonel.governance.queries.framework_pages.wording import day_words, whole_period


@dataclass(frozen=True, slots=True)
class Event:
    """What began or ended on one day: when, in words, and what; whether that lies after the day asked about."""

    when: str
    what: str
    links: tuple[Link, ...]
    later: bool


def history(names: Names, body: Body) -> tuple[Event, ...]:
    """Give what began and ended for a body, the earliest first; what the framework gives no day for is left out."""
    found: dict[tuple[int, str, str], list[Link]] = {}
    for period, begins, what, link in _changes(names, body):
        ordinal = _ordinal(period, begins)
        if ordinal is not None:
            found.setdefault((ordinal, _when(period, begins), what), []).append(link)
    return tuple(
        Event(when, what, tuple(dict.fromkeys(links)), ordinal > names.chosen.on.toordinal())
        for (ordinal, when, what), links in sorted(found.items(), key=lambda pair: pair[0][0])
    )


Change = tuple[Period, bool, str, Link]


def _changes(names: Names, body: Body) -> Iterator[Change]:
    whole = whole_period(body.spans)
    yield whole, True, _("It begins"), Link("")
    yield whole, False, _("It ends"), Link("")
    for line in body.reports_to:
        whom = names.holder(line.whom)
        yield whole_period(line.spans), True, _("It begins to report to"), whom
        yield whole_period(line.spans), False, _("It no longer reports to"), whom
    for each in body.continued_by:
        yield whole_period(each.spans), True, _("What is its passes to"), names.holder(each.by)
    for grant in _grants(names.framework, body):
        power = Link(names.power(grant.power), names.chosen.link("framework-powers", holder=f"body:{body.id}"))
        yield whole_period(grant.spans), True, _("It receives powers"), power
        yield whole_period(grant.spans), False, _("It loses powers"), power


def _grants(framework: Framework, body: Body) -> Iterator[Grant]:
    for grants in framework.grants.values():
        for grant in grants:
            if Holder("body", body.id) in grant.holders:
                yield grant


def _ordinal(period: Period, begins: bool) -> int | None:
    """Give the day by which an event is put in order; None where the framework states none."""
    if begins:
        found = period.first if period.first != ALWAYS else period.sure_from
        return None if found == ALWAYS else found
    found = period.last if period.last != NEVER else period.sure_to
    return None if found == NEVER else found


def _when(period: Period, begins: bool) -> str:
    text = (period.starts if begins else period.ends) or ""
    head, _space, day = text.rpartition(" ")
    shown = day_words(day) if day else ""
    return {"by": _("%(day)s at the latest"), "after": _("after %(day)s")}.get(head, "%(day)s") % {"day": shown}
