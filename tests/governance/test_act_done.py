"""What a page says when an act is done."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import an_installation
from timonel.governance.models import Account, Adoption
from timonel.record.models import Entry


@pytest.mark.django_db
def test_after_an_act_the_next_page_says_what_was_done_and_where_it_stands_in_the_record():
    registrar = an_installation()
    Adoption.objects.update(demonstration=True)
    browser = Client(headers={"accept-language": "es"})
    browser.force_login(Account.objects.get(person=registrar.person))
    form = reverse("governance:act", args=["governance.register_person"])
    browser.get(form)
    typed = {"name": "Ana Díaz", "idempotency_key": "a-key"}
    page = browser.post(form, typed, follow=True)
    assert page.redirect_chain, page.content.decode()
    said = f"Asiento {Entry.objects.count() - 1} del registro"
    assert said in page.content.decode()
    assert said not in browser.get(page.redirect_chain[-1][0]).content.decode()
