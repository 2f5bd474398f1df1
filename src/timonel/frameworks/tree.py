"""Read YAML 1.2 into a tree that remembers the line of every key and value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

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


def read_tree(text: str, file: str) -> tuple[Node | None, list[FrameworkFault]]:
    """Parse one file; return its tree (``None`` when it is no YAML or empty) and the faults of its syntax and keys."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    try:
        composed = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        return None, [
            FrameworkFault(file, line, "", "not_yaml", (error.problem or "broken syntax").strip(), "YAML 1.2")
        ]
    faults: list[FrameworkFault] = []
    return (None if composed is None else _convert(composed, file, "", faults)), faults


def _convert(composed: Any, file: str, path: str, faults: list[FrameworkFault]) -> Node:
    line = composed.start_mark.line + 1
    if composed.id == "scalar":
        return Node(line, "scalar", text=composed.value, quoted=composed.style in ("'", '"', "|", ">"))
    if composed.id == "sequence":
        items = [_convert(item, file, f"{path}[{i}]", faults) for i, item in enumerate(composed.value)]
        return Node(line, "sequence", items=items)
    entries: dict[str, tuple[int, Node]] = {}
    for key_node, value_node in composed.value:
        key_line = key_node.start_mark.line + 1
        key = _convert(key_node, file, path, faults)
        name = key.text if key.kind == "scalar" else key.kind
        here = f"{path}.{name}" if path else name
        if key.kind != "scalar" or key.scalar_type != "text":
            faults.append(FrameworkFault(file, key_line, here, "key_not_text", key.shown(), "a key that is text"))
        if name in entries:
            faults.append(FrameworkFault(file, key_line, here, "key_twice", f"{name} again", "each key once"))
        entries[name] = (key_line, _convert(value_node, file, here, faults))
    return Node(line, "mapping", entries=entries)
