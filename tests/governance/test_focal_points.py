"""Whom the authority calls at an institution: who has named somebody, and who takes part and has not."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import TODAY, a_person, a_post, act, an_installation, an_institution, appointed
from timonel.governance.models import Institution
from timonel.governance.queries.desk import desk_of
from timonel.governance.queries.focal_points import lacking_focal_point, taking_part, without_focal_point
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.viewers import Viewer

CALLED = {"matter": "proyectos TIC", "from_on": "2026-03-01", "to_on": "2026-11-01"}


@pytest.fixture
def registrar(db):
    """Begin with three institutions: two take part, and the first of them has a focal point from March to October."""
    registrar = an_installation("cl", reforms=("agency:to-president",))
    for number in ("i-1", "i-2", "i-3"):
        an_institution(registrar, number, name=f"Institución {number}")
    for number in ("i-1", "i-2"):
        post = a_post(registrar, "head-of-service", Institution.objects.get(number=number))
        appointed(registrar, post, a_person(registrar, f"Jefa de {number}"))
    person = a_person(registrar, "Enlace")
    act(registrar, "governance.name_focal_point", institution="i-1", person=person.number, **CALLED)
    return registrar


def numbers(rows):
    return [row.number for row in rows]


def test_who_takes_part_and_has_named_nobody_is_flagged_and_who_has_is_not(registrar):
    day = date(2026, 6, 1)
    assert numbers(taking_part(day)) == ["i-1", "i-2"]
    assert numbers(lacking_focal_point(day)) == ["i-2"]


@pytest.mark.parametrize(
    ("day", "flagged"),
    [
        (date(2026, 2, 28), ["i-1", "i-2"]),
        (date(2026, 3, 1), ["i-2"]),
        (date(2026, 11, 1), ["i-2"]),
        (date(2026, 11, 2), ["i-1", "i-2"]),
    ],
)
def test_a_focal_point_counts_from_its_first_to_its_last_day(registrar, day, flagged):
    assert numbers(lacking_focal_point(day)) == flagged


def test_any_institutions_can_be_asked_about_in_their_own_order(registrar):
    asked = Institution.objects.filter(number__in=["i-1", "i-2", "i-3"]).order_by("-number")
    assert numbers(without_focal_point(asked, date(2026, 6, 1))) == ["i-3", "i-2"]


def test_the_flags_stand_on_the_desk_of_the_head_and_on_no_other(registrar):
    _adoption, framework = framework_in_force()
    head, other = a_post(registrar, "cio"), a_post(registrar, "cto")
    person = a_person(registrar)
    desk = desk_of(Viewer(person, head, (head,)), framework, TODAY)
    assert [(item.kind, item.number, item.url) for item in desk.waiting] == [
        ("institution", "i-1", "/institutions/i-1/"),
        ("institution", "i-2", "/institutions/i-2/"),
    ]
    assert [str(item.title) for item in desk.waiting][:1] == ["Institución i-1: no ha nombrado punto focal"]
    assert desk_of(Viewer(person, other, (other,)), framework, TODAY).waiting == []


@pytest.mark.parametrize(("state", "shown"), [("named", ["i-1"]), ("lacking", ["i-2"]), ("none", ["i-2", "i-3"])])
def test_the_list_of_institutions_is_filtered_by_focal_point(registrar, state, shown):
    page = Client().get(f"/institutions/?focal={state}&on=2026-06-01").content.decode()
    assert [number for number in ("i-1", "i-2", "i-3") if f"/institutions/{number}/" in page] == shown


def test_the_page_of_an_institution_that_takes_part_says_that_nobody_is_named(registrar):
    flagged, idle = (Client().get(f"/institutions/{number}/").content.decode() for number in ("i-2", "i-3"))
    assert "la autoridad necesita saber a quién llamar" in flagged
    assert "la autoridad necesita saber a quién llamar" not in idle
