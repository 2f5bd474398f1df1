"""Read YAML 1.2 into a tree that remembers the line of every key and value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from timonel.frameworks.faults import FrameworkFault

_NULL = re.compile(r"^(?:|~|null|Null|NULL)$")
_BOOLEAN = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_INTEGER = re.compile(r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$")
_FLOAT = re.compile(
    r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$"
)


@dataclass(slots=True)
class Node:
    """Hold one value of a file: a scalar's text, a list of nodes, or a mapping from key to (line of key, node)."""

    line: int
    kind: str  # scalar | sequence | mapping
    text: str = ""
    quoted: bool = False
    items: list[Node] | None = None
    entries: dict[str, tuple[int, Node]] | None = None

    @property
    def scalar_type(self) -> str:
        """Say what YAML 1.2 makes of an unquoted scalar: null, boolean, integer, float or text."""
        if self.quoted:
            return "text"
        for name, pattern in (("null", _NULL), ("boolean", _BOOLEAN), ("integer", _INTEGER), ("float", _FLOAT)):
            if pattern.match(self.text):
                return name
        return "text"

    def sequence(self) -> list[Node]:
        """Return the nodes of a list; an empty list for anything else."""
        return self.items or []

    def mapping(self) -> Iterator[tuple[str, int, Node]]:
        """Yield key, line of the key and value of a mapping; nothing for anything else."""
        for key, (line, node) in (self.entries or {}).items():
            yield key, line, node

    def shown(self) -> str:
        """Show the value in one short piece, as a message quotes it."""
        if self.kind == "scalar":
            if self.scalar_type == "null":
                return "nothing"
            text = self.text if len(self.text) <= 60 else self.text[:57] + "..."
            return (
                f'"{text}"' if self.quoted else (text if self.scalar_type == "text" else f"{text} ({self.scalar_type})")
            )
        return f"a list of {len(self.sequence())}" if self.kind == "sequence" else "a mapping"


MOST_NODES: Final = 200_000
"""Values in one file, each as often as an alias repeats it; what would unfold to more is refused."""
DEEPEST: Final = 60
"""Lists and mappings within one another; what is deeper, as what contains itself, is refused."""


class _BeyondBounds(Exception):
    """A file that unfolds to more, or deeper, than any that people write; `line` says where."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def read_tree(text: str, file: str) -> tuple[Node | None, list[FrameworkFault]]:
    """Parse one file; return its tree (``None`` when it is no YAML or empty) and the faults of its syntax and keys."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    tree = _Tree(file)
    try:
        composed = yaml.compose(text)
        return (None if composed is None else tree.node(composed, "", 0)), tree.faults
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        found, line = (error.problem or "broken syntax").strip(), mark.line + 1 if mark else 1
    except ReaderError as error:
        found, line = error.reason, text.count("\n", 0, error.position) + 1
    except RecursionError:
        found, line = f"more than {DEEPEST} lists and mappings within one another", 1
    except _BeyondBounds as bound:
        found, line = f"more than {MOST_NODES} values, or {DEEPEST} within one another", bound.line
    return None, [FrameworkFault(file, line, "", "not_yaml", found, "YAML 1.2")]


@dataclass(slots=True)
class _Tree:
    """The tree of one file while it grows, with its faults."""

    file: str
    faults: list[FrameworkFault] = field(default_factory=list)
    nodes: int = 0

    def node(self, composed: Any, path: str, depth: int) -> Node:
        line = composed.start_mark.line + 1
        self.nodes += 1
        if self.nodes > MOST_NODES or depth > DEEPEST:
            raise _BeyondBounds(line)
        if composed.id == "scalar":
            return Node(line, "scalar", text=composed.value, quoted=composed.style in ("'", '"', "|", ">"))
        if composed.id == "sequence":
            items = [self.node(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(composed.value)]
            return Node(line, "sequence", items=items)
        entries: dict[str, tuple[int, Node]] = {}
        for key_node, value_node in composed.value:
            key_line, name = self._key(key_node, path, depth)
            here = f"{path}.{name}" if path else name
            if name in entries:
                self._fault(key_line, here, "key_twice", f"{name} again", "each key once")
            entries[name] = (key_line, self.node(value_node, here, depth + 1))
        return Node(line, "mapping", entries=entries)

    def _key(self, composed: Any, path: str, depth: int) -> tuple[int, str]:
        key = self.node(composed, path, depth + 1)
        name = key.text if key.kind == "scalar" else key.kind
        if key.kind != "scalar" or key.scalar_type != "text":
            here = f"{path}.{name}" if path else name
            self._fault(key.line, here, "key_not_text", key.shown(), "a key that is text")
        return key.line, name

    def _fault(self, line: int, key: str, code: str, found: str, expected: str) -> None:
        self.faults.append(FrameworkFault(self.file, line, key, code, found, expected))
