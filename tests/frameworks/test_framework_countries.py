"""What the shipped countries answer together, and what the diagnosis finds on Chile in January 2016."""

import time
from datetime import date

import pytest

from timonel.domain.diagnosis import CHECKS, diagnose
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Framework
from timonel.domain.powers import FUNCTIONS
from timonel.domain.questions import bodies_without_legal_basis, overlaps
from timonel.frameworks.loader import countries, countries_where, load_framework, trait_values

REVIEW = date(2016, 1, 31)


def test_the_countries_of_the_review_and_chile_are_there():
    assert countries() == ["au", "ca", "cl", "dk", "ee", "es", "nz", "pt", "uk", "us", "uy"]


@pytest.mark.parametrize(
    ("trait", "value", "expected"),
    [
        pytest.param("legal-basis", "law", ("us", "uy"), marks=pytest.mark.catalogue("LB-08")),
        pytest.param("legal-basis", "decree", ("au", "dk", "es", "pt"), marks=pytest.mark.catalogue("LB-08")),
        pytest.param(
            "shared-services-under-cio", "true", ("ee", "es", "nz", "uk", "uy"), marks=pytest.mark.catalogue("SS-07")
        ),
        pytest.param("data-policy-with-cio", "true", ("dk", "ee", "nz", "uy"), marks=pytest.mark.catalogue("DG-03")),
        pytest.param("open-government-lead", "true", ("ca", "dk", "pt", "uy"), marks=pytest.mark.catalogue("OC-04")),
        pytest.param(
            "privacy-or-security-with-cio",
            "true",
            ("ca", "dk", "ee", "nz", "uk", "uy"),
            marks=pytest.mark.catalogue("RP-05"),
        ),
    ],
)
def test_countries_are_found_by_what_the_review_says_of_them(trait, value, expected):
    assert countries_where(trait, value, REVIEW) == expected


@pytest.mark.catalogue("BR-18")
def test_ten_countries_are_of_three_types_and_portugal_is_not_listed():
    types = trait_values("institution-type", REVIEW)
    found = {
        kind: [name for name, value in types.items() if value == kind and name != "cl"] for kind in set(types.values())
    }
    assert found == {
        "unit": ["au", "ca", "es", "uk", "us"],
        "agency": ["dk", "uy"],
        "political-authority": ["ee", "nz"],
        None: ["pt"],
    }


# --- Chile in January 2016


def outcomes(framework, on=REVIEW):
    return {finding.rule: finding.outcome for finding in diagnose(framework, on)}


def changed(framework, **sections):
    """Return the framework with some sections replaced."""
    return Framework({**framework.plain, "sections": {**framework.sections, **sections}})


@pytest.fixture(scope="module")
def chile():
    return load_framework("cl")


def test_before_the_decree_of_2016_all_ten_findings_of_the_review_are_made(chile):
    found = outcomes(chile)
    ten = [name for name, check in CHECKS.items() if not check.is_tension]
    assert len(ten) == 10
    assert [found[name] for name in ten] == [Outcome.FOUND] * 10


@pytest.mark.catalogue("BR-10")
def test_the_unit_of_segpres_acts_without_a_legal_basis_in_2015(chile):
    found = bodies_without_legal_basis(chile, date(2015, 6, 1))
    assert len([item for item in found if item.powers]) == 1
    assert "advise-strategy" in next(item.powers for item in found if item.powers)


@pytest.mark.catalogue("BR-11")
def test_some_function_is_shared_by_two_of_the_four_ministries(chile):
    assert any(len(overlaps(chile, function, REVIEW).ministries) >= 2 for function in FUNCTIONS)


@pytest.mark.parametrize(
    ("power", "rule"),
    [
        ("review-projects", "no-power-to-review-projects"),
        ("mandate-external-reviews", "no-power-to-mandate-external-reviews"),
        ("stop-projects", "no-power-to-approve-or-stop-projects"),
        ("manage-fund", "no-dedicated-fund"),
        ("set-procurement-strategy", "no-procurement-strategy"),
    ],
)
def test_giving_a_power_to_somebody_closes_the_finding(chile, power, rule):
    post = next(iter(chile.posts))
    grant = {"holder": {"post": post}, "basis": [{"source": next(iter(chile.sources))}], "checked_on": "2026-11-23"}
    powers = {**chile.sections["powers"], power: {**chile.sections["powers"][power], "given": grant}}
    assert outcomes(changed(chile, powers=powers))[rule] is Outcome.NOT_FOUND


def test_leaving_out_what_a_finding_rests_on_leaves_it_open(chile):
    bare = changed(chile, traits={}, agendas={})
    found = outcomes(bare)
    assert found["ict-no-budget-category"] is Outcome.UNKNOWN
    assert found["measures-without-owner-milestone-or-indicator"] is Outcome.UNKNOWN


def test_a_diagnosis_takes_less_than_fifty_milliseconds(chile):
    began = time.process_time()
    diagnose(chile, REVIEW)
    assert time.process_time() - began < 0.05
