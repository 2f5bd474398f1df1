"""The ten countries of the review answer the questions it asks of them, each cell with its source."""

from decimal import Decimal

import pytest

from tests.frameworks.countries import COUNTRIES, REVIEW_DAY, TODAY, countries_where, country, leading_body
from timonel.domain.legal import Statement
from timonel.domain.powers import LEGAL_POWERS, LEVERS
from timonel.domain.questions import legal_basis, powers_of, reports_to
from timonel.domain.truth import Truth


@pytest.mark.catalogue("LB-08")
def test_set_up_by_law_are_the_united_states_and_uruguay():
    assert countries_where("legal-basis", "law") == {"us", "uy"}
    assert countries_where("legal-basis", "decree") == {"au", "dk", "es", "pt"}


@pytest.mark.catalogue("LB-08")
@pytest.mark.parametrize("name", COUNTRIES)
def test_only_there_does_the_leading_body_rest_on_a_law(name):
    body = leading_body(name)
    answer = legal_basis(country(name), body, REVIEW_DAY)
    instruments = [country(name).instruments[reason.params["instrument"]] for reason in answer.because]
    assert any(instrument.kind == "law" for instrument in instruments) == (name in {"us", "uy"})


@pytest.mark.catalogue("BR-18")
def test_types_of_institution_are_those_of_the_review_and_portugal_is_not_listed():
    assert countries_where("institution-type", "unit") == {"au", "ca", "es", "uk", "us"}
    assert countries_where("institution-type", "agency") == {"dk", "uy"}
    assert countries_where("institution-type", "political-authority") == {"ee", "nz"}
    assert country("pt").traits["institution-type"].value is None


@pytest.mark.catalogue("BR-18")
@pytest.mark.parametrize("name", COUNTRIES)
def test_the_leading_body_is_of_the_type_of_its_country(name):
    expected = country(name).traits["institution-type"].value or "not_stated"
    assert leading_body(name).institution_type == expected


@pytest.mark.catalogue("SS-07")
def test_shared_services_are_under_the_cio_in_five():
    assert countries_where("shared-services-under-cio", "true") == {"ee", "es", "nz", "uk", "uy"}
    assert countries_where("shared-services-under-cio", "false") == {"au", "ca", "dk", "pt", "us"}


@pytest.mark.catalogue("DG-03")
def test_data_policy_is_with_the_cio_in_four():
    assert countries_where("data-policy-with-cio", "true") == {"dk", "ee", "nz", "uy"}


@pytest.mark.catalogue("DG-03")
def test_where_data_policy_is_with_the_cio_its_body_holds_the_power():
    holding = {
        name
        for name in COUNTRIES
        for grant in powers_of(country(name), leading_body(name).id, REVIEW_DAY)
        if grant.power == "set-data-policy"
    }
    assert holding - {"uk"} == {"dk", "ee", "nz", "uy"}, "the United Kingdom's data officer sits in the same body"


@pytest.mark.catalogue("RP-05")
def test_privacy_or_security_is_with_the_leading_body_in_six():
    assert countries_where("privacy-or-security-with-cio", "true") == {"ca", "dk", "ee", "nz", "uk", "uy"}


def test_which_of_privacy_and_security_it_is_the_review_does_not_say():
    for name in ("ca", "dk", "ee", "nz", "uk", "uy"):
        assert country(name).traits["privacy-with-cio"].value is None
        assert country(name).traits["security-with-cio"].value is None


@pytest.mark.catalogue("OC-04")
def test_open_government_is_led_by_the_unit_in_four():
    assert countries_where("open-government-lead", "true") == {"ca", "dk", "pt", "uy"}


@pytest.mark.catalogue("DS-03")
def test_nine_of_ten_cios_co_ordinate_service_delivery_and_australia_is_the_tenth():
    assert countries_where("digital-service-delivery-with-cio", "true") == set(COUNTRIES) - {"au"}


def test_the_rest_of_the_comparison():
    assert countries_where("state-system", "federal") == {"au", "ca", "us"}
    assert countries_where("regulatory-powers", "true") == {"ee", "us", "uy"}
    assert countries_where("regulatory-powers", "false") == {"dk", "pt"}
    assert countries_where("procurement-strategy", "none") == {"dk", "ee"}
    assert countries_where("procurement-strategy", "across-central-government") == {"au", "ca", "es"}
    assert countries_where("procurement-strategy", "within-selected-line-ministries") == {"nz"}
    assert countries_where("strategy-drafted-by", "leading-unit") == {"ee", "us", "uy"}
    assert countries_where("strategy-drafted-by", "steering-committee") == {"dk", "es", "pt"}
    assert countries_where("innovation-under-cio", "true") == {"pt", "uy"}
    assert countries_where("innovation-under-cio", "partial") == {"uk", "us"}
    assert countries_where("administrative-simplification-link", "true") == {"dk", "pt", "uy"}
    assert countries_where("administrative-simplification-link", "partial") == {"ee", "nz"}


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_cell_is_answered_or_not_stated_has_a_source_and_holds_on_the_days_asked(name):
    traits = country(name).traits
    assert traits.keys() == country("dk").traits.keys()
    for trait in traits.values():
        assert all(basis.source and basis.where for basis in trait.basis)
        assert trait.ground.checked_on == "2026-11-23"
        assert country(name).in_force(trait, REVIEW_DAY) is Truth.YES
        assert country(name).in_force(trait, TODAY) is Truth.YES


