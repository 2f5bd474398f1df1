"""Who may decide what: the matrix of powers and holders on a day, and the answer to one question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonel.domain.mandates import Grant, Holder, Mandate, who_may
from timonel.domain.powers import INTENSITIES as STEPS
from timonel.domain.powers import LEVERS, POWERS, PowerName
from timonel.domain.truth import Truth
from timonel.governance.queries.framework_pages.chosen import Choices, Chosen
from timonel.governance.queries.framework_pages.conditions import condition_words, reach_words
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Grounds, Link, Names
from timonel.governance.queries.framework_pages.wording import demonstrated, period_words, whole_period
from timonel.governance.queries.framework_pages.words import INTENSITIES, NOT_STATED, word
from timonel.pages.charts import Chart, Mark, matrix_chart
from timonel.pages.explanations import Explanation

FAMILIES = ("lever", "legal", "house")


@dataclass(frozen=True, slots=True)
class PowerRow:
    """One power and one of its holders, or that nobody holds it or no source says."""

    power: str
    holder: Link | None
    words: str
    in_fact: bool
    intensity: str
    over: str
    matters: str
    when: str
    co_signatures: tuple[tuple[Link, str], ...]
    period: str
    grounds: Grounds
    why: Explanation


@dataclass(frozen=True, slots=True)
class PowersAsked:
    """How the matrix is narrowed: to one holder (``body:id`` or ``post:id``), family, kind of answer or power."""

    holder: str = ""
    family: str = ""
    answer: str = ""
    power: str = ""

    @property
    def narrows(self) -> bool:
        """Say whether only a part is asked for."""
        return bool(self.holder or self.family or self.answer or self.power)


@dataclass(frozen=True, slots=True)
class PowersPage:
    """All that the page of powers shows."""

    asked: PowersAsked
    holders: Choices
    families: Choices
    answers: Choices
    groups: tuple[tuple[str, tuple[PowerRow, ...]], ...]
    chart: Chart | None
    rows: int


def powers_page(chosen: Chosen, asked: PowersAsked) -> PowersPage:
    """Give the matrix of a day in the order of the vocabulary, narrowed as asked."""
    names = Names(chosen)
    explainer = Explainer(names)
    found = {power: who_may(chosen.framework, power, on=chosen.on) for power in POWERS}
    groups = []
    for family, title in family_titles():
        if asked.family in ("", family):
            rows = [
                row
                for power in POWERS.values()
                if family_of(power) == family and asked.power in ("", power.id)
                for row in _rows(names, explainer, power, found[power.id], asked)
            ]
            groups.append((title, tuple(rows)))
    return PowersPage(
        asked,
        [("", _("All")), *_holder_choices(names, found)],
        [("", _("All")), *family_titles()],
        [
            ("", _("All")),
            ("held", _("Somebody holds it")),
            ("none", _("Nobody holds it")),
            ("unsaid", _("Not stated")),
        ],
        tuple((title, rows) for title, rows in groups if rows),
        None if asked.narrows else _chart(names, found),
        sum(len(rows) for _title, rows in groups),
    )


def family_of(power: PowerName) -> str:
    """Say to which family a power belongs: the levers of the survey, the other legal ones, the house's."""
    return "lever" if power.lever else power.family


def family_titles() -> list[tuple[str, str]]:
    """Name the families, in the order of the page."""
    titles = {
        "lever": _("Levers over strategy and projects"),
        "legal": _("Other powers given by law"),
        "house": _("Powers over this platform"),
    }
    return [(family, titles[family]) for family in FAMILIES]


Found = Mapping[str, Sequence[Mandate]]


def _holder_choices(names: Names, found: Found) -> Choices:
    holders = dict.fromkeys(each.holder for answers in found.values() for each in answers if each.holder is not None)
    chosen = [(f"{holder.kind}:{holder.id}", names.holder(holder).text) for holder in holders]
    return sorted(chosen, key=lambda pair: pair[1])


