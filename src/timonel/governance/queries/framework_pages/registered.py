"""Institutions of the register, as a question to the framework names them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from timonel.domain.facts import InstitutionFacts
from timonel.domain.text import sort_key
from timonel.governance.models import Institution

ENOUGH = 2
"""More than one is too many: which was meant is not known."""


def institutions_named(words: str, on: date) -> list[InstitutionFacts]:
    """Give the institutions of that number or code, or else of exactly that name, as rules see them on the day.

    Only those that exist on the day; at most two, by number.
    """
    there = Institution.objects.filter(versions__period__contains=on).order_by("number").distinct()
    found = (
        there.filter(Q(number=words) | Q(identifiers__code=words))[:ENOUGH]
        or there.filter(sort_key=sort_key(words))[:ENOUGH]
    )
    return [institution.facts(on) for institution in found]
