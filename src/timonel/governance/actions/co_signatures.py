"""The act by which a post signs a matter that another decides, where the framework asks for both."""

from __future__ import annotations

from typing import Annotated

from django.utils.translation import gettext_lazy as _

from timonel.domain.canonical import MAX_INTEGER
from timonel.domain.co_signatures import signature_is_asked
from timonel.governance import subjects
from timonel.governance.acting import Act, Ask, Outcome, action, against, refuse_if
from timonel.governance.acting.errors import NotAllowed, StaleSubject
from timonel.governance.models import Recusal, SubjectRow
from timonel.governance.queries.co_signatures import CO_SIGN, signatures_on
from timonel.governance.sentences import register

register(
    acts={CO_SIGN: _("{subject} was signed too by whom the framework asks")},
    titles={CO_SIGN: _("Sign what another decides")},
    codes={
        "co-signature-missing": _(
            "The power “{power}” needs the signature of {signers} too. They sign the matter as it stands now; then"
            " repeat."
        ),
        "co-signature-demanded": _("{signer} must sign too for the power “{power}”."),
        "co-signed": _("The post {post} has signed too (entry {entry})."),
        "co-signature-asked": _("The framework asks the post {post} to sign too for the power “{power}”."),
        "co-signature-not-asked": _("The framework asks no signature of the post {post} for the power “{power}”."),
        "already-co-signed": _("The post {post} has signed this already, and nothing has changed since."),
    },
)

_VERSION = Ask(_("Version of the matter"), hint=_("The one that you have seen and sign."), most=MAX_INTEGER)


@action(CO_SIGN, power="co-sign")
def co_sign(
    act: Act,
    *,
    subject_kind: Annotated[str, Ask(_("Kind of matter"), most=60)],
    subject_number: Annotated[str, Ask(_("Number of the matter"), most=120)],
    power: Annotated[str, Ask(_("Power"), hint=_("The power with which another is to decide it."), most=80)],
    version: Annotated[
        int, Ask(_("Version of the matter"), hint=_("The one that you have seen and sign."), most=MAX_INTEGER)
    ],
) -> Outcome:
    """Sign a matter that another is to decide, where the framework asks for both signatures.

    What is signed is the matter as it stands: a change after it, other than the
    signature of another post, and one must sign again. Refused when the framework
    does not ask this post for it, and to who stood aside from the matter.
    """
    row = _locked(subject_kind, subject_number)
    if row.version != version:
        raise StaleSubject(kind=row.kind, number=row.number, entry=row.last_entry)
    asked = signature_is_asked(act.framework, act.post.post_kind, power, act.on)
    signed = any(each.post == act.post.number for each in signatures_on(row, power))
    refuse_if([asked, *[against("already-co-signed", post=act.post.number)] * signed])
    aside = Recusal.objects.filter(
        person=act.person, subject_kind=row.kind, subject_number=row.number, period__contains=act.on
    ).first()
    if aside is not None:
        raise NotAllowed("recused", post=act.post.number, on=str(act.on), ground=aside.ground)
    return Outcome(row, findings=[asked], facts={"power": power, "signed_version": version})


def _locked(kind: str, number: str) -> SubjectRow:
    known = subjects.KINDS.get(kind)
    rows = known.model._default_manager.select_for_update(no_key=True) if known is not None else None
    row = rows.filter(number=number).first() if rows is not None else None
    refuse_if([against("no-such-matter", kind=kind, number=number)] * (row is None))
    assert row is not None
    return row
