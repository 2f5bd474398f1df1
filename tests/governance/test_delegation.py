"""A power is delegated by who has it, by an instrument, from a day to a day; what instruments demand is followed up."""

from dataclasses import replace
from datetime import date

import pytest

from tests.factories import TODAY, a_person, a_post, appointed
from timonel.domain.legal import Basis
from timonel.frameworks.loader import load_framework
from timonel.governance.acting import ACTIONS, Act, Asker
from timonel.governance.acting.errors import NoMandate, Refused
from timonel.governance.acting.frame import _mandate, perform
from timonel.governance.acting.genesis import Beginning, begin
from timonel.governance.models import Delegation, Person, Post
from timonel.governance.queries.desk import desk_of
from timonel.governance.queries.holding import Holding
from timonel.governance.queries.viewers import viewer_of

pytestmark = pytest.mark.django_db
DEMO = {"reforms": ("agency:to-segpres-finance",), "overlays": ("cl-demo",)}


@pytest.fixture
def house():
    """The demonstration's framework with its registrar, the head of the agency and an analyst."""
    framework = load_framework("cl", **DEMO)
    begin(
        Beginning(
            framework, "cl", DEMO["reforms"], DEMO["overlays"], "R. 1", "Rosa", "r@example.org", None, date(2026, 1, 5)
        )
    )
    person = Person.objects.get(appointments__post__number="registrar")
    registrar = Asker(person, "account:1", "registrar")
    head = appointed(
        registrar, a_post(registrar, "cio"), a_person(registrar, "Jefa"), selection="senior-public-management"
    )
    analyst = appointed(registrar, a_post(registrar, "agency-analyst"), a_person(registrar, "Analista"))
    return framework, registrar, head, analyst


def delegation(**other):
    given = {
        "post": "cio",
        "power": "issue-standards",
        "to_post": "agency-analyst",
        "from_on": "2026-03-01",
        "to_on": "2026-03-31",
        "instrument": "Resolución 44 de 2026",
    }
    return {**given, **other}


def asked_of(framework, seated, on):
    """Ask as the frame does whether a post may issue standards on a day, itself or by delegation."""
    post = Post.objects.get(number=seated.post)
    act = Act(seated.person, post, on, framework, "titular")
    standards = replace(ACTIONS["governance.declare_interest"], power="issue-standards")
    return _mandate(act, standards, {}, Holding(post, "titular", None))


def test_the_other_post_has_the_delegated_power_on_its_days_only_and_cites_the_instrument(house):
    framework, _registrar, head, analyst = house
    perform(head, "governance.delegate_power", delegation(), post="cio", on=TODAY)
    for day in (date(2026, 2, 28), date(2026, 4, 1)):
        with pytest.raises(NoMandate):
            asked_of(framework, analyst, day)
    for day in (date(2026, 3, 1), date(2026, 3, 31)):
        assert Basis(act="Resolución 44 de 2026") in asked_of(framework, analyst, day).basis


def test_nobody_delegates_what_they_do_not_have(house):
    _framework, _registrar, head, _analyst = house
    with pytest.raises(Refused):
        perform(head, "governance.delegate_power", delegation(power="manage-accounts"), post="cio", on=TODAY)
    assert not Delegation.objects.exists()


def test_only_the_post_itself_delegates_its_powers(house):
    _framework, registrar, _head, _analyst = house
    other = appointed(registrar, a_post(registrar, "dipres-director"), a_person(registrar, "Otra"))
    with pytest.raises((Refused, NoMandate)):
        perform(other, "governance.delegate_power", delegation(), post="dipres-director", on=TODAY)
    assert not Delegation.objects.exists()


def test_a_revoked_delegation_ends_after_its_last_day(house):
    _framework, _registrar, head, _analyst = house
    perform(head, "governance.delegate_power", delegation(to_on=None), post="cio", on=TODAY)
    ending = {name: delegation()[name] for name in ("post", "power", "to_post")}
    ending |= {"last_on": "2026-05-31", "instrument": "Resolución 45"}
    perform(head, "governance.revoke_delegation", ending, post="cio", on=TODAY)
    assert Delegation.objects.get().to_on == date(2026, 5, 31)


@pytest.mark.catalogue("LB-05")
def test_a_follow_up_is_on_the_desk_of_its_owner_until_it_is_done(house):
    framework, registrar, head, _analyst = house
    minister = appointed(registrar, a_post(registrar, "minister-segpres"), a_person(registrar, "Ministra"))
    task = {"instrument": "pi-005-2001", "item": "Publicar", "owner": "cio", "due_on": "2026-11-01"}
    done = perform(minister, "governance.assign_follow_up", task, post="minister-segpres", on=TODAY)
    viewer = viewer_of(head.person, "cio", TODAY)
    desk = desk_of(viewer, framework, TODAY)
    assert [item.number for item in desk.waiting] == [done.subject_number]
    assert [item.number for item in desk.overdue] == [done.subject_number]
    completed = {"follow_up": done.subject_number, "result": "Publicado"}
    perform(minister, "governance.complete_follow_up", completed, post="minister-segpres", on=TODAY)
    assert done.subject_number not in [item.number for item in desk_of(viewer, framework, TODAY).waiting]
    with pytest.raises(Refused):
        perform(minister, "governance.complete_follow_up", completed, post="minister-segpres", on=TODAY)
