"""Under the frameworks of other countries cases are routed, gates decided and bodies composed as their sources say."""

from datetime import date
from decimal import Decimal

import pytest

from tests.frameworks.countries import REVIEW_DAY, TODAY, country
from timonel.domain.facts import InstitutionFacts, NormFacts, ProjectFacts
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Seat, mandate
from timonel.domain.money import Money
from timonel.domain.questions import approvals_required
from timonel.domain.routing import regimes_for, required
from timonel.domain.truth import Truth

RUNNABLE = ("dk", "pt", "uk", "us")


def routed(name: str, amount: str, kind: str = "project", on: date = REVIEW_DAY, overlays: tuple[str, ...] = ()):
    facts = ProjectFacts(object=kind, total_budget=Money.parse(amount))
    return [
        (item.approval, item.decider.id) for item in required(approvals_required(country(name, *overlays), facts, on))
    ]


@pytest.mark.catalogue("PL-03")
@pytest.mark.parametrize(
    ("amount", "overlays", "needed"),
    [
        ("9999.99 EUR", (), False),
        ("10000.00 EUR", (), True),
        ("10000.00 EUR", ("reading-over-ten-thousand",), False),
        ("10000.01 EUR", ("reading-over-ten-thousand",), True),
    ],
)
def test_portugal_at_ten_thousand_euros_depends_on_the_reading_and_both_are_kept(amount, overlays, needed):
    assert bool(routed("pt", amount, overlays=overlays)) == needed


@pytest.mark.catalogue("PL-03")
def test_the_other_reading_of_ten_thousand_euros_stands_beside_the_value():
    (version,) = country("pt").parameters["opinion-threshold"].versions
    assert version.comparator == "at-least"
    claim = next(claim for claim in version.claims if claim.about == "comparator")
    assert (claim.value, claim.basis[0].where) == ("Over EUR 10 000", "line 424")


@pytest.mark.catalogue("PL-03")
@pytest.mark.parametrize("amount", ["0 EUR", "0.01 EUR", "1000000000 EUR"])
def test_a_threshold_of_zero_routes_any_amount_in_spain(amount):
    assert routed("es", amount, "acquisition") == [("procurement-approval", "director-of-ict")]


COUNCIL = ("council-risk-assessment", "it-project-council")
PARLIAMENT = ("parliament-approval", "finance-committee")


@pytest.mark.catalogue("PL-05", "PG-06")
@pytest.mark.parametrize(
    ("kind", "amount", "route"),
    [
        ("project", "10000000 DKK", []),
        ("project", "10000001 DKK", [COUNCIL]),
        ("project", "60000000 DKK", [COUNCIL]),
        ("project", "60000001 DKK", [COUNCIL, PARLIAMENT]),
        ("programme", "60000000 DKK", []),
        ("programme", "60000001 DKK", [COUNCIL]),
    ],
)
def test_denmark_has_a_threshold_for_each_object_and_parliament_for_projects_only(kind, amount, route):
    assert routed("dk", amount, kind) == route


@pytest.mark.catalogue("PL-05")
def test_both_readings_of_sixty_million_are_kept():
    claims = country("dk").parameters["parliament-threshold"].versions[0].claims
    assert "object" in {claim.about for claim in claims}
    assert country("dk").parameters["council-programme-threshold"].versions[0].value == "60000000"


@pytest.mark.parametrize(
    ("amount", "on", "council"),
    [
        ("14999999.99 DKK", date(2021, 4, 26), True),
        ("14999999.99 DKK", date(2021, 4, 27), False),
        ("15000000 DKK", date(2021, 4, 27), True),
        ("15000000 DKK", TODAY, True),
    ],
)
def test_the_threshold_of_the_danish_council_changes_with_the_guidance_of_2021(amount, on, council):
    assert (COUNCIL in routed("dk", amount, on=on)) == council


def test_a_threshold_that_another_page_gives_is_kept_as_a_claim():
    claims = country("dk").parameters["council-threshold"].on(TODAY).version.claims
    assert "Over DKK 50m" in {claim.value for claim in claims}


