"""What no act is for: texts, numbers, days and lists that a database cannot keep are refused, and nothing breaks."""

import pytest

from tests.attack.doors import Program, a_browser
from tests.examples import a_world
from timonel.governance.models import FocalPoint, Person
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db

PERSON = "governance.register_person"
APPOINT = "governance.appoint_person"
SPLIT = {"institution": "i-1", "on": "2026-03-01", "ends": False, "instrument": "D. 1"}


@pytest.fixture
def world():
    world = a_world()
    type(world.adoption).objects.update(demonstration=True)
    return world


@pytest.fixture
def registrar(world):
    return Program(world.registrar)


@pytest.fixture
def operator(world):
    return Program(world.operator)


def appointment(world, **more):
    return {
        "post": "auditor",
        "person": world.person.number,
        "from_on": "2026-02-01",
        "instrument": "D. 2",
        "manner": "substitute",
        **more,
    }


@pytest.mark.parametrize(
    "body",
    [
        {"name": "a\0b"},
        {"name": "Ana", "run": "\0"},
        '{"name": "\\ud800"}',
        '{"name": "\\ud800", "\\udfff": 1}',
        {"name": ["Ana"] * 5},
        "[" * 100_000,
        '{"name":' + "[" * 5000 + "]" * 5000 + "}",
        '{"name": NaN}',
        b'{"name": "\xff"}',
        b"x" * 3_000_000,
        "null",
        "",
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_by_the_api(registrar, body):
    before = Person.objects.count()
    answer = registrar.does(PERSON, body)
    assert answer.status_code == 422, answer.content[:300]
    assert answer.json()["code"] in ("input-fault", "not-json", "not-an-object", "body-too-large")
    assert Person.objects.count() == before


def test_a_name_that_unfolds_to_far_more_letters_is_kept(registrar):
    assert registrar.does(PERSON, {"name": "\ufdfa" * 200}).status_code == 201
    new = {"number": "i-9", "name": "\ufdfa" * 300, "kind": "agency", "level": "central", "source": "test"}
    assert registrar.does("governance.register_institution", new).status_code == 201


@pytest.mark.parametrize("number", [-1, 2**53, 10**30, 5.5, "9" * 5000])
def test_a_number_that_is_too_large_or_below_none_is_refused(registrar, operator, world, number):
    assert registrar.does("governance.revoke_token", {"token": number}).status_code == 422
    erased = {"entry": number, "name": "/x", "instrument": "Orden 1"}
    assert operator.does("governance.erase_reserved_value", erased).status_code == 422
    assert registrar.does(APPOINT, appointment(world, rank=number)).status_code == 422


def test_the_rank_of_a_substitute_is_refused_above_what_is_kept(registrar, world):
    answer = registrar.does(APPOINT, appointment(world, rank=32_768))
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "rank")
    assert registrar.does(APPOINT, appointment(world, rank=32_767)).status_code == 201


def test_a_number_written_as_5_0_under_a_key_is_no_fault_of_ours(registrar):
    answer = registrar.does("governance.revoke_token", '{"token": 5.0}', **{"Idempotency-Key": "k"})
    assert answer.status_code == 422


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "3000-01-01"])
def test_a_day_that_no_calendar_of_the_state_holds_is_refused(registrar, world, day):
    for code, body in [
        (APPOINT, appointment(world, from_on=day)),
        (APPOINT, appointment(world, to_on=day)),
        ("governance.close_institution", {"institution": "i-1", "last_on": day, "instrument": "D. 1"}),
        ("governance.rename_institution", {"institution": "i-1", "name": "x", "from_on": day, "instrument": "D. 1"}),
        ("governance.merge_institutions", {"successor": "i-1", "merged": ["i-2"], "on": day, "instrument": "D. 1"}),
    ]:
        answer = registrar.does(code, body)
        assert (answer.status_code, answer.json()["code"]) == (422, "input-fault"), code


def test_a_focal_point_that_ends_before_it_begins_is_refused(registrar, world):
    typed = {"institution": "i-1", "person": world.person.number, "matter": "TIC"}
    answer = registrar.does("governance.name_focal_point", {**typed, "from_on": "2026-02-02", "to_on": "2026-02-01"})
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "ends-before-it-begins")
    assert not FocalPoint.objects.exists()


def test_the_same_institution_does_not_come_out_of_another_twice(registrar):
    code = "governance.split_institution"
    assert registrar.does(code, {**SPLIT, "into": ["i-2", "i-2"]}).status_code == 201
    again = registrar.does(code, {**SPLIT, "into": ["i-2"], "on": "2026-04-01"})
    assert (again.status_code, again.json()["findings"][0]["code"]) == (422, "already-followed")


def test_a_list_that_is_empty_or_endless_is_refused(registrar):
    merge = {"successor": "i-1", "on": "2026-03-01", "instrument": "D. 1"}
    for merged in ([], ["i-2"] * 1001):
        assert registrar.does("governance.merge_institutions", {**merge, "merged": merged}).status_code == 422


def test_a_cause_that_is_not_recorded_and_a_version_nobody_saw_are_refused(registrar):
    before = Entry.objects.count()
    for headers in ({"Timonel-Cause": str(before)}, {"Timonel-Cause": "9" * 18}):
        answer = registrar.does(PERSON, {"name": "Ana"}, **headers)
        assert (answer.status_code, answer.json()["fields"][0]["code"]) == (422, "cause-not-recorded")
    rename = {"institution": "i-1", "name": "x", "from_on": "2026-03-01", "instrument": "D. 1"}
    assert registrar.does("governance.rename_institution", rename, **{"If-Match": "9" * 18}).status_code == 409
    assert Entry.objects.count() == before
    assert registrar.does(PERSON, {"name": "Ana"}, **{"Timonel-Cause": str(before - 1)}).status_code == 201


def test_nothing_that_a_browser_sends_with_a_form_breaks_it(world):
    browser = a_browser(world.registrar)
    for sent in (
        {"name": "a\0b"},
        {"name": "Ana", "idempotency_key": "k\0"},
        {"name": "Ana", "acting_post": "registrar\0"},
        {"name": "Ana", "acting_post": "x" * 100_000},
        {"name": "Ana", "subject_version": "9" * 18},
    ):
        before = Person.objects.count()
        assert browser.post(f"/acts/{PERSON}/", sent).status_code in (302, 400, 403, 409, 422), sent
        assert Person.objects.count() == before


@pytest.mark.parametrize(
    "address",
    [
        "/institutions/%00/",
        "/posts/%00/",
        "/people/x%00y/",
        "/follow-ups/%00/",
        "/acts/governance.appoint_person/?post=%00",
        "/api/v1/posts/%00/holder",
        "/api/v1/institutions?after=%00",
        "/api/v1/framework/who-may/keep-registers?over=%00",
        "/api/v1/framework/who-may/keep-registers?post=%00",
        "/api/v1/record/entries?body=%00",
        "/api/v1/record/entries?instrument=%00",
        "/posts/?on=0001-01-01",
        "/posts/?on=9999-12-31",
        "/institutions/i-1/?on=9999-12-31",
        "/posts/registrar/?on=0001-01-01",
        "/framework/?country=..%2F..%2Fetc",
    ],
)
def test_no_address_breaks_the_platform(world, address):
    for browser in (a_browser(), a_browser(world.registrar)):
        assert browser.get(address).status_code < 500


def test_a_cookie_with_a_character_that_cannot_be_kept_is_no_session(world, settings):
    browser = a_browser()
    browser.cookies.load(f'{settings.SESSION_COOKIE_NAME}="abcdefghij\\000k"')
    assert browser.get("/").status_code in (200, 400)
