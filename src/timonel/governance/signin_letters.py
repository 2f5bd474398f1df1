"""Letters of signing in: the link to choose a password, and what changed on one's account.

They belong to no act, so they do not go through the outbox; whoever asks for
one gets the same answer as late when the address is nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

CHANGES = {
    "password_changed": _("Your password was changed."),
    "password_set": _("A password was chosen for your account."),
    "password_reset": _("A new password was chosen through a link sent by e-mail."),
    "totp_activated": _("An authenticator was set up as your second factor."),
    "totp_deactivated": _("Your authenticator was removed."),
    "recovery_codes_generated": _("New recovery codes were made; the old ones no longer count."),
    "webauthn_added": _("A security key was added."),
    "webauthn_removed": _("A security key was removed."),
    "account_connected": _("An identity at another provider was connected to your account."),
    "account_disconnected": _("An identity at another provider was disconnected from your account."),
}
"""What is told to the owner of an account, by the names that allauth gives its letters."""


def signin_letter(name: str, to: str, said: Mapping[str, Any]) -> EmailMessage:
    """Write a letter in the language of the request; the first line of its template is the subject."""
    template = "changed" if name in CHANGES else name
    context = {**said, "sentence": CHANGES.get(name), "address": settings.BASE_URL}
    subject, _line, body = render_to_string(f"letters/signin/{template}.txt", context).strip().partition("\n")
    return EmailMessage(subject.strip(), body.strip() + "\n", to=[to])
