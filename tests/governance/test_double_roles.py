"""One person in two posts: seen by who looks for conflicts, and standing aside counts in both."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import TODAY, a_person, a_post, an_installation, an_institution, appointed, asker
from timonel.governance.acting.errors import NoMandate, NotAllowed
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account, Adoption, Person
from timonel.governance.queries.posts import double_roles
from timonel.governance.queries.viewers import PUBLIC, Viewer
from timonel.record.models import Entry

RENAME = {"name": "Otro nombre", "from_on": "2026-06-01", "instrument": "R. 2"}


@pytest.fixture
def registrar(db):
    return an_installation("cl", reforms=("agency:to-president",))


@pytest.fixture
def both(registrar):
    """Seat one person as chief data officer and as head of the agency, as France came to do."""
    person = a_person(registrar, "Dolores Doble")
    appointed(registrar, a_post(registrar, "cdo"), person)
    appointed(registrar, a_post(registrar, "cio"), person, selection="senior-public-management")
    return person


def looking(registrar, kind):
    """Give who looks from a post of that kind."""
    post = registrar.person.appointments.get().post if kind == "registrar" else a_post(registrar, kind)
    return Viewer(registrar.person, post, (post,))


@pytest.mark.catalogue("BR-03")
@pytest.mark.parametrize("kind", ["registrar", "auditor"])
def test_who_looks_for_conflicts_sees_both_posts_of_the_chief_data_officer(registrar, both, kind):
    ((person, posts),) = double_roles(looking(registrar, kind), TODAY)
    assert person == both
    assert [post.number for post in posts] == ["cdo", "cio"]


def test_others_and_the_public_are_not_shown_who_holds_two_posts(registrar, both):
    assert double_roles(PUBLIC, TODAY) == []
    assert double_roles(looking(registrar, "operator"), TODAY) == []


def test_who_holds_one_post_or_held_the_second_until_yesterday_is_not_listed(registrar, both):
    auditor = looking(registrar, "auditor")
    ending = {"person": both.number, "last_on": "2026-11-01", "reason": "resigned", "instrument": "R. 3"}
    perform(registrar, "governance.end_appointment", {"post": "cdo", **ending}, post="registrar", on=TODAY)
    assert [person for person, _posts in double_roles(auditor, date(2026, 11, 1))] == [both]
    assert double_roles(auditor, date(2026, 11, 2)) == []


@pytest.mark.catalogue("BR-03")
def test_standing_aside_in_one_post_counts_in_the_other(registrar, both):
    matter, other = an_institution(registrar), an_institution(registrar)
    stood_aside = {"subject_kind": "institution", "subject_number": matter.number, "ground": "kinship"}
    perform(asker(both), "governance.recuse_oneself", stood_aside, post="cdo", on=TODAY)
    for post in ("cdo", "cio"):
        before = Entry.objects.count()
        with pytest.raises(NotAllowed) as refused:
            perform(
                asker(both),
                "governance.rename_institution",
                {"institution": matter.number, **RENAME},
                post=post,
                on=TODAY,
            )
        assert refused.value.code == "recused"
        assert Entry.objects.count() == before + 1
        with pytest.raises(NoMandate):
            perform(
                asker(both),
                "governance.rename_institution",
                {"institution": other.number, **RENAME},
                post=post,
                on=TODAY,
            )


def test_the_page_of_posts_lists_them_for_the_auditor_alone(registrar, both):
    appointed(registrar, a_post(registrar, "auditor"), a_person(registrar, "Aurora Auditora"))
    assert "Quién ejerce dos cargos o más" not in Client().get("/posts/").content.decode()
    Adoption.objects.update(demonstration=True)  # else the auditor needs a second factor
    browser = Client()
    person = Person.objects.get(name="Aurora Auditora")
    browser.force_login(Account.objects.create_account("auditor@x.example", "x", person))
    page = browser.get("/posts/").content.decode()
    section = page[page.index("Quién ejerce dos cargos o más") :]
    assert "Dolores Doble" in section and "/posts/cio/" in section
