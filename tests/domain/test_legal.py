from datetime import date

import pytest

from tests.domain.a_framework import LABEL, a_body, a_framework, a_post, stated
from timonel.domain.legal import ADOPTION, Basis
from timonel.domain.truth import Truth

NO, YES = Truth.NO, Truth.YES


def a_decree(**keys):
    return stated(**{"kind": "decree", **keys})


def entry_into_force(value):
    versions = [{**stated(), "value": value}]
    return {
        "entry-into-force": {
            "label": LABEL,
            "kind": "choice",
            "choices": ["issue", "publication"],
            "versions": versions,
        }
    }


COMMITTEE = {"committee": a_body(kind="committee", established_by=["decree-1"])}
DECREE = {"decree-1": a_decree(issued="2016-02-03", published="2016-05-10")}


@pytest.mark.parametrize(
    ("parameters", "before", "after"),
    [
        ({}, date(2016, 2, 2), date(2016, 2, 3)),
        (entry_into_force("issue"), date(2016, 2, 2), date(2016, 2, 3)),
        (entry_into_force("publication"), date(2016, 5, 9), date(2016, 5, 10)),
    ],
)
@pytest.mark.catalogue("LB-02")
def test_a_body_begins_on_the_day_its_decree_enters_into_force(parameters, before, after):
    framework = a_framework(instruments=DECREE, bodies=COMMITTEE, parameters=parameters)
    committee = framework.bodies["committee"]
    assert (framework.in_force(committee, before), framework.in_force(committee, after)) == (NO, YES)


def test_its_own_start_wins_over_issue_and_publication():
    decree = a_decree(**{"issued": "2016-02-03", "from": "2016-03-01"})
    framework = a_framework(
        instruments={"decree-1": decree}, bodies=COMMITTEE, parameters=entry_into_force("publication")
    )
    assert framework.in_force(framework.instruments["decree-1"], date(2016, 2, 29)) is NO
    assert framework.in_force(framework.instruments["decree-1"], date(2016, 3, 1)) is YES


def test_an_instrument_ends_the_day_before_one_that_repeals_it_begins():
    instruments = {**DECREE, "law-2": a_decree(issued="2018-01-01", repeals=["decree-1"])}
    framework = a_framework(instruments=instruments, bodies=COMMITTEE)
    committee = framework.bodies["committee"]
    assert framework.in_force(committee, date(2017, 12, 31)) is YES
    assert framework.in_force(committee, date(2018, 1, 1)) is NO


def test_a_body_stands_while_one_of_its_instruments_is_in_force():
    instruments = {**DECREE, "law-2": a_decree(issued="2018-01-01", repeals=["decree-1"])}
    bodies = {"committee": a_body(established_by=["decree-1", "law-2"])}
    framework = a_framework(instruments=instruments, bodies=bodies)
    assert framework.in_force(framework.bodies["committee"], date(2018, 1, 1)) is YES


@pytest.mark.catalogue("LB-06")
def test_two_sources_that_disagree_are_kept_side_by_side():
    claim = {
        "about": "number",
        "value": "001/2001",
        "basis": [{"source": "book", "where": "l. 826"}],
        "checked_on": "2026-11-23",
    }
    instruments = {"instruction-1-2012": a_decree(number="001/2012", issued="2012-03-15", claims=[claim])}
    instrument = a_framework(instruments=instruments).instruments["instruction-1-2012"]
    assert instrument.number == "001/2012"
    assert [(found.about, found.value, found.basis[0].where) for found in instrument.claims] == [
        ("number", "001/2001", "l. 826")
    ]


def test_a_basis_without_a_kind_has_that_of_its_source():
    post = a_framework(posts={"cio": a_post()}).posts["cio"]
    assert post.basis == (Basis(source="book", where="p. 1", kind="secondary"),)
    house = a_framework(posts={"registrar": {**a_post(), "basis": ["adoption"]}}).posts["registrar"]
    assert house.basis == (ADOPTION,)


def test_an_inner_statement_rests_on_the_outer_one_unless_it_has_a_ground_of_its_own():
    own = {
        "whom": {"post": "minister"},
        "basis": [{"instrument": "decree-1", "kind": "primary"}],
        "checked_on": "2026-11-23",
    }
    bodies = {"agency": a_body(reports_to=[{"whom": {"post": "minister"}}, own])}
    framework = a_framework(instruments=DECREE, bodies=bodies, posts={"minister": a_post()})
    inherited, own_line = framework.bodies["agency"].reports_to
    assert inherited.ground == framework.bodies["agency"].ground
    assert framework.in_force(inherited, date(2010, 1, 1)) is YES
    assert framework.in_force(own_line, date(2016, 2, 2)) is NO
    assert framework.in_force(own_line, date(2016, 2, 3)) is YES


def test_a_label_is_given_in_the_language_asked_and_in_spanish_otherwise():
    label = a_framework(
        bodies={"council": {**a_body(), "label": {"es": "Consejo", "en": "Council", "official": {"da": "Rådet"}}}}
    )
    found = label.bodies["council"].label
    assert [found.text(language) for language in ("es", "en", "da", "fr")] == ["Consejo", "Council", "Rådet", "Consejo"]
