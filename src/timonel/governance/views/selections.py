"""The page of the competition for a post."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from timonel.governance.acting.may import buttons
from timonel.governance.entry import Entry, enters
from timonel.governance.queries.selections import selection_page
from timonel.governance.queries.titles import post_kind_title
from timonel.governance.requests import Request

STAGES = {
    "open": _("open: candidates and scores are taken"),
    "shortlisted": _("shortlist drawn"),
    "filled": _("ended with an appointment"),
    "void": _("declared void"),
}
TONES = {"open": "info", "shortlisted": "info", "filled": "success", "void": "neutral"}
PROCEDURES = {
    "open-competition": _("open competition"),
    "senior-public-management": _("senior public management system"),
}
OFFERED = {
    "open": ("register_candidate", "score_candidate", "draw_shortlist", "declare_selection_void"),
    "shortlisted": ("appoint_person", "declare_selection_void"),
}
"""Stage -> the acts that come next; when nothing is under way a selection may be opened."""


@require_safe
@enters(Entry.PUBLIC)
def selection(request: Request, number: str) -> HttpResponse:
    """Show how far the competition for a post is; who competes is shown to who may see it."""
    page = selection_page(request.viewer, number)
    if page is None:
        raise Http404
    codes = OFFERED.get(page.selection.stage if page.selection else "", ("open_selection",))
    found = buttons(
        request, *(f"governance.{code}" for code in codes), over=page.post.institution, subject="post", number=number
    )
    _adoption, framework = request.in_force
    context = {
        "page": page,
        "title": post_kind_title(framework, page.post.post_kind),
        "buttons": found,
        "stages": STAGES,
        "tones": TONES,
        "procedures": PROCEDURES,
    }
    return render(request, "governance/selection.html", context)
