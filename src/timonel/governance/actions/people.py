"""Acts on people and posts: who holds what, from when to when, by which instrument, and who stands in."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Annotated, Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from timonel.domain.appointments import (
    Proposal,
    rank_follows_the_framework,
    selection_follows_the_framework,
    substitute_follows_the_framework,
)
from timonel.domain.identifiers import IdentifierFault, canonical
from timonel.domain.mandates import Holder, mandate
from timonel.domain.powers import POWERS
from timonel.domain.role_splits import split_without_case
from timonel.domain.text import sort_key
from timonel.governance import subjects
from timonel.governance.acting import INSTRUMENT, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.actions.selection import close_by_appointing
from timonel.governance.models import (
    Absence,
    Appointment,
    Delegation,
    FocalPoint,
    Institution,
    Interest,
    Person,
    Post,
    Recusal,
    days,
)
from timonel.governance.queries.holding import wait_for_acts_in
from timonel.governance.queries.posts import ABSTENTION_GROUNDS
from timonel.governance.queries.role_splits import splits_without_case

_FROM = Ask(_("From"), hint=_("The first day."))
_TO = Ask(_("To"), hint=_("The last day, included; empty while it is open."))
_PERSON = Ask(_("Person"))
_POST = Ask(_("Post"))


def _in_order(from_on: date, to_on: date | None) -> None:
    reversed_ = to_on is not None and to_on < from_on
    refuse_if([against("ends-before-it-begins", from_on=str(from_on), to_on=str(to_on))] * reversed_)


@action("governance.register_person", power="keep-registers")
def register_person(
    act: Act,
    *,
    name: Annotated[str, Ask(_("Name"), most=200)],
    run: Annotated[
        str, Ask(_("RUN"), hint=_("National number with its check digit. It is not published."), most=12)
    ] = "",
) -> Outcome:
    """Enter a person who may hold a post. The record knows them by an opaque number only.

    Refused when the RUN has a wrong check digit or is another person's; the
    refusal, which is recorded for all to read, does not repeat it.
    """
    try:
        run = canonical("cl-run", run) if run else ""
    except IdentifierFault:
        refuse_if([against("run-not-valid")])
    rival = run and Person.objects.filter(run=run).exists()
    refuse_if([against("run-is-taken")] if rival else [])
    person = Person.objects.create(
        number=f"p-{secrets.token_hex(6)}", name=name, sort_key=sort_key(name), run=run or None
    )
    return Outcome(person)


@action("governance.establish_post", power="keep-registers", over=over("institution"))
def establish_post(
    act: Act,
    *,
    post_kind: Annotated[str, Ask(_("Kind of post"), most=80)],
    institution: Annotated[Institution | None, Ask(_("Institution"))] = None,
) -> Outcome:
    """Open a post of a kind that the framework knows on this day.

    A post that each institution has needs the institution; a post there is one
    of takes none. Where its role overlaps with that of another post and no case
    is filed for keeping them apart, the act is done and says so.
    """
    kind = act.framework.posts.get(post_kind)
    refuse_if([against("no-such-post-kind", post_kind=post_kind)] * (kind is None))
    assert kind is not None
    per_institution = kind.of in ("institution", "ministry")
    lacking = per_institution and institution is None
    beyond = not per_institution and institution is not None
    refuse_if([against("post-needs-institution", post_kind=post_kind)] * lacking)
    refuse_if([against("post-has-no-institution", post_kind=post_kind)] * beyond)
    number = f"{post_kind}@{institution.number}" if institution else post_kind
    taken = Post.objects.filter(number=number).exists()
    refuse_if([against("post-exists", post=number)] * taken)
    post = Post.objects.create(
        number=number,
        post_kind=post_kind,
        institution=institution,
        body=kind.of.id if isinstance(kind.of, Holder) else "",
    )
    splits = splits_without_case(act.framework, act.on, post)
    return Outcome(post, findings=[split_without_case(one.number, other.number) for one, other in splits])


@action("governance.appoint_person", power="appoint-people", subject="post", over=over("post"))
def appoint_person(
    act: Act,
    *,
    post: Annotated[Post, _POST],
    person: Annotated[Person, _PERSON],
    from_on: Annotated[date, _FROM],
    to_on: Annotated[date | None, _TO] = None,
    instrument: Annotated[str, INSTRUMENT],
    selection: Annotated[
        str, Ask(_("How selected"), hint=_("The selection procedure, where the framework demands one."), most=60)
    ] = "",
    manner: Annotated[Literal["titular", "substitute"], Ask(_("As"))] = "titular",
    rank: Annotated[int, Ask(_("Order among substitutes"), most=32_767)] = 0,
    held_rank: Annotated[
        str,
        Ask(_("Rank of the post"), hint=_("As the instrument states it; empty: the one of the framework."), most=200),
    ] = "",
) -> Outcome:
    """Appoint a person to a post, from a day to a day, by an instrument.

    A post has one titular holder on each day. Refused when the framework
    demands another way of selection or states another rank for the post, when it
    names who stands in and the substitute holds none of those posts, when the
    post is held, when a selection for it is under way and the person is not
    on its shortlist, or when the period ends before it begins.
    """
    _in_order(from_on, to_on)
    proposal = Proposal(post.post_kind, from_on, selection or None, manner, held_rank or None)
    rules = (selection_follows_the_framework, rank_follows_the_framework)
    holds = Appointment.objects.filter(person=person, manner="titular", period__contains=from_on)
    held = set(holds.values_list("post__post_kind", flat=True)) if manner == "substitute" else set()
    refuse_if(
        [rule(proposal, act.framework) for rule in rules]
        + [substitute_follows_the_framework(proposal, act.framework, held)]
    )
    ended = close_by_appointing(post, person) if manner == "titular" else []
    wait_for_acts_in(post)
    appointment = Appointment(
        post=post,
        person=person,
        period=days(from_on, to_on),
        manner=manner,
        rank=rank,
        selection=selection,
        instrument=instrument,
    )
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as held:
        code = "post-is-held" if "one_titular" in str(held) else "already-appointed"
        refuse_if([against(code, post=post.number, from_on=str(from_on))])
    return Outcome(post, rows=[appointment, *ended], facts={"rank": held_rank} if held_rank else {})


@action("governance.end_appointment", power="appoint-people", subject="post", over=over("post"))
def end_appointment(
    act: Act,
    *,
    post: Annotated[Post, _POST],
    person: Annotated[Person, _PERSON],
    last_on: Annotated[date, Ask(_("Last day"), hint=_("The last day on which the person holds the post."))],
    reason: Annotated[Literal["resigned", "removed", "term-ended", "died", "other"], Ask(_("Reason"))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """End an appointment. Its rights are gone at the first request after its last day."""
    wait_for_acts_in(post)
    found = Appointment.objects.select_for_update().filter(post=post, person=person, period__contains=last_on).first()
    refuse_if([against("not-appointed-then", post=post.number, on=str(last_on))] * (found is None))
    assert found is not None
    found.end_on(last_on)
    found.ended_by, found.ended_instrument = reason, instrument
    found.save(update_fields=["period", "ended_by", "ended_instrument"])
    return Outcome(post, rows=[found])


@action("governance.record_absence", power="appoint-people", subject="post", over=over("post"))
def record_absence(
    act: Act,
    *,
    post: Annotated[Post, _POST],
    person: Annotated[Person, _PERSON],
    from_on: Annotated[date, _FROM],
    to_on: Annotated[date, _TO],
    reason: Annotated[str, Ask(_("Reason"), most=300)] = "",
) -> Outcome:
    """Note that the holder of a post is away, both days included; the first substitute present acts meanwhile."""
    _in_order(from_on, to_on)
    wait_for_acts_in(post)
    held = Appointment.objects.filter(post=post, person=person, period__contains=from_on).exists()
    refuse_if([against("not-appointed-then", post=post.number, on=str(from_on))] * (not held))
    absence = Absence(post=post, person=person, period=days(from_on, to_on), reason=reason)
    try:
        with transaction.atomic():
            absence.save()
    except IntegrityError:
        refuse_if([against("already-absent", post=post.number, from_on=str(from_on))])
    return Outcome(post, rows=[absence])


@action("governance.delegate_power", power="delegate-powers", subject="post", over=over("post"))
def delegate_power(
    act: Act,
    *,
    post: Annotated[Post, Ask(_("Post that delegates"))],
    power: Annotated[str, Ask(_("Power"), most=80)],
    to_post: Annotated[Post, Ask(_("Post that receives it"))],
    from_on: Annotated[date, _FROM],
    to_on: Annotated[date | None, _TO] = None,
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Let another post exercise a power of one's own, by an instrument.

    Only the post itself delegates. Refused when it does not have the power on
    the first day: nobody gives what they do not have.
    """
    refuse_if([against("delegates-anothers-power", post=post.number)] * (post.pk != act.post.pk))
    refuse_if([against("delegates-to-itself", post=post.number)] * (post.pk == to_post.pk))
    _in_order(from_on, to_on)
    over_own = act.post.institution.facts(from_on) if act.post.institution else None
    refuse_if([against("unknown_power", power=power)] * (power not in POWERS))
    held = mandate(act.framework, power, act.seat, on=from_on, over=over_own)
    refuse_if([held])
    row = Delegation.objects.create(
        from_post=post, to_post=to_post, power=power, period=days(from_on, to_on), instrument=instrument
    )
    return Outcome(post, rows=[row], findings=[held])


