"""Acts asked for by who may not, in borrowed posts, with stale keys, and as floods."""

import json
from datetime import date

import pytest

from tests.attack.doors import Program, a_browser, a_secret, does, said_of
from tests.examples import a_world
from tests.factories import a_person, a_post, appointed, asker
from timonel.frameworks.loader import load_framework
from timonel.governance.acting import ACTIONS
from timonel.governance.acting.errors import KeyReused, NoMandate, NotAllowed, Refused
from timonel.governance.acting.frame import perform
from timonel.governance.acting.genesis import Beginning, begin
from timonel.governance.acting.recording import REFUSALS_AN_HOUR
from timonel.governance.models import Account, Person, Token
from timonel.governance.queries.holding import delegations_to
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db

PERSON = "governance.register_person"


@pytest.fixture
def world():
    world = a_world()
    type(world.adoption).objects.update(demonstration=True)
    return world


@pytest.fixture
def auditor(world):
    return appointed(world.registrar, world.spare, world.person)


def test_the_post_in_a_form_is_one_that_the_person_holds(world, auditor):
    before = Person.objects.count()
    for post in ("registrar", "operator", "nobody", "auditor@i-1", "' OR 1=1 --"):
        typed = {"name": "Ana", "acting_post": post}
        assert a_browser(auditor).post(f"/acts/{PERSON}/", typed).status_code == 403
    assert Person.objects.count() == before


def test_nobody_switches_to_a_post_of_another(world, auditor):
    browser = a_browser(auditor)
    browser.post("/switch-post/", {"post": "registrar"})
    assert browser.session.get("post") is None


def test_a_token_is_void_once_the_appointment_has_ended(world, auditor):
    program = Program(auditor)
    declared = {"description": "Acciones"}
    assert program.does("governance.declare_interest", declared).status_code == 201
    ended = {"post": "auditor", "person": auditor.person.number, "last_on": "2026-06-30", "reason": "removed"}
    does(world.registrar, "governance.end_appointment", **ended, instrument="D. 9")
    answer = program.does("governance.declare_interest", declared)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-appointed")


