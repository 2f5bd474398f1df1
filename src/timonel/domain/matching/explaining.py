"""Why two projects are alike, or are siblings: codes and parameters for the reader."""

from __future__ import annotations

from timonel.domain.findings import Reason
from timonel.domain.matching.comparing import NEAR, told_apart
from timonel.domain.matching.glossary import Glossary
from timonel.domain.matching.rows import LONGEST_TEXT, Row
from timonel.domain.matching.words import SHORTEST_INITIALS, cut, initials, stem, words

SHOWN = 6
"""Words that a reason lists."""


def reasons(one: Row, other: Row, glossary: Glossary) -> tuple[Reason, ...]:
    """Say why: same name or words, words that mean the same, short form, purpose, agreeing fields, what tells apart."""
    said, said_other = words(one.name[:LONGEST_TEXT]), words(other.name[:LONGEST_TEXT])
    found = [
        *_names(said, said_other),
        *_meanings(said, said_other, glossary),
        *_short_forms(said, said_other),
        *_purposes(one, other, glossary),
        *_fields(one, other),
    ]
    marks, marks_other = glossary.marks(said), glossary.marks(said_other)
    if told_apart(marks, marks_other):
        found.append(Reason("told_apart", {"one": _marked(marks - marks_other), "other": _marked(marks_other - marks)}))
    return tuple(found)


def _marked(marks: frozenset[str]) -> str:
    return ", ".join(sorted(mark.partition(":")[2] for mark in marks))


def _names(said: tuple[str, ...], other: tuple[str, ...]) -> list[Reason]:
    if said and sorted(map(stem, said)) == sorted(map(stem, other)):
        return [Reason("same_name", {})]
    known = {cut(word) for word in other}
    shared = [word for word in dict.fromkeys(said) if cut(word) in known]
    return [Reason("same_words", {"words": ", ".join(shared[:SHOWN])})] if shared else []


def _meanings(said: tuple[str, ...], other: tuple[str, ...], glossary: Glossary) -> list[Reason]:
    ours, theirs = glossary.meanings(said), glossary.meanings(other)
    return [
        Reason("same_meaning", {"group": group, "one": said_so, "other": theirs[group]})
        for group, said_so in ours.items()
        if group in theirs and _cut(said_so) != _cut(theirs[group])
    ][:SHOWN]


def _cut(term: str) -> list[str]:
    return [cut(word) for word in term.split()]


def _short_forms(said: tuple[str, ...], other: tuple[str, ...]) -> list[Reason]:
    short = [word for word in said if len(word) >= SHORTEST_INITIALS and word in initials(other)]
    short += [word for word in other if len(word) >= SHORTEST_INITIALS and word in initials(said)]
    return [Reason("short_form", {"short": word.upper()}) for word in dict.fromkeys(short)]


def _purposes(one: Row, other: Row, glossary: Glossary) -> list[Reason]:
    said, theirs = words(one.purpose[:LONGEST_TEXT]), words(other.purpose[:LONGEST_TEXT])
    known = {cut(word) for word in theirs}
    shared = [word for word in dict.fromkeys(said) if cut(word) in known and len(word) > 3]
    meant = glossary.meanings(said).keys() & glossary.meanings(theirs).keys()
    if len(shared) + len(meant) < 3:
        return []
    return [Reason("like_purpose", {"words": ", ".join(shared[:SHOWN]) or ", ".join(sorted(meant)[:SHOWN])})]


def _fields(one: Row, other: Row) -> list[Reason]:
    found = []
    if one.institution and one.institution == other.institution:
        found.append(Reason("same_institution", {"institution": one.institution}))
    if one.sector and one.sector == other.sector:
        found.append(Reason("same_sector", {"sector": one.sector}))
    if shared := one.categories & other.categories:
        found.append(Reason("same_category", {"categories": ", ".join(sorted(shared))}))
    if one.supplier and one.supplier == other.supplier:
        found.append(Reason("same_supplier", {"supplier": one.supplier}))
    if _near(one, other):
        found.append(Reason("near_amount", {"one": str(one.amount), "other": str(other.amount)}))
    if _together(one, other):
        found.append(Reason("dates_overlap", {}))
    return found


def _near(one: Row, other: Row) -> bool:
    if one.amount is None or other.amount is None or one.amount.currency != other.amount.currency:
        return False
    lesser, greater = sorted((one.amount.scaled, other.amount.scaled))
    return lesser > 0 and lesser >= NEAR * greater


def _together(one: Row, other: Row) -> bool:
    days = (one.starts_on, one.ends_on, other.starts_on, other.ends_on)
    if any(day is None for day in days):
        return False
    assert one.starts_on and one.ends_on and other.starts_on and other.ends_on
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on
