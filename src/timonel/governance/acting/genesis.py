"""How an installation begins: entry 0, which names the framework by its hash and the first registrar."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from timonel.domain.errors import TimonelError
from timonel.domain.mandates import Framework
from timonel.domain.text import sort_key
from timonel.governance.acting.changes import changes_of
from timonel.governance.acting.clock import legal_today
from timonel.governance.acting.recording import record_hash
from timonel.governance.models import Account, Adoption, Appointment, FrameworkText, Person, Post, days
from timonel.governance.numbers import next_number
from timonel.governance.searching import index
from timonel.record.append import EntryDraft, append
from timonel.record.queries import is_empty

if TYPE_CHECKING:
    from timonel.record.models import Entry

REGISTRAR = "registrar"
BEGIN = "governance.begin"


class AlreadyBegun(TimonelError):
    """The record has its entry 0 already: an installation begins once."""

    code = "already-begun"


@dataclass(frozen=True)
class Beginning:
    """With what an installation begins: the framework and how it was composed, the instrument, the first registrar."""

    framework: Framework
    country: str
    reforms: tuple[str, ...]
    overlays: tuple[str, ...]
    instrument: str
    registrar_name: str
    registrar_email: str
    registrar_password: str | None = None
    from_on: date | None = None


def begin(beginning: Beginning) -> Entry:
    """Adopt the first framework, seat the first registrar and write entry 0; refused a second time.

    The registrar is appointed by the same instrument that adopts the framework.
    Of two that begin at once, one does and the other is refused.
    """
    try:
        with transaction.atomic():
            if not is_empty():
                raise AlreadyBegun
            return _entry_zero(beginning)
    except IntegrityError:
        raise AlreadyBegun from None


def _entry_zero(beginning: Beginning) -> Entry:
    framework = beginning.framework
    today = legal_today(framework.time_zone)
    adoption = _adopt(beginning, beginning.from_on or today)
    person, post, appointment = _seat_registrar(beginning, adoption.from_on)
    entry = append(
        EntryDraft(
            act=BEGIN,
            on=today,
            person=person.number,
            post=post.number,
            power="adopt-framework",
            framework=record_hash(framework),
            origin="demonstration" if adoption.demonstration else "act",
            appointment=appointment.manner,
            subject_kind=adoption.kind,
            subject_number=adoption.number,
            basis=[{"act": beginning.instrument, "kind": "adoption"}],
            facts={"framework": framework.hash, "registrar": person.number},
            changes=changes_of(adoption, {}, [person, post, appointment]),
        )
    )
    for row in (adoption, person, post):
        type(row)._default_manager.filter(pk=row.pk).update(last_entry=entry.seq)
    Appointment.objects.filter(pk=appointment.pk).update(entry=entry.seq)
    index([person, post])
    return entry


def _seat_registrar(beginning: Beginning, from_on: date) -> tuple[Person, Post, Appointment]:
    name = beginning.registrar_name
    person = Person.objects.create(number=f"p-{secrets.token_hex(6)}", name=name, sort_key=sort_key(name))
    post = Post.objects.create(number=REGISTRAR, post_kind=REGISTRAR)
    appointment = Appointment.objects.create(
        post=post, person=person, period=days(from_on, None), instrument=beginning.instrument
    )
    Account.objects.create_account(beginning.registrar_email.lower(), beginning.registrar_password, person)
    return person, post, appointment


def _adopt(beginning: Beginning, from_on: date) -> Adoption:
    framework = beginning.framework
    text = FrameworkText.objects.create(hash=framework.hash, country=beginning.country, text=framework.canonical())
    return Adoption.objects.create(
        number=next_number("adoption", from_on.year),
        framework=text,
        country=beginning.country,
        reforms=list(beginning.reforms),
        overlays=list(beginning.overlays),
        time_zone=framework.time_zone,
        from_on=from_on,
        instrument=beginning.instrument,
        demonstration=bool(framework.overlays),
    )
