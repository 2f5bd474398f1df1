"""Acts of a competition for a post: the call, its candidates, the panel's scores, the shortlist, its end."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from timonel.domain.appointments import selection_demanded, shortlist_size
from timonel.domain.shortlists import shortlist
from timonel.governance.acting import INSTRUMENT, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.models import Candidacy, PanelScore, Person, Post, Recusal, Selection
from timonel.governance.queries.selections import panel_scores, under_way
from timonel.governance.sentences import register
from timonel.record.append import Reserved

_POST = Ask(_("Post"))
_CANDIDATE = Ask(_("Candidate"))

register(
    acts={
        "governance.open_selection": _("A selection for {subject} was opened"),
        "governance.register_candidate": _("A candidate for {subject} was registered"),
        "governance.score_candidate": _("A candidate for {subject} was scored"),
        "governance.draw_shortlist": _("The shortlist for {subject} was drawn"),
        "governance.declare_selection_void": _("The selection for {subject} was declared void"),
    },
    titles={
        "governance.open_selection": _("Open a selection"),
        "governance.register_candidate": _("Register a candidate"),
        "governance.score_candidate": _("Enter a score of the panel"),
        "governance.draw_shortlist": _("Draw the shortlist"),
        "governance.declare_selection_void": _("Declare a selection void"),
    },
    codes={
        "selection-under-way": _("A selection for the post {post} is under way already."),
        "no-selection-open": _("No selection for the post {post} takes candidates or scores now."),
        "shortlist-size-not-allowed": _("A shortlist has from one to a hundred places, not {size}."),
        "shortlist-size-other": _("The framework sets a shortlist of {demanded}, not of {size}."),
        "already-candidate": _("This person is a candidate already."),
        "not-a-candidate": _("This person is no candidate for the post {post}."),
        "score-out-of-range": _("A score goes from 0 to 100, with two decimals at most, not {score}."),
        "panelist-competes": _("Who competes for the post {post} does not score."),
        "panelist-stood-aside": _("This member of the panel stood aside from this candidate."),
        "already-scored": _("This member of the panel has scored this candidate already."),
        "no-candidates": _("Nobody competes for the post {post}."),
        "scores-missing": _("Each member of the panel must have scored each candidate; missing: {missing}."),
        "shortlist-not-drawn": _("The selection for the post {post} is under way and its shortlist is not drawn yet."),
        "outside-shortlist": _("This person is not on the shortlist for the post {post}."),
    },
)


@action("governance.open_selection", power="appoint-people", subject="post", over=over("post"))
def open_selection(
    act: Act,
    *,
    post: Annotated[Post, _POST],
    procedure: Annotated[Literal["open-competition", "senior-public-management"], Ask(_("Selection procedure"))],
    size: Annotated[int, Ask(_("Size of the shortlist"))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Call for candidates for a post, with the size that the shortlist will have.

    Refused when the framework demands another procedure or sets another size,
    when the size is under one, or while a selection for the post is under way.
    """
    kind = act.framework.posts.get(post.post_kind)
    demanded = selection_demanded(kind) if kind is not None else None
    wanted = shortlist_size(act.framework, post.post_kind, act.on)
    other = {"post_kind": post.post_kind, "demanded": demanded, "proposed": procedure}
    refuse_if(
        [against("selection-under-way", post=post.number)] * (under_way(post) is not None)
        + [against("selection-other", **other)] * (demanded not in (None, procedure))
        + [against("shortlist-size-not-allowed", size=size)] * (not 1 <= size <= 100)
        + [against("shortlist-size-other", size=size, demanded=wanted)] * (wanted not in (None, size))
    )
    row = Selection.objects.create(post=post, procedure=procedure, size=size, instrument=instrument, opened_on=act.on)
    return Outcome(post, rows=[row])


def _open(post: Post) -> Selection:
    """Give the selection that still takes candidates and scores; refuse when there is none."""
    found = under_way(post)
    refuse_if([against("no-selection-open", post=post.number)] * (found is None or found.stage != Selection.OPEN))
    assert found is not None
    return found


