from datetime import date

import pytest

from tests.domain.a_framework import LABEL, a_body, a_framework, a_post, by, stated, threshold, version
from timonel.domain.facts import InstitutionFacts, NormFacts, ProjectFacts
from timonel.domain.findings import Outcome
from timonel.domain.mandates import Holder, Seat, mandate, who_may
from timonel.domain.mandates.holding import UnknownPower
from timonel.domain.money import Money
from timonel.domain.powers import LEGAL_POWERS, LEVERS, POWERS

HELD, NOT_HELD, UNKNOWN, AGREEMENT = Outcome.HELD, Outcome.NOT_HELD, Outcome.UNKNOWN, Outcome.NEEDS_AGREEMENT
DAY = date(2016, 6, 1)
BODIES = {"agency": a_body(), "finance": a_body(kind="ministry")}
POSTS = {
    "cio": a_post("agency", heads="agency"),
    "clerk": a_post("agency"),
    "minister": a_post("finance", heads="finance"),
    "sector-cio": a_post(),
    "officer": a_post(),
}


def with_powers(powers, **sections):
    return a_framework(**{"bodies": BODIES, "posts": POSTS, "powers": powers, **sections})


def ask(framework, power, post="cio", on=DAY, institution=None, **keys):
    return mandate(framework, power, Seat(post, institution), on=on, **keys)


def an_institution(code="1", **keys):
    return InstitutionFacts(code, **keys)


def test_a_post_holds_what_is_granted_to_it_and_says_on_which_basis():
    found = ask(
        with_powers({"advise-strategy": {"g": stated(holder={"post": "cio"}, intensity="advise")}}), "advise-strategy"
    )
    assert (found.outcome, found.is_held, found.holder, found.grant) == (HELD, True, Holder("post", "cio"), "g")
    assert (found.intensity, found.basis[0].source) == ("advise", "book")


def test_the_head_acts_for_the_body_and_others_of_it_do_not():
    framework = with_powers({"approve-projects": {"g": stated(holder={"body": "agency"}, intensity="bind")}})
    assert ask(framework, "approve-projects").outcome is HELD
    refused = ask(framework, "approve-projects", post="clerk")
    assert (refused.outcome, refused.code, refused.params["holders"]) == (NOT_HELD, "held_by_others", "agency")


def test_a_secretary_acts_for_the_council_it_is_named_for():
    posts = {**POSTS, "secretary": a_post("agency", acts_for=["council"])}
    framework = with_powers(
        {"review-projects": {"g": stated(holder={"body": "council"})}},
        bodies={**BODIES, "council": a_body(**{"from": "2016-01-01"})},
        posts=posts,
    )
    assert ask(framework, "review-projects", "secretary", date(2016, 1, 1)).outcome is HELD
    before = ask(framework, "review-projects", "secretary", date(2015, 12, 31))
    assert (before.outcome, before.code) == (NOT_HELD, "body_not_in_force")


@pytest.mark.parametrize(
    ("holder", "outcome", "code"),
    [
        ("none", NOT_HELD, "nobody_holds"),
        ("not_stated", UNKNOWN, "framework_does_not_set"),
        ("anyone", HELD, "granted"),
    ],
)
def test_a_power_may_be_nobodys_not_stated_or_anyones(holder, outcome, code):
    found = ask(with_powers({"stop-projects": {"g": stated(holder=holder)}}), "stop-projects")
    assert (found.outcome, found.code) == (outcome, code)


def test_a_power_without_any_answer_is_not_stated():
    found = ask(with_powers({}), "stop-projects")
    assert (found.outcome, found.code, found.params["power"]) == (UNKNOWN, "framework_does_not_set", "stop-projects")


def test_a_power_outside_the_vocabulary_is_an_error():
    with pytest.raises(UnknownPower):
        ask(with_powers({}), "rule-the-world")
    with pytest.raises(UnknownPower):
        who_may(with_powers({}), "rule-the-world", on=DAY)


DECREE = {"decree-14": by("decree-14", kind="decree", issued="2014-02-27", to="2018-12-31")}
ISSUE_STANDARDS = {"issue-standards": {"d14": by("decree-14", holder={"post": "cio"}, matters=["interoperability"])}}


@pytest.mark.parametrize(
    ("on", "outcome"),
    [("2014-02-26", NOT_HELD), ("2014-02-27", HELD), ("2018-12-31", HELD), ("2019-01-01", NOT_HELD)],
)
@pytest.mark.catalogue("LB-13")
def test_a_power_is_held_only_while_the_instrument_that_grants_it_is_in_force(on, outcome):
    framework = with_powers(ISSUE_STANDARDS, instruments=DECREE)
    found = ask(framework, "issue-standards", on=date.fromisoformat(on))
    assert found.outcome is outcome
    assert found.basis[0].instrument == "decree-14"
    assert found.code == ("granted" if outcome is HELD else "grant_not_in_force")