@pytest.mark.parametrize("name", COUNTRIES)
def test_every_legal_power_is_answered_with_a_source(name):
    framework = country(name)
    for power in LEGAL_POWERS:
        assert framework.grants[power], power
        for grant in framework.grants[power]:
            assert grant.holders or grant.answer in ("none", "not_stated")
            assert all(basis.where and (basis.source or basis.instrument) for basis in grant.basis)


@pytest.mark.parametrize("name", COUNTRIES)
def test_what_only_the_review_says_is_secondary(name):
    framework = country(name)
    sections = (framework.bodies, framework.posts, framework.approvals, framework.traits, framework.lights)
    statements: list[Statement] = [entry for section in sections for entry in section.values()]
    bases = [basis for statement in statements for basis in statement.basis]
    assert {basis.kind for basis in bases if basis.source == "oecd-2016"} == {"secondary"}


LEVERS_OF_THE_SURVEY = {
    "au": {"advise-strategy", "monitor-strategy", "review-projects"},
    "ca": {"advise-strategy", "monitor-strategy", "prioritise-projects", "review-projects"},
    "dk": {"advise-strategy", "monitor-strategy", "review-projects"},
    "ee": {"advise-strategy", "monitor-strategy", "prioritise-projects", "review-projects"},
    "es": {"advise-strategy", "monitor-strategy", "prioritise-projects"},
    "nz": set(LEVERS),
}


@pytest.mark.parametrize("name", LEVERS_OF_THE_SURVEY)
def test_the_leading_unit_has_the_levers_that_the_survey_ticks(name):
    granted = {grant.power for grant in powers_of(country(name), leading_body(name).id, REVIEW_DAY)}
    assert granted & set(LEVERS) == LEVERS_OF_THE_SURVEY[name]


LINES = {
    ("dk", "agency-for-digitisation"): {"minister-of-finance": None},
    ("pt", "ama"): {
        "secretary-of-state-for-administrative-modernisation": None,
        "responsible-minister": {"areas-not-named"},
    },
    ("uy", "agesic"): {"honorary-directive-board": None, "president": None},
    ("es", "direction-of-ict"): {"ministry-of-the-presidency": None, "ministry-of-finance": None},
}


@pytest.mark.catalogue("BR-23")
@pytest.mark.parametrize(("name", "body"), LINES)
def test_a_body_with_two_lines_gives_both_with_the_matter_of_each(name, body):
    found = {line.whom.id: line.matters and set(line.matters) for line in reports_to(country(name), body, REVIEW_DAY)}
    assert found == LINES[name, body]


@pytest.mark.catalogue("BR-02")
@pytest.mark.parametrize(
    ("name", "post", "whom"),
    [
        ("nz", "digital-transformation-officer", "government-cio"),
        ("us", "administrator-of-usds", "federal-cio"),
        ("au", "digital-officer", "prime-minister"),
    ],
)
def test_the_digital_officer_reports_to_the_cio_or_apart_from_it(name, post, whom):
    framework = country(name)
    assert framework.posts[post].role == "digital-officer"
    assert [line.whom.id for line in reports_to(framework, post, REVIEW_DAY)] == [whom]
    assert (framework.posts[whom].role == "cio") == (name != "au")


@pytest.mark.catalogue("BR-02")
def test_in_the_united_kingdom_cio_digital_officer_and_data_officer_are_one_person():
    posts = country("uk").posts
    roles = {post.role: post for post in posts.values() if post.role in ("cio", "digital-officer", "cdo")}
    assert roles.keys() == {"cio", "digital-officer", "cdo"}
    for post in roles.values():
        assert set(post.same_person_as) == {other.id for other in roles.values()} - {post.id}


@pytest.mark.catalogue("PL-06")
@pytest.mark.parametrize("name", ["ee", "us", "uy"])
def test_three_leading_units_have_regulatory_powers(name):
    framework = country(name)
    (grant,) = framework.grants["issue-norms"]
    (holder,) = grant.holders
    assert grant.intensity == "bind"
    assert holder.id in {leading_body(name).id, leading_body(name).part_of}


SHARES = {
    "au": ("leading-unit-budget", "0.064878"),
    "ca": ("leading-unit-budget", "0.012247"),
    "dk": ("leading-unit-budget", "0.029669"),
    "ee": ("executive-authority-budget", "0.105402"),
    "es": ("leading-unit-budget", "0.004812"),
    "nz": ("leading-unit-budget", "0.038042"),
    "pt": ("leading-unit-budget", "0.061996"),
    "uk": ("leading-unit-budget", "0.007853"),
    "us": ("leading-unit-budget", "0.000200"),
    "uy": ("leading-unit-budget", "0.092891"),
}


@pytest.mark.parametrize("name", COUNTRIES)
def test_budgets_give_the_share_of_public_expenditure_that_their_amounts_make(name):
    budget, share = SHARES[name]
    parameters = country(name).parameters
    (unit,) = parameters[budget].versions
    (whole,) = parameters["public-expenditure"].versions
    assert (Decimal(unit.value) / Decimal(whole.value) * 100).quantize(Decimal("0.000001")) == Decimal(share)
    assert whole.claims, "the printed share stands beside it"
