"""The shapes of bodies and posts."""

from __future__ import annotations

from timonel.domain.powers import FUNCTIONS
from timonel.frameworks.schema.parts import (
    BASIS,
    CONDITION,
    EXTRA,
    FULL_DAY,
    GROUND_IF_OTHER,
    HOLDER,
    LABEL,
    SPAN,
    WORDS,
    statement,
)
from timonel.frameworks.shapes import ByKind, Choice, Flag, ListOf, MapOf, Record, Ref, Text, Whole

BODY_KINDS = (
    "government",
    "head-of-state",
    "ministry",
    "undersecretariat",
    "agency",
    "directorate",
    "division",
    "unit",
    "office",
    "committee",
    "council",
    "board",
    "secretariat",
    "network",
    "working-group",
    "parliament",
    "court",
    "audit-office",
    "regulator",
    "public-law-body",
    "association",
    "other",
)
ROLES = (
    "cio",
    "cdo",
    "digital-officer",
    "cdto",
    "cto",
    "cdsdpo",
    "security-officer",
    "data-protection-officer",
    "minister",
    "undersecretary",
    "head-of-government",
    "head",
    "deputy-head",
    "sector-cio",
    "institutional-cio",
    "focal-point",
    "institution-head",
    "chair",
    "secretary",
    "member",
    "project-owner",
    "analyst",
    "evaluator",
    "registrar",
    "operator",
    "auditor",
    "other",
)
PROCEDURES = (
    "political",
    "exclusive-confidence",
    "open-competition",
    "senior-public-management",
    "senior-civil-service",
    "elected",
    "ex-officio",
    "designated",
    "nominated",
    "not_stated",
)

_STATED = Choice(("true", "false", "not_stated"))
REPORTS = ListOf(
    Record({"whom": HOLDER}, {"matters": ByKind(scalar=Choice(("all",)), sequence=WORDS), **SPAN, **GROUND_IF_OTHER})
)
CONTINUED = ListOf(
    Record(
        {"by": HOLDER},
        {"instruments": ListOf(Ref("instruments"), least=1), "matters": WORDS, **SPAN, **GROUND_IF_OTHER},
    )
)
SEAT = Record(
    {},
    {
        "holder": ByKind(scalar=Choice(("named", "not_stated")), mapping=HOLDER),
        "label": LABEL,
        "count": Whole(1),
        "kind": Choice(
            ("public", "semi-public", "private", "academia", "civil-society", "subnational", "any", "not_stated")
        ),
        "named_by": HOLDER,
        "chair": Flag(),
        "secretary": Flag(),
        "votes": _STATED,
        "formation": Text(),
        "when": CONDITION,
        **SPAN,
        **GROUND_IF_OTHER,
    },
)
COMPOSITION = Record(
    {"seats": MapOf(SEAT)},
    {
        "size": Ref("parameters"),
        "size_limit": Ref("parameters"),
        "chair_succession": ListOf(Ref("posts")),
        "guests": Record({}, {"who": LABEL, "invited_by": HOLDER, "votes": _STATED, **GROUND_IF_OTHER}),
        "quotas": ListOf(Record({"kind": Text(), "share": Ref("parameters")}, GROUND_IF_OTHER)),
        "eligibility": LABEL,
        "by_case": LABEL,
        **GROUND_IF_OTHER,
    },
)
PROCEDURE = Record(
    {},
    {
        "cadence": Ref("parameters"),
        "extraordinary": Choice(("as-needed", "not_stated")),
        "quorum": Ref("parameters"),
        "majority": Ref("parameters"),
        "majority_of": Ref("parameters"),
        "tie": Choice(("chair-decides", "motion-falls", "not_stated")),
        "recusal": Choice(("declare-and-abstain", "none", "not_stated")),
        "decides_by": Choice(("majority", "unanimity", "consensus", "advice-only", "not_stated")),
        "confirmed_every": Ref("parameters"),
        **GROUND_IF_OTHER,
    },
)
FUNCTION = Record({}, {"role": Choice(("leads", "shares", "supports", "not_stated")), **SPAN, **GROUND_IF_OTHER})

BODY = statement(
    {
        "label": LABEL,
        "kind": Choice(BODY_KINDS),
        "established_by": ByKind(
            scalar=Choice(("none", "not_stated")),
            sequence=ListOf(Ref("instruments"), least=1),
        ),
    },
    {
        "level": Choice(("strategic", "operational", "advisory", "not_stated")),
        "institution_type": Choice(("unit", "agency", "political-authority", "not_stated")),
        "part_of": Ref("bodies"),
        "created_by": HOLDER,
        "leads_digital_government": Flag(),
        "reports_to": REPORTS,
        "secretariat": HOLDER,
        "functions": MapOf(FUNCTION, keys=tuple(FUNCTIONS)),
        "composition": COMPOSITION,
        "procedure": PROCEDURE,
        "may_create_bodies": _STATED,
        "continued_by": CONTINUED,
    },
)
SELECTION = Record(
    {"procedure": Choice(PROCEDURES)},
    {
        "by": HOLDER,
        "shortlist": Ref("parameters"),
        "instrument": Ref("instruments"),
        "from": SPAN["from"],
        "to": SPAN["to"],
        "basis": BASIS,
        "checked_on": FULL_DAY,
        **EXTRA,
    },
)
TERM = Record({"ends_with_government": _STATED}, {"length": Ref("parameters"), **GROUND_IF_OTHER})
POST = statement(
    {
        "label": LABEL,
        "role": Choice(ROLES),
        "of": ByKind(scalar=Choice(("institution", "ministry", "platform")), mapping=Record({"body": Ref("bodies")})),
    },
    {
        "family": Choice(("legal", "house")),
        "heads": Ref("bodies"),
        "acts_for": ListOf(Ref("bodies")),
        "rank": LABEL,
        "selection": SELECTION,
        "term": TERM,
        "substitutes": ListOf(Ref("posts")),
        "same_person_as": ListOf(Ref("posts")),
        "reports_to": REPORTS,
        "established_by": ByKind(scalar=Choice(("none", "not_stated")), sequence=ListOf(Ref("instruments"), least=1)),
        "duties": ListOf(LABEL),
        "privileged": Flag(),
        "seats": Whole(1),
        "continued_by": CONTINUED,
    },
)
