"""Letters: written with the act that causes them, sent after it is committed, tried again when they fail."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import translation

from timonel.governance.models import Letter

MOST_TRIES = 12
AT_ONCE = 50


def letter(to: str, template: str, language: str = "", **params: Any) -> Letter:
    """Give a letter for an act's outcome; the frame keeps it with the act's entry."""
    return Letter(to=to, language=language or settings.LANGUAGE_CODE, template=template, params=params)


def text_of(written: Letter) -> tuple[str, str]:
    """Give subject and body in the letter's language: the first line of its template is the subject."""
    with translation.override(written.language):
        context = {**written.params, "address": settings.BASE_URL, "entry": written.entry}
        subject, _line, body = render_to_string(f"letters/{written.template}.txt", context).strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


def deliver() -> int:
    """Send the letters that wait, oldest first, and say how many left; one that fails waits for the next time.

    Two nodes at once never send the same letter. After `MOST_TRIES` failures a
    letter is left, and the platform's health says so.
    """
    sent = 0
    for _place in range(AT_ONCE):
        if not _deliver_one():
            break
        sent += 1
    return sent


@transaction.atomic
def _deliver_one() -> bool:
    waiting = Letter.objects.select_for_update(skip_locked=True).filter(sent_at=None, attempts__lt=MOST_TRIES)
    written = waiting.order_by("attempts", "id").first()
    if written is None:
        return False
    subject, body = text_of(written)
    try:
        EmailMessage(subject, body, to=[written.to]).send()
    except OSError as fault:
        Letter.objects.filter(pk=written.pk).update(attempts=F("attempts") + 1, fault=str(fault)[:300])
        return False
    Letter.objects.filter(pk=written.pk).update(sent_at=Now(), attempts=F("attempts") + 1, fault="")
    return True
