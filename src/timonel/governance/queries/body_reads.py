"""What concerns one body: what it may do, which approvals it decides, who holds its posts, what was done in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from timonel.domain.findings import Outcome
from timonel.domain.mandates import Framework, Holder
from timonel.domain.questions import legal_basis, powers_of
from timonel.domain.truth import Truth
from timonel.governance.models import Appointment
from timonel.governance.queries.posts import holder_on, visible_posts
from timonel.governance.queries.viewers import Viewer
from timonel.record.queries import EntryFilter, entries

ACTS = 50
"""How many acts are given at most, the latest."""


def body_read(viewer: Viewer, framework: Framework, name: str, on: date) -> dict[str, Any] | None:
    """Give what concerns a body on a day; None when the framework has none of that id.

    Powers are those of the body and of its posts, approvals those that it or
    one of its posts decides. Acts are the latest done in its posts, whatever
    the day, newest first.
    """
    body = framework.bodies.get(name)
    if body is None:
        return None
    held = visible_posts(viewer).filter(post_kind__in=_kinds(framework, name))
    posts = [(post.number, holder_on(post, on).titular) for post in held]
    return {
        "id": name,
        "on": on,
        "name": body.label.es if body.label else name,
        "name_en": body.label.en if body.label else name,
        "in_force": framework.in_force(body, on).name.lower(),
        "has_legal_basis": legal_basis(framework, body, on).outcome is Outcome.HOLDS,
        "powers": [
            {"power": grant.power, "intensity": grant.intensity, "in_fact": grant.in_fact}
            for grant in powers_of(framework, name, on)
            if framework.in_force(grant, on) is Truth.YES
        ],
        "approvals": list(_decided_by(framework, name, on)),
        "posts": [_held(number, appointment) for number, appointment in posts],
        "acts": _acts([number for number, _appointment in posts]),
    }


def _kinds(framework: Framework, name: str) -> list[str]:
    body = Holder("body", name)
    return [post.id for post in framework.posts.values() if post.of == body or post.heads == name]


def _decided_by(framework: Framework, name: str, on: date) -> Iterator[str]:
    deciding = {Holder("body", name), *(Holder("post", kind) for kind in _kinds(framework, name))}
    for approval in framework.approvals.values():
        if approval.decided_by is None or framework.in_force(approval, on) is not Truth.YES:
            continue
        if framework.resolved(approval.decided_by, approval.ground.instruments, on) in deciding:
            yield approval.id


def _held(number: str, appointment: Appointment | None) -> dict[str, str | None]:
    person = appointment.person if appointment is not None else None
    return {"post": number, "holder": person.number if person else None, "holder_name": person.name if person else None}


def _acts(posts: list[str]) -> list[dict[str, Any]]:
    found = [row for post in posts for row in entries(EntryFilter(post=post), limit=ACTS).entries]
    found.sort(key=lambda row: row.seq, reverse=True)
    return [json.loads(bytes(row.body)) for row in found[:ACTS]]
