"""What tests begin with: an installation that has begun, people in posts, institutions; made by real acts."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import count

from timonel.domain.mandates import Framework
from timonel.frameworks.loader import load_framework
from timonel.governance.acting.act import Answer, Asker
from timonel.governance.acting.frame import perform
from timonel.governance.acting.genesis import Beginning, begin
from timonel.governance.models import Institution, Person, Post

BEGUN_ON = date(2026, 1, 1)
TODAY = date(2026, 11, 2)
_numbers = count(1)


@cache
def a_framework(country: str = "dk", *reforms: str, overlays: tuple[str, ...] = ()) -> Framework:
    return load_framework(country, reforms=reforms, overlays=overlays)


def an_installation(
    country: str = "dk",
    password: str | None = None,
    reforms: tuple[str, ...] = (),
    overlays: tuple[str, ...] = (),
) -> Asker:
    """Begin, and give the registrar as who asks."""
    begin(
        Beginning(
            framework=a_framework(country, *reforms, overlays=overlays),
            country=country,
            reforms=reforms,
            overlays=overlays,
            instrument="Resolución 1 de 2026",
            registrar_name="Rosa Registradora",
            registrar_email="registrar@example.org",
            registrar_password=password,
            from_on=BEGUN_ON,
        )
    )
    return asker(Person.objects.get(appointments__post__number="registrar"), "registrar")


def asker(person: Person, post: str | None = None) -> Asker:
    return Asker(person, f"account:{person.pk}", post)


def act(registrar: Asker, code: str, *, post: str | None = None, on: date | None = TODAY, **inputs: object) -> Answer:
    """Do an act as somebody in their post."""
    return perform(registrar, code, inputs, post=post or registrar.post or "registrar", on=on)


def an_institution(registrar: Asker, number: str = "", **fields: object) -> Institution:
    given = {"name": "Institución", "kind": "agency", "level": "central", "source": "test", **fields}
    done = act(registrar, "governance.register_institution", number=number or f"i-{next(_numbers)}", **given)
    return Institution.objects.get(number=done.subject_number)


def a_person(registrar: Asker, name: str = "Ana Soto") -> Person:
    return Person.objects.get(number=act(registrar, "governance.register_person", name=name).subject_number)


def a_post(registrar: Asker, kind: str, institution: Institution | None = None) -> Post:
    where = {"institution": institution.number} if institution else {}
    done = act(registrar, "governance.establish_post", post_kind=kind, **where)
    return Post.objects.get(number=done.subject_number)


def appointed(registrar: Asker, post: Post, person: Person, **fields: object) -> Asker:
    """Appoint a person and give them as who asks in that post."""
    given = {"from_on": "2026-01-01", "instrument": "Decreto 1 de 2026", **fields}
    perform(
        registrar,
        "governance.appoint_person",
        {"post": post.number, "person": person.number, **given},
        post="registrar",
        on=TODAY,
    )
    return asker(person, post.number)
