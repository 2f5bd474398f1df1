"""For each act an example that is done when asked by who may: what the guards run through every door."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from tests.factories import a_framework, a_person, a_post, an_installation, an_institution, appointed
from timonel.governance import files
from timonel.governance.acting import Asker
from timonel.governance.acting.frame import perform
from timonel.governance.models import Adoption, Institution, Person, Post, StoredFile
from timonel.governance.sheets import identifier_sheet, institution_sheet, write_delimited
from timonel.monitoring.recipes import template


@dataclass
class World:
    """An installation with a ministry, two institutions and somebody in each of a few posts."""

    registrar: Asker
    ministry: Institution
    own: Institution
    other: Institution
    person: Person
    operator: Asker
    spare: Post
    adoption: Adoption
    seats: dict[str, Asker] = field(default_factory=dict)


def a_world(country: str = "cl") -> World:
    registrar = an_installation(country)
    ministry = an_institution(registrar, "m-1", name="Ministerio Uno", kind="ministry", sector="health")
    under = {"ministry": "m-1", "sector": "health"}
    own = an_institution(registrar, "i-1", name="Institución propia", **under)
    other = an_institution(registrar, "i-2", name="Institución ajena", ministry="m-1", sector="health")
    operator = appointed(registrar, a_post(registrar, "operator"), a_person(registrar, "Otilia Operadora"))
    spare = a_post(registrar, "auditor")
    world = World(registrar, ministry, own, other, a_person(registrar), operator, spare, Adoption.objects.get())
    world.seats = {"registrar": registrar, "operator": operator}
    return world


def _sheet(spec: Any, rows: list[dict[str, Any]], person: Person) -> StoredFile:
    return files.keep(BytesIO(write_delimited(spec, rows, "es")), "sheet.csv", "text/csv", person)


def _institutions_file(world: World) -> str:
    row = {
        "number": "i-imported",
        "name": "Institución importada",
        "kind": "agency",
        "level": "central",
        "source": "test",
        "checked_on": "2026-11-01",
    }
    return _sheet(institution_sheet("cl"), [row], world.registrar.person).sha256


def _identifiers_file(world: World) -> str:
    row = {"number": "i-1", "scheme": "cl-budget", "value": "08.77", "source": "test"}
    return _sheet(identifier_sheet("cl"), [row], world.registrar.person).sha256


def _portfolio_file(world: World) -> str:
    content = template().replace("cl-16-02", "i-1").encode()
    return files.keep(BytesIO(content), "portfolio.csv", "text/csv", world.registrar.person).sha256


def _delegation(world: World) -> dict[str, Any]:
    return {
        "post": "registrar",
        "power": "keep-registers",
        "to_post": "operator",
        "from_on": "2026-02-01",
        "instrument": "R. 9",
    }


def _token(world: World) -> int:
    done = perform(world.registrar, "governance.issue_token", {"label": "t"}, post="registrar")
    return world.registrar.person.tokens.latest("id").pk if done else 0


def _closed(world: World) -> dict[str, Any]:
    _account(world)
    perform(world.operator, "governance.close_account", {"person": world.person.number}, post="operator")
    return {"person": world.person.number}


def _account(world: World) -> dict[str, Any]:
    typed = {"person": world.person.number, "email": "ana@example.org"}
    perform(world.operator, "governance.open_account", typed, post="operator")
    return {"person": world.person.number}


def _competition(world: World, candidate: Person | None = None) -> str:
    """Open a selection for the vacant post, with the candidate in it if there is one."""
    _code, call = EXAMPLES["governance.open_selection"]
    perform(world.registrar, "governance.open_selection", call(world), post="registrar")
    if candidate is not None:
        entered = {"post": world.spare.number, "person": candidate.number}
        perform(world.registrar, "governance.register_candidate", entered, post="registrar")
    return world.spare.number


def _scored(world: World) -> str:
    post = _competition(world, world.person)
    given = {"post": post, "person": world.person.number, "panelist": world.operator.person.number, "score": "71.5"}
    perform(world.registrar, "governance.score_candidate", given, post="registrar")
    return post


Example = Callable[[World], dict[str, Any]]
EXAMPLES: dict[str, tuple[str, Example]] = {
    "monitoring.import_portfolio": ("registrar", lambda w: {"file": _portfolio_file(w), "recipe": "template"}),
    "portfolio.register_project": (
        "registrar",
        lambda w: {"institution": "i-1", "name": "SICEX", "source": "OCDE 2016, cuadro A.6", "source_key": "1"},
    ),
    "governance.register_institution": (
        "registrar",
        lambda w: {"number": "i-9", "name": "Nueva", "kind": "agency", "level": "central", "source": "test"},
    ),
    "governance.rename_institution": (
        "registrar",
        lambda w: {"institution": "i-1", "name": "Otra", "from_on": "2026-03-01", "instrument": "D. 1"},
    ),
    "governance.move_institution": (
        "registrar",
        lambda w: {"institution": "i-1", "ministry": "m-1", "from_on": "2026-03-01", "instrument": "D. 1"},
    ),
    "governance.close_institution": (
        "registrar",
        lambda w: {"institution": "i-1", "last_on": "2026-03-01", "instrument": "D. 1"},
    ),
    "governance.merge_institutions": (
        "registrar",
        lambda w: {"successor": "i-1", "merged": ["i-2"], "on": "2026-03-01", "instrument": "D. 1"},
    ),
    "governance.split_institution": (
        "registrar",
        lambda w: {"institution": "i-1", "into": ["i-2"], "on": "2026-03-01", "ends": False, "instrument": "D. 1"},
    ),
    "governance.assign_identifier": (
        "registrar",
        lambda w: {"institution": "i-1", "scheme": "cl-budget", "code": "08.99", "source": "test"},
    ),
    "governance.import_institutions": (
        "registrar",
        lambda w: {"adoption": w.adoption.number, "file": _institutions_file(w), "when_faulty": "refuse-all"},
    ),
    "governance.import_identifiers": (
        "registrar",
        lambda w: {"adoption": w.adoption.number, "file": _identifiers_file(w), "when_faulty": "refuse-all"},
    ),
    "governance.register_person": ("registrar", lambda w: {"name": "Elena Díaz"}),
    "governance.establish_post": (
        "registrar",
        lambda w: {"post_kind": next(_unestablished()), "institution": "i-1"},
    ),
    "governance.appoint_person": (
        "registrar",
        lambda w: {"post": "auditor", "person": w.person.number, "from_on": "2026-02-01", "instrument": "D. 2"},
    ),
    "governance.file_role_split": (
        "registrar",
        lambda w: {
            "post": "auditor",
            "beside": "operator",
            "case": "Quien revisa no opera.",
            "objectives": "Uno revisa, el otro opera.",
            "alignment": "Reunión mensual.",
            "instrument": "R. 7",
        },
    ),
    "governance.open_selection": (
        "registrar",
        lambda w: {"post": "auditor", "procedure": "open-competition", "size": 3, "instrument": "R. 5"},
    ),
    "governance.register_candidate": (
        "registrar",
        lambda w: {"post": _competition(w), "person": w.person.number},
    ),
    "governance.score_candidate": (
        "registrar",
        lambda w: {
            "post": _competition(w, w.person),
            "person": w.person.number,
            "panelist": w.operator.person.number,
            "score": "71.5",
        },
    ),
    "governance.draw_shortlist": ("registrar", lambda w: {"post": _scored(w)}),
    "governance.declare_selection_void": ("registrar", lambda w: {"post": _competition(w), "instrument": "R. 6"}),
    "governance.end_appointment": (
        "registrar",
        lambda w: {
            "post": "operator",
            "person": w.operator.person.number,
            "last_on": "2026-11-30",
            "reason": "resigned",
            "instrument": "R. 3",
        },
    ),
    "governance.record_absence": (
        "registrar",
        lambda w: {
            "post": "operator",
            "person": w.operator.person.number,
            "from_on": "2026-02-01",
            "to_on": "2026-02-05",
        },
    ),
    "governance.declare_interest": ("registrar", lambda w: {"description": "Acciones de una empresa"}),
    "governance.recuse_oneself": (
        "registrar",
        lambda w: {"subject_kind": "institution", "subject_number": "i-2", "ground": "kinship"},
    ),
    "governance.name_focal_point": (
        "registrar",
        lambda w: {"institution": "i-1", "person": w.person.number, "matter": "TIC", "from_on": "2026-02-01"},
    ),
    "governance.open_account": (
        "operator",
        lambda w: {"person": w.person.number, "email": "ana@example.org"},
    ),
    "governance.close_account": ("operator", _account),
    "governance.reopen_account": ("operator", _closed),
    "governance.issue_token": ("registrar", lambda w: {"label": "nightly export"}),
    "governance.revoke_token": ("registrar", lambda w: {"token": _token(w)}),
    "governance.erase_reserved_value": (
        "operator",
        lambda w: {"entry": w.person.last_entry, "name": "/changes/subject/name", "instrument": "Orden 4"},
    ),
    "governance.adopt_framework": (
        "registrar",
        lambda w: {
            "country": "dk",
            "expected_hash": a_framework("dk").hash,
            "from_on": "2026-10-01",
            "instrument": "D. 7",
        },
    ),
    "governance.set_parameter": (
        "registrar",
        lambda w: {"adoption": w.adoption.number, **_a_parameter(), "from_on": "2026-10-01", "instrument": "D. 8"},
    ),
}
"""Code -> the post that does it in the example, and what it is sent."""


def _unestablished() -> Any:
    return (post.id for post in a_framework("cl").posts.values() if post.of == "institution")


def _a_parameter() -> dict[str, str]:
    """Name a parameter of a plain number or count that the framework does not state, and a value for it."""
    for parameter in a_framework("cl").sections["parameters"].items():
        name, plain = parameter
        if plain["kind"] in ("count", "number") and plain["versions"][-1].get("not_stated"):
            return {"parameter": name, "value": "4", "unit": plain.get("unit", "")}
    raise LookupError("no parameter to set")
