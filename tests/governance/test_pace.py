"""Nobody asks for more acts in a minute than the limit; what is more is neither done nor recorded."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.factories import a_person, a_post, an_installation, appointed
from timonel.governance.acting import pace
from timonel.governance.acting.errors import NoMandate, TooManyActs
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account, Adoption, AskerPace, Person
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    pace._taken.left = None
    yield an_installation()
    pace._taken.left = None


@pytest.fixture
def noon(monkeypatch):
    """Let the clock of this node stand ten seconds before a minute ends; give what moves it on."""
    at = [datetime(2026, 11, 2, 12, 0, 50, tzinfo=UTC)]
    monkeypatch.setattr(pace, "server_time", lambda: at[0])

    def on(seconds):
        at[0] += timedelta(seconds=seconds)
        AskerPace.objects.update(minute=datetime(2000, 1, 1, tzinfo=UTC))  # the database's minute is over too

    return on


def register(asker, name="Ana"):
    return perform(asker, "governance.register_person", {"name": name}, post="registrar")


def test_the_last_act_of_the_limit_is_done_and_the_next_is_refused_and_not_recorded(registrar, noon):
    asker = replace(registrar, most_a_minute=3)
    for _act in range(3):
        register(asker)
    people, entries = Person.objects.count(), Entry.objects.count()
    with pytest.raises(TooManyActs) as refused:
        register(asker)
    assert (refused.value.code, refused.value.status) == ("too-many-acts", 429)
    assert refused.value.params == {"most": 3, "seconds": 10}
    assert (Person.objects.count(), Entry.objects.count()) == (people, entries)


def test_when_the_minute_is_over_one_acts_again(registrar, noon):
    asker = replace(registrar, most_a_minute=2)
    register(asker), register(asker)
    with pytest.raises(TooManyActs):
        register(asker)
    noon(10)
    assert register(asker).entry


@pytest.mark.parametrize("most", [19, 20, 21, 50])
def test_the_limit_is_exact_however_it_is_taken_in_parts(registrar, noon, most):
    asker = replace(registrar, most_a_minute=most)
    for _act in range(most):
        pace.keep_pace(asker)
    with pytest.raises(TooManyActs):
        pace.keep_pace(asker)


def test_another_node_counts_with_this_one(registrar, noon):
    asker = replace(registrar, most_a_minute=4)
    for _act in range(2):
        pace.keep_pace(asker)
    pace._taken.left = None  # what another node knows
    for _act in range(2):
        pace.keep_pace(asker)
    with pytest.raises(TooManyActs):
        pace.keep_pace(asker)


def test_each_asker_has_a_limit_of_their_own_and_who_has_none_is_never_stopped(registrar, noon):
    first, second = replace(registrar, most_a_minute=1), replace(registrar, key="token:9", most_a_minute=1)
    register(first), register(second)
    for asker in (first, second):
        with pytest.raises(TooManyActs):
            register(asker)
    assert [register(replace(registrar, most_a_minute=none)).code for none in (None, 0)] == [
        "governance.register_person"
    ] * 2


def test_the_api_and_the_form_say_when_to_ask_again(registrar, settings):
    settings.ACTS_A_MINUTE = 1
    person = registrar.person
    account = Account.objects.get(person=person)
    token = perform(registrar, "governance.issue_token", {"label": "t"}, post="registrar").reply["token"]
    program, browser = Client(headers={"Authorization": f"Bearer {token}"}), Client()
    Adoption.objects.update(demonstration=True)  # a demonstration asks for no second factor
    browser.force_login(account)
    before = Entry.objects.count()
    address = "/api/v1/acts/governance.register_person"
    answers = [program.post(address, json.dumps({"name": "Ana"}), content_type="application/json") for _ in "12"]
    pages = [browser.post("/acts/governance.register_person/", {"name": "Eva"}) for _ in "12"]
    assert [answer.status_code for answer in answers] == [201, 429]
    assert [page.status_code for page in pages] == [302, 429]
    assert 1 <= int(answers[1].headers["Retry-After"]) <= 60
    assert 1 <= int(pages[1].headers["Retry-After"]) <= 60
    assert answers[1].json()["code"] == "too-many-acts"
    assert "Repítalo en" in pages[1].content.decode()
    assert 'value="Eva"' in pages[1].content.decode()
    assert Entry.objects.count() == before + 2


def test_what_is_refused_by_a_rule_counts_too(registrar, noon):
    operator = replace(appointed(registrar, a_post(registrar, "operator"), a_person(registrar)), most_a_minute=1)
    with pytest.raises(NoMandate):
        perform(operator, "governance.register_person", {"name": "Ana"}, post="operator")
    with pytest.raises(TooManyActs):
        perform(operator, "governance.register_person", {"name": "Ana"}, post="operator")