def test_an_amended_danish_threshold_reaches_cases_already_begun():
    assert country("dk").value("amended-threshold-reaches-begun-cases", TODAY).version.value == "true"


@pytest.mark.catalogue("PL-06")
@pytest.mark.parametrize(
    ("name", "head", "minister"),
    [("dk", "head-of-agency", "minister-of-finance"), ("pt", "president-of-ama", "responsible-minister")],
)
def test_an_agency_without_regulatory_power_proposes_and_its_ministry_issues(name, head, minister):
    over = InstitutionFacts("a", kind="agency", level="central")

    def asked(power: str, post: str) -> Outcome:
        return mandate(country(name), power, Seat(post), on=REVIEW_DAY, over=over).outcome

    assert asked("issue-norms", head) is Outcome.NOT_HELD
    assert asked("propose-norms", head) is Outcome.HELD
    assert asked("issue-norms", minister) is Outcome.HELD


@pytest.mark.parametrize("name", RUNNABLE)
def test_a_framework_to_run_projects_under_has_a_route_a_gate_with_its_decider_a_tolerance_and_a_regime(name):
    framework = country(name)
    gates = [phase["gate"] for model in framework.models.values() for phase in model.phases or () if "gate" in phase]
    assert gates and all(gate["decided_by"] != "not_stated" for gate in gates)
    assert framework.approvals and framework.regimes and framework.lights
    for section in (framework.approvals, framework.models, framework.regimes, framework.lights):
        for entry in section.values():
            assert entry.basis and all(basis.where for basis in entry.basis)
    for light in framework.lights.values():
        assert {"red", "yellow", "formula"} & light.plain.keys(), "stated or not_stated, never left out"


@pytest.mark.parametrize("name", RUNNABLE)
def test_somebody_submits_reports_and_decides_gates_today(name):
    framework = country(name)
    own = InstitutionFacts("a", kind="department", level="central", flags={"national-security": False})
    facts = ProjectFacts(object="project", total_budget=Money(Decimal(80_000_000), framework.currency))
    for power in ("submit-project", "report-on-project", "decide-gates"):
        outcomes = {
            mandate(framework, power, Seat(post, own), on=TODAY, over=own, facts=facts).outcome
            for post in framework.posts
        }
        assert Outcome.HELD in outcomes, power


def test_a_danish_project_of_high_risk_is_under_both_regimes_and_one_of_normal_risk_under_one():
    def regimes(risk: str, *overlays: str) -> set[str]:
        facts = ProjectFacts(object="project", risk_class=risk, flags={"society-critical": False})
        found = regimes_for(country("dk", *overlays), facts, date(2016, 1, 31))
        return {regime.id for regime, truth, _ in found if truth is Truth.YES}

    assert regimes("high") == {"assessed-projects", "high-risk"}
    assert regimes("normal") == {"assessed-projects"}
    assert regimes("normal", "reading-high-risk-reports") == set()
    assert regimes("high", "reading-high-risk-reports") == {"assessed-projects", "high-risk"}


def test_danish_phases_come_from_danish_texts_and_not_from_a_demonstration():
    models = country("dk").models
    names = [phase["label"]["official"]["da"] for phase in models["common-project-model"].phases]
    assert names == ["Idéfasen", "Analysefasen", "Anskaffelsesfasen", "Gennemførelsesfasen", "Realiseringsfasen"]
    assert [phase["id"] for phase in models["state-project-model"].phases] == [
        "idea",
        "analysis",
        "implementation",
        "realisation",
    ]
    assert all(model.demonstration is None for model in country("dk", "dk-demo").models.values())


def seats(name: str, body: str) -> dict[str, dict[str, object]]:
    return country(name).sections["bodies"][body]["composition"]["seats"]


@pytest.mark.catalogue("CO-10")
def test_the_board_of_uruguay_has_five_seats_of_its_kinds_and_sits_every_week():
    framework = country("uy")
    board = seats("uy", "honorary-directive-board")
    assert (
        sum(seat["count"] for seat in board.values())
        == int(framework.value("board-size", REVIEW_DAY).version.value)
        == 5
    )
    assert [seat["kind"] for seat in board.values()] == ["public", "public", "private", "academia", "civil-society"]
    assert framework.value("board-cadence", REVIEW_DAY).version.text == "1 weeks"
    assert "cios" in seats("uy", "advisory-board")


