"""Who may act changes while they act: the act is done before the change, or sees it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest

from tests.durability.together import begin, codes, ended, together, wait_until_blocked
from tests.factories import TODAY, a_person, a_post, an_institution, appointed
from timonel.governance.acting.errors import NotAllowed
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account, Recusal

OPENED = {"email": "otra@example.org"}
RIVAL = "INSERT INTO governance_account (password, email, is_active, language, joined_at)"


@pytest.fixture
def operator(registrar):
    return appointed(registrar, a_post(registrar, "operator"), a_person(registrar, "Titular"))


def opening(operator, person):
    return lambda: perform(
        operator, "governance.open_account", {**OPENED, "person": person.number}, post="operator", on=TODAY
    )


def recusing(operator, person):
    typed = {"subject_kind": "person", "subject_number": person.number, "ground": "kinship"}
    return lambda: perform(operator, "governance.recuse_oneself", typed, post="operator", on=TODAY)


def absenting(registrar, operator):
    typed = {"post": "operator", "person": operator.person.number, "from_on": "2026-10-01", "to_on": "2026-12-31"}
    return lambda: perform(registrar, "governance.record_absence", typed, post="registrar", on=TODAY)


@contextmanager
def held_up(database, statement):
    """Hold up, until the block ends, who comes to what a statement locks; give whom one asks who waits."""
    with psycopg.connect(database.superuser_url) as first, ThreadPoolExecutor(2) as pool:
        first.execute(statement)
        with psycopg.connect(database.superuser_url, autocommit=True) as watch:
            yield pool, watch
        first.rollback()


IN_ITS_FUNCTION = f"{RIVAL} VALUES ('', 'otra@example.org', true, '', now())"
BEFORE_ITS_ENTRY = "SELECT FROM record_head FOR UPDATE"


@pytest.mark.parametrize("change", ["recusal", "absence"])
def test_an_act_under_way_is_done_before_the_change_that_forbids_it(registrar, operator, fresh_database, change):
    person = a_person(registrar, "Otra")
    changing = recusing(operator, person) if change == "recusal" else absenting(registrar, operator)
    with held_up(fresh_database, IN_ITS_FUNCTION) as (pool, watch):
        acting = begin(pool, opening(operator, person))
        wait_until_blocked(watch, 1)
        changed = begin(pool, changing)
        wait_until_blocked(watch, 2)
    assert ended(acting).entry < ended(changed).entry


@pytest.mark.parametrize(("change", "code"), [("recusal", "recused"), ("absence", "not-appointed")])
def test_an_act_that_comes_while_it_is_being_forbidden_is_refused(registrar, operator, fresh_database, change, code):
    person = a_person(registrar, "Otra")
    before = Account.objects.count()
    changing = recusing(operator, person) if change == "recusal" else absenting(registrar, operator)
    with held_up(fresh_database, BEFORE_ITS_ENTRY) as (pool, watch):
        changed = begin(pool, changing)
        wait_until_blocked(watch, 1)
        acting = begin(pool, opening(operator, person))
        wait_until_blocked(watch, 2)
    assert ended(changed).entry
    assert (ended(acting).code, Account.objects.count()) == (code, before)


def test_who_stands_aside_does_nothing_in_the_matter_after(registrar):
    institution, person = an_institution(registrar), a_person(registrar, "Focal")

    def name_until_refused():
        entries = []
        for turn in range(60):
            typed = {"institution": institution.number, "person": person.number, "matter": "ict"}
            typed |= {"from_on": f"{1950 + turn}-01-01", "to_on": f"{1950 + turn}-12-31"}
            try:
                entries.append(perform(registrar, "governance.name_focal_point", typed, post="registrar").entry)
            except NotAllowed as refused:
                return entries, refused.code
        return entries, "never refused"

    def stand_aside():
        typed = {"subject_kind": "institution", "subject_number": institution.number, "ground": "kinship"}
        return perform(registrar, "governance.recuse_oneself", typed, post="registrar").entry

    acted, last = together([name_until_refused, stand_aside])
    assert acted[1] == "recused"
    assert all(entry < last for entry in acted[0])


def test_one_person_who_stands_aside_twice_at_once_does_both(registrar, operator):
    people = [a_person(registrar, f"P {place}") for place in range(8)]
    assert codes(together([recusing(operator, person) for person in people])) == {"done": 8}
    assert Recusal.objects.filter(person=operator.person).count() == 8
