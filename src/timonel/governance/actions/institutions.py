"""Acts that keep the register of institutions: what they are called, where they belong, what became of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from timonel.domain.identifiers import IdentifierFault, canonical
from timonel.domain.text import sort_key
from timonel.governance.acting import INSTRUMENT, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.models import (
    Institution,
    InstitutionIdentifier,
    InstitutionSuccession,
    InstitutionVersion,
    days,
)

Level = Literal["central", "regional", "local", "other-power", "autonomous"]

_FROM = Ask(_("From"), hint=_("The first day on which it holds."))
_SOURCE = Ask(_("Source"), hint=_("The document or page that says so."), most=200)
_NAME = Ask(_("Official name"), most=300)
_SHORT = Ask(_("Short name"), most=60)


@action("governance.register_institution", power="keep-registers")
def register_institution(
    act: Act,
    *,
    number: Annotated[str, Ask(_("Register number"), most=40, pattern=r"^[a-z0-9][a-z0-9-]*$")],
    name: Annotated[str, _NAME],
    kind: Annotated[str, Ask(_("Kind"), most=60)],
    level: Annotated[Level, Ask(_("Level of government"))],
    from_on: Annotated[date | None, _FROM] = None,
    source: Annotated[str, _SOURCE],
    short: Annotated[str, _SHORT] = "",
    sector: Annotated[str, Ask(_("Sector"), most=60)] = "",
    ministry: Annotated[Institution | None, Ask(_("Ministry"))] = None,
    region: Annotated[str, Ask(_("Region"), most=120)] = "",
    comuna: Annotated[str, Ask(_("Comuna"), most=120)] = "",
    group: Annotated[str, Ask(_("Group of the digital timetable"), most=20)] = "",
    autonomous_regulator: Annotated[bool, Ask(_("Autonomous regulator (superintendencia)"))] = False,
) -> Outcome:
    """Enter an institution into the register.

    Its number is ours and stays for ever. Without a first day it is taken to
    have existed as long as anybody asks.
    """
    taken = Institution.objects.filter(number=number).exists()
    refuse_if([against("number-is-taken", number=number)] if taken else [])
    institution = Institution.objects.create(number=number, sort_key=sort_key(name), source=source)
    version = InstitutionVersion.objects.create(
        institution=institution,
        name=name,
        short=short,
        kind=kind,
        level=level,
        sector=sector,
        ministry=ministry,
        region=region,
        comuna=comuna,
        group=group,
        autonomous_regulator=autonomous_regulator,
        period=days(from_on, None),
    )
    return Outcome(institution, rows=[version])


def _next_version(institution: Institution, from_on: date, **changed: Any) -> list[InstitutionVersion]:
    """End the version in force the day before and begin the next, alike but for what changed.

    Refused when none is in force on the day, or when it began on that very day
    or a later version follows: history is not rewritten by a change.
    """
    current = institution.version_on(from_on)
    refuse_if([against("not-in-existence", institution=institution.number, on=str(from_on))] * (not current))
    assert current is not None
    later = current.to_on is not None or current.from_on == from_on
    refuse_if([against("later-change-exists", institution=institution.number, on=str(from_on))] * later)
    current.end_on(from_on - timedelta(days=1))
    current.save(update_fields=["period"])
    columns = {each.attname: getattr(current, each.attname) for each in current._meta.concrete_fields}
    for left_out in ("id", "entry", "period"):
        columns.pop(left_out)
    following = InstitutionVersion(**columns, period=days(from_on, None))
    for column, value in changed.items():
        setattr(following, column, value)
    following.save()
    return [current, following]


@action("governance.rename_institution", power="keep-registers", subject="institution", over=over("institution"))
def rename_institution(
    act: Act,
    *,
    institution: Annotated[Institution, Ask(_("Institution"))],
    name: Annotated[str, _NAME],
    from_on: Annotated[date, _FROM],
    instrument: Annotated[str, INSTRUMENT],
    short: Annotated[str, _SHORT] = "",
) -> Outcome:
    """Give an institution another name from a day on; under the old one it is still found before that day."""
    rows = _next_version(institution, from_on, name=name, short=short)
    institution.sort_key = sort_key(name)
    institution.save(update_fields=["sort_key"])
    return Outcome(institution, rows=rows, facts={"instrument": instrument})


@action(
    "governance.move_institution",
    power="keep-registers",
    subject="institution",
    also=("ministry",),
    over=over("institution"),
)
def move_institution(
    act: Act,
    *,
    institution: Annotated[Institution, Ask(_("Institution"))],
    ministry: Annotated[Institution, Ask(_("New ministry"))],
    from_on: Annotated[date, _FROM],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Put an institution under another ministry from a day on."""
    below = ministry.pk == institution.pk
    refuse_if([against("under-itself", institution=institution.number)] * below)
    return Outcome(
        institution, rows=_next_version(institution, from_on, ministry=ministry), facts={"instrument": instrument}
    )


