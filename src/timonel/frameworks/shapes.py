# ruff: noqa: D102 -- `read` and `schema` are described once, in Shape
"""Shapes that a value of a framework file may have: each reads a node, reports its faults and gives its JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from timonel.domain.periods import Day
from timonel.frameworks.faults import FrameworkFault
from timonel.frameworks.tree import Node

Plain = Any
"""What a file says, as dicts, lists, text, whole numbers and booleans; never a float."""

FORBIDDEN_KEYS = frozenset({"on", "off", "yes", "no", "y", "n", "true", "false", "null"})
ID_PATTERN = r"^[a-z0-9]+(?:[-.][a-z0-9]+)*$"
AMOUNT_PATTERN = r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$"


@dataclass(slots=True)
class Reference:
    """Remember that a place names an item of a section, to be looked up when all files are read."""

    section: str
    target: str
    file: str
    line: int
    key: str


@dataclass(slots=True)
class Reading:
    """Gather what one pass over one file finds: faults, references, and the line of every key path."""

    file: str
    faults: list[FrameworkFault] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def fault(self, line: int, key: str, code: str, found: str, expected: str) -> None:
        """Note a fault at a line and key of this file."""
        self.faults.append(FrameworkFault(self.file, line, key, code, found, expected))


class Shape(Protocol):
    """Read a node into plain values, or describe itself as a JSON Schema."""

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        """Return the plain value; note every fault and go on."""

    def schema(self) -> dict[str, Any]:
        """Describe the shape as JSON Schema (draft 2020-12)."""


def _not(node: Node, key: str, into: Reading, expected: str, code: str = "wrong_shape") -> None:
    into.fault(node.line, key, code, node.shown(), expected)


@dataclass(frozen=True)
class Text:
    """Text; a number, date-like or boolean word must be quoted, so that a code is never read as a number."""

    pattern: str | None = None
    expected: str = "text (quote it if it looks like a number)"

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        if node.kind != "scalar" or node.scalar_type != "text" or not node.text.strip():
            _not(
                node,
                key,
                into,
                self.expected,
                "float" if node.kind == "scalar" and node.scalar_type == "float" else "not_text",
            )
            return None
        if self.pattern and not re.match(self.pattern, node.text):
            _not(node, key, into, self.expected, "wrong_form")
            return None
        return node.text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": self.pattern} if self.pattern else {"type": "string", "minLength": 1}


Id = Text(ID_PATTERN, "an id in kebab-case")
Amount = Text(AMOUNT_PATTERN, 'an amount as quoted text, such as "10000000" or "0.25"')


@dataclass(frozen=True)
class Choice:
    """One word of a closed list."""

    words: tuple[str, ...]

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        if node.kind == "scalar" and node.text in self.words:
            return node.text
        _not(node, key, into, "one of " + ", ".join(self.words), "not_in_list")
        return None

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Flag:
    """``true`` or ``false``, unquoted."""

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        if node.kind == "scalar" and node.scalar_type == "boolean":
            return node.text.lower() == "true"
        _not(node, key, into, "true or false")
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Whole:
    """A whole number of things (seats, order of a stage); never money, which is quoted text."""

    least: int = 0

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        if node.kind == "scalar" and node.scalar_type == "integer" and re.match(r"^(?:0|[1-9][0-9]*)$", node.text):
            number = int(node.text)
            if number >= self.least:
                return number
        _not(node, key, into, f"a whole number of at least {self.least}")
        return None

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least}


@dataclass(frozen=True)
class DayText:
    """A day, month or year; ``loose`` adds `by <day>` (begun by then), `after <day>` (not ended before) or `stage`."""

    loose: tuple[str, ...] = ()
    whole: bool = False

    @property
    def expected(self) -> str:
        forms = "a full date such as 2016-02-03" if self.whole else "a date: 2016-02-03, 2016-02 or 2016"
        extra = {
            "by": "`by 2016-02` when only known to have begun by then",
            "after": "`after 2016-02` when only known not to have ended before",
            "stage": "`stage`",
        }
        return ", or ".join([forms, *(extra[word] for word in self.loose)])

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        text = node.text if node.kind == "scalar" else ""
        word, _, rest = text.partition(" ")
        if "stage" in self.loose and text == "stage":
            return text
        try:
            day = Day.parse(rest if word in self.loose and rest else text)
        except ValueError:
            day = None
        if day is None or (self.whole and not day.is_exact):
            _not(node, key, into, self.expected, "not_a_date")
            return None
        return text

    def schema(self) -> dict[str, Any]:
        day = r"[0-9]{4}-[0-9]{2}-[0-9]{2}" if self.whole else r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
        words = "|".join(word for word in self.loose if word != "stage")
        form = f"(?:(?:{words}) )?{day}" if words else day
        if "stage" in self.loose:
            form = f"(?:stage|{form})"
        text: dict[str, Any] = {"type": "string", "pattern": f"^{form}$"}
        return text if self.whole else {"anyOf": [text, {"type": "integer", "minimum": 1000, "maximum": 9999}]}


@dataclass(frozen=True)
class Ref:
    """The id of an item of a section; looked up once all files are read."""

    section: str

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        target = Id.read(node, key, into)
        if target is not None:
            into.references.append(Reference(self.section, target, into.file, node.line, key))
        return target

    def schema(self) -> dict[str, Any]:
        return {**Id.schema(), "description": f"id of one of: {self.section}"}


@dataclass(frozen=True)
class ListOf:
    """A list; with ``or_one`` a single item stands for a list of one. The plain value is always a list."""

    item: Shape
    or_one: bool = False
    least: int = 0

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        if node.kind == "sequence":
            if len(node.sequence()) < self.least:
                _not(node, key, into, f"at least {self.least} item(s)", "too_few")
            into.lines.update({f"{key}[{i}]": item.line for i, item in enumerate(node.sequence())})
            return [self.item.read(item, f"{key}[{i}]", into) for i, item in enumerate(node.sequence())]
        if self.or_one:
            return [self.item.read(node, key, into)]
        _not(node, key, into, "a list")
        return None

    def schema(self) -> dict[str, Any]:
        listed: dict[str, Any] = {"type": "array", "items": self.item.schema()}
        if self.least:
            listed["minItems"] = self.least
        return {"anyOf": [self.item.schema(), listed]} if self.or_one else listed


@dataclass(frozen=True)
class MapOf:
    """A mapping from ids to values of one shape; ``keys`` closes the list of ids."""

    item: Shape
    keys: tuple[str, ...] | None = None
    key_pattern: str = ID_PATTERN
    least: int = 0

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        if node.kind != "mapping":
            _not(node, key, into, "a mapping from ids to entries")
            return None
        entries: dict[str, Plain] = {}
        for name, line, value in node.mapping():
            here = f"{key}.{name}" if key else name
            into.lines[here] = line
            if name.lower() in FORBIDDEN_KEYS:
                into.fault(
                    line, here, "key_reads_as_boolean", name, "a key that no YAML reader takes for true or false"
                )
            elif self.keys is not None and name not in self.keys:
                into.fault(line, here, "unknown_key", name, "one of " + ", ".join(self.keys))
            elif not re.match(self.key_pattern, name):
                into.fault(line, here, "wrong_form", name, "an id in kebab-case")
            entries[name] = self.item.read(value, here, into)
        return entries

    def schema(self) -> dict[str, Any]:
        names: dict[str, Any] = {"enum": list(self.keys)} if self.keys is not None else {"pattern": self.key_pattern}
        return {"type": "object", "propertyNames": names, "additionalProperties": self.item.schema()}


Rule = Callable[[Node, dict[str, Plain], str, Reading], None]


@dataclass(frozen=True)
class Record:
    """A mapping with named keys, some required; ``rules`` look at the whole record once its keys are read."""

    required: dict[str, Shape] = field(default_factory=dict)
    optional: dict[str, Shape] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    also: dict[str, Any] = field(default_factory=dict)

    def keys(self) -> dict[str, Shape]:
        """Return all keys with their shapes, the required ones first."""
        return {**self.required, **self.optional}

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        if node.kind != "mapping":
            _not(node, key, into, "a mapping with " + (", ".join(self.required) or ", ".join(self.keys())))
            return None
        known = self.keys()
        entries: dict[str, Plain] = {}
        for name, line, value in node.mapping():
            here = f"{key}.{name}" if key else name
            into.lines[here] = line
            if name not in known:
                into.fault(line, here, "unknown_key", name, "one of " + ", ".join(sorted(known)))
                continue
            entries[name] = known[name].read(value, here, into)
        for name in self.required:
            if name not in entries:
                into.fault(node.line, f"{key}.{name}" if key else name, "missing_key", "nothing", f"the key `{name}`")
        for rule in self.rules:
            rule(node, entries, key, into)
        return entries

    def schema(self) -> dict[str, Any]:
        described: dict[str, Any] = {
            "type": "object",
            "properties": {name: shape.schema() for name, shape in self.keys().items()},
            "additionalProperties": False,
        }
        if self.required:
            described["required"] = list(self.required)
        return {**described, **self.also}

    def partial(self) -> Record:
        """Return the same record with no key required and no rule: what a change may name."""
        return Record({}, self.keys())


@dataclass(frozen=True)
class ByKind:
    """Read a scalar, a mapping or a list each by its own shape."""

    scalar: Shape | None = None
    mapping: Shape | None = None
    sequence: Shape | None = None

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        shape: Shape | None = getattr(self, node.kind)
        if shape is None:
            _not(node, key, into, " or ".join(self._forms()))
            return None
        return shape.read(node, key, into)

    def _forms(self) -> Iterable[str]:
        if isinstance(self.scalar, Choice):
            yield "one of " + ", ".join(self.scalar.words)
        elif self.scalar is not None:
            yield getattr(self.scalar, "expected", "a single value")
        if self.mapping is not None:
            yield "a mapping"
        if self.sequence is not None:
            yield "a list"

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [shape.schema() for shape in (self.scalar, self.mapping, self.sequence) if shape is not None]}


@dataclass(frozen=True)
class Named:
    """A shape that names itself, so that the JSON Schema can refer to it (and it to itself)."""

    name: str
    build: Callable[[], Shape]

    def read(self, node: Node, key: str, into: Reading) -> Plain:
        return self.build().read(node, key, into)

    def schema(self) -> dict[str, Any]:
        return {"$ref": f"#/$defs/{self.name}"}
