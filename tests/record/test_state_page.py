"""The address that the page of the record's state tells an auditor."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import an_installation
from timonel.governance.models import Adoption

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("demonstration", [True, False])
def test_an_auditor_is_told_the_address_served_in_a_demonstration_and_else_the_one_set(demonstration):
    an_installation()
    Adoption.objects.update(demonstration=demonstration)
    shown = Client().get("/record/state/", headers={"host": "localhost:8301"}).content.decode()
    told = "http://localhost:8301" if demonstration else settings.BASE_URL
    assert f"verify_record.py {told}/record/" in shown
