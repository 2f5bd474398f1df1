"""What programs may read: institutions, posts, the framework's answers and the record, as JSON.

Everything here is public, as the pages are; who bears a token sees no more.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError

from timonel.domain.errors import TimonelError
from timonel.domain.facts import InstitutionFacts
from timonel.domain.mandates import mandate, who_may
from timonel.governance.queries.body_reads import body_read
from timonel.governance.queries.institutions import institution_facts, institutions_on
from timonel.governance.queries.people import post_page
from timonel.governance.queries.posts import seat_on
from timonel.governance.queries.viewers import PUBLIC
from timonel.record.queries import EntryFilter, entries

MOST = 500

api = NinjaAPI(title="Timonel", version="1", openapi_url=None, docs_url=None, urls_namespace="reads")


class InstitutionOut(Schema):
    """An institution as it stands on a day."""

    number: str
    name: str
    short: str
    kind: str
    level: str
    sector: str
    ministry: str | None
    region: str
    comuna: str
    from_on: date | None
    to_on: date | None


class Institutions(Schema):
    """A page of institutions; `next` is the number after which the next page begins, None at the end."""

    on: date
    institutions: list[InstitutionOut]
    next: str | None


@api.get("/institutions", response=Institutions, tags=["registers"])
def institutions(request: HttpRequest, on: date | None = None, after: str = "", limit: int = 100) -> dict[str, Any]:
    """List the institutions that exist on a day, by number; today unless another day is asked for."""
    day, most = on or request.on, max(1, min(limit, MOST))  # type: ignore[attr-defined]
    rows = institutions_on(PUBLIC, day).select_related("institution", "ministry").order_by("institution__number")
    found = list(rows.filter(institution__number__gt=after)[: most + 1])
    shown = [
        {
            **{name: getattr(row, name) for name in ("name", "short", "kind", "level", "sector", "region", "comuna")},
            "number": row.institution.number,
            "ministry": row.ministry.number if row.ministry else None,
            "from_on": row.from_on,
            "to_on": row.to_on,
        }
        for row in found[:most]
    ]
    return {"on": day, "institutions": shown, "next": shown[-1]["number"] if len(found) > most else None}


class HolderOut(Schema):
    """Who holds a post on a day: the person's number and name, or a vacancy; and who acts."""

    post: str
    on: date
    vacant: bool
    holder: str | None
    holder_name: str | None
    instrument: str | None
    entry: int | None
    acting: str | None


@api.get("/posts/{number}/holder", response=HolderOut, tags=["registers"])
def holder(request: HttpRequest, number: str, on: date | None = None) -> dict[str, Any]:
    """Say who held a post on a day, by which instrument, or that it was vacant."""
    page = post_page(PUBLIC, number, on or request.on)  # type: ignore[attr-defined]
    if page is None:
        raise HttpError(404, "no such post")
    found = page.holder
    return {
        "post": number,
        "on": page.on,
        "vacant": found.is_vacant,
        "holder": found.titular.person.number if found.titular else None,
        "holder_name": found.titular.person.name if found.titular else None,
        "instrument": found.titular.instrument if found.titular else None,
        "entry": found.titular.entry if found.titular else None,
        "acting": found.acting.person.number if found.acting else None,
    }


class FindingOut(Schema):
    """An answer of the framework with its explanation: outcome, basis, reasons."""

    on: date
    power: str
    answers: list[dict[str, Any]]


def _facts(number: str | None, on: date) -> InstitutionFacts | None:
    if not number:
        return None
    facts = institution_facts(number, on)
    if facts is None:
        raise HttpError(404, "no such institution")
    return facts


@api.get("/framework/who-may/{power}", response=FindingOut, tags=["framework"])
def who_may_do(
    request: HttpRequest, power: str, on: date | None = None, over: str | None = None, post: str | None = None
) -> dict[str, Any]:
    """Say who holds a power on a day, over an institution if one is named; or whether one post does, with why."""
    day = on or request.on  # type: ignore[attr-defined]
    _adoption, framework = request.in_force  # type: ignore[attr-defined]
    institution = _facts(over, day)
    try:
        if post is None:
            answers = who_may(framework, power, on=day, over=institution)
        else:
            seat = seat_on(post, day)
            if seat is None:
                raise HttpError(404, "no such post")
            answers = (mandate(framework, power, seat, on=day, over=institution),)
    except TimonelError as fault:
        raise HttpError(404, fault.code) from None
    return {"on": day, "power": power, "answers": [answer.to_plain() for answer in answers]}


class BodyOut(Schema):
    """What concerns a body: its powers, the approvals it decides, its posts and the latest acts done in them."""

    id: str
    on: date
    name: str
    name_en: str
    in_force: str
    has_legal_basis: bool
    powers: list[dict[str, Any]]
    approvals: list[str]
    posts: list[dict[str, str | None]]
    acts: list[dict[str, Any]]


@api.get("/bodies/{name}", response=BodyOut, tags=["framework"])
def body(request: HttpRequest, name: str, on: date | None = None) -> dict[str, Any]:
    """Give what concerns a body of the framework on a day; today unless another day is asked for."""
    _adoption, framework = request.in_force  # type: ignore[attr-defined]
    found = body_read(PUBLIC, framework, name, on or request.on)  # type: ignore[attr-defined]
    if found is None:
        raise HttpError(404, "no such body")
    return found


class EntriesOut(Schema):
    """A page of the record, newest first; `before` asks for the next one."""

    entries: list[dict[str, Any]]
    before: int | None


class EntriesAsked(Schema):
    """Which entries are asked for."""

    body: str | None = None
    post: str | None = None
    power: str | None = None
    instrument: str | None = None
    act: str | None = None
    subject_kind: str | None = None
    subject_number: str | None = None
    outcome: str | None = None
    since: date | None = None
    until: date | None = None


@api.get("/record/entries", response=EntriesOut, tags=["record"])
def record_entries(
    request: HttpRequest, asked: Query[EntriesAsked], before: int | None = None, limit: int = 50
) -> dict[str, Any]:
    """List entries of the record as they were written, newest first."""
    page = entries(EntryFilter(**asked.dict(exclude_none=True)), before=before, limit=limit)
    return {"entries": [json.loads(bytes(row.body)) for row in page.entries], "before": page.older_before}
