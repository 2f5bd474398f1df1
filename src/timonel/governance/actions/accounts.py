"""Acts on the ways in: accounts of people, and tokens of programs."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from timonel.governance.acting import Act, Ask, Outcome, action, against, refuse_if, server_time
from timonel.governance.letters import letter
from timonel.governance.models import Account, Person, Token

TOKEN_DAYS = 366


def digest_of(secret: str) -> bytes:
    """Give what is kept of a token: its SHA-256; the token is 256 random bits, so no salt is needed."""
    return hashlib.sha256(secret.encode()).digest()


@action("governance.open_account", power="manage-accounts", subject="person")
def open_account(
    act: Act,
    *,
    person: Annotated[Person, Ask(_("Person"))],
    email: Annotated[str, Ask(_("E-mail"), most=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")],
) -> Outcome:
    """Give a person a way in. They choose their password through the reset letter; nobody else ever knows it."""
    email = email.lower()  # as it is kept: what the database folds otherwise must not slip through
    taken = Account.objects.filter(email=email).exists()
    refuse_if([against("email-is-taken")] * taken)
    existing = Account.objects.filter(person=person).first()
    refuse_if([against("account-exists", person=person.number)] * (existing is not None))
    Account.objects.create_account(email, None, person)
    return Outcome(person, letters=[letter(email, "account-opened")])


@action("governance.close_account", power="manage-accounts", subject="person")
def close_account(act: Act, *, person: Annotated[Person, Ask(_("Person"))]) -> Outcome:
    """Close a person's way in: sessions end, tokens are void and the password is gone, at the next request."""
    account = Account.objects.filter(person=person, is_active=True).first()
    refuse_if([against("no-account", person=person.number)] * (account is None))
    assert account is not None
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    tokens = list(Token.objects.filter(person=person, revoked_at=None))
    Token.objects.filter(pk__in=[token.pk for token in tokens]).update(revoked_at=server_time())
    return Outcome(person, rows=tokens)


@action("governance.reopen_account", power="manage-accounts", subject="person")
def reopen_account(act: Act, *, person: Annotated[Person, Ask(_("Person"))]) -> Outcome:
    """Open a closed account again. Tokens stay void, and the person chooses a new password."""
    account = Account.objects.filter(person=person, is_active=False).first()
    refuse_if([against("no-closed-account", person=person.number)] * (account is None))
    assert account is not None
    account.is_active = True
    account.save(update_fields=["is_active"])
    return Outcome(person, letters=[letter(account.email, "account-opened")])


@action("governance.issue_token", power="issue-tokens")
def issue_token(
    act: Act,
    *,
    label: Annotated[str, Ask(_("What it is for"), most=120)],
    expires_on: Annotated[date | None, Ask(_("Last day"), hint=_("At most a year and a day from now."))] = None,
) -> Outcome:
    """Issue a token to a program of one's own, for the post in which one acts now.

    It is shown once; only its digest is kept. It may do what the person may do
    in that post, as long as they hold it, and no longer than a year and a day.
    Refused to who comes by a token: whoever found one could make others of it,
    which would outlive its end. One signs in, or issues it on the server.
    """
    refuse_if([against("token-issues-no-token")] * act.by_token)
    latest = act.on + timedelta(days=TOKEN_DAYS)
    last = expires_on or latest
    refuse_if([against("token-too-long", expires_on=str(last), latest=str(latest))] * (last > latest))
    refuse_if([against("token-already-over", expires_on=str(last))] * (last < act.on))
    secret = f"tml_{secrets.token_urlsafe(32)}"
    token = Token.objects.create(
        person=act.person, post=act.post, label=label, digest=digest_of(secret), expires_on=last
    )
    return Outcome(act.person, rows=[token], reply={"token": secret})


@action("governance.revoke_token", power="issue-tokens")
def revoke_token(act: Act, *, token: Annotated[int, Ask(_("Number of the token"))]) -> Outcome:
    """Void a token of one's own at once."""
    found = Token.objects.select_for_update().filter(pk=token, person=act.person, revoked_at=None).first()
    refuse_if([against("no-such-token", token=token)] * (found is None))
    assert found is not None
    found.revoked_at = server_time()
    found.save(update_fields=["revoked_at"])
    return Outcome(act.person, rows=[found])
