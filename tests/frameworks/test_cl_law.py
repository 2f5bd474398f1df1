"""What Chile's law says, on any day since 2001, each statement with its source."""

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from timonel.domain.composition import chairs, guests_of, procedure_of, roster_size, seats_of
from timonel.domain.diagnosis import diagnose
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Framework
from timonel.domain.parameters import ValueState
from timonel.domain.powers import LEGAL_POWERS
from timonel.domain.questions import Seat as ActingSeat
from timonel.domain.questions import bodies_without_legal_basis, mandate, overlaps, powers_of, seats_elsewhere
from timonel.domain.truth import Truth
from timonel.frameworks.loader import load_framework

REVIEW = date(2016, 1, 31)
FIRST_DAY, LAST_DAY = date(2001, 1, 1), date(2027, 12, 31)

BOX_A_1 = (
    ("law", "20453", "2010"),
    ("law", "19628", "1999"),
    ("law", "20500", "2011"),
    ("law", "19799", "2002"),
    ("law", "19223", "1993"),
    ("law", None, "2003"),
    ("law", "20727", "2014"),
    ("decree", "1", "2015"),
    ("decree", "271", None),
    ("decree", "81", None),
    ("decree", "14", "2014"),
    ("presidential-instruction", "030", "2000"),
    ("presidential-instruction", "005", "2001"),
    ("presidential-instruction", "006", "2004"),
    ("presidential-instruction", "008", "2006"),
    ("presidential-instruction", "002", "2011"),
    ("presidential-instruction", "002", "2012"),
    ("presidential-instruction", "005", "2012"),
    ("presidential-instruction", "007", "2014"),
)
IN_THE_PROSE = (
    ("presidential-instruction", "001", "2012"),
    ("decree", "1", "2016"),
    ("decree", "2", "2016"),
)


@cache
def chile() -> Framework:
    return load_framework("cl")


def year_of(instrument) -> str | None:
    day = instrument.issued or instrument.published
    return day[:4] if day else None


@pytest.mark.catalogue("LB-01")
def test_the_nineteen_instruments_of_the_box_and_the_three_of_the_prose_are_registered():
    held = [(item.kind, item.number, year_of(item)) for item in chile().instruments.values()]
    for kind, number, year in (*BOX_A_1, *IN_THE_PROSE):
        wanted = [row for row in held if row[:2] == (kind, number) and year in (None, row[2])]
        assert len(wanted) == 1, (kind, number, year)
    assert Counter(kind for kind, _, _ in BOX_A_1) == {"law": 7, "decree": 4, "presidential-instruction": 8}


@pytest.mark.catalogue("LB-05")
def test_every_presidential_instruction_has_follow_up_items_with_owner_and_state():
    instructions = [item for item in chile().instruments.values() if item.kind == "presidential-instruction"]
    assert len(instructions) == 9
    for item in instructions:
        tasks = item.plain["follow_ups"]
        assert tasks, item.id
        assert all(task["owner"] and task["state"] for task in tasks.values()), item.id
    owners = chile().instruments["pi-005-2001"].plain["follow_ups"]
    assert owners["co-ordination"]["owner"] == {"body": "ministry-segpres"}
    assert owners["staff-impact"]["owner"] == {"post": "head-of-service"}


@pytest.mark.catalogue("LB-06")
@pytest.mark.parametrize(
    ("instrument", "about", "other"),
    [
        ("pi-001-2012", "issued", "2001"),
        ("decree-2-2016", "number", "1"),
        ("law-19628", "published", "2012"),
        ("decree-1-2016", "issued", "2016-01-15"),
        ("law-21719", "from", "2027-12-01"),
    ],
)
def test_where_sources_disagree_both_are_kept_and_sourced(instrument, about, other):
    found = chile().instruments[instrument]
    claims = [claim for claim in found.claims if claim.about == about]
    assert [claim.value for claim in claims] == [other]
    assert found.plain[about] != other
    assert all(claim.basis and claim.checked_on for claim in claims)


def test_the_evaluation_binds_by_decree_and_is_an_input_by_the_guide():
    evaluation = chile().approvals["evaltic-evaluation"]
    assert evaluation.effect == "binding"
    assert {claim.basis[0].instrument for claim in evaluation.claims} == {"decree-11-2023", "evaltic-guide-2025"}


def every_day():
    day = FIRST_DAY
    while day <= LAST_DAY:
        yield day
        day += timedelta(days=1)


@pytest.mark.parametrize("power", LEGAL_POWERS)
def test_every_legal_power_is_answered_on_every_day_since_2001(power):
    grants = chile().grants[power]
    ordinals = [day.toordinal() for day in every_day()]
    unanswered = [
        date.fromordinal(day).isoformat()
        for day in ordinals
        if all(span.holds_ordinal(day) is Truth.NO for grant in grants for span in grant.spans)
    ]
    assert unanswered[:3] == []


@pytest.mark.parametrize("power", LEGAL_POWERS)
def test_none_is_never_said_of_a_power_that_somebody_holds(power):
    grants = chile().grants[power]
    for grant in (grant for grant in grants if grant.answer == "none"):
        held = [other for other in grants if other.answer is None and not other.in_fact]
        for day in (date(year, month, 1) for year in range(2001, 2028) for month in range(1, 13)):
            if chile().in_force(grant, day) is Truth.YES:
                assert [other.id for other in held if chile().in_force(other, day) is Truth.YES] == []


