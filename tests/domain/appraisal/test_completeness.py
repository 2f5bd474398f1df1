"""What a case lacks is named, thing by thing."""

import pytest

from tests.domain.appraisal.a_case import TERMS, TYPED, a_case, cost, gain
from timonel.domain.appraisal import business_case_is_complete, case_can_be_adopted, staff_impact_is_assessed
from timonel.domain.findings import Outcome


def lacks(several=False, **changes):
    finding = business_case_is_complete(a_case(**changes), several_institutions=several, terms=TERMS)
    codes = [reason.code for reason in finding.because]
    assert finding.outcome is (Outcome.FAILS if codes else Outcome.HOLDS)
    return codes


def benefit(**changes):
    return [{**TYPED["benefits"][0], **changes}]


def test_a_case_with_all_it_needs_is_complete():
    assert lacks() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"purpose": ""}, "case-lacks-purpose"),
        ({"without_project": " "}, "case-lacks-without-project"),
        ({"with_project": ""}, "case-lacks-with-project"),
        ({"benefits": [], "gains": []}, "case-lacks-benefits"),
        ({"gains": []}, "economic-benefit-without-value"),
        ({"benefits": benefit(indicator="")}, "benefit-without-indicator"),
        ({"benefits": benefit(target="")}, "benefit-without-target"),
        ({"benefits": benefit(owner="")}, "benefit-without-owner"),
        ({"benefits": benefit(due_on="")}, "benefit-without-day"),
        ({"assumptions": [{**TYPED["assumptions"][0], "source": ""}]}, "assumption-without-source"),
    ],
)
def test_what_lacks_keeps_a_version_from_being_adopted(changes, code):
    finding = business_case_is_complete(a_case(**changes), terms=TERMS)
    assert [reason.code for reason in finding.because] == [code]
    assert case_can_be_adopted(finding).outcome is Outcome.FAILS


@pytest.mark.catalogue("PG-02")
def test_a_benefit_without_a_baseline_is_named_and_stands_against_the_version():
    finding = business_case_is_complete(a_case(benefits=benefit(baseline="")), terms=TERMS)
    (reason,) = finding.because
    assert (reason.code, reason.params) == ("benefit-without-baseline", {"benefit": "Horas de archivo liberadas"})
    assert case_can_be_adopted(finding).outcome is Outcome.FAILS


def test_a_case_of_the_situation_without_alone_has_no_costs():
    without = [cost(2028, "1", situation="without")]
    assert "case-lacks-costs" in lacks(costs=without)


@pytest.mark.catalogue("FU-01")
@pytest.mark.parametrize(("amount", "flagged"), [("400", False), ("399.9999", True), ("400.0001", True)])
def test_sources_that_do_not_add_up_to_the_budget_are_flagged(amount, flagged):
    financing = [TYPED["financing"][0], {**TYPED["financing"][1], "amount": amount}]
    case = a_case(financing=financing)
    assert case.budget == 1000
    finding = business_case_is_complete(case, terms=TERMS)
    assert [reason.code for reason in finding.because] == ["financing-differs-from-budget"] * flagged
    assert case_can_be_adopted(finding).outcome is Outcome.HOLDS, "a flag keeps nothing back"


def test_a_case_that_nobody_pays_for_says_so():
    assert lacks(financing=[]) == ["case-lacks-financing"]


@pytest.mark.catalogue("PG-14", "HR-01")
@pytest.mark.parametrize("missing", ["staff_effect", "staff_assessed_by", "staff_assessed_on"])
def test_an_effect_on_staff_needs_what_it_is_who_assessed_it_and_when(missing):
    assert staff_impact_is_assessed(a_case()).outcome is Outcome.HOLDS
    case = a_case(**{missing: ""})
    assert staff_impact_is_assessed(case).outcome is Outcome.FAILS
    assert lacks(**{missing: ""}) == ["staff-impact-missing"]


def commitment(level):
    return {"institution": "Hacienda", "level": level, "commitment": "Presupuesto para cada servicio"}


@pytest.mark.catalogue("PG-15")
@pytest.mark.parametrize("missing", ["political", "institutional", "financial"])
def test_a_project_of_several_institutions_needs_a_commitment_at_each_of_three_levels(missing):
    levels = [level for level in ("political", "institutional", "financial") if level != missing]
    given = [commitment(level) for level in levels]
    assert lacks(several=True, commitments=given) == ["commitment-missing"]
    assert lacks(several=True, commitments=[*given, commitment(missing)]) == []
    assert lacks(several=False, commitments=given) == [], "one institution alone needs none"


def test_lines_that_no_result_counts_are_flagged():
    assert lacks(gains=[gain(2028), gain(2037)]) == []
    assert lacks(gains=[gain(2028), gain(2038)]) == ["lines-outside-horizon"]


def test_a_case_without_risks_is_flagged():
    assert lacks(risks=[]) == ["case-lacks-risks"]
