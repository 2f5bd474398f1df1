"""The page of one body: what it is, who sits in it, how it decides, what it may do, to whom it reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonel.domain.findings import DOES_NOT_SET
from timonel.domain.legal import Basis
from timonel.domain.mandates import Body, Holder, Post
from timonel.domain.periods import Period
from timonel.domain.questions import holder_of, power_balance, reports_to, seats_elsewhere
from timonel.domain.truth import Truth, all_of, any_of
from timonel.governance.queries.framework_pages.chosen import Chosen
from timonel.governance.queries.framework_pages.composition import Composition, composition
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.history import Event, history
from timonel.governance.queries.framework_pages.names import Grounds, Link, Names
from timonel.governance.queries.framework_pages.overview import Established, established
from timonel.governance.queries.framework_pages.powers import PowerRow, powers_of_body
from timonel.governance.queries.framework_pages.wording import capital, in_force_words, period_words, whole_period
from timonel.governance.queries.framework_pages.words import (
    ANSWERS,
    BODY_KINDS,
    FUNCTION_ROLES,
    INSTITUTION_TYPES,
    LEVELS,
    SELECTIONS,
    word,
)
from timonel.pages.explanations import BasisLine, Explanation


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a body: to whom, in which matters, since when, and whether it holds on the day."""

    whom: Link
    matters: str
    period: str
    in_force: str
    basis: tuple[BasisLine, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """One post of a body, with who held it as sources name them."""

    id: str
    name: str
    heads: bool
    period: str
    holder: str
    holder_why: Explanation
    selection: str
    ends_with_government: str
    substitutes: tuple[Link, ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class BodyPage:
    """All that the page of one body shows."""

    id: str
    name: str
    official: str
    kind: str
    level: str
    institution_type: str | None
    in_force: Truth
    in_force_words: str
    period: str
    why: Explanation
    established: Established
    leads: bool
    part_of: Link | None
    parts: tuple[Link, ...]
    created_by: Link | None
    secretariat: Link | None
    may_create: str
    reports: tuple[LineRow, ...]
    reports_why: Explanation | None
    composition: Composition | None
    functions: tuple[tuple[str, str, tuple[BasisLine, ...]], ...]
    posts: tuple[PostRow, ...]
    powers: tuple[PowerRow, ...]
    balance: Explanation | None
    decides: tuple[Link, ...]
    seats: tuple[tuple[Link, Explanation], ...]
    continued_by: tuple[LineRow, ...]
    continues: tuple[LineRow, ...]
    history: tuple[Event, ...]
    grounds: Grounds


def body_page(chosen: Chosen, name: str) -> BodyPage | None:
    """Give the page of a body of the framework on the day; None when it has none of that id."""
    body = chosen.framework.bodies.get(name)
    if body is None:
        return None
    names = Names(chosen)
    explainer = Explainer(names)
    truth = chosen.framework.in_force(body, chosen.on)
    return BodyPage(
        id=body.id,
        name=names.body(name).text,
        official=(body.label.official or "") if body.label else "",
        kind=word(BODY_KINDS, body.kind),
        level=word(LEVELS, body.level),
        institution_type=word(INSTITUTION_TYPES, body.institution_type) if body.institution_type else None,
        in_force=truth,
        in_force_words=in_force_words(truth),
        period=period_words(whole_period(body.spans)),
        why=explainer.statement(body, capital(in_force_words(truth)) + "."),
        established=established(names, explainer, body),
        leads=body.leads,
        part_of=names.body(body.part_of) if body.part_of else None,
        parts=_parts(names, body),
        created_by=names.plain_holder(body.plain.get("created_by")),
        secretariat=names.plain_holder(body.plain.get("secretariat")),
        may_create=word(ANSWERS, body.plain.get("may_create_bodies", "not_stated")),
        reports=_lines(names, body, truth),
        reports_why=_unsaid(explainer, names, body),
        composition=composition(names, body),
        functions=tuple(_functions(names, body)),
        posts=tuple(_posts(names, explainer, body)),
        powers=powers_of_body(names, explainer, body.id),
        balance=explainer.finding(power_balance(chosen.framework, name, chosen.on)) if body.leads else None,
        decides=_decides(names, body),
        seats=_seats(names, explainer, body),
        continued_by=tuple(_continued_by(names, body)),
        continues=tuple(_continues(names, body)),
        history=history(names, body),
        grounds=names.grounds(body),
    )


def _parts(names: Names, body: Body) -> tuple[Link, ...]:
    framework, on = names.framework, names.chosen.on
    return tuple(
        names.body(other.id)
        for other in framework.bodies.values()
        if other.part_of == body.id and framework.in_force(other, on) is not Truth.NO
    )


def _lines(names: Names, body: Body, standing: Truth) -> tuple[LineRow, ...]:
    """Give every reporting line; one holds on the day only while the body stands."""
    on = names.chosen.on
    return tuple(
        LineRow(
            names.holder(names.framework.resolved(line.whom, line.ground.instruments, on)),
            names.matters(line.matters),
            period_words(whole_period(line.spans)),
            in_force_words(all_of((standing, names.framework.in_force(line, on)))),
            names.cited(line.ground.basis),
        )
        for line in body.reports_to
    )


def _unsaid(explainer: Explainer, names: Names, body: Body) -> Explanation | None:
    """Explain that no reporting line is stated for the day; None when one is."""
    found = reports_to(names.framework, body.id, names.chosen.on)
    return explainer.finding(found[0]) if found[0].code == DOES_NOT_SET else None


def _functions(names: Names, body: Body) -> Iterator[tuple[str, str, tuple[BasisLine, ...]]]:
    for function, role, spans, ground in body.functions:
        if any_of(span.holds(names.chosen.on) for span in spans) is not Truth.NO:
            yield names.function(function), word(FUNCTION_ROLES, role), names.cited(ground.basis)


def _posts(names: Names, explainer: Explainer, body: Body) -> Iterator[PostRow]:
    for post in names.framework.posts.values():
        if post.of == Holder("body", body.id):
            yield _post(names, explainer, body, post)


def _post(names: Names, explainer: Explainer, body: Body, post: Post) -> PostRow:
    found = holder_of(names.framework, post.id, names.chosen.on)
    why = explainer.finding(found)
    selection, term = post.plain.get("selection") or {}, post.plain.get("term") or {}
    return PostRow(
        id=post.id,
        name=names.label(post.label, post.id),
        heads=post.heads == body.id,
        period=period_words(whole_period(post.spans)),
        holder=found.person or str(why.sentence),
        holder_why=why,
        selection=word(SELECTIONS, selection.get("procedure", "not_stated")),
        ends_with_government=word(ANSWERS, term.get("ends_with_government", "not_stated")),
        substitutes=tuple(names.post(each) for each in post.substitutes),
        grounds=names.grounds(post),
    )


def _decides(names: Names, body: Body) -> tuple[Link, ...]:
    framework, on = names.framework, names.chosen.on
    found = []
    for approval in framework.approvals.values():
        if approval.decided_by is None or framework.in_force(approval, on) is Truth.NO:
            continue
        holder = framework.resolved(approval.decided_by, approval.ground.instruments, on)
        post = framework.posts.get(holder.id) if holder.kind == "post" else None
        if holder == Holder("body", body.id) or (post is not None and post.of == Holder("body", body.id)):
            found.append(Link(names.label(approval.label, approval.id), names.chosen.link("framework-approvals")))
    return tuple(found)


def _seats(names: Names, explainer: Explainer, body: Body) -> tuple[tuple[Link, Explanation], ...]:
    found = seats_elsewhere(names.framework, body.id, names.chosen.on)
    return tuple((names.body(seat.params["body"]), explainer.finding(seat)) for seat in found)


def _continued_by(names: Names, body: Body) -> Iterator[LineRow]:
    for continuation in body.continued_by:
        yield _continuation(
            names, continuation.by, continuation.spans, continuation.instruments, continuation.ground.basis
        )


def _continues(names: Names, body: Body) -> Iterator[LineRow]:
    for other in names.framework.bodies.values():
        for each in other.continued_by:
            if each.by == Holder("body", body.id):
                yield _continuation(names, Holder("body", other.id), each.spans, each.instruments, each.ground.basis)


def _continuation(
    names: Names, whom: Holder, spans: tuple[Period, ...], instruments: frozenset[str] | None, bases: tuple[Basis, ...]
) -> LineRow:
    what = (
        _("all that instruments give it")
        if instruments is None
        else _("what these give it: %(instruments)s")
        % {"instruments": ", ".join(sorted(names.instrument(each).text for each in instruments))}
    )
    truth = any_of(span.holds(names.chosen.on) for span in spans)
    return LineRow(
        names.holder(whom), what, period_words(whole_period(spans)), in_force_words(truth), names.cited(bases)
    )
