"""The version that one saw counts for the row it was drawn for, and for no other that is chosen afterwards."""

import re

import pytest

from tests.attack.doors import Program, a_browser
from tests.examples import a_world
from timonel.governance.acting.errors import InputFault
from timonel.governance.acting.locking import seen_in, versions_text
from timonel.governance.models import Institution, InstitutionVersion
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db

RENAME = "/acts/governance.rename_institution/"
NAMED = {"name": "Otra", "from_on": "2026-03-01", "instrument": "D. 1"}


@pytest.fixture
def world():
    world = a_world()
    world.adoption.__class__.objects.update(demonstration=True)
    return world


def hidden(page):
    return re.search(r'name="subject_version" value="([^"]*)"', page.content.decode())[1]


def version(number):
    return Institution.objects.get(number=number).version


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("", None),
        ("  ", None),
        ("7", 7),
        ('"7"', 7),
        ("i-1=7", {"i-1": 7}),
        ('"i-1=7", "i-2=0"', {"i-1": 7, "i-2": 0}),
        ("i-1=7 operator@i-2=3", {"i-1": 7, "operator@i-2": 3}),
    ],
)
def test_what_was_seen_reads_as_it_is_written(text, seen):
    assert seen_in(text) == seen
    if isinstance(seen, dict):
        assert seen_in(versions_text(seen)) == seen


@pytest.mark.parametrize("text", ["-1", "x", "7 8", "i-1=", "=7", "i-1=x", "i-1=7 8", "9" * 19, "i=1 " * 6000])
def test_what_does_not_read_so_is_a_fault_of_the_form(text):
    with pytest.raises(InputFault) as fault:
        seen_in(text)
    assert fault.value.code == "versions-not-read"


def test_a_form_drawn_for_one_institution_does_not_hold_its_version_against_another(world):
    assert version("i-1") == 1
    Institution.objects.filter(number="i-2").update(version=5)
    browser = a_browser(world.registrar)
    drawn = hidden(browser.get(RENAME, {"institution": "i-1"}))
    assert drawn == "i-1=1"
    answer = browser.post(RENAME, {**NAMED, "institution": "i-2", "subject_version": drawn})
    assert answer.status_code == 302
    assert (version("i-1"), version("i-2")) == (1, 6)


def test_it_does_not_pass_for_another_that_happens_to_have_that_version_either(world):
    """The form after a refusal is drawn with the institution that was chosen: from then on its version counts."""
    browser = a_browser(world.registrar)
    drawn = hidden(browser.get(RENAME, {"institution": "i-1"}))
    refused = browser.post(RENAME, {**NAMED, "institution": "i-2", "from_on": "x", "subject_version": drawn})
    assert (refused.status_code, hidden(refused)) == (422, "i-2=1 i-1=1")
    Institution.objects.filter(number="i-2").update(version=2)
    before = Entry.objects.count()
    stale = browser.post(RENAME, {**NAMED, "institution": "i-2", "subject_version": hidden(refused)})
    assert (stale.status_code, Entry.objects.count()) == (409, before)
    assert not InstitutionVersion.objects.filter(name="Otra").exists()


def test_a_form_drawn_for_two_holds_the_version_of_each(world):
    browser = a_browser(world.registrar)
    move = "/acts/governance.move_institution/"
    drawn = hidden(browser.get(move, {"institution": "i-1", "ministry": "m-1"}))
    assert drawn == "i-1=1 m-1=1"
    Institution.objects.filter(number="m-1").update(version=9)
    given = {"institution": "i-1", "ministry": "m-1", "from_on": "2026-03-01", "instrument": "D. 1"}
    assert browser.post(move, {**given, "subject_version": drawn}).status_code == 409
    assert browser.post(move, {**given, "subject_version": "i-1=1 m-1=9"}).status_code == 302


def test_a_program_says_the_version_of_the_subject_or_of_each(world):
    program = Program(world.registrar)
    given = {"successor": "i-1", "merged": ["i-2"], "on": "2026-03-01", "instrument": "D. 1"}
    merge = "governance.merge_institutions"
    for seen, status in (("0", 409), ("i-1=1, i-2=0", 409), ('"i-1=1 i-2=x"', 422), ('"i-1=1", "i-2=1"', 201)):
        before = Entry.objects.count()
        answer = program.does(merge, given, **{"If-Match": seen})
        assert answer.status_code == status, answer.content
        assert Entry.objects.count() == before + (status == 201)