def _rows(
    names: Names, explainer: Explainer, power: PowerName, found: Sequence[Mandate], asked: PowersAsked
) -> Iterator[PowerRow]:
    grants = {grant.id: grant for grant in names.framework.grants.get(power.id, ())}
    if not found and not asked.holder and asked.answer in ("", "unsaid"):
        yield _unanswered(names, power)
    for answer in found:
        holder = f"{answer.holder.kind}:{answer.holder.id}" if answer.holder else ""
        if asked.holder in ("", holder) and asked.answer in ("", _kind_of(answer)):
            yield _row(names, explainer, grants[str(answer.grant)], answer)


def _kind_of(answer: Mandate) -> str:
    if answer.holder is not None or answer.code == "anyone":
        return "held"
    return "none" if answer.code == "none" else "unsaid"


def _unanswered(names: Names, power: PowerName) -> PowerRow:
    """Say that the framework gives no answer on the day: neither a holder, nor that there is none."""
    words = _("not stated for this day")
    return PowerRow(
        names.power(power.id), None, words, False, "", "", "", "", (), "", Grounds((), "", False),
        Explanation(_("No statement about this power is in force on this day.")),
    )  # fmt: skip


def powers_of_body(names: Names, explainer: Explainer, body: str) -> tuple[PowerRow, ...]:
    """Give the powers that a body, or a post that belongs to it, holds on the day, in the order of the vocabulary."""
    posts = [post.id for post in names.framework.posts.values() if post.of == Holder("body", body)]
    wanted = {Holder("body", body), *(Holder("post", post) for post in posts)}
    return tuple(
        _row(names, explainer, names.framework.entry("powers", f"{power}/{answer.grant}"), answer)
        for power in POWERS
        for answer in who_may(names.framework, power, on=names.chosen.on)
        if answer.holder in wanted
    )


def _row(names: Names, explainer: Explainer, grant: Grant, answer: Mandate) -> PowerRow:
    words = ""
    if answer.holder is None:
        words = {"anyone": _("anybody"), "none": _("nobody")}.get(answer.code, str(NOT_STATED))
    elif names.framework.in_force(grant, names.chosen.on) is Truth.UNKNOWN:
        words = _("not known whether in force")
    return PowerRow(
        names.power(grant.power),
        names.holder(answer.holder) if answer.holder else None,
        words,
        grant.in_fact,
        word(INTENSITIES, grant.intensity) if answer.holder else "",
        reach_words(names, grant) if answer.holder else "",
        names.matters(grant.matters) if grant.matters is not None else "",
        condition_words(names, grant.when, names.chosen.on),
        tuple(_co_signatures(names, grant)),
        period_words(whole_period(grant.spans)),
        names.grounds(grant),
        explainer.finding(answer),
    )


def _co_signatures(names: Names, grant: Grant) -> Iterator[tuple[Link, str]]:
    for holder, condition, ground in grant.co_signatures:
        resolved = names.framework.resolved(holder, ground.instruments, names.chosen.on)
        yield names.holder(resolved), condition_words(names, condition, names.chosen.on)


def _chart(names: Names, found: Found) -> Chart | None:
    """Draw the levers of the survey that somebody holds, by how far each goes."""
    marks: dict[tuple[str, str], Mark] = {}
    holders: dict[Holder, None] = {}
    for power in LEVERS:
        for answer in found[power]:
            if answer.holder is not None and answer.code != "exercised_without_basis":
                holders[answer.holder] = None
                step = STEPS.index(answer.intensity) + 1 if answer.intensity in STEPS else 0
                marks[_key(answer.holder), power] = Mark(
                    step, demonstrated(word(INTENSITIES, answer.intensity), answer)
                )
    if not marks:
        return None
    return matrix_chart(
        "levers",
        _("Levers over strategy and projects: who holds them and how far they go"),
        [(_key(holder), names.holder(holder).text) for holder in holders],
        [(power, names.power(power)) for power in LEVERS],
        marks,
    )


def _key(holder: Holder) -> str:
    return f"{holder.kind}:{holder.id}"
