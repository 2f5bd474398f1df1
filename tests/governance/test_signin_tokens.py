"""Keys of programs: bound to a person and a post, over in time, void at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import a_person, act
from tests.signing_in import a_house
from timonel.governance.acting.clock import legal_today
from timonel.governance.acting.errors import Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account, Person, Token
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.tokens import asker_of_token
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def secret(house):
    act(house.operator, "governance.open_account", person=house.operator.person.number, email="o@example.org", on=None)
    return act(house.operator, "governance.issue_token", label="Prueba", on=None).reply["token"]


def today():
    return legal_today(framework_in_force()[1].time_zone)


def test_a_token_speaks_for_its_person_in_its_post(house, secret):
    asker = asker_of_token(f"Bearer {secret}")
    assert (asker.person, asker.post, asker.key) == (
        house.operator.person,
        "operator",
        f"token:{Token.objects.get().pk}",
    )


def test_the_database_keeps_only_the_digest_of_a_token(secret):
    assert secret.encode() not in bytes(Token.objects.get().digest)
    assert len(bytes(Token.objects.get().digest)) == 32


def test_one_query_tells_who_asks(secret):
    with CaptureQueriesContext(connection) as queries:
        asker = asker_of_token(f"Bearer {secret}")
        assert asker.person.name == "Oscar Operador"
    assert len(queries) == 1


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic {}", "{}", "Bearer {}x", "Bearer x{}"])
def test_what_is_no_token_of_ours_speaks_for_nobody(secret, header):
    assert asker_of_token(header and header.format(secret)) is None


def test_what_is_longer_than_any_token_is_not_even_looked_up(secret):
    with CaptureQueriesContext(connection) as queries:
        assert asker_of_token("Bearer " + "x" * 201) is None
    assert len(queries) == 0


def test_a_token_counts_on_its_last_day_and_not_on_the_day_after(secret):
    Token.objects.update(expires_on=today())
    assert asker_of_token(f"Bearer {secret}") is not None
    Token.objects.update(expires_on=today() - timedelta(days=1))
    assert asker_of_token(f"Bearer {secret}") is None


def test_a_revoked_token_is_void_at_once(house, secret):
    act(house.operator, "governance.revoke_token", token=Token.objects.get().pk, on=None)
    assert asker_of_token(f"Bearer {secret}") is None


def test_a_token_is_void_while_its_account_is_closed_and_after(house, secret):
    act(house.operator, "governance.close_account", person=house.operator.person.number, on=None)
    assert asker_of_token(f"Bearer {secret}") is None
    Account.objects.update(is_active=True)
    assert asker_of_token(f"Bearer {secret}") is None


def test_a_token_of_a_person_without_account_speaks_for_nobody(house, secret):
    person = a_person(house.registrar)
    Token.objects.update(person=Person.objects.get(pk=person.pk))
    assert asker_of_token(f"Bearer {secret}") is None


def test_a_token_without_a_last_day_does_not_end(secret):
    Token.objects.update(expires_on=None)
    assert asker_of_token(f"Bearer {secret}") is not None
    Token.objects.update(revoked_at=timezone.now())
    assert asker_of_token(f"Bearer {secret}") is None


def test_a_program_issues_no_token_with_its_own_and_the_refusal_is_recorded(house, secret):
    bearer = asker_of_token(f"Bearer {secret}")
    before, tokens = Entry.objects.count(), Token.objects.count()
    with pytest.raises(Refused) as refused:
        perform(bearer, "governance.issue_token", {"label": "another"}, post="operator")
    assert [finding["code"] for finding in refused.value.findings] == ["token-issues-no-token"]
    assert (Token.objects.count(), Entry.objects.count()) == (tokens, before + 1)
    assert perform(bearer, "governance.declare_interest", {"description": "x"}, post="operator").entry


def test_who_comes_by_their_account_issues_one_and_voids_it_with_a_token(house, secret):
    bearer = asker_of_token(f"Bearer {secret}")
    act(house.operator, "governance.issue_token", label="Otra", on=None)
    newest = Token.objects.latest("id")
    assert perform(bearer, "governance.revoke_token", {"token": newest.pk}, post="operator").entry
    assert Token.objects.get(pk=newest.pk).revoked_at is not None
