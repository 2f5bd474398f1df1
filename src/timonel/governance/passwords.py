"""Passwords: whoever owns the account sets it; it is no act, and nothing of it is recorded."""

from __future__ import annotations

from timonel.governance.models import Account


def set_password(email: str, password: str) -> None:
    """Set the password of an account, as its owner does after the first letter."""
    account = Account.objects.get(email__iexact=email)
    account.set_password(password)
    account.save(update_fields=["password"])
