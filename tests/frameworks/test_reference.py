"""The tables of the review load as they were read, and weigh the options that a framework has taken."""

from collections import Counter
from datetime import date

import pytest

from tests.frameworks.countries import COUNTRIES, country
from timonel.domain.diagnosis.catalogue import PRINCIPLES
from timonel.domain.options import LEGAL_BASES, LEVERS, LOCATIONS, option_taken
from timonel.domain.powers import LEVERS as SURVEY_LEVERS
from timonel.domain.truth import Truth
from timonel.frameworks import reference
from timonel.frameworks.loader import load_framework

DAY = date(2026, 11, 23)
SIDES = ("strength", "weakness", "opportunity", "threat")


def chile(*reforms):
    return load_framework("cl", reforms=reforms)


@pytest.mark.catalogue("PL-01")
def test_the_responsibilities_of_the_survey_add_up_to_the_printed_totals():
    assert sum(row.oecd_member for row in reference.responsibilities()) == 25
    assert list(reference.responsibility_totals().values()) == [21, 19, 15, 16, 2, 2, 6]


@pytest.mark.catalogue("PL-01")
def test_the_responsibilities_are_the_levers_of_the_vocabulary():
    meant = [power for powers in reference.RESPONSIBILITIES.values() for power in powers]
    assert len(reference.RESPONSIBILITIES) == 7
    assert tuple(meant) == SURVEY_LEVERS


def test_countries_outside_the_oecd_are_in_no_total_and_blank_rows_have_no_tick():
    rows = {row.country.en: row for row in reference.responsibilities()}
    assert {name for name, row in rows.items() if not row.oecd_member} == {"Colombia", "Latvia"}
    assert {name for name, row in rows.items() if row.blank} == {"Iceland", "Poland"}
    assert all(row.blank == (not row.ticked) for row in rows.values())


@pytest.mark.catalogue("LB-07")
def test_law_and_decree_are_weighed_in_eight_statements():
    rows = [row for row in reference.weighed() if row.table == "1.1"]
    assert [(row.option, row.quadrant) for row in rows] == [(option, side) for option in LEGAL_BASES for side in SIDES]
    assert {row.source_line for row in rows} == {345, 346}


@pytest.mark.catalogue("LB-07")
def test_an_option_takes_the_statements_of_its_own_legal_basis():
    def basis(framework, on=DAY):
        return [option for option in LEGAL_BASES if option_taken(framework, option, on) is Truth.YES]

    assert basis(chile("agency:to-president"), date(2025, 6, 30)) == ["law"], "the Secretariat still leads, by law"
    assert basis(chile("agency:to-president")) == ["law"]
    assert basis(country("dk"), date(2016, 1, 31)) == ["decree"]
    assert basis(chile(), date(2016, 1, 31)) == [], "the unit of 2016 has no legal basis"
    assert option_taken(chile(), "decree", date(2016, 1, 31)) is Truth.NO


def test_a_lever_is_taken_where_the_leading_body_holds_it():
    def taken(framework):
        return {option for option in LEVERS if option_taken(framework, option, DAY) is Truth.YES}

    assert taken(chile("agency:to-president")) == set(LEVERS)
    assert "project_funds" not in taken(chile())
    assert option_taken(chile(), "project_funds", DAY) is Truth.UNKNOWN, "the law does not say who runs a fund"


def test_rules_that_only_advise_are_no_regulatory_power():
    assert option_taken(country("dk"), "regulatory_powers", date(2016, 1, 31)) is not Truth.YES


def test_where_a_unit_sits_is_as_the_country_states_it():
    day = date(2016, 1, 31)
    assert option_taken(country("uk"), "centre_of_government", day) is Truth.YES
    assert option_taken(country("dk"), "ministry_of_finance", day) is Truth.YES
    assert option_taken(country("dk"), "centre_of_government", day) is Truth.NO
    assert option_taken(chile(), "centre_of_government", day) is Truth.UNKNOWN


def test_every_weighed_option_can_be_asked_of_a_framework():
    options = {row.option for row in reference.weighed()}
    assert options == {*LEGAL_BASES, *LOCATIONS, *LEVERS}
    assert len(reference.weighed()) == 32
    with pytest.raises(KeyError):
        option_taken(chile(), "no-such-option", DAY)


@pytest.mark.parametrize(
    "approach",
    [
        pytest.param("digital-transformation-office", marks=pytest.mark.catalogue("BR-15")),
        pytest.param("central-co-ordination", marks=pytest.mark.catalogue("BR-16")),
        pytest.param("decentralised-co-ordination", marks=pytest.mark.catalogue("BR-17")),
    ],
)
def test_each_approach_has_strengths_and_risks_and_countries_that_follow_it(approach):
    sides = Counter(row.side for row in reference.approaches() if row.approach == approach)
    assert sides["strength"] >= 2 and sides["risk"] >= 1 and sides["feature"] >= 1
    assert [name for name in COUNTRIES if approach in (country(name).traits["governance-approach"].value or ())]


@pytest.mark.catalogue("BR-17")
def test_approaches_may_be_combined():
    assert {row.approach for row in reference.approaches()} == {
        "digital-transformation-office",
        "central-co-ordination",
        "decentralised-co-ordination",
    }
    assert len(country("dk").traits["governance-approach"].value) == 2


def test_the_principles_are_those_that_the_diagnosis_cites():
    rows = reference.principles()
    assert [(row.number, row.source_line) for row in rows] == [(n, line) for n, (_es, _en, line) in PRINCIPLES.items()]
    assert Counter(row.pillar for row in rows) == {"I": 4, "II": 4, "III": 4}


def test_types_of_agency_and_arguments_of_the_two_options_load():
    assert len(reference.agency_types()) == 12
    sides = Counter((row.option, row.side) for row in reference.arguments())
    assert sides == {
        ("agency", "pro"): 3,
        ("agency", "con"): 5,
        ("sub_secretaria", "pro"): 3,
        ("sub_secretaria", "con"): 3,
    }


def test_every_statement_has_both_languages():
    rows = [*reference.approaches(), *reference.weighed(), *reference.agency_types(), *reference.arguments()]
    labels = [row.statement for row in rows] + [row.label for row in reference.principles()]
    assert all(label.es and label.en and label.es != label.en for label in labels)


@pytest.mark.catalogue("BR-03")
def test_chief_data_officers_were_first_appointed_in_france_then_in_the_united_states_and_the_united_kingdom():
    rows = reference.data_officers()
    assert [(row.label.en, row.appointed.text) for row in rows] == [
        ("France", "2014-09"),
        ("United States", "2015-02"),
        ("United Kingdom", "2015-03"),
    ]
    assert {row.source_line for row in rows} == {467}


@pytest.mark.catalogue("BR-03")
@pytest.mark.parametrize(
    ("name", "before", "after"), [("us", (2015, 1, 31), (2015, 3, 1)), ("uk", (2015, 2, 28), (2015, 4, 1))]
)
def test_the_framework_of_the_country_has_the_post_from_that_month_and_not_before(name, before, after):
    (row,) = [row for row in reference.data_officers() if row.country == name]
    post = country(name).posts[row.post]
    assert post.role == "cdo" and post.period.starts == row.appointed.text
    assert country(name).in_force(post, date(*before)) is Truth.NO
    assert country(name).in_force(post, date(*after)) is Truth.YES
    assert country(name).in_force(post, row.appointed.latest) is not Truth.NO
