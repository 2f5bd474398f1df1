"""Small frameworks for tests, written as plain sections; every statement gets a ground."""

from __future__ import annotations

from typing import Any

from timonel.domain.mandates import Framework
from timonel.domain.mandates.framework import SECTIONS

GROUND = {"basis": [{"source": "book", "where": "p. 1"}], "checked_on": "2026-11-23"}
LABEL = {"es": "algo", "en": "something"}


def by(instrument: str, **keys: Any) -> dict[str, Any]:
    """Return a statement that rests on an instrument."""
    return {
        "label": LABEL,
        "basis": [{"instrument": instrument, "kind": "primary"}],
        "checked_on": "2026-11-23",
        **keys,
    }


def stated(**keys: Any) -> dict[str, Any]:
    """Return a statement that rests on a source, for ever unless it says otherwise."""
    return {"label": LABEL, **GROUND, **keys}


def version(value: str | None = None, **keys: Any) -> dict[str, Any]:
    """Return a version of a parameter; without a value it is not stated."""
    return {**GROUND, **({"not_stated": True} if value is None else {"value": value}), **keys}


def threshold(*versions: dict[str, Any], unit: str = "DKK") -> dict[str, Any]:
    """Return a money parameter."""
    return {"label": LABEL, "kind": "money", "unit": unit, "versions": list(versions)}


def a_body(**keys: Any) -> dict[str, Any]:
    """Return a body whose legal basis is not stated, unless it says otherwise."""
    return stated(**{"kind": "agency", "established_by": "not_stated", **keys})


def a_post(body: str | None = None, **keys: Any) -> dict[str, Any]:
    """Return a post of a body, or one in each institution."""
    return stated(**{"role": "other", "of": {"body": body} if body else "institution", **keys})


def an_approval(**keys: Any) -> dict[str, Any]:
    """Return an approval of projects by the council."""
    return stated(**{"object": ["project"], "decided_by": {"body": "council"}, "effect": "binding", **keys})


def a_framework(country: str = "qq", **sections: Any) -> Framework:
    """Return a framework with these sections and otherwise empty ones."""
    book = {"title": "A book", "publisher": "Somebody", "kind": "secondary"}
    plain = {name: {} for name in SECTIONS}
    plain["sources"] = {"book": book}
    plain.update(sections)
    header = {"country": country, "label": LABEL, "currency": "DKK", "time_zone": "UTC", "languages": ["en"]}
    return Framework(
        {
            "schema": 1,
            "country": country,
            "header": header,
            "sections": plain,
            "reforms": [],
            "overlays": [],
            "acts": [],
        }
    )
