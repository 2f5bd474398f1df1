"""The first page of the framework: what was adopted, which bodies stand, and to whom each reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from timonel.domain.findings import Outcome
from timonel.domain.legal import Plain
from timonel.domain.mandates import Body, Framework, Holder, who_may
from timonel.domain.powers import LEGAL_POWERS
from timonel.domain.questions import legal_basis, reports_to
from timonel.domain.text import sort_key
from timonel.domain.truth import Truth
from timonel.governance.models import Adoption
from timonel.governance.queries.framework_pages.chosen import Chosen, stage_name, text_of, variant_name
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Grounds, Link, Names
from timonel.governance.queries.framework_pages.wording import (
    capital,
    day_words,
    demonstrated,
    in_force_words,
    period_words,
    whole_period,
)
from timonel.governance.queries.framework_pages.words import BODY_KINDS, LEVELS, NOT_STATED, word
from timonel.governance.queries.frameworks import adoptions
from timonel.pages.charts import Box, Chart, ReportingLine, organisation_chart
from timonel.pages.explanations import Explanation


@dataclass(frozen=True, slots=True)
class Established:
    """What established a body, in words, and whether that is a legal basis on the day."""

    by: tuple[Link, ...]
    words: str
    holds: bool
    lacks: bool
    why: Explanation


@dataclass(frozen=True, slots=True)
class BodyRow:
    """One body of the table."""

    name: Link
    kind: str
    level: str
    in_force: str
    sure: bool
    period: str
    part_of: Link | None
    established: Established
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class ReformNote:
    """A reform that is in the framework: its name, its variant, and when each stage begins."""

    label: str
    stages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What the page says at a glance."""

    bodies: int
    without_basis: int
    held: int
    none: int
    unsaid: int
    instruments: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the first page of the framework shows."""

    title: str
    note: str
    reforms: tuple[ReformNote, ...]
    overlays: tuple[tuple[str, str], ...]
    acts: int
    counts: Counts
    levels: tuple[tuple[str, tuple[BodyRow, ...]], ...]
    chart: Chart | None
    adoptions: Sequence[Adoption]


def overview(chosen: Chosen) -> Overview:
    """Give the first page of a framework: bodies by level and kind, then by name."""
    names, framework = Names(chosen), chosen.framework
    explainer = Explainer(names)
    found = [body for body in framework.bodies.values() if framework.in_force(body, chosen.on) is not Truth.NO]
    standing = sorted(found, key=lambda body: (_kind_order(body), sort_key(names.body(body.id).text)))
    rows = [(body, body_row(names, explainer, body)) for body in standing]
    note = framework.plain["header"].get("note")
    return Overview(
        title=names.label(framework.label, framework.country),
        note=text_of(note) if note else "",
        reforms=tuple(_reform(framework.country, reform) for reform in framework.reforms),
        overlays=tuple((text_of(each["label"]), text_of(each["marked"])) for each in framework.overlays),
        acts=len(framework.acts),
        counts=_counts(chosen, rows),
        levels=tuple(_by_level(rows)),
        chart=_chart(names, explainer, standing),
        adoptions=adoptions() if chosen.adoption is not None else (),
    )


def _reform(country: str, reform: Plain) -> ReformNote:
    """Name a reform, its variant and its stages, these in the order in which they begin."""
    name, variant = str(reform["reform"]), str(reform.get("variant") or "")
    label = text_of(reform["label"])
    begins = sorted(dict(reform["stages"]).items(), key=lambda stage: str(stage[1]))
    return ReformNote(
        f"{label}: {variant_name(country, name, variant)}" if variant else label,
        tuple((stage_name(country, name, stage), day_words(str(day))) for stage, day in begins),
    )


def _counts(chosen: Chosen, rows: Sequence[tuple[Body, BodyRow]]) -> Counts:
    framework, on = chosen.framework, chosen.on
    answers = [who_may(framework, power, on=on) for power in LEGAL_POWERS]
    held = sum(any(found.holder is not None for found in answer) for answer in answers)
    none = sum(bool(answer) and all(found.code == "none" for found in answer) for answer in answers)
    return Counts(
        bodies=sum(row.sure for _body, row in rows),
        without_basis=sum(row.established.lacks for _body, row in rows if row.sure),
        held=held,
        none=none,
        unsaid=len(answers) - held - none,
        instruments=sum(framework.in_force(each, on) is Truth.YES for each in framework.instruments.values()),
    )


def established(names: Names, explainer: Explainer, body: Body) -> Established:
    """Say what established a body: its instruments, "no legal basis", or that no source says."""
    found = legal_basis(names.framework, body, names.chosen.on)
    if isinstance(body.established_by, str):
        words = str(NOT_STATED) if body.established_by == "not_stated" else _("no legal basis")
        by: tuple[Link, ...] = ()
    else:
        by, words = tuple(names.instrument(name) for name in body.established_by), ""
        if found.code != "basis_in_force":
            words = explainer.sentence(found)
    holds, lacks = found.outcome is Outcome.HOLDS, found.outcome is Outcome.FAILS
    return Established(by, words, holds, lacks, explainer.finding(found))


def body_row(names: Names, explainer: Explainer, body: Body) -> BodyRow:
    """Give a body as tables show it."""
    truth = names.framework.in_force(body, names.chosen.on)
    return BodyRow(
        names.body(body.id),
        word(BODY_KINDS, body.kind),
        word(LEVELS, body.level),
        in_force_words(truth),
        truth is Truth.YES,
        period_words(whole_period(body.spans)),
        names.body(body.part_of) if body.part_of else None,
        established(names, explainer, body),
        names.grounds(body),
    )


def _kind_order(body: Body) -> int:
    kinds = list(BODY_KINDS)
    return kinds.index(body.kind) if body.kind in kinds else len(kinds)


def _by_level(rows: Sequence[tuple[Body, BodyRow]]) -> Iterator[tuple[str, tuple[BodyRow, ...]]]:
    for level in LEVELS:
        found = tuple(row for body, row in rows if (body.level or "not_stated") == level)
        if found:
            yield word(LEVELS, level), found


# --- the chart


def _chart(names: Names, explainer: Explainer, standing: Sequence[Body]) -> Chart | None:
    """Draw the bodies that a reporting line or "part of" ties to another; the table beneath has them all."""
    lines = list(_lines(names, standing))
    if not lines:
        return None
    tied = {key for line in lines for key in (line.below, line.above)}
    boxes = [_box(names, body) for body in standing if body.id in tied]
    boxes += [
        Box(key, names.post(key.removeprefix("post:")).text, _("post")) for key in tied if key.startswith("post:")
    ]
    chart = organisation_chart("organisation", _("Bodies and to whom they report"), boxes, lines)
    untied = len(standing) - sum(body.id in tied for body in standing)
    note = (
        ngettext(
            "%(count)s body of which no reporting line is stated is only in the table.",
            "%(count)s bodies of which no reporting line is stated are only in the table.",
            untied,
        )
        % {"count": untied}
        if untied
        else ""
    )
    columns = [
        (_("Body"), "rowhead"), (_("Kind"), "text"), (_("Reports to"), "text"), (_("In"), "text"), (_("Basis"), "text"),
    ]  # fmt: skip
    return replace(chart, columns=columns, rows=list(_chart_rows(names, explainer, standing)), note=note)


def _box(names: Names, body: Body) -> Box:
    lacks = legal_basis(names.framework, body, names.chosen.on).outcome is Outcome.FAILS
    return Box(body.id, names.body(body.id).text, demonstrated(word(BODY_KINDS, body.kind), body), without_basis=lacks)


def _lines(names: Names, standing: Sequence[Body]) -> Iterator[ReportingLine]:
    """Yield the lines stated for each body; then the whole that it is part of, where no line leads there."""
    drawn = {body.id for body in standing}
    tied: set[tuple[str, str]] = set()
    for body in standing:
        for line in reports_to(names.framework, body.id, names.chosen.on):
            above = _drawn_as(names.framework, line.whom, drawn) if line.whom is not None else body.id
            if above != body.id:
                tied.add((body.id, above))
                yield ReportingLine(body.id, above, capital(names.matters(line.matters)))
    for body in standing:
        if body.part_of in drawn and (body.id, body.part_of) not in tied:
            yield ReportingLine(body.id, str(body.part_of), _("Is part of it"))


def _drawn_as(framework: Framework, whom: Holder, drawn: set[str]) -> str:
    """Give the box that stands for a superior: a post goes by the body it heads or belongs to."""
    if whom.kind == "body":
        return whom.id
    post = framework.posts[whom.id]
    of = post.of.id if isinstance(post.of, Holder) else ""
    return next((name for name in (post.heads or "", of) if name in drawn), f"post:{post.id}")


def _chart_rows(names: Names, explainer: Explainer, standing: Sequence[Body]) -> Iterator[list[str]]:
    for body in standing:
        basis = established(names, explainer, body)
        said = basis.words or ", ".join(link.text for link in basis.by)
        head = [names.body(body.id).text, demonstrated(word(BODY_KINDS, body.kind), body)]
        found = [line for line in reports_to(names.framework, body.id, names.chosen.on) if line.whom is not None]
        for line in found:
            assert line.whom is not None
            yield [*head, names.holder(line.whom).text, names.matters(line.matters), said]
        if body.part_of:
            yield [*head, names.body(body.part_of).text, _("is part of it"), said]
        if not found and not body.part_of:
            yield [*head, str(NOT_STATED), "–", said]
