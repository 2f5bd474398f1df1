"""The portfolio at a glance."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonel.governance.entry import Entry, enters
from timonel.governance.queries.titles import institution_title
from timonel.governance.requests import Request
from timonel.portfolio.queries.overview import overview
from timonel.portfolio.views.words import WORDS


@require_safe
@enters(Entry.PUBLIC)
def portfolio(request: Request) -> HttpResponse:
    """Show how many projects there are, how much money, and how long those who decide take over them."""
    framework = request.in_force[1]
    context = {
        "page": overview(request.viewer, framework, request.on),
        "words": WORDS,
        "currency": framework.currency,
        "institution_title": institution_title,
    }
    return render(request, "portfolio/overview.html", context)