def test_a_token_of_a_closed_account_says_nothing_but_that(world, auditor):
    program = Program(auditor)
    does(world.operator, "governance.close_account", person=auditor.person.number)
    does(world.operator, "governance.reopen_account", person=auditor.person.number)
    assert program.does("governance.declare_interest", {"description": "Acciones"}).status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic x", "Bearer \x00", "Bearer é", "bearer tml_x", "Bearer " + "x" * 9000]
)
def test_no_other_header_is_a_token(world, header):
    browser = a_browser()
    answer = browser.post(f"/api/v1/acts/{PERSON}", "{}", content_type="application/json", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401


def test_a_secret_is_shown_once_and_kept_nowhere(world):
    typed = {"label": "x"}
    answer = perform(world.registrar, "governance.issue_token", typed, post="registrar", key="k")
    secret = answer.reply["token"]
    again = perform(world.registrar, "governance.issue_token", typed, post="registrar", key="k")
    assert (again.entry, dict(again.reply)) == (answer.entry, {})
    assert secret not in said_of(answer.entry)
    assert Token.objects.get(label="x").digest != secret.encode()


def test_a_key_is_worth_nothing_to_another_nor_in_another_post(world, auditor):
    perform(world.registrar, PERSON, {"name": "Ana"}, post="registrar", key="k")
    with pytest.raises(NoMandate):
        perform(auditor, PERSON, {"name": "Ana"}, post="auditor", key="k")
    with pytest.raises(KeyReused):
        perform(world.registrar, PERSON, {"name": "Ana"}, post="auditor", key="k")


def test_many_refusals_leave_few_entries_whatever_tokens_are_used(world, auditor):
    secrets = [a_secret(auditor) for _ in range(2)]
    before = Entry.objects.count()
    browser = a_browser()
    for number in range(REFUSALS_AN_HOUR + 4):
        answer = browser.post(
            f"/api/v1/acts/{PERSON}",
            json.dumps({"name": f"Ana {number}"}),
            content_type="application/json",
            headers={"Authorization": f"Bearer {secrets[number % 2]}"},
        )
        assert answer.status_code == 403
    assert Entry.objects.count() == before + REFUSALS_AN_HOUR


def test_who_may_do_nothing_is_offered_nothing(world):
    nobody = asker(a_person(world.registrar, "Sin Cargo"))
    browser = a_browser(nobody)
    for code in ACTIONS:
        assert browser.post(f"/acts/{code}/", {}).status_code in (403, 422), code
    assert Account.objects.filter(person=nobody.person).exists()
    with pytest.raises(NotAllowed):
        perform(nobody, "governance.declare_interest", {"description": "x"}, post="")


def test_a_delegation_given_twice_is_taken_back_whole():
    cio, analyst = an_agency()
    given = {"post": "cio", "power": "issue-standards", "to_post": "agency-analyst", "instrument": "R. 9"}
    for start in ("2026-02-01", "2026-03-01"):
        does(cio, "governance.delegate_power", from_on=start, **given)
    assert delegations_to(analyst, "issue-standards", date(2026, 7, 1))
    does(cio, "governance.revoke_delegation", last_on="2026-06-30", **given)
    assert not delegations_to(analyst, "issue-standards", date(2026, 7, 1))


def test_who_received_a_power_does_not_pass_it_on_nor_gives_what_nobody_has():
    cio, analyst = an_agency()
    given = {"from_on": "2026-02-01", "instrument": "R. 9"}
    for power in ("issue-standards", "delegate-powers"):
        does(cio, "governance.delegate_power", post="cio", power=power, to_post="agency-analyst", **given)
    asking = asker(Person.objects.get(appointments__post=analyst), "agency-analyst")
    for post in ("cio", "agency-analyst"):
        with pytest.raises(Refused):
            does(
                asking,
                "governance.delegate_power",
                post=post,
                power="issue-standards",
                to_post="operator",
                **given,
            )
    for power in ("keep-registers", "nonsense", "x" * 80):
        with pytest.raises(Refused):
            does(cio, "governance.delegate_power", post="cio", power=power, to_post="agency-analyst", **given)


def an_agency():
    """Begin with the demonstration's framework: the head of the agency, and the post of an analyst."""
    how = {"reforms": ("agency:to-segpres-finance",), "overlays": ("cl-demo",)}
    who = {"registrar_name": "Rosa", "registrar_email": "r@example.org"}
    begin(Beginning(load_framework("cl", **how), "cl", **how, instrument="R. 1", **who, from_on=date(2026, 1, 5)))
    registrar = asker(Person.objects.get(), "registrar")
    a_post(registrar, "operator")
    person = a_person(registrar, "Jefa")
    cio = appointed(registrar, a_post(registrar, "cio"), person, selection="senior-public-management")
    analyst = a_post(registrar, "agency-analyst")
    appointed(registrar, analyst, a_person(registrar, "Analista"))
    return cio, analyst


def test_the_page_of_each_entry_can_be_read_whatever_was_refused(world):
    does(
        world.registrar, "governance.recuse_oneself", subject_kind="institution", subject_number="i-2", ground="kinship"
    )
    renamed = {"institution": "i-2", "name": "x", "from_on": "2026-03-01", "instrument": "D. 1"}
    with pytest.raises(NotAllowed):
        does(world.registrar, "governance.rename_institution", **renamed)
    with pytest.raises(NoMandate):
        does(world.operator, PERSON, name="<script>alert(1)</script>")
    with pytest.raises(Refused):
        does(world.registrar, PERSON, name="{x} %(y)s <b>", run="1-1")
    browser = a_browser()
    for entry in Entry.objects.all():
        answer = browser.get(f"/record/{entry.seq}/")
        assert answer.status_code == 200, entry
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    "name", ['<img src=x onerror="alert(1)">', "=cmd|' /C calc'!A0", "{{7*7}}", "{subject}%s%(x)s", "\u202eana"]
)
def test_a_name_is_text_wherever_it_stands(world, name):
    new = {"number": "i-x", "name": name, "kind": "agency", "level": "central", "source": "=1+1"}
    does(world.registrar, "governance.register_institution", **new)
    person = a_person(world.registrar, name)
    appointed(world.registrar, world.spare, person, instrument=name)
    browser = a_browser(world.registrar)
    for address in (
        "/institutions/",
        "/institutions/i-x/",
        "/people/",
        f"/people/{person.number}/",
        "/posts/",
        "/posts/auditor/",
        "/record/",
        "/search/?q=ana",
        "/acts/governance.rename_institution/?institution=i-x",
    ):
        text = browser.get(address).content.decode()
        assert "<img src=x" not in text, address
        assert ">49<" not in text
    lines = b"".join(browser.get("/institutions/?format=csv").streaming_content).decode()
    assert "\n=cmd" not in lines
    assert ";=" not in lines