@pytest.mark.parametrize(
    "post", ["sgd-director", "dipres-director", "minister-of-finance", "head-of-service", "president"]
)
def test_nobody_may_stop_a_project_under_chilean_law(post):
    for day in (REVIEW, date(2020, 1, 1), date(2026, 11, 23)):
        found = mandate(chile(), "stop-projects", ActingSeat(post), on=day)
        assert found.outcome is Outcome.NOT_HELD


@pytest.mark.catalogue("BR-10")
def test_the_unit_is_reported_as_exercising_powers_without_legal_basis():
    (found,) = bodies_without_legal_basis(chile(), REVIEW)
    assert found.body == "state-modernisation-unit"
    assert set(found.powers) == {
        "advise-strategy",
        "monitor-strategy",
        "prioritise-projects",
        "coordinate-strategy",
        "lead-simplification",
    }


@pytest.mark.catalogue("BM-11")
def test_early_in_2016_three_of_the_seven_levers_are_exercised_and_three_are_nobodys():
    exercised = {grant.power for grant in powers_of(chile(), "state-modernisation-unit", REVIEW)}
    assert exercised & {"advise-strategy", "monitor-strategy", "prioritise-projects"} == {
        "advise-strategy",
        "monitor-strategy",
        "prioritise-projects",
    }
    for power in ("review-projects", "mandate-external-reviews", "approve-projects", "stop-projects"):
        standing = [grant for grant in chile().grants[power] if chile().in_force(grant, REVIEW) is Truth.YES]
        assert [grant.answer for grant in standing] == ["none"], power


@pytest.mark.catalogue("BR-11")
@pytest.mark.parametrize("day", [REVIEW, date(2016, 2, 3), date(2016, 12, 31)])
def test_the_strategy_is_shared_among_the_four_ministries(day):
    found = overlaps(chile(), "digital-government-strategy", day)
    assert found.ministries == (
        "ministry-of-economy",
        "ministry-of-finance",
        "ministry-of-transport",
        "ministry-segpres",
    )


@pytest.mark.catalogue("BR-13")
def test_the_seat_of_segpres_on_the_board_of_the_laboratory_is_listed_with_its_beginning():
    found = seats_elsewhere(chile(), "ministry-segpres", date(2016, 6, 1))
    seats = {(item.params["body"], item.params["seat"], item.params["from"]) for item in found}
    assert ("laboratorio-strategic-board", "segpres", "by 2016-01") in seats


@pytest.mark.catalogue("CO-05")
def test_the_committee_has_seven_ministers_and_does_not_say_whether_guests_vote():
    seats = seats_of(chile(), "digital-development-committee", date(2016, 2, 3))
    assert roster_size(seats) == 7
    assert {seat.holder.id for seat in seats} == {
        "minister-segpres",
        "minister-of-interior",
        "minister-of-finance",
        "minister-of-economy",
        "minister-of-education",
        "minister-of-health",
        "minister-of-transport",
    }
    guests = guests_of(chile(), "digital-development-committee")
    assert guests.votes == "not_stated"
    assert guests.invited_by.id == "minister-segpres"


def test_the_chair_passes_from_segpres_to_economy_to_transport():
    order = chairs(chile(), "digital-development-committee", date(2016, 2, 3))
    assert order == ("minister-segpres", "minister-of-economy", "minister-of-transport")


def test_the_committee_decides_by_majority_and_the_chair_breaks_a_tie():
    found = procedure_of(chile(), "digital-development-committee", date(2016, 2, 3))
    assert found.words == {
        "extraordinary": "as-needed",
        "tie": "chair-decides",
        "recusal": "not_stated",
        "decides_by": "majority",
    }
    assert found.numbers["cadence"].version.value == "6"
    for name in ("quorum", "majority", "majority_of"):
        assert found.numbers[name].state is ValueState.NOT_STATED


def test_the_executive_secretariat_has_four_undersecretaries_and_segpres_presides():
    seats = seats_of(chile(), "executive-secretariat", date(2016, 2, 3))
    assert roster_size(seats) == 4
    assert chairs(chile(), "executive-secretariat", date(2016, 2, 3)) == ("undersecretary-segpres",)
    assert procedure_of(chile(), "executive-secretariat", date(2016, 2, 3)).numbers["cadence"].version.value == "1"


@pytest.mark.parametrize(
    ("power", "check"),
    [
        ("review-projects", "no-power-to-review-projects"),
        ("set-procurement-strategy", "no-procurement-strategy"),
        ("manage-fund", "no-dedicated-fund"),
    ],
)
def test_a_finding_of_2016_goes_when_somebody_is_given_the_power(power, check):
    plain = chile().plain
    granted = {**plain["sections"]["powers"][power]["nobody"], "holder": {"body": "dipres"}}
    powers = {**plain["sections"]["powers"], power: {"given": granted}}
    changed = Framework({**plain, "sections": {**plain["sections"], "powers": powers}})
    before = {item.rule: item.outcome for item in diagnose(chile(), REVIEW)}
    after = {item.rule: item.outcome for item in diagnose(changed, REVIEW)}
    assert before[check] is Outcome.FOUND
    assert after[check] is Outcome.NOT_FOUND


def test_every_threshold_that_the_sources_do_not_give_is_not_stated():
    for name in (
        "evaltic-minimum-amount",
        "evaltic-external-evaluation-amount",
        "committee-quorum",
        "monitoring-interval",
    ):
        assert chile().value(name, date(2026, 11, 23)).state is ValueState.NOT_STATED
