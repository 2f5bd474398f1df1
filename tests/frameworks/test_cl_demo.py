"""The demonstration: Chile with the agency in force, and values that are marked as no law."""

from datetime import date
from functools import cache

import pytest

from timonel.domain.composition import guests_of, roster_size, seats_of
from timonel.domain.facts import InstitutionFacts, project_from_plain
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Framework
from timonel.domain.parameters import ValueState
from timonel.domain.powers import LEGAL_POWERS
from timonel.domain.questions import Seat, mandate, who_may
from timonel.domain.routing import approvals_required, regimes_for
from timonel.domain.truth import Truth
from timonel.frameworks.loader import load_framework

BEGINS = date(2026, 1, 1)
TODAY = date(2026, 11, 23)
HOSPITAL = InstitutionFacts("cl-16-99", "agency", "central", "cl-16", "health")
SCHOOL = InstitutionFacts("cl-09-99", "agency", "central", "cl-09", "education")
MINISTRY = InstitutionFacts("cl-16", "ministry", "central", sector="health")

ACTORS = (
    "registrar",
    "operator",
    "auditor",
    "president",
    "cio",
    "cdo",
    "cdto",
    "cto",
    "cdsdpo",
    "sector-cio",
    "head-of-service",
    "ict-head",
    "digital-transformation-coordinator",
    "formulator",
    "project-sponsor",
    "project-manager",
    "monitoring-counterpart",
    "agency-analyst",
    "agency-committee-secretary",
    "committee-member-policy",
    "committee-member-subnational",
    "committee-member-private",
    "committee-member-expert",
    "executive-secretary",
    "dipres-director",
    "dipres-analyst",
    "evaltic-evaluator",
    "chilecompra-director",
    "minister-segpres",
    "minister-of-finance",
    "minister-of-economy",
    "minister-of-health",
    "undersecretary-of-finance",
)
LEFT_OPEN = {"stop-projects", "lead-open-government", "lead-simplification", "lead-innovation"}
"""Powers that nobody holds in the demonstration: what the review does not recommend is not given."""


@cache
def demonstration() -> Framework:
    return load_framework("cl", ["agency:to-segpres-finance"], ["cl-demo"])


@pytest.mark.parametrize("actor", ACTORS)
def test_every_actor_of_the_platform_has_a_post(actor):
    for day in (BEGINS, TODAY):
        assert demonstration().in_force(demonstration().posts[actor], day) is Truth.YES


@pytest.mark.parametrize("power", sorted(set(LEGAL_POWERS) - LEFT_OPEN))
def test_somebody_holds_every_power_that_an_act_needs(power):
    found = who_may(demonstration(), power, on=TODAY)
    assert any(item.outcome in (Outcome.HELD, Outcome.UNKNOWN) and item.holder for item in found)
    acting = {
        holder
        for item in found
        if item.holder
        for holder in (
            [item.holder.id]
            if item.holder.kind == "post"
            else [post.id for post in demonstration().posts.values() if item.holder.id in post.acts_for]
        )
        if demonstration().in_force(demonstration().posts[holder], TODAY) is Truth.YES
    }
    assert acting


@pytest.mark.parametrize("power", sorted(LEFT_OPEN))
def test_what_the_review_does_not_recommend_nobody_holds(power):
    assert all(item.outcome is not Outcome.HELD for item in who_may(demonstration(), power, on=TODAY))


def entries(framework: Framework):
    for section, found in framework.sections.items():
        if section == "powers":
            yield from ((f"powers.{power}.{name}", grant) for power in found for name, grant in found[power].items())
        else:
            yield from ((f"{section}.{name}", entry) for name, entry in found.items())


def is_marked(entry) -> bool:
    return any(item.get("demonstration") == "cl-demo" for item in (entry, *entry.get("versions", ())))


