"""The draft of the resolution that decides an approval: what is known is filled in, the rest is left to be written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from timonel.domain.mandates import Framework
from timonel.governance.queries.titles import institution_title
from timonel.pages import formats
from timonel.portfolio.models import Project
from timonel.portfolio.queries.life import ApprovalShown, text_of

_TEMPLATE = Path(__file__).parent / "templates" / "resolution.typ"


def resolution_pdf(project: Project, approval: ApprovalShown, framework: Framework, on: date) -> bytes:
    """Write the draft: what was seen, on which basis, what is decided. A decision that was taken fills it in.

    The PDF is tagged (PDF/UA-1) and says its title.
    """
    import typst

    inputs = {
        "title": _("Draft resolution: %(approval)s") % {"approval": approval.name},
        "body": approval.decider,
        "day": formats.day(on),
        "demonstration": bool(framework.overlays),
        "marked": "; ".join(text_of(each.get("marked"), "") for each in framework.overlays),
        "parts": _parts(project, approval, framework),
        "signature": approval.decider,
        "footer": _("Draft. It decides nothing until it is signed and entered."),
    }
    written: bytes = typst.compile(
        _TEMPLATE.read_bytes(), sys_inputs={"resolution": json.dumps(inputs)}, format="pdf", pdf_standards=["ua-1"]
    )
    return written


def _parts(project: Project, approval: ApprovalShown, framework: Framework) -> list[tuple[str, list[str]]]:
    taken = approval.decisions[-1] if approval.decisions else None
    seen = [
        _("Project %(number)s, “%(name)s”, of %(institution)s.")
        % {"number": project.number, "name": project.name, "institution": institution_title(project.institution)},
        *_bases(approval, framework),
        *_asked(approval),
    ]
    decided = [_("(to be written)")] if taken is None else [_resolved(taken.outcome), *_observed(taken)]
    reasons = [taken.reasons] if taken is not None else [_("(to be written)")]
    return [(_("Having seen"), seen), (_("Considering"), reasons), (_("It is resolved"), decided)]


def _asked(approval: ApprovalShown) -> list[str]:
    opened = approval.row.opened_on
    return [_("It was asked for on %(day)s.") % {"day": formats.day(opened)}] if opened else []


def _observed(decision: Any) -> list[str]:
    return [str(each["text"]) for each in decision.observations]


def _resolved(outcome: str) -> str:
    return {
        "granted": _("To grant what was asked."),
        "conditional": _("To grant what was asked, on conditions."),
        "returned": _("To return it with these observations."),
        "rejected": _("To refuse what was asked."),
    }.get(outcome, outcome)


def _bases(approval: ApprovalShown, framework: Framework) -> list[str]:
    """Name the instruments on which the approval rests, each with its place."""
    found = []
    for basis in approval.row.why.get("basis", ()):
        known = framework.instruments.get(str(basis.get("instrument")))
        name = text_of(known.label, str(basis.get("instrument"))) if known else ""
        found.append(", ".join(part for part in (name, str(basis.get("where") or "")) if part))
    return [each for each in dict.fromkeys(found) if each]
