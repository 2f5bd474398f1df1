"""Pages of people and posts: who holds what on any day, who stands in, what is vacant."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from timonel.domain.text import folded
from timonel.governance.acting.may import ActButton, buttons
from timonel.governance.entry import Entry, enters
from timonel.governance.explaining import basis_of_post
from timonel.governance.queries.framework_pages.words import SELECTIONS
from timonel.governance.queries.people import follow_up_row, person_page, post_page
from timonel.governance.queries.posts import (
    ABSTENTION_GROUNDS,
    Holder,
    double_roles,
    kinds_not_in_force,
    people_on,
    posts_on,
)
from timonel.governance.queries.recorded import file_of, titles_of
from timonel.governance.queries.role_splits import filed_splits, splits_without_case
from timonel.governance.queries.titles import (
    institution_title,
    post_facts,
    post_kind_title,
    post_kind_titles,
    power_titles,
)
from timonel.governance.requests import Request
from timonel.pages.days import asked_day
from timonel.pages.lists import Column, Filter, FilterKind, Kind, Listing

OF_HOLDER = ("governance.end_appointment", "governance.record_absence")
STATES = {"held": _("held"), "vacant": _("vacant"), "absent": _("did not exist")}
TONES = {"held": "success", "vacant": "warning"}
MANNERS = {"titular": _("holder"), "substitute": _("substitute")}


def _post_listing() -> Listing:
    titles = post_kind_titles()
    return Listing(
        name="posts",
        caption=_("Posts"),
        order="number",
        counted=lambda n: ngettext("%(n)s post", "%(n)s posts", n),
        columns=[
            Column(
                key="kind",
                label=_("Post"),
                field="post_kind",
                words=titles,
                link="governance:post",
                link_field="number",
            ),
            Column(key="where", label=_("Institution"), field="institution_name"),
            Column(
                key="holder",
                label=_("Holder"),
                field="holder_name",
                link="governance:person",
                link_field="holder_number",
            ),
            Column(key="state", label=_("State"), field="state", kind=Kind.TAG, words=STATES, tones=TONES, sort=""),
            Column(key="instrument", label=_("Instrument"), field="holder_instrument", sort=""),
            Column(key="number", label=_("Number"), field="number"),
        ],
        filters=[
            Filter(
                key="q",
                label=_("Post, institution or holder"),
                apply=lambda rows, words: rows.filter(
                    Q(number__icontains=words)
                    | Q(post_kind__in=[kind for kind, title in titles.items() if folded(words) in folded(title)])
                    | Q(institution__sort_key__contains=folded(words))
                    | Q(holder_name__icontains=words)
                ),
            ),
            Filter(
                key="kind",
                label=_("Kind of post"),
                kind=FilterKind.CHOICES,
                lookups=("post_kind",),
                choices=lambda: sorted(titles.items(), key=lambda pair: pair[1]),
            ),
            Filter(
                key="state",
                label=_("State"),
                kind=FilterKind.CHOICE,
                lookups=("state",),
                choices=lambda: list(STATES.items()),
            ),
        ],
    )


@require_safe
@enters(Entry.PUBLIC)
def posts(request: Request) -> HttpResponseBase:
    """List the posts with who holds each on a day."""
    on = asked_day(request)
    context = {
        "on": on,
        "today": request.on,
        "buttons": buttons(request, "governance.establish_post", "governance.register_person"),
        "splits": splits_without_case(request.in_force[1], on),
        "double_roles": double_roles(request.viewer, on),
        "post_titles": post_kind_titles(),
    }
    rows = posts_on(request.viewer, on, kinds_not_in_force(request.in_force[1], on))
    return _post_listing().respond(request, rows, "governance/posts.html", context)


def _of_holder(found: list[ActButton], holder: Holder) -> list[ActButton]:
    """Let the acts on whoever holds the post begin with that person."""
    if holder.titular is None:
        return found
    person = urlencode({"person": holder.titular.person.number})
    return [replace(each, query=f"{each.query}&{person}") if each.code in OF_HOLDER else each for each in found]


@require_safe
@enters(Entry.PUBLIC)
def post(request: Request, number: str) -> HttpResponse:
    """Show a post on a day: its holder and by which instrument, who acts, substitutes, history and file."""
    page = post_page(request.viewer, number, asked_day(request))
    if page is None:
        raise Http404
    codes = (
        "governance.appoint_person",
        "governance.end_appointment",
        "governance.record_absence",
        "governance.delegate_power",
        "governance.file_role_split",
    )
    found = _of_holder(
        buttons(request, *codes, over=page.post.institution, subject="post", number=page.post.number), page.holder
    )
    _adoption, framework = request.in_force
    where = page.post.institution.version_on(page.on) if page.post.institution else None
    context = {
        "page": page,
        "today": request.on,
        "buttons": found,
        "title": post_kind_title(framework, page.post.post_kind),
        "where": where.name if where else "",
        "manners": MANNERS,
        "selections": SELECTIONS,
        "splits": splits_without_case(framework, page.on, page.post),
        "filed": filed_splits(page.post),
        "post_titles": post_kind_titles(),
        "powers": power_titles(),
        "framework_facts": post_facts(framework, page.post.post_kind),
        "basis": basis_of_post(page.post.post_kind),
        "exists": page.post.post_kind not in kinds_not_in_force(framework, page.on),
        "file": file_of(request.viewer, "post", number),
    }
    return render(request, "governance/post.html", context)


def _people_listing() -> Listing:
    titles = post_kind_titles()
    return Listing(
        name="people",
        caption=_("People"),
        order="name",
        counted=lambda n: ngettext("%(n)s person", "%(n)s people", n),
        columns=[
            Column(
                key="name",
                label=_("Name"),
                field="name",
                sort="sort_key",
                link="governance:person",
                link_field="number",
            ),
            Column(
                key="post",
                label=_("Post today"),
                field="post_kind",
                words=titles,
                sort="",
                link="governance:post",
                link_field="post_number",
            ),
            Column(key="where", label=_("Institution"), field="institution_name", sort=""),
            Column(key="held", label=_("Posts today"), field="posts_held", kind=Kind.NUMBER, sort=""),
            Column(key="number", label=_("Number"), field="number"),
        ],
        filters=[
            Filter(
                key="q",
                label=_("Name"),
                apply=lambda rows, words: rows.filter(Q(sort_key__contains=folded(words)) | Q(number=words)),
            )
        ],
    )


@require_safe
@enters(Entry.PUBLIC)
def people(request: Request) -> HttpResponseBase:
    """List the people one may see: the public those who hold or have held a post."""
    context = {"buttons": buttons(request, "governance.register_person")}
    return _people_listing().respond(request, people_on(request.viewer, request.on), "governance/people.html", context)


@require_safe
@enters(Entry.PUBLIC)
def person(request: Request, number: str) -> HttpResponse:
    """Show a person: the posts they hold and have held, and their file."""
    page = person_page(request.viewer, number, asked_day(request))
    if page is None:
        raise Http404
    found = buttons(
        request, "governance.open_account", "governance.close_account", subject="person", number=page.person.number
    )
    context = {
        "page": page,
        "buttons": found,
        "manners": MANNERS,
        "post_titles": post_kind_titles(),
        "institutions": {point.institution.number: institution_title(point.institution) for point in page.focal},
        "matters": titles_of(request.viewer, [(row.subject_kind, row.subject_number) for row in page.recusals or ()]),
        "grounds": dict(ABSTENTION_GROUNDS),
        "file": file_of(request.viewer, "person", number),
    }
    return render(request, "governance/person.html", context)


@require_safe
@enters(Entry.PUBLIC)
def follow_up(request: Request, number: str) -> HttpResponse:
    """Show what an instrument demands of a post, until when, and whether it is done."""
    row = follow_up_row(number)
    if row is None:
        raise Http404
    found = buttons(request, "governance.complete_follow_up", subject="follow_up", number=number)
    context = {"row": row, "buttons": found, "file": file_of(request.viewer, "follow-up", number)}
    return render(request, "governance/follow_up.html", context)
