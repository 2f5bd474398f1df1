"""The labelled set: names as somebody else might write them, by kind of edit, and the real name that each means."""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
EACH = 120
SHORT_FORM = re.compile(r"((?:\S+ ){2,}\S+) \(([A-Z]{3,7})\)(| Programme| Project)")
BEFORE = [
    "Proyecto de implementación de ",
    "Programme for the delivery of ",
    "Iniciativa: ",
    "Development and rollout of ",
]
AFTER = [" para la ciudadanía", " - etapa de ejecución", " (new initiative)", " project for the institution"]


@dataclass(frozen=True)
class Label:
    """A name that was typed, and the names of the portfolio that it means; for siblings, the one it does not mean."""

    kind: str
    typed: str
    meant: frozenset[str]


def read(name):
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def names() -> list[str]:
    """Give every real name once, in order, without the short form that it may give in brackets."""
    return sorted({unbracketed(row["name"]) for row in read("names")})


def unbracketed(name):
    found = SHORT_FORM.fullmatch(name)
    return f"{found[1]}{found[3]}" if found else name


def plainly(name):
    """Give a name without brackets, capitals and words such as programme: real lists have projects twice."""
    return " ".join(re.sub(r"\(.*?\)|\b(programme|project|the)\b|\W", " ", name.casefold()).split())


def labels() -> list[Label]:
    """Give the labelled set; whatever real name is the meant one but for brackets and capitals is meant too."""
    known = defaultdict(set)
    for name in names():
        known[plainly(name)].add(name)

    def all_meant(label):
        plain = {plainly(unbracketed(name)) for name in label.meant}
        return frozenset(name for each in plain for name in known[each])

    return [Label(label.kind, label.typed, all_meant(label)) for label in drawn()]


def drawn() -> list[Label]:
    """Give made edits of names drawn with a fixed seed, and real or hand-made labels."""
    draw = random.Random(2016)
    long = [name for name in names() if len(re.findall(r"[^\W\d_]{5,}", name)) >= 3 and len(name) < 90]
    made = []
    for kind, edit in (("typo", mistyped), ("word order", reordered), ("boilerplate", padded)):
        made += [Label(kind, edit(name, draw), frozenset({name})) for name in draw.sample(long, EACH)]
    written = [Label(row["kind"], row["query"], frozenset({row["target"]})) for row in read("labelled")]
    return [*made, *abbreviated(), *renamed(), *written, *siblings(draw)]


def mistyped(name, draw):
    """Spoil one letter in each of two long words: dropped, doubled, swapped with the next or struck beside."""
    found = [match.span() for match in re.finditer(r"[^\W\d_]{5,}", name)]
    for start, end in sorted(draw.sample(found, 2), reverse=True):
        at = draw.randrange(start, end - 1)
        one, two = name[at], name[at + 1]
        name = name[:at] + draw.choice([two, one + one + two, two + one, "qwertasdfg"[at % 10] + two]) + name[at + 2 :]
    return name


def reordered(name, draw):
    said = name.split()
    turned = said[:]
    while turned == said:
        draw.shuffle(turned)
    return " ".join(turned)


def padded(name, draw):
    return draw.choice(BEFORE) + name + draw.choice(AFTER)


def abbreviated() -> Iterator[Label]:
    """Type the short form that a real name gives in brackets: the portfolio has the name without the brackets."""
    for name in sorted({row["name"] for row in read("names")}):
        if found := SHORT_FORM.fullmatch(name):
            yield Label("abbreviation", found[2], frozenset({name}))


def renamed() -> Iterator[Label]:
    """Type the name that a project of the United Kingdom had in one year: the portfolio has the others too."""
    by_project = defaultdict(set)
    for row in read("names"):
        if row["project"]:
            by_project[row["project"]].add(row["name"])
    for known in by_project.values():
        if len({name.casefold() for name in known}) > 1:
            typed, *others = sorted(known)
            yield Label("renamed", typed, frozenset(others))


def siblings(draw) -> list[Label]:
    """Give pairs of real names that differ in a number alone: phases, releases and years of one programme."""
    by_shape = defaultdict(set)
    for row in read("names"):
        by_shape[row["institution"], re.sub(r"\d+|\b[IVX]+\b", "#", row["name"])].add(row["name"])
    pairs = [sorted(each)[:2] for (_of, shape), each in sorted(by_shape.items()) if len(each) > 1 and len(shape) > 8]
    return [Label("sibling", one, frozenset({two})) for one, two in draw.sample(pairs, min(EACH, len(pairs)))]
