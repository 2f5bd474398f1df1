"""Ways in for those who mean harm: a program with a token and a browser, which both tell a fault as 500."""

import json

from django.test import Client

from timonel.governance.acting.act import Answer, Asker
from timonel.governance.acting.frame import perform
from timonel.governance.models import Account
from timonel.record.models import Entry


def a_browser(asker: Asker | None = None) -> Client:
    """Give a browser, signed in as somebody if they are named."""
    browser = Client(raise_request_exception=False)
    if asker is not None:
        account = Account.objects.filter(person=asker.person).first()
        email = f"{asker.person.number}@x.example"
        browser.force_login(account or Account.objects.create_account(email, None, asker.person))
    return browser


def a_secret(asker: Asker) -> str:
    """Issue a token to somebody in their post, whose account is open."""
    if not Account.objects.filter(person=asker.person).exists():
        Account.objects.create_account(f"{asker.person.number}@x.example", None, asker.person)
    answer = perform(asker, "governance.issue_token", {"label": "attack"}, post=asker.post or "")
    return str(answer.reply["token"])


class Program:
    """A program that bears a token."""

    def __init__(self, asker: Asker) -> None:
        self.browser = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {a_secret(asker)}"})

    def does(self, code: str, body: object, **headers: str):
        """Send a body to an act: text and bytes as they are, anything else as JSON."""
        sent = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.browser.post(f"/api/v1/acts/{code}", sent, content_type="application/json", headers=headers)


def does(who: Asker, code: str, **inputs: object) -> Answer:
    """Do an act today in the post of who asks; `post` and `on` are inputs of the act, not the frame's."""
    return perform(who, code, inputs, post=who.post or "registrar")


def said_of(entry: int) -> str:
    """Give the bytes of an entry, as anybody may read them."""
    return bytes(Entry.objects.get(seq=entry).body).decode()
