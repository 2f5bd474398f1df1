"""The page of opinions beside figures, institution by institution."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from timonel.governance.entry import Entry, enters
from timonel.governance.requests import Request
from timonel.monitoring.queries.gaps import institution_gaps


@require_safe
@enters(Entry.PUBLIC)
def gaps(request: Request) -> HttpResponse:
    """Show who rates rosier than the figures, and who admits a risk in time."""
    return render(request, "monitoring/gaps.html", {"rows": institution_gaps(request.viewer, request.on)})