def _close(institution: Institution, last: date) -> list[InstitutionVersion | InstitutionIdentifier]:
    """End an institution, and with it the codes it is known by: from the next day on others may be given them."""
    version = institution.version_on(last)
    refuse_if([against("not-in-existence", institution=institution.number, on=str(last))] * (not version))
    assert version is not None
    refuse_if(
        [against("later-change-exists", institution=institution.number, on=str(last))] * (version.to_on is not None)
    )
    codes = [row for row in institution.identifiers.filter(period__contains=last) if row.to_on != last]
    ended: list[InstitutionVersion | InstitutionIdentifier] = [version, *codes]
    for row in ended:
        row.end_on(last)
        row.save(update_fields=["period"])
    return ended


@action("governance.close_institution", power="keep-registers", subject="institution", over=over("institution"))
def close_institution(
    act: Act,
    *,
    institution: Annotated[Institution, Ask(_("Institution"))],
    last_on: Annotated[date, Ask(_("Last day"), hint=_("The last day on which it exists."))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """End an institution, and with it the codes it is known by; its history stays."""
    return Outcome(institution, rows=_close(institution, last_on), facts={"instrument": instrument})


def _follow(predecessor: Institution, successor: Institution, manner: str, on: date) -> InstitutionSuccession:
    """Note that one follows another; refused when that is noted already, for it happens once."""
    row = InstitutionSuccession(predecessor=predecessor, successor=successor, manner=manner, on=on)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        refuse_if([against("already-followed", institution=predecessor.number, successor=successor.number)])
    return row


@action(
    "governance.merge_institutions",
    power="keep-registers",
    subject="successor",
    also=("merged",),
    over=over("successor"),
)
def merge_institutions(
    act: Act,
    *,
    successor: Annotated[Institution, Ask(_("Institution that goes on"))],
    merged: Annotated[list[Institution], Ask(_("Institutions that end in it"))],
    on: Annotated[date, Ask(_("First day of the merged institution"))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Merge institutions into one that exists; those that end do so the day before."""
    itself = any(each.pk == successor.pk for each in merged)
    refuse_if([against("merged-into-itself", institution=successor.number)] * itself)
    absent = successor.version_on(on) is None
    refuse_if([against("not-in-existence", institution=successor.number, on=str(on))] * absent)
    ended = [row for each in merged for row in _close(each, on - timedelta(days=1))]
    followed = [_follow(each, successor, "merged", on) for each in merged]
    return Outcome(successor, rows=[*ended, *followed], facts={"instrument": instrument})


@action(
    "governance.split_institution",
    power="keep-registers",
    subject="institution",
    also=("into",),
    over=over("institution"),
)
def split_institution(
    act: Act,
    *,
    institution: Annotated[Institution, Ask(_("Institution"))],
    into: Annotated[list[Institution], Ask(_("Institutions that come out of it"))],
    on: Annotated[date, Ask(_("First day after the division"))],
    ends: Annotated[bool, Ask(_("The divided institution ends"))],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """Divide an institution into others, registered before; it ends the day before, or goes on smaller."""
    itself = any(each.pk == institution.pk for each in into)
    refuse_if([against("split-into-itself", institution=institution.number)] * itself)
    ended = _close(institution, on - timedelta(days=1)) if ends else []
    followed = [_follow(institution, each, "split", on) for each in into]
    return Outcome(institution, rows=[*ended, *followed], facts={"instrument": instrument})


@action("governance.assign_identifier", power="keep-registers", subject="institution", over=over("institution"))
def assign_identifier(
    act: Act,
    *,
    institution: Annotated[Institution, Ask(_("Institution"))],
    scheme: Annotated[str, Ask(_("Scheme"), hint=_("cl-budget, cl-comuna, cl-rut or another register's name."))],
    code: Annotated[str, Ask(_("Code"), most=60)],
    source: Annotated[str, _SOURCE],
    from_on: Annotated[date | None, _FROM] = None,
    to_on: Annotated[date | None, Ask(_("To"), hint=_("The last day, included; empty while it is open."))] = None,
) -> Outcome:
    """Note the code by which another register knows an institution, from a day to a day.

    Refused when the code does not have the shape of its scheme, a RUT with a
    wrong check digit among them, or when an institution, this one or another,
    has it on one of those days. After its last day it may pass on to another.
    """
    reversed_ = from_on is not None and to_on is not None and to_on < from_on
    refuse_if([against("ends-before-it-begins", from_on=str(from_on), to_on=str(to_on))] * reversed_)
    try:
        code = canonical(scheme, code)
    except IdentifierFault as fault:
        refuse_if([against(fault.code, **fault.params)])
    period = days(from_on, to_on)
    rivals = InstitutionIdentifier.objects.filter(scheme=scheme, code=code, period__overlap=period)
    rival = rivals.select_related("institution").first()
    refuse_if([against("code-is-taken", scheme=scheme, code=code, holder=rival.institution.number)] if rival else [])
    row = InstitutionIdentifier.objects.create(
        institution=institution, scheme=scheme, code=code, source=source, period=period
    )
    return Outcome(institution, rows=[row])
