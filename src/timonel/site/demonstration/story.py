"""What happened in the demonstration: the beginning, the registers, the people, and months of life."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

from django.utils import translation

from timonel.domain.appointments import selection_demanded
from timonel.domain.mandates import Framework, Post
from timonel.domain.truth import Truth
from timonel.frameworks.loader import load_framework
from timonel.frameworks.registers import table
from timonel.governance import files
from timonel.governance.acting import Answer, Asker
from timonel.governance.acting.errors import NoMandate, NotAllowed, Refused
from timonel.governance.acting.frame import perform
from timonel.governance.acting.genesis import REGISTRAR, Beginning, begin
from timonel.governance.passwords import set_one_password
from timonel.governance.queries.frameworks import framework_in_force
from timonel.governance.queries.people import person_by_number, person_of_account
from timonel.governance.queries.titles import post_kind_title
from timonel.governance.sheets import identifier_sheet, institution_sheet, write_delimited
from timonel.site.cli.words import _
from timonel.site.demonstration.accounts import DOMAIN, password
from timonel.site.demonstration.people import names
from timonel.site.demonstration.projects import load_projects

COUNTRY, REFORMS, OVERLAYS = "cl", ("agency:to-segpres-finance",), ("cl-demo",)
BEGAN = date(2026, 1, 5)
SEATED = date(2026, 1, 12)
INSTRUMENT = "Demostración: resolución de adopción 1 de 2026"
MINISTRIES = ("cl-08", "cl-16", "cl-19")
INSTITUTIONS = ("cl-08-03", "cl-10-02", "cl-16-02")
"""Where the posts that each ministry or institution has are filled: three of each are enough to look at."""

Say = Callable[[str], None]


class Composition(NamedTuple):
    """Of what a framework is composed: the country, its reforms, its overlays."""

    country: str
    reforms: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()


@dataclass
class Demonstration:
    """A demonstration being loaded: who asks as registrar and as operator, and who sits where."""

    framework: Framework
    registrar: Asker
    say: Say
    operator: Asker | None = None
    people: Iterator[str] = field(default_factory=names)
    seats: dict[str, Asker] = field(default_factory=dict)
    emails: list[str] = field(default_factory=list)

    def act(self, code: str, on: date, asker: Asker | None = None, **typed: Any) -> Answer:
        """Do an act on a simulated day, as the registrar unless somebody else asks."""
        asker = asker or self.registrar
        return perform(asker, code, typed, post=asker.post or REGISTRAR, on=on)

    def ask(self, code: str, on: date, asker: Asker, **typed: Any) -> Answer | None:
        """Ask for an act that may be refused; the refusal is part of the record."""
        try:
            return self.act(code, on, asker, **typed)
        except (NotAllowed, NoMandate, Refused):
            return None


def load(say: Say) -> None:
    """Load the whole demonstration into an empty installation, saying how far it is."""
    with translation.override("es-cl"):
        say(_("Adopting the framework: Chile with the agency that the review recommends …"))
        framework = load_framework(COUNTRY, reforms=REFORMS, overlays=OVERLAYS)
        demonstration = begun(Composition(COUNTRY, REFORMS, OVERLAYS), framework, say)
        say(_("Importing the institutions of the 2020 budget and the municipalities …"))
        _import_registers(demonstration)
        say(_("Seating people in each post …"))
        seat_everybody(demonstration, {"institution": INSTITUTIONS, "ministry": MINISTRIES})
        say(_("Living some months …"))
        _live(demonstration)
        say(_("Proposing, deciding and running some projects …"))
        load_projects(demonstration)
        set_one_password(demonstration.emails, password())


def begun(composition: Composition, framework: Framework, say: Say) -> Demonstration:
    """Adopt the framework in an empty installation, with an invented registrar."""
    name, email = "Rosa Registradora Mella", f"{REGISTRAR}@{DOMAIN}"
    begin(Beginning(framework, *composition, INSTRUMENT, name, email, password(), BEGAN))
    person = person_of_account(email)
    assert person is not None
    return Demonstration(framework, Asker(person, f"demonstration:{REGISTRAR}", REGISTRAR), say)


def _import_registers(demonstration: Demonstration) -> None:
    adoption = framework_in_force()[0].number
    for spec, code in ((institution_sheet(COUNTRY), "institutions"), (identifier_sheet(COUNTRY), "identifiers")):
        known = {column.name for column in spec.columns}
        rows = [{name: text for name, text in row.items() if name in known} for row in table(COUNTRY, code)]
        content = BytesIO(write_delimited(spec, rows, "es"))
        stored = files.keep(content, f"{code}.csv", "text/csv", demonstration.registrar.person)
        demonstration.act(
            f"governance.import_{code}", BEGAN, adoption=adoption, file=stored.sha256, when_faulty="refuse-all"
        )


def seat_everybody(demonstration: Demonstration, where: Mapping[str, Sequence[str]]) -> None:
    """Fill each post of the framework that is in force; those of institutions and ministries in the places given."""
    posts = demonstration.framework.posts
    _seat(demonstration, posts["operator"], None)
    demonstration.operator = demonstration.seats["operator"]
    _open_account(demonstration, demonstration.operator, "operator")
    for post in posts.values():
        if post.id in (REGISTRAR, "operator") or demonstration.framework.in_force(post, SEATED) is not Truth.YES:
            continue
        places: Sequence[str | None] = where.get(str(post.of), (None,))
        for first, place in enumerate(places):
            seated = _seat(demonstration, post, place)
            if first == 0:
                _open_account(demonstration, seated, post.id)


def _seat(demonstration: Demonstration, post: Post, institution: str | None) -> Asker:
    where: dict[str, Any] = {"institution": institution} if institution else {}
    number = demonstration.act("governance.establish_post", BEGAN, post_kind=post.id, **where).subject_number
    name = next(demonstration.people)
    person = demonstration.act("governance.register_person", BEGAN, name=name).subject_number
    demonstration.act(
        "governance.appoint_person",
        BEGAN,
        post=number,
        person=person,
        from_on=str(SEATED),
        instrument=f"Demostración: decreto de nombramiento en {post_kind_title(demonstration.framework, post.id)}",
        selection=selection_demanded(post) or "",
    )
    found = person_by_number(person)
    demonstration.seats[number] = Asker(found, f"demonstration:{number}", number)
    return demonstration.seats[number]


def _open_account(demonstration: Demonstration, seated: Asker, name: str) -> None:
    email = f"{name}@{DOMAIN}"
    demonstration.act(
        "governance.open_account", SEATED, demonstration.operator, person=seated.person.number, email=email
    )
    demonstration.emails.append(email)


def _live(demonstration: Demonstration) -> None:
    """Let some months pass: absences, a resignation and its successor, interests, delegations, refusals."""
    heads = [seat for number, seat in demonstration.seats.items() if number.endswith(f"@{INSTITUTIONS[0]}")]
    for seat in heads[:2]:
        substitute = demonstration.act(
            "governance.register_person", date(2026, 2, 2), name=next(demonstration.people)
        ).subject_number
        demonstration.act(
            "governance.appoint_person",
            date(2026, 2, 2),
            post=seat.post,
            person=substitute,
            from_on="2026-02-02",
            instrument="Demostración: orden de subrogación",
            manner="substitute",
            rank=1,
        )
        demonstration.act(
            "governance.record_absence",
            date(2026, 2, 9),
            post=seat.post,
            person=seat.person.number,
            from_on="2026-02-09",
            to_on="2026-02-27",
            reason="Feriado legal",
        )
    _succession(demonstration)
    _interests_and_refusals(demonstration)


def _succession(demonstration: Demonstration) -> None:
    auditor = demonstration.seats["auditor"]
    demonstration.act(
        "governance.end_appointment",
        date(2026, 6, 30),
        post="auditor",
        person=auditor.person.number,
        last_on="2026-06-30",
        reason="resigned",
        instrument="Demostración: resolución que acepta renuncia",
    )
    demonstration.act(
        "governance.close_account", date(2026, 7, 1), demonstration.operator, person=auditor.person.number
    )
    name = next(demonstration.people)
    person = demonstration.act("governance.register_person", date(2026, 7, 1), name=name).subject_number
    demonstration.act(
        "governance.appoint_person",
        date(2026, 7, 1),
        post="auditor",
        person=person,
        from_on="2026-07-01",
        instrument="Demostración: decreto de nombramiento en Auditor/a",
    )
    seated = Asker(person_by_number(person), "demonstration:auditor", "auditor")
    demonstration.seats["auditor"] = seated
    _open_account(demonstration, seated, "auditor-2")


def _interests_and_refusals(demonstration: Demonstration) -> None:
    for number, seat in list(demonstration.seats.items())[2:6]:
        demonstration.ask(
            "governance.declare_interest",
            date(2026, 3, 16),
            seat,
            description="Participación menor al 1 % en una sociedad de inversiones sin relación con proveedores TIC.",
        )
        demonstration.ask(
            "governance.register_institution",
            date(2026, 3, 17),
            seat,
            number=f"x-{number.split('@')[0]}",
            name="Servicio que no existe",
            kind="agency",
            level="central",
            source="demostración",
        )
    demonstration.act(
        "governance.name_focal_point",
        date(2026, 3, 2),
        institution=INSTITUTIONS[0],
        person=next(iter(demonstration.seats.values())).person.number,
        matter="proyectos TIC",
        from_on="2026-03-02",
    )
