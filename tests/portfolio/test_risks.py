"""Risk is classified by fixed questions by who is independent, owned by who leads, and accepted with an opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.portfolios import answers, approved, chile, refused, seated, submitted
from timonel.domain.risk_scores import HOUSE_1, assessed
from timonel.portfolio.models import Obstacle, Risk, RiskAssessment


@pytest.fixture
def country(db):
    return chile()


REPLIES = st.fixed_dictionaries(
    {question.id: st.sampled_from([answer[0] for answer in question.answers]) for question in HOUSE_1.questions}
)


@given(REPLIES)
def test_the_same_answers_give_the_same_class_which_follows_from_the_score_alone(replies):
    score, found = assessed(HOUSE_1, replies)
    assert (score, found) == assessed(HOUSE_1, dict(reversed(replies.items())))
    assert 0 <= score <= HOUSE_1.most
    assert (found == "high") == (score >= 11)
    assert (found == "low") == (score < 5)


def replies_worth(points):
    """Answer so that the score is that many points."""
    given = {}
    for question in HOUSE_1.questions:
        worth = min(2, points)
        given[question.id] = question.answers[worth][0]
        points -= worth
    return given


@pytest.mark.parametrize(("score", "found"), [(4, "low"), (5, "normal"), (10, "normal"), (11, "high")])
def test_the_class_changes_at_its_limit_itself(score, found):
    assert assessed(HOUSE_1, replies_worth(score)) == (score, found)


@pytest.mark.catalogue("PG-07")
def test_high_risk_puts_its_monitoring_in_force(country):
    project = submitted(country)
    done = country.act("cio", "assess_risk", project=project.number, answers=answers("yes"), reasons="Así es.")
    project.refresh_from_db()
    assert project.risk_class == "high"
    assert [each["params"]["regime"] for each in done.findings if each["code"] == "regime-in-force"] == ["high-risk"]
    assert project.approvals.get(approval="risk-assessment").stage == "granted"
    assert RiskAssessment.objects.get().score == HOUSE_1.most


def test_who_proposes_does_not_assess_and_every_question_is_answered(country):
    project = submitted(country)
    typed = {"project": project.number, "reasons": "x"}
    assert refused(country, "formulator", "assess_risk", **typed, answers=answers()) == {"not-the-decider"}
    lacking = "\n".join(answers().splitlines()[1:])
    assert refused(country, "cio", "assess_risk", **typed, answers=lacking) == {"question-not-answered"}
    assert refused(country, "cio", "assess_risk", **typed, answers=answers() + "\nmade-up=yes") == {"no-such-question"}
    wrong = answers().replace("technology-new=no", "technology-new=maybe")
    assert refused(country, "cio", "assess_risk", **typed, answers=wrong) == {"no-such-answer"}
    assert not RiskAssessment.objects.exists()


def a_risk(country, project, **fields):
    given = {
        "project": project.number,
        "title": "El proveedor no entrega",
        "family": "business",
        "probability": 3,
        "impact": 5,
        "owner": "head-of-service@i-1",
        **fields,
    }
    return country.act("project-manager", "record_risk", **given)


@pytest.mark.catalogue("RP-02")
def test_the_owner_of_a_business_risk_is_not_of_ict_nor_of_data_protection(country):
    project = approved(country)
    for kind in ("ict-head", "security-officer", "data-protection-officer"):
        owner = seated(country, kind, country.own).post
        typed = {"title": "x", "family": "business", "probability": 1, "impact": 1, "owner": owner}
        codes = refused(country, "project-manager", "record_risk", project=project.number, **typed)
        assert codes == {"owner-not-of-the-business"}
    assert not Risk.objects.exists()
    a_risk(country, project, owner="ict-head@i-1", family="technical")
    a_risk(country, project)
    assert [risk.place for risk in Risk.objects.all()] == [1, 2]


@pytest.mark.catalogue("BR-06")
def test_a_risk_is_accepted_after_the_security_adviser_gave_an_opinion(country):
    country.seats["cdsdpo"] = seated(country, "cdsdpo")
    project = approved(country)
    a_risk(country, project)
    accept = {"project": project.number, "risk": 1, "reason": "El beneficio lo vale."}
    assert refused(country, "head-of-service", "accept_risk", **accept) == {"opinion-missing"}
    opinion = {"project": project.number, "risk": 1, "opinion": "Aceptable con respaldo diario."}
    with pytest.raises(Exception, match="no-mandate"):
        country.act("formulator", "give_risk_opinion", **opinion)
    country.act("cdsdpo", "give_risk_opinion", **opinion)
    country.act("head-of-service", "accept_risk", **accept)
    risk = Risk.objects.get()
    assert (risk.stage, risk.opinion) == ("accepted", "Aceptable con respaldo diario.")
    assert refused(country, "cdsdpo", "give_risk_opinion", **opinion) == {"risk-not-open"}


@pytest.mark.catalogue("LB-12")
def test_an_obstacle_is_logged_against_the_instrument_that_stands_in_the_way(country):
    project = country.project()
    typed = {"project": project.number, "description": "Exige firma en papel.", "where": "art. 4"}
    assert refused(country, "formulator", "log_obstacle", **typed, instrument="law-0") == {"no-such-instrument"}
    country.act("formulator", "log_obstacle", **typed, instrument="law-21180")
    obstacle = Obstacle.objects.get()
    assert (obstacle.place, obstacle.instrument, obstacle.cleared_on) == (1, "law-21180", None)
    country.act("formulator", "clear_obstacle", project=project.number, obstacle=1, how="Ley 21.464.")
    obstacle.refresh_from_db()
    assert obstacle.cleared_on is not None
    again = {"project": project.number, "obstacle": 1, "how": "x"}
    assert refused(country, "formulator", "clear_obstacle", **again) == {"no-such-obstacle"}
