"""The shapes of reforms and overlays: named sets of dated changes on top of a framework."""

from __future__ import annotations

from timonel.frameworks.schema.parts import BASIS, DAY, END, FULL_DAY, LABEL
from timonel.frameworks.shapes import Id, ListOf, MapOf, Plain, Reading, Record, Ref, Shape, Whole
from timonel.frameworks.tree import Node


def instrument_begins(node: Node, entries: dict[str, Plain], key: str, into: Reading) -> None:
    """Demand that an instrument says when it begins: `from`, or `issued`, or `published`."""
    if not {"from", "issued", "published"} & entries.keys():
        into.fault(node.line, f"{key}.from", "missing_key", "nothing", "one of `from`, `issued`, `published`")


def change_keys(added: dict[str, Shape], changed: dict[str, Shape]) -> dict[str, Shape]:
    """Return the keys of a set of changes: what is added whole, what is changed in part, what ends and when."""
    ended = {name: MapOf(END) for name in added if name not in ("powers", "parameters", "sources")}
    return {
        "add": Record({}, added),
        "change": Record({}, changed),
        "end": Record({}, {**ended, "powers": MapOf(MapOf(END))}),
    }


def reform_shape(changes: Record) -> Record:
    """Return the shape of a reform: stages in order, each with what it requires and what it changes, in variants."""
    stage = Record(
        {"id": Id, "label": LABEL, "order": Whole(1), "starts_on": DAY},
        {
            "requires": ListOf(Id),
            "requires_instruments": ListOf(Ref("instruments")),
            "horizon": LABEL,
            "actions": ListOf(LABEL),
            "variants": MapOf(changes),
            "basis": BASIS,
            "checked_on": FULL_DAY,
            "note": LABEL,
            **changes.optional,
        },
    )
    return Record(
        {"reform": Id, "label": LABEL, "basis": BASIS, "checked_on": FULL_DAY, "stages": ListOf(stage, least=1)},
        {"variants": MapOf(Record({"label": LABEL}, {"note": LABEL})), "note": LABEL},
    )


def overlay_shape(changes: Record) -> Record:
    """Return the shape of an overlay: values for what law and source leave open, each marked as a demonstration."""
    return Record(
        {"overlay": Id, "label": LABEL, "marked": LABEL}, {"note": LABEL, "needs_reform": Id, **changes.optional}
    )
