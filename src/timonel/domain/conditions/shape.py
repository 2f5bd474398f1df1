"""A condition as a tree: what `when` says, read once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from timonel.domain.legal import Plain

Kind = Literal["all_of", "any_of", "none_of", "amount", "object", "institution", "category", "flag", "risk_class"]
JOINS = ("all_of", "any_of", "none_of")


@dataclass(frozen=True, slots=True)
class Condition:
    """Hold one node: a join of parts, or a test of one fact.

    ``amount`` compares ``measure`` with ``parameter``; ``object``, ``risk_class`` and ``flag`` have ``words``;
    ``category`` has ``words`` as prefixes, with their scheme; ``institution`` has a key and its words.
    """

    kind: Kind
    parts: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()
    measure: str = ""
    parameter: str = ""
    key: str = ""


def read_condition(plain: Plain | None) -> Condition | None:
    """Read a condition; several keys together mean all of them. ``None`` stays ``None``: always."""
    if plain is None:
        return None
    parts = [part for kind, value in sorted(plain.items()) for part in _read(kind, value)]
    return parts[0] if len(parts) == 1 else Condition("all_of", tuple(parts))


def _read(kind: str, value: Any) -> list[Condition]:
    if kind in JOINS:
        inner = tuple(condition for item in value if (condition := read_condition(item)) is not None)
        return [Condition(kind, inner)]  # type: ignore[arg-type]
    if kind == "amount":
        if isinstance(value, str):
            return [Condition("amount", measure="total-budget", parameter=value)]
        return [Condition("amount", measure=value["of"], parameter=value["against"])]
    if kind == "institution":
        return [_institution(key, words) for key, words in sorted(value.items())]
    if kind == "category":
        scheme = f"{value['scheme']}:" if "scheme" in value else ""
        return [Condition("category", words=tuple(scheme + word for word in value["any_of"]))]
    if kind == "flag":
        return [Condition("flag", words=tuple(value["any_of"]))]
    assert kind in ("object", "risk_class")
    return [Condition("object" if kind == "object" else "risk_class", words=tuple(value))]


def _institution(key: str, words: Any) -> Condition:
    if key == "exempt":
        exempt = Condition("institution", key="flag", words=("exempt",))
        return exempt if words else Condition("none_of", (exempt,))
    return Condition("institution", key=key, words=tuple(words))
