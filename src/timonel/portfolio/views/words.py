"""How the closed lists of projects read, and in which tone they are shown."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from timonel.governance.forms import register_words
from timonel.pages import formats

STAGES = {
    "proposed": _("proposed"),
    "submitted": _("submitted"),
    "returned": _("returned with observations"),
    "approved": _("approved"),
    "under-way": _("under way"),
    "closed": _("closed"),
    "rejected": _("rejected"),
    "stopped": _("stopped"),
    "withdrawn": _("withdrawn"),
    "not-stated": _("not stated"),
}
STAGE_TONES = {
    "proposed": "neutral",
    "submitted": "info",
    "returned": "warning",
    "approved": "success",
    "under-way": "info",
    "closed": "neutral",
    "rejected": "danger",
    "stopped": "danger",
    "withdrawn": "neutral",
    "not-stated": "neutral",
}
OBJECTS = {"project": _("project"), "programme": _("programme")}
RUNNERS = {"authority": _("the authority"), "institution": _("the institution")}
ORIGINS = {"act": _("proposed here"), "import": _("imported"), "demonstration": _("demonstration")}
RISK_CLASSES = {"high": _("high"), "normal": _("normal"), "low": _("low")}
APPROVALS = {
    "later": _("later"),
    "open": _("waiting for a decision"),
    "granted": _("granted"),
    "conditional": _("granted on conditions"),
    "returned": _("returned with observations"),
    "rejected": _("refused"),
    "not-given": _("not given in time"),
    "dropped": _("needed no more"),
}
APPROVAL_TONES = {
    "later": "neutral",
    "open": "info",
    "granted": "success",
    "conditional": "warning",
    "returned": "warning",
    "rejected": "danger",
    "not-given": "neutral",
    "dropped": "neutral",
}
PASSAGES = {"go": _("go"), "conditional": _("go on conditions"), "stop": _("stop"), "return": _("back")}
PASSAGE_TONES = {"go": "success", "conditional": "warning", "stop": "danger", "return": "warning"}
STOP_REASONS = {
    "technical": _("technical"),
    "cost": _("cost"),
    "schedule": _("schedule"),
    "no-longer-needed": _("no longer needed"),
    "merged": _("merged with another"),
    "benefits-gone": _("benefits gone"),
    "supplier-failed": _("the supplier failed"),
    "legal": _("legal"),
    "political": _("political"),
}
RISK_STAGES = {"open": _("open"), "accepted": _("accepted"), "closed": _("closed")}
RISK_FAMILIES = {
    "business": _("business"),
    "technical": _("technical"),
    "legal": _("legal"),
    "security": _("security"),
    "supplier": _("supplier"),
}
REBASELINE_REASONS = {
    "scope-changed": _("the scope changed"),
    "funding-changed": _("the funding changed"),
    "law-changed": _("the law changed"),
    "supplier-changed": _("the supplier changed"),
    "plan-was-wrong": _("the plan was wrong"),
    "outside-event": _("an event outside the project"),
}
SOURCE_REASONS = {
    "changed-in-source": _("the source gives another plan than before"),
    "reset": _("the source had set the plan anew"),
}
"""Why a plan that others recorded gave way to another."""
WORDS = {
    "stage": STAGES,
    "tone": STAGE_TONES,
    "object": OBJECTS,
    "runner": RUNNERS,
    "origin": ORIGINS,
    "risk": RISK_CLASSES,
    "approval": APPROVALS,
    "approval_tone": APPROVAL_TONES,
    "outcome": APPROVALS,
    "passage": PASSAGES,
    "passage_tone": PASSAGE_TONES,
    "stop_reason": STOP_REASONS,
    "risk_stage": RISK_STAGES,
    "risk_family": RISK_FAMILIES,
    "rebaseline": {**REBASELINE_REASONS, **SOURCE_REASONS},
}
"""All of them, as the project's page takes them."""
CHECK_NAMES = {
    "standards": _("Does it meet the standards and guidelines in force?"),
    "duplication": _("Is it no duplicate of another project?"),
    "price": _("Is its price sound beside projects like it?"),
}
"""The three checks of every approval."""


def amount_text(amount: Decimal, currency: str) -> str:
    """Write an amount with its currency."""
    return f"{formats.amount(amount)}{formats.NBSP}{currency}"


for listed in (OBJECTS, RUNNERS, STAGES, PASSAGES, STOP_REASONS, RISK_FAMILIES, REBASELINE_REASONS):
    register_words(listed)