@pytest.mark.catalogue("LB-03")
def test_asking_who_sets_standards_on_interoperability_names_the_decree():
    framework = with_powers(ISSUE_STANDARDS, instruments=DECREE)
    found = who_may(framework, "issue-standards", on=DAY, matter="interoperability")
    assert [(item.holder.id, item.basis[0].instrument) for item in found] == [("cio", "decree-14")]
    assert who_may(framework, "issue-standards", on=DAY, matter="payroll") == ()
    assert ask(framework, "issue-standards", matter="payroll").code == "other_matter"
    assert ask(framework, "issue-standards", facts=NormFacts(matter="payroll")).code == "other_matter"


def test_what_is_only_exercised_in_fact_gives_no_mandate():
    framework = with_powers({"advise-strategy": {"g": stated(holder={"post": "cio"}, exercise="in-fact")}})
    found = ask(framework, "advise-strategy")
    assert (found.outcome, found.code) == (NOT_HELD, "exercised_without_basis")
    assert [item.code for item in who_may(framework, "advise-strategy", on=DAY)] == ["exercised_without_basis"]


def test_a_post_that_is_not_there_or_not_yet_holds_nothing():
    posts = {**POSTS, "cio": a_post("agency", **{"from": "2017-01-01"})}
    framework = with_powers({"advise-strategy": {"g": stated(holder={"post": "cio"})}}, posts=posts)
    assert ask(framework, "advise-strategy", "nobody").code == "no_such_post"
    assert ask(framework, "advise-strategy", on=date(2016, 12, 31)).code == "post_not_in_force"
    assert ask(framework, "advise-strategy", on=date(2017, 1, 1)).outcome is HELD


def test_a_date_known_in_part_leaves_the_mandate_unknown():
    framework = with_powers({"advise-strategy": {"g": stated(**{"holder": {"post": "cio"}, "from": "2016"})}})
    found = ask(framework, "advise-strategy")
    assert (found.outcome, found.code) == (UNKNOWN, "grant_not_in_force")


def test_of_several_grants_the_strongest_answer_counts():
    grants = {
        "ended": stated(holder={"post": "cio"}, to="2015-12-31"),
        "now": stated(holder={"body": "agency"}),
        "maybe": stated(**{"holder": {"post": "cio"}, "from": "2016"}),
    }
    assert ask(with_powers({"advise-strategy": grants}), "advise-strategy").grant == "now"


# --- over whom

OWN = {"submit-project": {"g": stated(holder={"post": "officer"}, over={"reach": "own"})}}
SECTOR = {"review-projects": {"g": stated(holder={"post": "sector-cio"}, over={"reach": "own-sector"})}}


def test_an_institutions_officer_acts_for_the_own_institution_only():
    framework = with_powers(OWN)
    mine, other = an_institution("1"), an_institution("2")
    assert ask(framework, "submit-project", "officer", institution=mine, over=mine).outcome is HELD
    assert ask(framework, "submit-project", "officer", institution=mine, over=other).code == "other_institution"
    assert ask(framework, "submit-project", "officer", over=other).code == "seat_without_institution"


@pytest.mark.catalogue("BR-09")
def test_a_sector_cio_acts_only_for_institutions_of_the_own_sector():
    framework = with_powers(SECTOR)
    health = an_institution("16", sector="health", ministry="16")
    hospital = an_institution("160101", sector="health")
    school = an_institution("090101", sector="education", ministry="09")
    unknown = an_institution("7")
    answers = [
        ask(framework, "review-projects", "sector-cio", institution=health, over=over).outcome
        for over in (health, hospital, school, unknown)
    ]
    assert answers == [HELD, HELD, NOT_HELD, UNKNOWN]


def test_where_no_sector_is_known_the_ministry_decides():
    framework = with_powers(SECTOR)
    ministry = an_institution("16", ministry="16")
    answers = [
        ask(
            framework, "review-projects", "sector-cio", institution=ministry, over=an_institution("9", ministry=over)
        ).outcome
        for over in ("16", "17")
    ]
    assert answers == [HELD, NOT_HELD]


def test_a_grant_is_for_the_institutions_it_names_but_those_it_excepts():
    over = {"reach": "all", "only": {"level": ["central"]}, "except": {"kind": ["court"]}}
    framework = with_powers({"approve-projects": {"g": stated(holder={"post": "cio"}, over=over)}})
    answers = [
        ask(framework, "approve-projects", over=an_institution(**keys)).code
        for keys in (
            {"level": "central", "kind": "agency"},
            {"level": "municipal", "kind": "agency"},
            {"level": "central", "kind": "court"},
            {"level": "central"},
        )
    ]
    assert answers == ["granted", "outside_scope", "excepted", "excepted"]
    assert ask(framework, "approve-projects", over=an_institution(level="central")).outcome is UNKNOWN


