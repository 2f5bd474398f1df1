"""How business cases are named, found and shown to the rooms above and below."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from timonel.businesscases.bearers import BEARERS, row_of
from timonel.businesscases.models import BusinessCase
from timonel.governance import subjects
from timonel.governance.queries.viewers import Viewer


def _title(case: BusinessCase) -> str:
    row = row_of(case.subject_kind, case.subject_number)
    known = subjects.KINDS.get(case.subject_kind)
    about = known.title(row) if known and row is not None else case.subject_number
    return _("Business case of %(subject)s") % {"subject": about}


def _url(number: str) -> str:
    case = BusinessCase.objects.filter(number=number).first()
    about = [case.subject_kind, case.subject_number] if case else ["none", number]
    return reverse("businesscases:case", args=about)


def _visible(viewer: Viewer) -> QuerySet[Any]:
    """Give the cases of what the viewer may see, by number."""
    seen = Q(pk__in=[])
    for kind in BEARERS:
        rows = subjects.KINDS[kind].visible_to(viewer).order_by().values("number")
        seen |= Q(subject_kind=kind, subject_number__in=rows)
    return BusinessCase.objects.filter(seen).order_by("number")


subjects.register(
    subjects.SubjectKind("business-case", gettext_lazy("Business case"), BusinessCase, _title, _url, _visible)
)