@action("governance.register_candidate", power="appoint-people", subject="post", over=over("post"))
def register_candidate(act: Act, *, post: Annotated[Post, _POST], person: Annotated[Person, _CANDIDATE]) -> Outcome:
    """Enter a person as candidate for a post, until the shortlist is drawn."""
    row = Candidacy(selection=_open(post), person=person)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        refuse_if([against("already-candidate")])
    return Outcome(post, rows=[row])


@action("governance.score_candidate", power="appoint-people", subject="post", over=over("post"))
def score_candidate(
    act: Act,
    *,
    post: Annotated[Post, _POST],
    person: Annotated[Person, _CANDIDATE],
    panelist: Annotated[Person, Ask(_("Member of the panel"))],
    score: Annotated[Decimal, Ask(_("Score"), hint=_("From 0 to 100, both included."))],
) -> Outcome:
    """Enter what a member of the panel gave a candidate, from 0 to 100, once.

    Refused when the member competes for the same post or has stood aside from
    the candidate.
    """
    selection = _open(post)
    candidacy = Candidacy.objects.filter(selection=selection, person=person).first()
    fits = score.is_finite() and 0 <= score <= 100 and score == round(score, 2)
    competes = Candidacy.objects.filter(selection=selection, person=panelist).exists()
    stands_aside = Recusal.objects.filter(
        person=panelist, subject_kind="person", subject_number=person.number, period__contains=act.on
    ).exists()
    refuse_if(
        [against("not-a-candidate", post=post.number)] * (candidacy is None)
        + [against("score-out-of-range", score=score)] * (not fits)
        + [against("panelist-competes", post=post.number)] * competes
        + [against("panelist-stood-aside")] * stands_aside
    )
    assert candidacy is not None
    row = PanelScore(candidacy=candidacy, panelist=panelist, score=score)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        refuse_if([against("already-scored")])
    return Outcome(post, rows=[row])


@action("governance.draw_shortlist", power="appoint-people", subject="post", over=over("post"))
def draw_shortlist(act: Act, *, post: Annotated[Post, _POST]) -> Outcome:
    """Put the best candidates by the mean of the panel's scores on the shortlist, as many as its size.

    All who tie for the last place are on it. Refused while a member of the
    panel has not scored a candidate.
    """
    selection = _open(post)
    scores = panel_scores(selection)
    panel = {panelist for given in scores.values() for panelist in given}
    missing = sum(len(panel - given.keys()) or not given for given in scores.values())
    refuse_if(
        [against("no-candidates", post=post.number)] * (not scores)
        + [against("scores-missing", missing=missing)] * (missing > 0)
    )
    places = shortlist({name: list(given.values()) for name, given in scores.items()}, selection.size)
    rows = list(Candidacy.objects.filter(selection=selection).select_related("person").order_by("id"))
    for row in rows:
        row.place = places.get(row.person.number)
        row.save(update_fields=["place"])
    selection.stage = Selection.SHORTLISTED
    selection.save(update_fields=["stage"])
    return Outcome(post, rows=[selection, *rows], facts={"shortlist": Reserved(places)})


@action("governance.declare_selection_void", power="appoint-people", subject="post", over=over("post"))
def declare_selection_void(
    act: Act,
    *,
    post: Annotated[Post, _POST],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """End a selection without an appointment, by an instrument; another may then be opened."""
    selection = under_way(post)
    refuse_if([against("no-selection-open", post=post.number)] * (selection is None))
    assert selection is not None
    selection.stage = Selection.VOID
    selection.save(update_fields=["stage"])
    return Outcome(post, rows=[selection], facts={"instrument": instrument})


def close_by_appointing(post: Post, person: Person) -> list[Selection]:
    """End the selection under way for a post with the person chosen; nothing when none is under way.

    Refused while its shortlist is not drawn, and for a choice outside it.
    """
    selection = under_way(post)
    if selection is None:
        return []
    drawn = selection.stage == Selection.SHORTLISTED
    chosen = selection.candidacies.filter(person=person, place__isnull=False).exists()
    refuse_if(
        [against("shortlist-not-drawn", post=post.number)] * (not drawn)
        + [against("outside-shortlist", post=post.number)] * (drawn and not chosen)
    )
    selection.stage = Selection.FILLED
    selection.save(update_fields=["stage"])
    return [selection]
