"""The two options of the review as reforms of Chile: stages in order, variants, what each closes and opens."""

from datetime import date
from functools import cache

import pytest

from timonel.domain.appointments import Proposal, selection_follows_the_framework
from timonel.domain.diagnosis import diagnose
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Framework
from timonel.domain.questions import Seat, legal_basis, mandate, powers_of, reports_to
from timonel.domain.reforms import ReformChoice, ReformRefused
from timonel.frameworks.loader import load_framework

DONE = date(2026, 1, 1)
OFFICERS = ("cdo", "cdto", "cto", "cdsdpo")
REGULATORY = {"issue-norms", "issue-standards", "issue-guidelines"}
EXECUTIVE = {"run-whole-of-government-projects", "provide-shared-services", "monitor-projects"}


@cache
def agency(variant: str | None = None) -> Framework:
    return load_framework("cl", [ReformChoice("agency", variant)])


@cache
def undersecretariat() -> Framework:
    return load_framework("cl", ["undersecretariat"])


def refusal(choice: ReformChoice) -> set[str]:
    with pytest.raises(ReformRefused) as refused:
        load_framework("cl", [choice])
    return {reason.code for reason in refused.value.reasons}


@pytest.mark.catalogue("IO-01")
@pytest.mark.parametrize(
    ("variant", "heads"),
    [
        ("to-president", {"president"}),
        ("to-segpres", {"minister-segpres"}),
        ("to-segpres-finance", {"minister-segpres", "minister-of-finance"}),
    ],
)
def test_each_variant_of_the_agency_is_sound_and_reports_as_it_says(variant, heads):
    framework = agency(variant)
    assert {line.whom.id for line in reports_to(framework, "agency", DONE)} == heads
    assert mandate(framework, "issue-standards", Seat("cio"), on=DONE).outcome is Outcome.HELD


def test_without_a_variant_the_agency_does_not_say_to_whom_it_reports():
    (line,) = reports_to(agency(), "agency", DONE)
    assert line.outcome is Outcome.UNKNOWN


@pytest.mark.catalogue("IO-02")
def test_the_undersecretary_reports_to_segpres_and_rules_are_signed_by_the_minister():
    framework = undersecretariat()
    assert [line.whom.id for line in reports_to(framework, "digital-undersecretariat", DONE)] == ["minister-segpres"]
    found = mandate(framework, "issue-standards", Seat("digital-undersecretary"), on=DONE)
    assert found.outcome is Outcome.HELD
    assert [signature.holder.id for signature in found.co_signatures] == ["minister-segpres"]


def test_the_two_options_have_the_same_powers_but_for_the_price_of_services():
    one = {grant.power for grant in powers_of(agency(), "agency", DONE)}
    two = {grant.power for grant in powers_of(undersecretariat(), "digital-undersecretariat", DONE)}
    assert one - two == {"price-shared-services", "report-on-project"}
    assert two - one == set()


@pytest.mark.catalogue("PL-19")
def test_the_agency_has_both_regulatory_and_executive_powers():
    held = {grant.power for grant in powers_of(agency(), "agency", DONE)}
    assert held >= REGULATORY | EXECUTIVE


@pytest.mark.parametrize(("framework", "head"), [(agency, "cio"), (undersecretariat, "digital-undersecretary")])
@pytest.mark.parametrize("officer", OFFICERS)
def test_the_officers_report_to_the_head_in_both_options(framework, head, officer):
    assert [line.whom.id for line in reports_to(framework(), officer, DONE)] == [head]


@pytest.mark.catalogue("RM-02")
def test_the_agency_cannot_be_created_before_its_decree():
    assert "stage_before_earlier" in refusal(ReformChoice("agency", starts={"phase-2-creation": "2025-03-31"}))


def test_the_agency_may_be_created_on_the_day_of_its_decree():
    framework = load_framework("cl", [ReformChoice("agency", starts={"phase-2-creation": "2025-04-01"})])
    assert framework.in_force(framework.bodies["agency"], date(2025, 4, 1)) == 1


@pytest.mark.catalogue("RM-03")
def test_shared_services_wait_for_the_law():
    assert "stage_before_earlier" in refusal(ReformChoice("agency", starts={"phase-2-law": "2025-12-01"}))


@pytest.mark.parametrize("reform", ["agency", "undersecretariat"])
def test_the_last_phase_waits_for_all_that_went_before(reform):
    assert "stage_before_earlier" in refusal(ReformChoice(reform, starts={"phase-3": "2025-01-02"}))


@pytest.mark.parametrize("reform", ["agency", "undersecretariat"])
def test_after_the_first_phase_nothing_is_created_yet(reform):
    framework = load_framework("cl", [ReformChoice(reform, through="phase-1")])
    assert framework.bodies.keys() == load_framework("cl").bodies.keys()


@pytest.mark.catalogue("LB-09")
def test_the_agency_stands_by_decree_while_its_law_is_pending_and_its_acts_stay_valid():
    later = {"phase-2-law": "2026-07-01", "phase-2-shared-services": "2026-08-01", "phase-3": "2026-09-01"}
    framework = load_framework("cl", [ReformChoice("agency", starts=later)])
    by_decree, by_law = date(2026, 6, 30), date(2026, 7, 1)
    pending = legal_basis(framework, framework.bodies["agency"], by_decree)
    assert (pending.outcome, pending.code) == (Outcome.HOLDS, "basis_pending")
    assert legal_basis(framework, framework.bodies["agency"], by_law).code == "basis_in_force"
    for day in (by_decree, by_law):
        assert mandate(framework, "issue-guidelines", Seat("cio"), on=day).outcome is Outcome.HELD
    assert mandate(framework, "manage-fund", Seat("cio"), on=by_decree).outcome is Outcome.NOT_HELD
    assert mandate(framework, "manage-fund", Seat("cio"), on=by_law).outcome is Outcome.HELD


@pytest.mark.parametrize("selection", ["political", "designated", None])
def test_the_head_of_the_agency_is_selected_by_merit_or_not_at_all(selection):
    refused = selection_follows_the_framework(Proposal("cio", DONE, selection), agency())
    taken = selection_follows_the_framework(Proposal("cio", DONE, "senior-public-management"), agency())
    assert (refused.outcome, taken.outcome) == (Outcome.FAILS, Outcome.HOLDS)


def test_what_each_option_closes_leaves_open_and_opens():
    def outcomes(framework, day):
        return {item.rule: item.outcome for item in diagnose(framework, day)}

    before = outcomes(load_framework("cl"), date(2016, 1, 31))
    one, two = outcomes(agency("to-segpres-finance"), DONE), outcomes(undersecretariat(), DONE)
    found = {rule for rule, outcome in before.items() if outcome is Outcome.FOUND}
    closed = {
        "powers-without-legal-basis",
        "no-power-to-review-projects",
        "no-power-to-mandate-external-reviews",
        "no-power-to-approve-or-stop-projects",
        "no-procurement-strategy",
        "no-dedicated-fund",
    }
    assert {rule for rule in found if one[rule] is Outcome.NOT_FOUND} == closed | {"no-head-beyond-the-term"}
    assert {rule for rule in found if two[rule] is Outcome.NOT_FOUND} == closed
    assert one["regulator-that-sells"] is Outcome.FOUND
    assert two["regulator-that-sells"] is Outcome.UNKNOWN
    assert two["no-head-beyond-the-term"] is Outcome.FOUND
