"""The act that files why two posts with overlapping roles are kept apart."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from timonel.governance.acting import INSTRUMENT, Act, Ask, Outcome, action, against, over, refuse_if
from timonel.governance.models import Post, RoleSplit
from timonel.governance.sentences import register

register(
    acts={"governance.file_role_split": _("The case for keeping {subject} apart from another post was filed")},
    titles={"governance.file_role_split": _("File the case for two posts")},
    codes={
        "roles-overlap-without-case": _(
            "The roles of {post} and {beside} overlap and no case is filed for keeping them apart."
        ),
        "split-from-itself": _("A post is not kept apart from itself."),
        "split-already-filed": _("The case for keeping {post} and {beside} apart is filed already."),
    },
)


@action("governance.file_role_split", power="keep-registers", subject="post", over=over("post"))
def file_role_split(
    act: Act,
    *,
    post: Annotated[Post, Ask(_("Post"))],
    beside: Annotated[Post, Ask(_("Beside which post"))],
    case: Annotated[str, Ask(_("Business case"), hint=_("Why two posts and not one."), long=True)],
    objectives: Annotated[str, Ask(_("Objectives"), hint=_("Which are whose."), long=True)],
    alignment: Annotated[str, Ask(_("How they stay aligned"), long=True)],
    instrument: Annotated[str, INSTRUMENT],
) -> Outcome:
    """File why two posts are kept apart, which objectives are whose and how they stay aligned.

    All three are required. A pair is filed once, whichever is named first.
    """
    same = post.pk == beside.pk
    pair = Q(post=post, beside=beside) | Q(post=beside, beside=post)
    filed = RoleSplit.objects.filter(pair).exists()
    refuse_if(
        [against("split-from-itself")] * same
        + [against("split-already-filed", post=post.number, beside=beside.number)] * filed
    )
    row = RoleSplit.objects.create(
        post=post,
        beside=beside,
        case=case,
        objectives=objectives,
        alignment=alignment,
        instrument=instrument,
        filed_on=act.on,
    )
    return Outcome(post, rows=[row])
