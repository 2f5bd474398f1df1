"""The shapes of parameters, approvals and project models."""

from __future__ import annotations

from timonel.domain.facts import OBJECTS
from timonel.frameworks.schema.parts import CONDITION, GROUND_IF_OTHER, HOLDER, LABEL, SPAN, VERSION, statement
from timonel.frameworks.shapes import ByKind, Choice, Flag, ListOf, MapOf, Record, Ref, Text, Whole

PARAMETER_KINDS = ("money", "number", "share", "duration", "count", "choice", "flag", "list", "text")
COLOURS = ("green", "yellow", "red")
MEASUREMENTS = (
    "cost-overrun-share",
    "cost-overrun-amount",
    "cost-variance-share",
    "schedule-slip-days",
    "schedule-slip-months",
    "schedule-variance-share",
    "benefit-shortfall-share",
    "benefit-shortfall-amount",
)

PARAMETER = Record(
    {"label": LABEL, "kind": Choice(PARAMETER_KINDS), "versions": ListOf(VERSION, least=1)},
    {"unit": Text(), "choices": ListOf(Text(), least=1), "set_by": HOLDER, "note": LABEL},
)
APPROVAL = statement(
    {
        "label": LABEL,
        "object": ListOf(Choice(OBJECTS), or_one=True, least=1),
        "decided_by": ByKind(scalar=Choice(("not_stated",)), mapping=HOLDER),
        "effect": Choice(("notice", "opinion", "classifies", "binding", "parliament")),
    },
    {
        "when": CONDITION,
        "order": Whole(1),
        "at": Choice(
            ("submission", "gate", "before-tender", "before-contract", "before-spend", "yearly-round", "not_stated")
        ),
        "gate": Text(),
        "power": Text(),
        "time_limit": Ref("parameters"),
        "silence": Choice(("approves", "refuses", "nothing", "not_stated")),
        "checklist": MapOf(Record({"label": LABEL}, GROUND_IF_OTHER)),
        "light_path": Flag(),
    },
)
_PRODUCT = Record({"label": LABEL, "mandatory": Flag()}, GROUND_IF_OTHER)
_GATE = Record(
    {
        "label": LABEL,
        "decided_by": ByKind(scalar=Choice(("not_stated",)), mapping=HOLDER, sequence=ListOf(HOLDER, least=1)),
    },
    {
        "outcomes": ListOf(Choice(("go", "conditional", "stop", "return")), least=1),
        "evidence": ListOf(LABEL),
        "when": CONDITION,
        "name_not_stated": Flag(),
        **GROUND_IF_OTHER,
    },
)
_PHASE = Record({"id": Text(), "label": LABEL}, {"products": MapOf(_PRODUCT), "gate": _GATE, **GROUND_IF_OTHER})
PHASES = ListOf(_PHASE, least=1)
MODEL = statement(
    {"label": LABEL, "phases": ByKind(scalar=Choice(("not_stated",)), sequence=PHASES)},
    {
        "when": CONDITION,
        "object": ListOf(Choice(OBJECTS), or_one=True, least=1),
        "method": Choice(("sequential", "agile", "any", "not_stated")),
        "variant_of": Ref("models"),
        "refers_to": ListOf(Text()),
        "mandatory": Flag(),
        "applies_to_begun": Ref("parameters"),
        "kept_by": HOLDER,
    },
)
REGIME = statement(
    {"label": LABEL},
    {
        "when": CONDITION,
        "object": ListOf(Choice(OBJECTS), or_one=True, least=1),
        "report_every": Ref("parameters"),
        "reports_on": ListOf(Choice(("schedule", "cost", "benefits", "scope", "risk"))),
        "reports_to": HOLDER,
        "external_review": Choice(("mandatory", "optional", "none", "not_stated")),
        "binding": Choice(("true", "false", "not_stated")),
        "reserve": Ref("parameters"),
        "reserve_held_by": HOLDER,
        "lights": ListOf(Ref("lights")),
        "after_red": Record(
            {"count": Ref("parameters"), "opens": Choice(("review", "escalation", "freeze"))},
            {"within": Ref("parameters"), **GROUND_IF_OTHER},
        ),
        **{name: SPAN[name] for name in SPAN},
    },
)
_TEST = Record(
    {"measure": Choice(MEASUREMENTS), "against": Ref("parameters")}, {"both_ways": Flag(), **GROUND_IF_OTHER}
)
LIGHT = statement(
    {"label": LABEL, "of": Choice(("cost", "schedule", "benefits", "overall"))},
    {
        "baseline": Choice(("original", "approved", "not_stated")),
        "red": ByKind(scalar=Choice(("not_stated",)), sequence=ListOf(_TEST, least=1)),
        "yellow": ByKind(scalar=Choice(("not_stated",)), sequence=ListOf(_TEST, least=1)),
        "formula": Choice(("worst-of", "judgement", "mean", "not_stated")),
        "when": CONDITION,
    },
)