@pytest.mark.catalogue("CO-11")
def test_a_spanish_draft_rule_on_ict_needs_the_report_of_the_strategy_commission():
    def asked(**flags: bool) -> tuple[Outcome, str, str]:
        facts = NormFacts(kind="regulation", flags=flags)
        (finding,) = [
            item
            for item in approvals_required(country("es"), facts, REVIEW_DAY)
            if item.approval == "draft-rule-report"
        ]
        return finding.outcome, finding.decider.id, finding.effect

    assert asked(**{"regulates-ict": True}) == (Outcome.REQUIRED, "ict-strategy-commission", "opinion")
    assert asked(**{"regulates-ict": False})[0] is Outcome.EXEMPT
    assert asked()[0] is Outcome.UNKNOWN


@pytest.mark.catalogue("CO-12")
def test_the_spanish_committee_has_thirteen_and_twelve_cios_besides_the_deputy_directors():
    committee = seats("es", "committee-of-the-direction")
    assert (committee["ministries"]["count"], committee["agencies"]["count"]) == (13, 12)
    assert sum(seat.get("count", 0) for seat in committee.values()) == 25
    assert "deputy-directors" in committee


@pytest.mark.catalogue("CO-13")
def test_the_portuguese_network_has_two_formations_and_members_by_project():
    network = country("pt").sections["bodies"]["e-government-network"]["composition"]
    assert network["seats"]["chair"] == {"holder": {"post": "president-of-ama"}, "chair": True, "kind": "public"}
    operational = {name for name, seat in network["seats"].items() if seat.get("formation") == "operational"}
    assert operational == {"shared-services", "ministries-of-the-project"}
    assert {seat.get("formation") for seat in network["seats"].values()} == {None, "operational", "political"}
    assert "project" in network["by_case"]["en"]


def test_the_danish_steering_committee_sits_with_associations_and_has_its_mandate_confirmed_every_year():
    framework = country("dk")
    committee = seats("dk", "steering-committee")
    assert [seat["kind"] for seat in committee.values()] == ["public", "subnational", "subnational"]
    assert framework.value("steering-committee-mandate", REVIEW_DAY).version.text == "1 years"


def test_the_danish_council_is_kept_in_both_compositions():
    composition = country("dk").sections["bodies"]["it-project-council"]["composition"]
    until_2017 = [seat for seat in composition["seats"].values() if seat.get("to") == "2017"]
    assert sum(seat["count"] for seat in until_2017) == 9
    values = " ".join(claim["value"] for claim in composition["claims"])
    assert "Half from the public sector" in values and "Nine, primarily from the private sector" in values


def test_only_the_leaders_of_service_delivery_create_bodies_in_australia():
    framework = country("au")
    may = {body for body, plain in framework.sections["bodies"].items() if plain.get("may_create_bodies") == "true"}
    holders = {holder.id for grant in framework.grants["create-bodies"] for holder in grant.holders}
    assert may == holders == {"service-delivery-leaders"}


def test_american_lights_are_symmetric_and_three_red_months_open_a_review_within_thirty_days():
    framework = country("us")
    for name in ("cost", "schedule"):
        (red,), (yellow,) = framework.lights[name].plain["red"], framework.lights[name].plain["yellow"]
        assert red["both_ways"] and yellow["both_ways"]
        assert framework.value(red["against"], TODAY).version.text == "30 percent"
        assert framework.value(yellow["against"], TODAY).version.text == "10 percent"
    after_red = framework.regimes["it-dashboard"].plain["after_red"]
    assert after_red["opens"] == "review"
    assert framework.value(after_red["count"], TODAY).version.value == "3"
    assert framework.value(after_red["within"], TODAY).version.text == "30 days"


def test_a_british_case_has_twenty_one_criteria_and_the_pipeline_seven():
    framework = country("uk")
    assert len(framework.sections["approvals"]["technology-control"]["checklist"]) == 21
    assert len(framework.value("pipeline-criteria", TODAY).version.value) == 7
