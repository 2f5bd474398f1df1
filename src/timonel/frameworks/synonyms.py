"""Read the glossary of public-sector ICT synonyms, every fault with its line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from timonel.domain.matching.glossary import Glossary, phrase
from timonel.frameworks.faults import FrameworkInvalid
from timonel.frameworks.shapes import Id
from timonel.frameworks.shapes import Reading as Faults
from timonel.frameworks.tree import Node, read_tree

SYNONYMS: Final = Path(__file__).parent / "vocabulary" / "ict-synonyms.yaml"
HEADER: Final = ("glossary", "version", "authors", "sources", "changes")
LANGUAGES: Final = ("es", "en")
APART: Final = ("places", "steps")


@cache
def ict_synonyms() -> Glossary:
    """Give the glossary that ships; read once for each program that runs."""
    return read_glossary(SYNONYMS.read_text(encoding="utf-8"), SYNONYMS.name)


def read_glossary(text: str, file: str) -> Glossary:
    """Read a glossary; ``framework_invalid`` with all its faults when it has any.

    A term in two groups is a fault, since a text is read in one way; so is a group without two terms.
    """
    tree, faults = read_tree(text, file)
    into = Faults(file, faults)
    if tree is None or tree.entries is None:
        if not faults:
            into.fault(1, "", "wrong_shape", "no mapping", "a mapping with version and groups")
        raise FrameworkInvalid(file, into.faults)
    _header(tree, into)
    groups = _groups(tree, into)
    apart = _apart(tree, into)
    if into.faults:
        raise FrameworkInvalid(file, into.faults)
    return Glossary(tree.entries["version"][1].text, groups, apart)


def _header(tree: Node, into: Faults) -> None:
    entries = tree.entries or {}
    for name in (*HEADER, "groups"):
        if name not in entries:
            into.fault(tree.line, name, "missing", "nothing", f"the key {name}")
    for name, line, node in tree.mapping():
        if name not in (*HEADER, "groups", "apart"):
            into.fault(line, name, "unknown_key", name, "one of " + ", ".join((*HEADER, "groups", "apart")))
        elif name in HEADER[:-1] and (node.kind != "scalar" or node.scalar_type != "text"):
            into.fault(node.line, name, "not_text", node.shown(), "text (quote it if it looks like a number)")


def _groups(tree: Node, into: Faults) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    seen: dict[tuple[str, ...], str] = {}
    for name, line, node in _section(tree, "groups", into):
        Id.read(Node(line, "scalar", text=name), f"groups.{name}", into)
        terms: list[str] = []
        for language, at, listed in node.mapping():
            key = f"groups.{name}.{language}"
            if language not in LANGUAGES:
                into.fault(at, key, "unknown_key", language, "es or en")
            for term in _terms(listed, key, into):
                _once(term, name, listed.line, key, seen, into)
                terms.append(term)
        if len(set(terms)) < 2:
            into.fault(line, f"groups.{name}", "too_few", f"{len(terms)} terms", "at least two terms")
        groups[name] = tuple(terms)
    return groups


def _apart(tree: Node, into: Faults) -> dict[str, tuple[tuple[str, ...], ...]]:
    apart: dict[str, tuple[tuple[str, ...], ...]] = {}
    for kind, line, node in _section(tree, "apart", into) if "apart" in (tree.entries or {}) else ():
        if kind not in APART:
            into.fault(line, f"apart.{kind}", "unknown_key", kind, "one of " + ", ".join(APART))
        seen: dict[tuple[str, ...], str] = {}
        groups = []
        for at, listed in enumerate(node.sequence()):
            key = f"apart.{kind}[{at}]"
            terms = tuple(_terms(listed, key, into))
            for term in terms:
                _once(term, str(at), listed.line, key, seen, into)
            groups.append(terms)
        apart[kind] = tuple(group for group in groups if group)
    return apart


def _section(tree: Node, name: str, into: Faults) -> Iterator[tuple[str, int, Node]]:
    line, node = (tree.entries or {}).get(name, (tree.line, Node(tree.line, "mapping", entries={})))
    if node.kind != "mapping":
        into.fault(line, name, "wrong_shape", node.shown(), "a mapping")
    yield from node.mapping()


def _terms(node: Node, key: str, into: Faults) -> Iterator[str]:
    if node.kind != "sequence":
        into.fault(node.line, key, "wrong_shape", node.shown(), "a list of terms")
    for item in node.sequence():
        if item.kind != "scalar" or item.scalar_type != "text" or not phrase(item.text):
            into.fault(item.line, key, "not_text", item.shown(), "a term with at least one word that says something")
        else:
            yield item.text


def _once(term: str, group: str, line: int, key: str, seen: dict[tuple[str, ...], str], into: Faults) -> None:
    other = seen.setdefault(phrase(term), group)
    if other != group:
        into.fault(line, key, "term_twice", f"{term}, which {other} has", "each term in one group")
