"""One question to the framework: may this post use this power, over this institution, on this day?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonel.domain.facts import UNKNOWN, InstitutionFacts
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Mandate, Seat, mandate
from timonel.domain.powers import POWERS
from timonel.domain.truth import Truth
from timonel.governance.queries.framework_pages.chosen import Choices, Chosen
from timonel.governance.queries.framework_pages.explained import Explainer
from timonel.governance.queries.framework_pages.names import Link, Names
from timonel.governance.queries.framework_pages.powers import family_of, family_titles
from timonel.governance.queries.framework_pages.registered import institutions_named
from timonel.governance.queries.framework_pages.words import INTENSITIES, word
from timonel.pages.explanations import Explanation

TONES = {
    Outcome.HELD: "success",
    Outcome.NOT_HELD: "danger",
    Outcome.NEEDS_AGREEMENT: "warning",
    Outcome.UNKNOWN: "warning",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: a post, a power, and over whom: an institution of the register, or one of a level or sector.

    `own` says that the post belongs to that very institution.
    """

    post: str = ""
    power: str = ""
    over: str = ""
    level: str = ""
    sector: str = ""
    own: bool = False

    @property
    def is_asked(self) -> bool:
        """Say whether there is enough to answer."""
        return bool(self.post and self.power)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer, in a sentence, with its whole explanation."""

    sentence: str
    tone: str
    intensity: str
    co_signatures: tuple[Link, ...]
    demonstration: bool
    why: Explanation


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """The form with what was typed, its faults by field, and the answer if there is one."""

    asked: Question
    posts: Choices
    powers: Sequence[tuple[str, Choices]]
    levels: Choices
    sectors: Choices
    registered: bool
    faults: dict[str, list[str]]
    answer: Answered | None


def question_form(chosen: Chosen, asked: Question) -> QuestionForm:
    """Give the form, and the answer once a post and a power are chosen.

    Only of the framework in force here can a registered institution be asked
    about; of another the level or sector of government stands for it. Who asks
    about a power alone finds its holders in the matrix, which is narrowed to it.
    """
    names = Names(chosen)
    faults: dict[str, list[str]] = {}
    if asked.post and not asked.power:
        faults["power"] = [_("Choose one.")]
    over = _over(chosen, asked, faults)
    known = asked.post in chosen.framework.posts and asked.power in POWERS
    answer = _answer(names, asked, over) if asked.is_asked and known and not faults else None
    return QuestionForm(
        asked,
        _posts(names),
        _powers(names),
        [("", _("Any")), *_named(names, "levels")] if chosen.framework.levels else (),
        [("", _("Any")), *_named(names, "sectors")] if chosen.framework.sectors else (),
        chosen.adoption is not None,
        faults,
        answer,
    )


def _posts(names: Names) -> Choices:
    framework, on = names.framework, names.chosen.on
    found = [
        (post.id, names.label(post.label, post.id))
        for post in framework.posts.values()
        if framework.in_force(post, on) is not Truth.NO
    ]
    return [("", _("Anybody")), *sorted(found, key=lambda pair: pair[1])]


def _powers(names: Names) -> Sequence[tuple[str, Choices]]:
    return [
        (title, [(power.id, names.power(power.id)) for power in POWERS.values() if family_of(power) == family])
        for family, title in family_titles()
    ]


def _named(names: Names, section: str) -> Choices:
    return [(name, names.entry(section, name).text) for name in getattr(names.framework, section)]


def _over(chosen: Chosen, asked: Question, faults: dict[str, list[str]]) -> InstitutionFacts | None:
    """Give the institution that is asked about; notes a fault when the register has none, or several, of that name."""
    if asked.over and chosen.adoption is not None:
        found = institutions_named(asked.over, chosen.on)
        if len(found) == 1:
            return found[0]
        none = _("No institution of the register has this name, number or code on that day.")
        faults["over"] = [_("Several institutions match; give the number of one.") if found else none]
        return None
    if not asked.level and not asked.sector and not asked.own:
        return None
    return InstitutionFacts(code="", level=asked.level or UNKNOWN, sector=asked.sector or UNKNOWN)


def _answer(names: Names, asked: Question, over: InstitutionFacts | None) -> Answered:
    seat = Seat(asked.post, over if asked.own else None)
    found = mandate(names.framework, asked.power, seat, on=names.chosen.on, over=over)
    sentence = _sentence(names, asked, found)
    return Answered(
        sentence,
        TONES[found.outcome],
        word(INTENSITIES, found.intensity) if found.holder is not None else "",
        tuple(names.holder(signature.holder) for signature in found.co_signatures),
        found.demonstration is not None,
        Explainer(names).finding(found),
    )


def _sentence(names: Names, asked: Question, found: Mandate) -> str:
    said = {
        Outcome.HELD: _("Yes: %(post)s holds this power: %(power)s."),
        Outcome.NOT_HELD: _("No: %(post)s does not hold this power: %(power)s."),
        Outcome.NEEDS_AGREEMENT: _("Only with the institution's agreement: %(post)s, %(power)s."),
        Outcome.UNKNOWN: _("It cannot be said whether %(post)s holds this power: %(power)s."),
    }[found.outcome]
    return said % {"post": names.post(asked.post).text, "power": names.power(asked.power).lower()}
