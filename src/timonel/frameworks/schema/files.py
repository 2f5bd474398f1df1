"""Every file of a framework, section by section."""

from __future__ import annotations

from typing import Any

from timonel.domain.powers import INTENSITIES, POWERS
from timonel.frameworks.schema import bodies, cases, changes, money, parts
from timonel.frameworks.schema.parts import (
    BASIS,
    CODES,
    CONDITION,
    DAY,
    FULL_DAY,
    GROUND_IF_OTHER,
    HOLDER,
    LABEL,
    WORDS,
    begins,
    statement,
)
from timonel.frameworks.shapes import (
    ByKind,
    Choice,
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

INSTRUMENT_KINDS = (
    "constitution",
    "law",
    "decree-law",
    "decree",
    "regulation",
    "presidential-instruction",
    "resolution",
    "circular",
    "budget-law",
    "cabinet-decision",
    "executive-order",
    "memorandum",
    "policy",
    "guidance",
    "agreement",
    "treaty",
    "bill",
    "other",
)

FRAMEWORK = Record(
    {
        "country": Id,
        "label": LABEL,
        "currency": Text(r"^[A-Z]{3}$", "a currency code such as CLP"),
        "time_zone": Text(),
        "languages": CODES,
    },
    {"units": CODES, "covers_from": DAY, "note": LABEL},
)
SOURCE = Record(
    {"title": Text(), "publisher": Text(), "kind": Choice(("primary", "secondary"))},
    {
        "url": Text(r"^https?://", "a web address"),
        "doi": Text(),
        "kept_in": Text(),
        "published_on": DAY,
        "language": Text(),
        "read_on": FULL_DAY,
        "note": LABEL,
    },
)
_FOLLOW_UP = Record(
    {"label": LABEL},
    {
        "owner": ByKind(scalar=Choice(("not_stated",)), mapping=HOLDER),
        "state": Choice(("open", "done", "not_stated")),
        **GROUND_IF_OTHER,
    },
)
INSTRUMENT = statement(
    {"label": LABEL, "kind": Choice(INSTRUMENT_KINDS)},
    {
        "number": Text(),
        "issued": DAY,
        "published": DAY,
        "issued_by": ByKind(scalar=Text(), mapping=HOLDER),
        "url": Text(r"^https?://", "a web address"),
        "amends": ListOf(Ref("instruments")),
        "repeals": ListOf(Ref("instruments")),
        "follow_ups": MapOf(_FOLLOW_UP),
    },
    changes.instrument_begins,
    begun=False,
)

_AUTONOMY_EFFECTS = ("needs-agreement", "exempt")
_OVER = Record(
    {},
    {
        "reach": Choice(("own", "own-sector", "all")),
        "only": Named("institutions", lambda: INSTITUTIONS),
        "except": Named("institutions", lambda: INSTITUTIONS),
    },
)
INSTITUTIONS: Record = Record(
    {}, {"sector": WORDS, "level": WORDS, "kind": WORDS, "ministry": CODES, "code": CODES, "flag": WORDS}
)
_CO_SIGNATURE = Record(
    {},
    {
        "post": Ref("posts"),
        "body": Ref("bodies"),
        "when": CONDITION,
        "basis": BASIS,
        "checked_on": FULL_DAY,
        "note": LABEL,
    },
)


def _grant_begins(node: Node, entries: dict[str, Plain], key: str, into: Reading) -> None:
    if entries.get("holder") not in ("none", "not_stated"):
        begins(node, entries, key, into)


GRANT = statement(
    {
        "holder": ByKind(
            scalar=Choice(("none", "not_stated", "anyone")), mapping=HOLDER, sequence=ListOf(HOLDER, least=1)
        )
    },
    {
        "intensity": Choice((*INTENSITIES, "not_stated")),
        "over": _OVER,
        "matters": WORDS,
        "when": CONDITION,
        "co_signature": ListOf(_CO_SIGNATURE, or_one=True),
        "exercise": Choice(("granted", "in-fact")),
    },
    _grant_begins,
    begun=False,
)
UNANSWERED = statement(
    {"powers": ListOf(Choice(tuple(POWERS)), least=1), "holder": Choice(("none", "not_stated"))}, {}, begun=False
)
SECTOR = statement({"label": LABEL}, {"ministry": ByKind(scalar=Choice(("not_stated",)), mapping=HOLDER)}, begun=False)
LEVEL = statement({"label": LABEL, "bound": Choice(("bound", "may-adhere", "exempt", "not_stated"))}, {}, begun=False)
AUTONOMY = statement(
    {"label": LABEL, "institutions": INSTITUTIONS, "effect": Choice(_AUTONOMY_EFFECTS)},
    {"powers": ByKind(scalar=Choice(("all",)), sequence=ListOf(Choice(tuple(POWERS)), least=1))},
    begun=False,
)
TRAIT = statement({"label": LABEL}, {"value": parts.VALUE, "not_stated": Flag()}, parts._value_or_not_stated)
HOLDER_ENTRY = statement({"post": Ref("posts"), "person": Text()}, {"institution": Text(), "acting": Flag()})
_ANSWER = ByKind(
    scalar=Choice(("none", "not_stated")), mapping=HOLDER, sequence=ListOf(ByKind(scalar=Text(), mapping=LABEL))
)
MEASURE = Record(
    {"label": LABEL},
    {
        "owner": _ANSWER,
        "milestones": _ANSWER,
        "indicators": _ANSWER,
        "budget": _ANSWER,
        "line": Text(),
        **GROUND_IF_OTHER,
    },
)
AGENDA = statement(
    {"label": LABEL, "kind": Choice(("agenda", "strategy", "action-plan"))},
    {"owner": ByKind(scalar=Choice(("none", "not_stated")), mapping=HOLDER), "measures": MapOf(MEASURE)},
)

_ITEMS: dict[str, Record] = {
    "sources": SOURCE,
    "instruments": INSTRUMENT,
    "bodies": bodies.BODY,
    "posts": bodies.POST,
    "approvals": money.APPROVAL,
    "models": money.MODEL,
    "regimes": money.REGIME,
    "lights": money.LIGHT,
    "parameters": money.PARAMETER,
    "sectors": SECTOR,
    "levels": LEVEL,
    "autonomies": AUTONOMY,
    "flags": Record({"label": LABEL}, {"note": LABEL}),
    "traits": TRAIT,
    "holders": HOLDER_ENTRY,
    "agendas": AGENDA,
}


def _named(name: str, record: Record) -> Named:
    return Named(name, lambda: record)


_GRANT = _named("powers", GRANT)
POWER_FILE = Record({}, {**{power: MapOf(_GRANT) for power in POWERS}, "unanswered": ListOf(UNANSWERED)})
SECTIONS: dict[str, Shape] = {
    **{name: MapOf(_named(name, record)) for name, record in _ITEMS.items()},
    "powers": POWER_FILE,
}
"""The sections of a framework: what files hold, reforms add to and questions look in."""
_GRANT_CHANGE = _named("change-powers", GRANT.partial())
_CHANGEABLE: dict[str, Shape] = {
    **{name: MapOf(_named(f"change-{name}", record.partial())) for name, record in _ITEMS.items()},
    "powers": MapOf(MapOf(_GRANT_CHANGE), keys=tuple(POWERS)),
}
_CHANGES = Record({}, changes.change_keys(SECTIONS, _CHANGEABLE))

_ONE_SECTION = (
    "sources",
    "instruments",
    "bodies",
    "posts",
    "powers",
    "approvals",
    "parameters",
    "traits",
    "holders",
    "agendas",
)
FILES: dict[str, Shape] = {
    "framework": FRAMEWORK,
    **{name: SECTIONS[name] for name in _ONE_SECTION},
    "models": Record({}, {name: SECTIONS[name] for name in ("models", "regimes", "lights")}),
    "sectors": Record({}, {name: SECTIONS[name] for name in ("sectors", "levels", "autonomies", "flags")}),
    "reforms/*": changes.reform_shape(_CHANGES),
    "overlays/*": changes.overlay_shape(_CHANGES),
    "cases/*": cases.CASES,
}
"""File name (without .yaml) to shape; ``reforms/*`` is any file of that folder."""


def _file(name: str) -> str:
    return f"file-{name.removesuffix('/*')}"


def json_schema() -> dict[str, Any]:
    """Describe every file as JSON Schema; an editor picks ``$defs/file-<name>`` (``file-reforms``) for each."""
    definitions: dict[str, Shape] = {
        **parts.DEFINITIONS,
        **_ITEMS,
        **{f"change-{name}": record.partial() for name, record in {**_ITEMS, "powers": GRANT}.items()},
        "powers": GRANT,
        "institutions": INSTITUTIONS,
        **{_file(name): shape for name, shape in FILES.items()},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Timonel governance framework",
        "anyOf": [{"$ref": f"#/$defs/{_file(name)}"} for name in FILES],
        "$defs": {name: shape.schema() for name, shape in definitions.items()},
    }
