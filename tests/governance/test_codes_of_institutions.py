"""A code is one institution's on each day; after its last day it may pass on."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import TODAY, act, an_installation, an_institution
from timonel.governance.acting.errors import Refused
from timonel.governance.acting.frame import perform
from timonel.governance.models import InstitutionIdentifier, days
from timonel.record.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar():
    return an_installation()


@pytest.fixture
def two(registrar):
    return an_institution(registrar, "i-1"), an_institution(registrar, "i-2")


def assign(registrar, institution, **fields):
    given = {"scheme": "cl-budget", "code": "08.77", "source": "Ley de Presupuestos", **fields}
    given["institution"] = institution.number
    return perform(registrar, "governance.assign_identifier", given, post="registrar", on=TODAY)


def test_after_its_last_day_a_code_passes_on_and_on_that_day_it_does_not(registrar, two):
    first, second = two
    assign(registrar, first, to_on="2026-03-31")
    before = Entry.objects.count()
    with pytest.raises(Refused) as refused:
        assign(registrar, second, from_on="2026-03-31")
    assert [finding["code"] for finding in refused.value.findings] == ["code-is-taken"]
    assert refused.value.findings[0]["params"]["holder"] == "i-1"
    assert (InstitutionIdentifier.objects.count(), Entry.objects.count()) == (1, before + 1)
    assert assign(registrar, second, from_on="2026-04-01").entry


def test_a_code_does_not_end_before_it_begins(registrar, two):
    with pytest.raises(Refused) as refused:
        assign(registrar, two[0], from_on="2026-03-02", to_on="2026-03-01")
    assert refused.value.findings[0]["code"] == "ends-before-it-begins"
    assert not InstitutionIdentifier.objects.exists()


def test_with_an_institution_end_its_codes_and_another_may_be_given_them_the_day_after(registrar, two):
    first, second = two
    assign(registrar, first)
    act(registrar, "governance.close_institution", institution="i-1", last_on="2026-05-31", instrument="Ley 1")
    with pytest.raises(Refused):
        assign(registrar, second, from_on="2026-05-31")
    assign(registrar, second, from_on="2026-06-01")
    assert [str(row.to_on) for row in first.identifiers.all()] == ["2026-05-31"]


def test_with_a_merger_end_the_codes_of_those_that_are_merged_and_not_those_of_the_successor(registrar, two):
    first, second = two
    assign(registrar, first)
    assign(registrar, second, code="08.78")
    merger = {"successor": "i-2", "merged": ["i-1"], "on": "2026-06-01", "instrument": "Ley 1"}
    perform(registrar, "governance.merge_institutions", merger, post="registrar")
    assert [str(row.to_on) for row in first.identifiers.all()] == ["2026-05-31"]
    assert [row.to_on for row in second.identifiers.all()] == [None]
    assert assign(registrar, second, from_on="2026-06-01").entry


def test_the_database_itself_refuses_a_code_twice_on_one_day_and_no_other(two):
    given = {"scheme": "cl-budget", "code": "08.77", "source": "x"}
    InstitutionIdentifier.objects.create(institution=two[0], period=days(None, None), **given)
    with pytest.raises(IntegrityError, match="governance_one_institution_of_a_code_a_day"), transaction.atomic():
        InstitutionIdentifier.objects.create(institution=two[1], period=days(None, None), **given)
    for other in ({"scheme": "cl-comuna"}, {"code": "08.770"}, {"code": "08.7"}):
        InstitutionIdentifier.objects.create(institution=two[1], period=days(None, None), **given | other)
    assert InstitutionIdentifier.objects.count() == 4
