"""How the closed lists of projects read, and in which tone they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
WORDS = {
    "stage": STAGES,
    "tone": STAGE_TONES,
    "object": OBJECTS,
    "runner": RUNNERS,
    "origin": ORIGINS,
    "risk": RISK_CLASSES,
}
"""All of them, as the project's page takes them."""