ALL = {"issue-standards": {"g": stated(holder={"post": "cio"}, intensity="bind", over={"reach": "all"})}}


@pytest.mark.catalogue("BR-14")
def test_a_rule_reaches_a_superintendency_only_with_its_agreement():
    autonomy = stated(institutions={"kind": ["superintendency"]}, effect="needs-agreement", powers=["issue-standards"])
    framework = with_powers(ALL, autonomies={"superintendencies": autonomy})
    banks, hospital = an_institution(kind="superintendency"), an_institution(kind="hospital")
    assert ask(framework, "issue-standards", over=hospital).outcome is HELD
    found = ask(framework, "issue-standards", over=banks)
    assert (found.outcome, found.code, found.intensity) == (AGREEMENT, "keeps_control_of_its_field", "bind")
    assert not found.is_held
    assert ask(framework, "issue-standards", over=an_institution()).code == "autonomy_unknown"
    assert ask(framework, "issue-standards", post="minister", over=banks).outcome is NOT_HELD


def test_an_autonomy_is_for_the_powers_it_names_and_for_its_time():
    autonomy = stated(institutions={"kind": ["court"]}, effect="exempt", powers=["approve-projects"], to="2015-12-31")
    framework = with_powers(ALL, autonomies={"courts": autonomy})
    assert ask(framework, "issue-standards", over=an_institution(kind="court")).outcome is HELD
    every = stated(institutions={"kind": ["court"]}, effect="exempt", powers="all", to="2015-12-31")
    framework = with_powers(ALL, autonomies={"courts": every})
    court = an_institution(kind="court")
    assert ask(framework, "issue-standards", over=court, on=date(2015, 12, 31)).code == "institution_exempt"
    assert ask(framework, "issue-standards", over=court, on=date(2016, 1, 1)).outcome is HELD


@pytest.mark.catalogue("SA-09")
def test_a_municipality_is_bound_only_after_it_has_adhered():
    levels = {"central": stated(bound="bound"), "municipal": stated(bound="may-adhere")}
    framework = with_powers(ALL, levels=levels)

    def over(level, **flags):
        return ask(framework, "issue-standards", over=an_institution(level=level, flags=flags))

    assert over("central").outcome is HELD
    assert over("municipal", adhered=True).outcome is HELD
    assert (over("municipal", adhered=False).outcome, over("municipal", adhered=False).code) == (
        NOT_HELD,
        "not_adhered",
    )
    assert over("municipal").outcome is UNKNOWN


def test_an_exempt_level_is_not_reached_and_one_not_stated_leaves_it_open():
    levels = {"courts": stated(bound="exempt"), "regions": stated(bound="not_stated")}
    framework = with_powers(ALL, levels=levels)
    exempt = ask(framework, "issue-standards", over=an_institution(level="courts"))
    unsaid = ask(framework, "issue-standards", over=an_institution(level="regions"))
    assert (exempt.outcome, exempt.code) == (NOT_HELD, "level_exempt")
    assert (unsaid.outcome, unsaid.code) == (UNKNOWN, "framework_does_not_set")


def test_a_level_that_is_unknown_or_not_listed_leaves_it_open():
    levels = {"central": stated(bound="bound"), "municipal": stated(bound="may-adhere", to="2015-12-31")}
    framework = with_powers(ALL, levels=levels)
    answers = [
        ask(framework, "issue-standards", over=an_institution(**keys))
        for keys in ({}, {"level": "regional"}, {"level": "municipal"})
    ]
    assert [(found.outcome, found.code) for found in answers] == [
        (UNKNOWN, "level_unknown"),
        (UNKNOWN, "framework_does_not_set"),
        (UNKNOWN, "framework_does_not_set"),
    ]
    bound = with_powers(ALL, levels={"central": stated(bound="bound")})
    assert ask(bound, "issue-standards", over=an_institution()).outcome is HELD


@pytest.mark.catalogue("PL-02")
def test_the_same_standard_binds_one_class_of_institutions_and_advises_another():
    grants = {
        "central": stated(
            holder={"post": "cio"}, intensity="bind", over={"reach": "all", "only": {"level": ["central"]}}
        ),
        "local": stated(
            holder={"post": "cio"}, intensity="advise", over={"reach": "all", "only": {"level": ["municipal"]}}
        ),
    }
    framework = with_powers({"issue-standards": grants})
    assert ask(framework, "issue-standards", over=an_institution(level="central")).intensity == "bind"
    assert ask(framework, "issue-standards", over=an_institution(level="municipal")).intensity == "advise"


# --- on which case, with whom

CO_SIGNED = {
    "issue-standards": {
        "g": stated(
            holder={"post": "cio"},
            co_signature=[{"post": "minister", "when": {"flag": {"any_of": ["needs-funding", "several-actors"]}}}],
        )
    }
}


