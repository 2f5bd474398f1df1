"""The shape of cases: what a framework must answer, in a form a lawyer can read."""

from __future__ import annotations

from timonel.frameworks.schema.parts import FULL_DAY
from timonel.frameworks.shapes import (
    ByKind,
    Choice,
    Flag,
    Id,
    ListOf,
    MapOf,
    Record,
    Text,
)

ENTRY_PATTERN = r"^[a-z0-9]+(?:[-./][a-z0-9]+)*$"
"""An id, or ``power/grant`` for a grant."""
_FLAGS = ByKind(mapping=MapOf(Flag()), sequence=ListOf(Id))
_INSTITUTION = Record({"code": Text()}, {"kind": Id, "level": Id, "ministry": Text(), "sector": Id, "flags": _FLAGS})
_GIVEN = Record(
    {},
    {
        "object": Id,
        "institution": _INSTITUTION,
        "sector": Id,
        "run_by": Id,
        **{
            name: Text()
            for name in ("total_budget", "annual_cost", "contract_value", "ict_spend", "institution_ict_cost")
        },
        "categories": ListOf(Text()),
        "flags": _FLAGS,
        "risk_class": Id,
        "kind": Id,
        "phase": Id,
        "method": Id,
        "matter": Id,
    },
)
_SEAT = {"post": Id, "institution": _INSTITUTION}
_MANDATE = Record(
    {"power": Id, "post": Id, "outcome": Choice(("held", "not_held", "needs_agreement", "unknown"))},
    {
        "institution": _INSTITUTION,
        "over": _INSTITUTION,
        "matter": Id,
        "intensity": Id,
        "co_signature": ListOf(Id),
        "code": Text(),
    },
)
_EXPECT = Record(
    {},
    {
        "approvals": ListOf(Id),
        "required": ListOf(Id),
        "exempt": ListOf(Id),
        "unknown": ListOf(Id),
        "refused": ListOf(Id),
        "mandates": ListOf(_MANDATE),
        "in_force": MapOf(MapOf(Choice(("in-force", "not-in-force", "unknown")), key_pattern=ENTRY_PATTERN)),
        "parameters": MapOf(Text()),
        "reports_to": MapOf(ListOf(Id)),
        "holders": MapOf(Text()),
        "without_legal_basis": ListOf(Id),
        "diagnosis": Record({}, {"found": ListOf(Id), "not_found": ListOf(Id), "unknown": ListOf(Id)}),
    },
)
CASES = ListOf(
    Record(
        {"case": Text(), "date": FULL_DAY, "expect": _EXPECT},
        {"given": _GIVEN, "reforms": ListOf(Text()), "overlays": ListOf(Id), "catalogue": ListOf(Text())},
    ),
    least=1,
)