@action("governance.revoke_delegation", power="delegate-powers", subject="post", over=over("post"))
def revoke_delegation(
    act: Act,
    *,
    post: Annotated[Post, Ask(_("Post that delegated"))],
    power: Annotated[str, Ask(_("Power"), most=80)],
    to_post: Annotated[Post, Ask(_("Post that received it"))],
    last_on: Annotated[date, Ask(_("Last day"), hint=_("The last day on which the delegation holds."))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Take a delegated power back after a day, however often it was delegated."""
    refuse_if([against("delegates-anothers-power", post=post.number)] * (post.pk != act.post.pk))
    wait_for_acts_in(to_post)
    rows = list(Delegation.objects.filter(from_post=post, to_post=to_post, power=power, period__contains=last_on))
    refuse_if([against("no-such-delegation", power=power, post=to_post.number)] * (not rows))
    for row in rows:
        row.end_on(last_on)
        row.save(update_fields=["period"])
    return Outcome(post, rows=rows, facts={"instrument": instrument})


@action("governance.declare_interest", power="declare-interest")
def declare_interest(
    act: Act,
    *,
    description: Annotated[str, Ask(_("Interest"), long=True)],
    subject_kind: Annotated[str, Ask(_("Kind of matter"), hint=_("Empty for a standing interest."), most=60)] = "",
    subject_number: Annotated[str, Ask(_("Number of the matter"), most=120)] = "",
) -> Outcome:
    """Declare an interest of one's own, standing or in one matter, from today."""
    _known_matter(subject_kind, subject_number)
    row = Interest.objects.create(
        person=act.person,
        description=description,
        subject_kind=subject_kind,
        subject_number=subject_number,
        period=days(act.on, None),
    )
    return Outcome(act.person, rows=[row])


@action("governance.recuse_oneself", power="declare-interest", alone=True)
def recuse_oneself(
    act: Act,
    *,
    subject_kind: Annotated[str, Ask(_("Kind of matter"), most=60)],
    subject_number: Annotated[str, Ask(_("Number of the matter"), most=120)],
    ground: Annotated[str, Ask(_("Ground"), options=lambda: ABSTENTION_GROUNDS, most=60)],
    statement: Annotated[str, Ask(_("Statement"), long=True)] = "",
) -> Outcome:
    """Stand aside from a matter, on one of the grounds of the law, from today.

    From then on every act of this person in the matter is refused and the
    refusal is recorded.
    """
    _known_matter(subject_kind, subject_number, needed=True)
    known = ground in {code for code, _label in ABSTENTION_GROUNDS}
    refuse_if([against("no-such-ground", ground=ground)] * (not known))
    row = Recusal.objects.create(
        person=act.person,
        subject_kind=subject_kind,
        subject_number=subject_number,
        ground=ground,
        statement=statement,
        period=days(act.on, None),
    )
    return Outcome(act.person, rows=[row])


def _known_matter(kind: str, number: str, *, needed: bool = False) -> None:
    if not kind and not number and not needed:
        return
    known = subjects.KINDS.get(kind)
    found = known is not None and known.model._default_manager.filter(number=number).exists()
    refuse_if([against("no-such-matter", kind=kind, number=number)] * (not found))


@action("governance.name_focal_point", power="keep-registers", subject="institution", over=over("institution"))
def name_focal_point(
    act: Act,
    *,
    institution: Annotated[Institution, Ask(_("Institution"))],
    person: Annotated[Person, _PERSON],
    matter: Annotated[str, Ask(_("Matter"), most=60)],
    from_on: Annotated[date, _FROM],
    to_on: Annotated[date | None, _TO] = None,
) -> Outcome:
    """Name the person whom the authority calls at an institution in a matter."""
    _in_order(from_on, to_on)
    row = FocalPoint(institution=institution, person=person, matter=matter, period=days(from_on, to_on))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        refuse_if([against("already-focal-point", institution=institution.number)])
    return Outcome(institution, rows=[row])
