"""Shapes that several files share: labels, bases, dates, versions, holders and conditions."""

from __future__ import annotations

from typing import Any

from timonel.domain.facts import MEASURES, OBJECTS
from timonel.frameworks.shapes import (
    ByKind,
    Choice,
    DayText,
    Flag,
    Id,
    ListOf,
    MapOf,
    Named,
    Plain,
    Reading,
    Record,
    Ref,
    Shape,
    Text,
)
from timonel.frameworks.tree import Node

START = DayText(("by", "stage"))
END = DayText(("after", "stage"))
DAY = DayText()
FULL_DAY = DayText(whole=True)

LABEL = Named("label", lambda: _LABEL)
_LABEL: Record = Record({"es": Text(), "en": Text()}, {"official": MapOf(Text(), key_pattern=r"^[a-z]{2}$")})
"""``official`` gives the legal name in its own language where that is neither Spanish nor English: {da: IT-rådet}."""


def _names_its_ground(node: Node, entries: dict[str, Plain], key: str, into: Reading) -> None:
    if not {"instrument", "source", "act"} & entries.keys():
        into.fault(node.line, key, "basis_names_nothing", "no instrument and no source", "`instrument` or `source`")
    elif not {"source", "act"} & entries.keys() and "kind" not in entries:
        into.fault(node.line, f"{key}.kind", "missing_key", "nothing", "`kind: primary` or `kind: secondary`")


_BASIS = Record(
    {},
    {
        "instrument": Ref("instruments"),
        "source": Ref("sources"),
        "act": Text(),
        "where": Text(),
        "kind": Choice(("primary", "secondary")),
    },
    rules=(_names_its_ground,),
    also={"anyOf": [{"required": ["instrument", "kind"]}, {"required": ["source"]}, {"required": ["act"]}]},
)
BASIS = ListOf(Named("basis", lambda: ByKind(scalar=Choice(("adoption",)), mapping=_BASIS)), or_one=True, least=1)

_CLAIM = Record({"about": Text(), "value": Text(), "basis": BASIS, "checked_on": FULL_DAY}, {"note": LABEL})
CLAIMS = ListOf(Named("claim", lambda: _CLAIM))

GROUND: dict[str, Shape] = {"basis": BASIS, "checked_on": FULL_DAY}
"""What every statement must carry."""
GROUND_IF_OTHER: dict[str, Shape] = {"basis": BASIS, "checked_on": FULL_DAY, "claims": CLAIMS, "note": LABEL}
"""What a statement inside another may carry; without it, the ground of the outer one is its own."""
SPAN: dict[str, Shape] = {"from": START, "to": END}
EXTRA: dict[str, Shape] = {"claims": CLAIMS, "note": LABEL}


def begins(node: Node, entries: dict[str, Plain], key: str, into: Reading) -> None:
    """Demand a start: `from`, or a basis in an instrument, whose entry into force is then the start."""
    bases = entries.get("established_by") if isinstance(entries.get("established_by"), list) else entries.get("basis")
    grounded = any(
        isinstance(each, str | dict) and (isinstance(each, str) or "instrument" in each) for each in bases or []
    )
    if "from" not in entries and not grounded:
        into.fault(node.line, f"{key}.from", "missing_key", "nothing", "`from`, or a basis that names an instrument")


def grounded(node: Node, entries: dict[str, Plain], key: str, into: Reading) -> None:
    """Demand basis and checked_on, unless the basis is the act of adoption."""
    if entries.get("basis") == ["adoption"]:
        return
    for name in GROUND:
        if name not in entries:
            into.fault(
                node.line,
                f"{key}.{name}",
                "missing_key",
                "nothing",
                f"the key `{name}`: no statement without its ground",
            )


def statement(required: dict[str, Shape], optional: dict[str, Shape], *rules: Any, begun: bool = True) -> Record:
    """Make the record of a statement: its own keys, its dates, its ground, disputing claims and a note.

    With ``begun`` it must say since when; without, a missing start means "as far back as the framework reaches".
    """
    keys = {**optional, **SPAN, **GROUND, **EXTRA}
    ground = {
        "anyOf": [{"required": list(GROUND)}, {"properties": {"basis": {"const": "adoption"}}, "required": ["basis"]}]
    }
    return Record(required, keys, rules=(grounded, *((begins,) if begun else ()), *rules), also=ground)


HOLDER = Named("holder", lambda: _HOLDER)


def _one_holder(node: Node, entries: dict[str, Plain], key: str, into: Reading) -> None:
    if len(entries) != 1:
        into.fault(node.line, key, "one_of_two", ", ".join(entries) or "nothing", "either `post` or `body`")


_HOLDER: Record = Record(
    {},
    {"post": Ref("posts"), "body": Ref("bodies")},
    rules=(_one_holder,),
    also={"minProperties": 1, "maxProperties": 1},
)

VALUE = ByKind(scalar=Text(), sequence=ListOf(Text()))


def _value_or_not_stated(node: Node, entries: dict[str, Plain], key: str, into: Reading) -> None:
    if ("value" in entries) == ("not_stated" in entries):
        found = "both" if "value" in entries else "neither"
        into.fault(node.line, f"{key}.value", "value_or_not_stated", found, "either `value` or `not_stated: true`")
    if entries.get("not_stated") is False:
        into.fault(node.line, f"{key}.not_stated", "wrong_shape", "false", "`not_stated: true` or a `value`")


VERSION = Named("version", lambda: _VERSION)
_VERSION: Record = Record(
    {},
    {
        "value": VALUE,
        "not_stated": Flag(),
        "comparator": Choice(("over", "at-least", "under", "at-most")),
        "unit": Text(),
        "published_on": DAY,
        **SPAN,
        **GROUND,
        **EXTRA,
    },
    rules=(_value_or_not_stated, grounded, begins),
    also={"oneOf": [{"required": ["value"]}, {"required": ["not_stated"]}]},
)

WORDS = ListOf(Id, or_one=True, least=1)
CODES = ListOf(Text(), or_one=True, least=1)


def _condition_shape() -> Record:
    several = ListOf(CONDITION, least=1)
    amount = ByKind(scalar=Ref("parameters"), mapping=Record({"of": Choice(MEASURES), "against": Ref("parameters")}))
    institution = Record(
        {},
        {
            "sector": WORDS,
            "level": WORDS,
            "kind": WORDS,
            "ministry": CODES,
            "code": CODES,
            "exempt": Flag(),
            "flag": WORDS,
        },
    )
    return Record(
        {},
        {
            "all_of": several,
            "any_of": several,
            "none_of": several,
            "amount": amount,
            "object": ListOf(Choice(OBJECTS), or_one=True, least=1),
            "institution": institution,
            "category": Record({"any_of": CODES}, {"scheme": Id}),
            "flag": Record({"any_of": ListOf(Ref("flags"), or_one=True, least=1)}),
            "risk_class": WORDS,
        },
        rules=(_not_empty,),
        also={"minProperties": 1},
    )


def _not_empty(node: Node, entries: dict[str, Plain], key: str, into: Reading) -> None:
    if not entries:
        into.fault(node.line, key, "empty_condition", "no condition", "at least one condition")


CONDITION = Named("condition", lambda: _CONDITION)
_CONDITION: Record = _condition_shape()

DEFINITIONS: dict[str, Any] = {
    "label": _LABEL,
    "basis": ByKind(scalar=Choice(("adoption",)), mapping=_BASIS),
    "claim": _CLAIM,
    "holder": _HOLDER,
    "version": _VERSION,
    "condition": _CONDITION,
}
