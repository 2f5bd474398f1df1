"""Who looks sees what the post sees while it is they who may act in it, and by what was delegated to it."""

from datetime import date

import pytest

from tests.attack.doors import a_browser
from tests.factories import TODAY, a_person, a_post, an_installation, an_institution, appointed
from timonel.governance.acting.errors import NotAllowed
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account, Adoption, Delegation, Post, days
from timonel.governance.queries.posts import visible_people
from timonel.governance.queries.viewers import viewer_of
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db
AWAY = date(2026, 5, 1)


@pytest.fixture
def registrar():
    return an_installation()


@pytest.fixture
def auditors(registrar):
    """A titular auditor, away for one day, and two substitutes in order."""
    post = a_post(registrar, "auditor")
    titular = appointed(registrar, post, a_person(registrar, "T"))
    substitutes = [
        appointed(registrar, post, a_person(registrar, f"S{rank}"), manner="substitute", rank=rank) for rank in (1, 2)
    ]
    absence = {"post": "auditor", "from_on": str(AWAY), "to_on": str(AWAY)}
    given = {**absence, "person": titular.person.number}
    perform(registrar, "governance.record_absence", given, post="registrar", on=TODAY)
    return [titular, *substitutes]


def looking(people, on):
    return [viewer_of(each.person, "auditor", on).acts_as("auditor") for each in people]


def test_the_substitute_looks_as_the_post_only_on_the_days_on_which_it_is_their_turn(auditors):
    assert looking(auditors, date(2026, 4, 30)) == [True, False, False]
    assert looking(auditors, AWAY) == [False, True, False]
    assert looking(auditors, date(2026, 5, 2)) == [True, False, False]


def test_who_looks_as_the_post_is_who_may_act_in_it(auditors):
    for on in (date(2026, 4, 30), AWAY):
        for person, looks in zip(auditors, looking(auditors, on), strict=True):
            try:
                perform(person, "governance.declare_interest", {"description": "x"}, post="auditor", on=on)
                acted = True
            except NotAllowed:
                acted = False
            assert acted == looks


def test_a_substitute_whose_turn_it_is_not_sees_nobody_without_a_post(registrar, auditors):
    hidden = a_person(registrar, "Sin Cargo")
    titular, first, _second = auditors
    assert hidden in visible_people(viewer_of(titular.person, "auditor", TODAY))
    assert hidden not in visible_people(viewer_of(first.person, "auditor", TODAY))
    assert hidden in visible_people(viewer_of(first.person, "auditor", AWAY))


@pytest.fixture
def secretary(registrar):
    """The council's secretary, to whose post the registrar delegates the registers up to the end of October."""
    seated = appointed(registrar, a_post(registrar, "council-secretary"), a_person(registrar, "Secretaria"))
    posts = {post.number: post for post in Post.objects.all()}
    Delegation.objects.create(
        power="keep-registers",
        from_post=posts["registrar"],
        to_post=posts["council-secretary"],
        period=days(date(2026, 1, 1), LAST),
        instrument="R. 2",
    )
    return seated


LAST = date(2026, 10, 31)


def test_to_whom_the_registers_are_delegated_sees_everybody_as_long_as_they_are(registrar, secretary):
    hidden = a_person(registrar, "Sin Cargo")
    assert hidden in visible_people(viewer_of(secretary.person, None, LAST))
    assert hidden not in visible_people(viewer_of(secretary.person, None, date(2026, 11, 1)))


@pytest.mark.parametrize(
    ("power", "source"), [("issue-tokens", "registrar"), ("keep-registers", "minister-of-finance")]
)
def test_another_power_or_one_of_a_post_that_does_not_see_everybody_shows_nobody_more(
    registrar, secretary, power, source
):
    hidden = a_person(registrar, "Sin Cargo")
    other = Post.objects.filter(number=source).first() or a_post(registrar, source)
    Delegation.objects.update(power=power, from_post=other)
    assert hidden not in visible_people(viewer_of(secretary.person, None, LAST))


def test_and_picks_them_in_the_form_and_the_act_is_done(registrar, secretary):
    hidden = a_person(registrar, "Sin Cargo")
    Delegation.objects.update(period=days(date(2026, 1, 1), None))
    Adoption.objects.update(demonstration=True)
    Account.objects.create_account("s@example.org", None, secretary.person)
    an_institution(registrar, "i-1")
    address = "/acts/governance.name_focal_point/"
    browser = a_browser(secretary)
    assert f'<option value="{hidden.number}"' in browser.get(address).content.decode()
    before = Entry.objects.count()
    given = {"institution": "i-1", "person": hidden.number, "matter": "TIC", "from_on": "2026-02-01"}
    assert browser.post(address, given).status_code == 302
    assert Entry.objects.count() == before + 1
