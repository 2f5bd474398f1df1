"""Passwords: whoever owns the account sets it; it is no act, and nothing of it is recorded."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.hashers import make_password

from timonel.governance.models import Account


def set_one_password(emails: Iterable[str], password: str) -> None:
    """Give one password to many accounts, as a demonstration does: worked out once, for that takes long on purpose."""
    Account.objects.filter(email__in=list(emails)).update(password=make_password(password))