@pytest.mark.catalogue("LB-04")
def test_a_norm_that_needs_funding_or_several_actors_needs_the_finance_ministers_signature():
    framework = with_powers(CO_SIGNED)

    def signers(**flags):
        found = ask(framework, "issue-standards", facts=NormFacts(flags=flags))
        return [(signature.holder.id, signature.truth.name) for signature in found.co_signatures]

    plain = {"needs-funding": False, "several-actors": False}
    assert signers(**plain) == []
    assert signers(**{**plain, "needs-funding": True}) == [("minister", "YES")]
    assert signers(**{**plain, "several-actors": True}) == [("minister", "YES")]
    assert signers() == [("minister", "UNKNOWN")]


def test_a_power_for_some_cases_depends_on_the_case():
    grant = stated(holder={"post": "cio"}, when={"amount": "limit"})
    framework = with_powers(
        {"approve-projects": {"g": grant}}, parameters={"limit": threshold(version("10", comparator="over"))}
    )
    small, large = (ProjectFacts(total_budget=Money.of(amount, "DKK")) for amount in (10, 11))
    assert ask(framework, "approve-projects", facts=large).outcome is HELD
    assert ask(framework, "approve-projects", facts=small).outcome is NOT_HELD
    assert ask(framework, "approve-projects").code == "depends_on_case"


def test_what_instruments_grant_to_a_body_is_its_successors_from_the_day_of_succession():
    old = a_body(continued_by=[{"by": {"body": "agency"}, "from": "2016-03-01", "instruments": ["decree-14"]}])
    posts = {**POSTS, "old-head": a_post("old", heads="old")}
    powers = {
        "issue-standards": {"g": by("decree-14", holder={"body": "old"})},
        "advise-strategy": {"g": stated(holder={"body": "old"})},
    }
    framework = with_powers(powers, bodies={**BODIES, "old": old}, posts=posts, instruments=DECREE)
    before, after = date(2016, 2, 29), date(2016, 3, 1)
    assert ask(framework, "issue-standards", "old-head", before).outcome is HELD
    assert ask(framework, "issue-standards", "cio", before).outcome is NOT_HELD
    assert ask(framework, "issue-standards", "cio", after).outcome is HELD
    assert ask(framework, "issue-standards", "old-head", after).outcome is NOT_HELD
    assert ask(framework, "advise-strategy", "old-head", after).outcome is HELD


@pytest.mark.catalogue("PL-06")
def test_a_body_without_regulatory_power_may_propose_and_its_ministry_issues():
    powers = {
        "propose-norms": {"g": stated(holder={"body": "agency"})},
        "issue-norms": {"g": stated(holder={"body": "finance"}, over={"reach": "all"})},
    }
    framework = with_powers(powers)
    assert [ask(framework, power).outcome for power in powers] == [HELD, NOT_HELD]
    assert [ask(framework, power, "minister").outcome for power in powers] == [NOT_HELD, HELD]
    assert ask(framework, "issue-norms").params["holders"] == "finance"


@pytest.mark.catalogue("BR-05")
def test_only_the_named_posts_may_act_on_fund_and_procurement_strategy():
    holders = [{"post": "cio"}, {"post": "cto"}]
    powers = {power: {"g": stated(holder=holders)} for power in ("manage-fund", "set-procurement-strategy")}
    framework = with_powers(powers, posts={**POSTS, "cto": a_post("agency", role="cto")})
    for power in powers:
        assert [ask(framework, power, post).outcome for post in ("cio", "cto", "clerk")] == [HELD, HELD, NOT_HELD]


def test_the_finding_is_written_with_grant_basis_and_reasons():
    framework = with_powers(OWN)
    found = ask(framework, "submit-project", "officer", institution=an_institution("1"), over=an_institution("2"))
    written = found.to_plain()
    assert written["outcome"] == "not_held"
    assert written["params"] == {"grant": "g", "post": "officer"}
    assert written["because"] == [{"code": "other_institution", "params": {"own": "1", "over": "2"}, "truth": "no"}]


def test_the_vocabulary_has_the_levers_of_the_survey():
    assert LEVERS == (
        "advise-strategy",
        "monitor-strategy",
        "prioritise-projects",
        "review-projects",
        "mandate-external-reviews",
        "approve-projects",
        "stop-projects",
    )
    assert set(LEVERS) < set(LEGAL_POWERS) < set(POWERS)
    assert all(power.es and power.en for power in POWERS.values())


def test_a_power_set_for_a_demonstration_says_so():
    grant = {**stated(holder={"post": "cio"}), "demonstration": "cl-demo", "label": LABEL}
    assert ask(with_powers({"stop-projects": {"g": grant}}), "stop-projects").demonstration == "cl-demo"