def test_everything_the_overlay_sets_is_marked_and_nothing_else_is():
    plain = dict(entries(load_framework("cl", ["agency:to-segpres-finance"])))
    changed = {name: entry for name, entry in entries(demonstration()) if entry != plain.get(name)}
    ended = {
        name
        for name, entry in changed.items()
        if name in plain and {**entry, "to": None} == {**plain[name], "to": None}
    }
    assert {name for name, entry in changed.items() if not is_marked(entry)} == ended
    assert not any(is_marked(entry) for entry in plain.values())
    assert demonstration().overlays[0]["marked"]["es"] == "demostración, no es derecho chileno"


@pytest.mark.parametrize("body", ["digital-development-committee", "executive-secretariat", "agency-committee"])
def test_the_committees_can_sit_and_vote(body):
    procedure = demonstration().bodies[body].plain["procedure"]
    for name in ("cadence", "quorum", "majority", "majority_of"):
        assert demonstration().value(procedure[name], BEGINS).state is ValueState.SET
    assert procedure["recusal"] == "declare-and-abstain"


def test_the_committee_of_the_agency_keeps_to_its_size_and_seats_the_cio():
    seats = seats_of(demonstration(), "agency-committee", BEGINS)
    limit = demonstration().value("agency-committee-size-limit", BEGINS).version.number
    assert roster_size(seats) <= limit
    assert "cio" in {seat.holder.id for seat in seats}
    assert {seat.kind for seat in seats} == {"public", "subnational", "private", "academia"}
    assert guests_of(demonstration(), "agency-committee").votes == "false"


@pytest.mark.catalogue("BR-09")
def test_a_sector_cio_acts_for_institutions_of_the_own_sector_only():
    seat = Seat("sector-cio", MINISTRY)
    assert mandate(demonstration(), "assess-compliance", seat, on=TODAY, over=HOSPITAL).outcome is Outcome.HELD
    assert mandate(demonstration(), "assess-compliance", seat, on=TODAY, over=SCHOOL).outcome is Outcome.NOT_HELD


def project(amount: int, risk: str = "unknown", **flags: bool):
    return project_from_plain(
        {
            "object": "project",
            "total_budget": f"{amount} CLP",
            "institution": {"code": "cl-16-99", "kind": "agency", "level": "central", "sector": "health"},
            "flags": {"needs-funding": True, "agile-pilot": False, **flags},
            "risk_class": risk,
        }
    )


def test_the_whole_route_of_a_large_project_is_decided_by_somebody():
    found = [item for item in approvals_required(demonstration(), project(900_000_000), TODAY) if item.is_required]
    assert [(item.approval, item.decider.id) for item in found] == [
        ("head-of-service-authorisation", "head-of-service"),
        ("risk-assessment", "agency"),
        ("agency-funding-approval", "agency"),
        ("evaltic-evaluation", "dipres"),
        ("budget-request-decision", "dipres"),
        ("budget-law-vote", "national-congress"),
        ("execution-decision", "head-of-service"),
    ]


def test_no_approval_of_the_demonstration_hangs_on_what_is_not_stated():
    for amount in (1, 10_000_000, 20_000_001, 10**12):
        found = approvals_required(demonstration(), project(amount), TODAY)
        assert {item.outcome for item in found} <= {Outcome.REQUIRED, Outcome.EXEMPT}


@pytest.mark.parametrize(("risk", "regime"), [("high", "high-risk"), ("normal", "normal-risk"), ("low", "normal-risk")])
def test_each_class_of_risk_has_its_monitoring(risk, regime):
    (found,) = regimes_for(demonstration(), project(1, risk), TODAY)
    assert (found[0].id, found[1]) == (regime, Truth.YES)


def test_every_gate_has_a_decider_who_acts():
    for model in demonstration().models.values():
        if demonstration().in_force(model, TODAY) is not Truth.YES:
            continue
        for phase in model.phases:
            decider = phase["gate"]["decided_by"]
            held = who_may(demonstration(), "decide-gates", on=TODAY)
            assert next(iter(decider.values())) in {item.holder.id for item in held}
